// Hooks for React. The project that imports this module provides React.
//
//   const place = useRef(null);
//   const deck = useDeck({ target: place });          null until it is ready
//   const runs = useRuns(deck, { status: 'running' });

import { createContext, createElement, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { createDeck } from './create.js';
import { body } from './checks.js';
import { wrongType } from './errors.js';
import { COMPLETED, STATUSES } from './words.js';

const NO_DECK = Object.freeze({ deck: null, error: null });
const NO_RUNS = Object.freeze([]);
const noRuns = () => NO_RUNS;
const noRun = () => null;
const LIVE = STATUSES.slice(0, COMPLETED);
const noSubscription = () => () => {};

/** The deck of one component: created when the component is mounted, destroyed when it is unmounted for good. */
class Holder {
  #snapshot = NO_DECK;
  #listeners = new Set();
  #isMounted = false;
  /** Whether the component has a deck, or makes one. */
  #isStarted = false;
  /** The number of the newest deck: an older one that is ready late is destroyed. */
  #generation = 0;

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getSnapshot = () => this.#snapshot;

  mount(options, define) {
    this.#isMounted = true;
    if (!this.#isStarted) this.#make(options, define);
    return () => {
      this.#isMounted = false;
      // StrictMode and a hot reload unmount and mount in one turn: such a component keeps its deck and its runs.
      queueMicrotask(() => {
        if (!this.#isMounted) this.#end();
      });
    };
  }

  async #make(options, define) {
    this.#isStarted = true;
    const generation = ++this.#generation;
    let deck;
    try {
      if (define !== undefined) body(define, 'define');
      deck = await createDeck(resolveRef(options));
      if (generation !== this.#generation) return deck.destroy();
      define?.(deck);
      this.#publish({ deck, error: null });
    } catch (error) {
      deck?.destroy();
      if (generation === this.#generation) this.#publish({ deck: null, error: { value: error } });
    }
  }

  #end() {
    const { deck } = this.#snapshot;
    this.#isStarted = false;
    this.#generation += 1;
    this.#publish(NO_DECK);
    deck?.destroy();
  }

  #publish(snapshot) {
    this.#snapshot = snapshot;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Returns the options with the element of the ref in `target`. */
function resolveRef(options) {
  const target = options?.target;
  const isRef = typeof target === 'object' && target !== null && target.nodeType === undefined && 'current' in target;
  if (!isRef) return options;
  if (!target.current) throw wrongType('target', 'the ref that is given as target holds no element: is it set on one that is always drawn?');
  return { ...options, target: target.current };
}

export function useDeck(options, define) {
  const [holder] = useState(() => new Holder());
  const { deck, error } = useSyncExternalStore(holder.subscribe, holder.getSnapshot, () => NO_DECK);
  // The options of the first render apply, except `concurrency`, which a deck can change.
  useEffect(() => holder.mount(options, define), [holder]);
  const concurrency = options?.concurrency;
  useEffect(() => {
    if (deck && concurrency !== undefined && deck.concurrency !== concurrency) deck.concurrency = concurrency;
  }, [deck, concurrency]);
  // React passes the error to the nearest error boundary.
  if (error) throw error.value;
  return deck;
}

/** Whether two snapshots are equal. Live runs have a new snapshot each time. */
function isEqual(a, b) {
  if (Object.is(a, b)) return true;
  if (!a || !b) return false;
  return Object.keys(a).every((name) => Object.is(a[name], b[name]) || (name === 'progress' && isEqual(a[name], b[name])));
}

/** Returns the new list with the old objects of equal snapshots, or the old list if all are equal. */
function reuse(before, after) {
  const known = new Map(before.map((run) => [run.id, run]));
  const next = after.map((run) => {
    const old = known.get(run.id);
    return old && isEqual(old, run) ? old : run;
  });
  return next.length === before.length && next.every((run, index) => run === before[index]) ? before : Object.freeze(next);
}

const NO_CONTEXT = Symbol('no provider');
const DeckContext = createContext(NO_CONTEXT);

/** Provides a deck that it creates and destroys. */
function OwnDeckProvider({ options, define, children }) {
  return createElement(DeckContext.Provider, { value: useDeck(options, define) }, children);
}

export function DeckProvider(props) {
  // A deck that is passed may be undefined until it is ready.
  if (!('deck' in props)) return createElement(OwnDeckProvider, props);
  return createElement(DeckContext.Provider, { value: props.deck ?? null }, props.children);
}

export function useDeckContext() {
  const deck = useContext(DeckContext);
  if (deck === NO_CONTEXT) throw new Error('useDeckContext needs a <DeckProvider> above this component');
  return deck;
}

/** Throws unless this is a deck, or none. */
function checkDeck(deck) {
  if (deck && (typeof deck.getSnapshot !== 'function' || typeof deck.spawn !== 'function')) throw wrongType('deck', 'deck must be a deck, as useDeck returns it and createDeck resolves with it');
}

/** Returns the runs of a deck as a store for `useSyncExternalStore`. */
function storeOf(deck, filter) {
  checkDeck(deck);
  if (!deck) return { subscribe: noSubscription, getSnapshot: noRuns };
  let source = null;
  let runs = NO_RUNS;
  return {
    subscribe: (listener) => deck.subscribe(listener),
    getSnapshot() {
      const snapshot = deck.getSnapshot();
      if (snapshot === source) return runs;
      source = snapshot;
      const ids = filter && new Set(deck.runs(filter).map(({ id }) => id));
      runs = reuse(runs, ids ? snapshot.runs.filter(({ id }) => ids.has(id)) : snapshot.runs);
      return runs;
    },
  };
}

export function useRuns(deck, filter) {
  // A filter is often a new object with each render, so it is compared by its text.
  const filterText = JSON.stringify(filter);
  const store = useMemo(() => storeOf(deck, filter), [deck, filterText]);
  return useSyncExternalStore(store.subscribe, store.getSnapshot, noRuns);
}

/** For each snapshot of a deck, its runs by id. */
const indexes = new WeakMap();

function byId(snapshot) {
  let index = indexes.get(snapshot);
  if (!index) indexes.set(snapshot, (index = new Map(snapshot.runs.map((run) => [run.id, run]))));
  return index;
}

/** Returns the run of this id as a store. */
function runStoreOf(deck, id) {
  checkDeck(deck);
  if (!deck || id === null || id === undefined) return { subscribe: noSubscription, getSnapshot: noRun };
  let snapshot = null;
  return {
    subscribe: (listener) => deck.subscribe(listener),
    getSnapshot() {
      const now = byId(deck.getSnapshot()).get(id) ?? null;
      return (snapshot = isEqual(snapshot, now) ? snapshot : now);
    },
  };
}

export function useRun(deck, id) {
  const store = useMemo(() => runStoreOf(deck, id), [deck, id]);
  return useSyncExternalStore(store.subscribe, store.getSnapshot, noRun);
}

export function useTask(deck, id) {
  const filter = useMemo(() => ({ task: id }), [id]);
  const runs = useRuns(deck, filter);
  // Components below that are wrapped in `memo` need functions that stay the same.
  const actions = useMemo(
    () => ({
      start: (...given) => requireDeck(deck).start(id, ...given),
      // Includes runs that were started since the last render.
      cancelAll: (reason) => deck?.runs({ task: id, status: LIVE }).filter((run) => run.cancel(reason)).length ?? 0,
    }),
    [deck, id],
  );
  return useMemo(() => ({ runs, last: runs[0] ?? null, isLive: runs.some(({ status }) => LIVE.includes(status)), ...actions }), [runs, actions]);
}

function requireDeck(deck) {
  if (!deck) throw new Error('the deck is not ready: disable what starts a run until useDeck returns one');
  return deck;
}
