// A deck for React. React itself comes from the project that imports this.
//
//   const place = useRef(null);
//   const deck = useDeck({ target: place });          null until it is ready
//   const runs = useRuns(deck, { status: 'running' });

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { createDeck } from './deck.js';
import { wrongType } from './errors.js';

const NOBODY = Object.freeze({ deck: null, error: null });
const NO_RUNS = Object.freeze([]);
const noRuns = () => NO_RUNS;
const noSubscription = () => () => {};

/** The deck of one component, made when that stands on the page and ended when it has gone. */
class Holder {
  #seen = NOBODY;
  #listeners = new Set();
  #isMounted = false;
  #isAsked = false;
  /** Counts the decks that were asked for: one that comes too late is not wanted any more. */
  #asked = 0;

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getSnapshot = () => this.#seen;

  mount(options, define) {
    this.#isMounted = true;
    if (!this.#isAsked) this.#make(options, define);
    return () => {
      this.#isMounted = false;
      // StrictMode and a hot reload unmount and mount in one turn: such a component keeps its deck and its runs.
      queueMicrotask(() => {
        if (!this.#isMounted) this.#end();
      });
    };
  }

  async #make(options, define) {
    this.#isAsked = true;
    const asked = ++this.#asked;
    let deck;
    try {
      deck = await createDeck(onPage(options));
      if (asked !== this.#asked) return deck.destroy();
      define?.(deck);
      this.#tell({ deck, error: null });
    } catch (error) {
      deck?.destroy();
      if (asked === this.#asked) this.#tell({ deck: null, error: { value: error } });
    }
  }

  #end() {
    const { deck } = this.#seen;
    this.#isAsked = false;
    this.#asked += 1;
    this.#tell(NOBODY);
    deck?.destroy();
  }

  #tell(seen) {
    this.#seen = seen;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The same options, with the element that a ref holds by now. */
function onPage(options) {
  const target = options?.target;
  const isRef = typeof target === 'object' && target !== null && target.nodeType === undefined && 'current' in target;
  if (!isRef) return options;
  if (!target.current) throw wrongType('target', 'the ref that is given as target holds no element: is it set on one that is always drawn?');
  return { ...options, target: target.current };
}

export function useDeck(options, define) {
  const [holder] = useState(() => new Holder());
  const { deck, error } = useSyncExternalStore(holder.subscribe, holder.getSnapshot, () => NOBODY);
  // Options are those of the first time, but for the one that a deck can change.
  useEffect(() => holder.mount(options, define), [holder]);
  const concurrency = options?.concurrency;
  useEffect(() => {
    if (deck && concurrency !== undefined && deck.concurrency !== concurrency) deck.concurrency = concurrency;
  }, [deck, concurrency]);
  // For the error boundary around it.
  if (error) throw error.value;
  return deck;
}

/** Whether two snapshots say the same: those of live runs are made anew each time. */
function same(a, b) {
  if (Object.is(a, b)) return true;
  if (!a || !b) return false;
  return Object.keys(a).every((name) => Object.is(a[name], b[name]) || (name === 'progress' && same(a[name], b[name])));
}

/** The new list, made of the old snapshots where they still hold, and the old list where all do. */
function settled(before, now) {
  const known = new Map(before.map((run) => [run.id, run]));
  const next = now.map((run) => {
    const old = known.get(run.id);
    return old && same(old, run) ? old : run;
  });
  return next.length === before.length && next.every((run, at) => run === before[at]) ? before : Object.freeze(next);
}

/** The runs of a deck as a store. */
function storeOf(deck, filter) {
  if (!deck) return { subscribe: noSubscription, getSnapshot: noRuns };
  let from = null;
  let runs = NO_RUNS;
  return {
    subscribe: (listener) => deck.subscribe(listener),
    getSnapshot() {
      const seen = deck.getSnapshot();
      if (seen === from) return runs;
      from = seen;
      const ids = filter && new Set(deck.runs(filter).map(({ id }) => id));
      runs = settled(runs, ids ? seen.runs.filter(({ id }) => ids.has(id)) : seen.runs);
      return runs;
    },
  };
}

export function useRuns(deck, filter) {
  // A filter is written anew with each render; what counts is what it says.
  const said = JSON.stringify(filter);
  const store = useMemo(() => storeOf(deck, filter), [deck, said]);
  return useSyncExternalStore(store.subscribe, store.getSnapshot, noRuns);
}
