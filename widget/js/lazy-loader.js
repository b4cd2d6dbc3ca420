// Loads a deck at its first use, and keeps in order what is asked of it meanwhile.

import { coded, uncaught } from './errors.js';
import { Entry } from './lazy-run.js';

/** The address of this package's code, from the error of a load that failed. */
let failedAddress;
let retries = 0;

/** Imports the rest again, by another address: Firefox never fetches a module again that could not be fetched. */
async function importAgain() {
  retries += 1;
  const rest = await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ `${failedAddress}?${retries}`);
  if (!rest.createDeck) throw new Error(`a part of ${failedAddress} could not be fetched: reload the page`);
  return rest;
}

async function importRest() {
  try {
    return await import('./taskdeck.js').catch((error) => {
      if (failedAddress) return importAgain();
      throw error;
    });
  } catch (error) {
    failedAddress ??= /\bhttps?:[^\s?#]+/.exec(error?.message)?.[0];
    const loadError = coded(Error, 'load', `Taskdeck could not load its own code: ${error?.message ?? error}`);
    throw Object.assign(loadError, { cause: error });
  }
}

export class Loader {
  /** The deck, once it is loaded. */
  deck = null;
  /** The tasks that were defined before that, by their ids. */
  tasks = new Map();
  #options;
  #loading = null;
  #isDestroyed = false;
  /** What was asked for, in order, as `{ call, entry }`. `entry` is that of a run. */
  #asked = [];
  /** Runs by the ids that the page knows: all that wait, and those whose id in the deck is another one. */
  #entries = new Map();
  #prefix = `lazy-${Math.random().toString(36).slice(2, 8)}`;
  #lastId = 0;

  constructor(options) {
    this.#options = options;
  }

  /** Creates the public id of a run. It differs from those that decks make. */
  newId() {
    this.#lastId += 1;
    return `${this.#prefix}-${this.#lastId}`;
  }

  /** Returns what is known of the runs of a task. */
  taskOf(task) {
    return { title: this.tasks.get(task)?.title ?? task, task };
  }

  /** Calls this with the deck when it is loaded, after what was asked for before. */
  later(call, entry) {
    this.#asked.push({ call, entry });
  }

  checkAlive() {
    if (this.#isDestroyed && !this.deck) throw coded(Error, 'shutdown', 'the deck was destroyed and takes no more runs');
  }

  /** Loads the deck. The error of a failed load goes to the runs that wait for it. */
  use() {
    this.load().catch(() => {});
  }

  /** Resolves with the deck. After a failed load, the next call tries again. */
  load() {
    return (this.#loading ??= this.#load().catch((error) => {
      this.#loading = null;
      // The next load needs the tasks and the schedules again.
      const asked = this.#asked;
      this.#asked = asked.filter(({ entry }) => !entry);
      this.#entries.clear();
      const unhandled = asked.filter(({ entry }) => entry && !entry.fail(error));
      if (unhandled.length > 0) uncaught(error);
      throw error;
    }));
  }

  async #load() {
    this.checkAlive();
    const { createDeck } = await importRest();
    this.checkAlive();
    const deck = await createDeck(this.#options);
    if (this.#isDestroyed) deck.destroy();
    this.checkAlive();
    // The list grows where a call leads to another one.
    for (const { call } of this.#asked) call(deck);
    this.#asked = [];
    return (this.deck = deck);
  }

  /** Starts a run by a function of the deck and the options: now, or when the deck is loaded. */
  start(start, options, known) {
    this.checkAlive();
    if (this.deck) return start(this.deck, options);
    const entry = new Entry(this, start, options, known);
    const { id } = entry.now;
    if (!this.#entries.get(id)?.isLive) this.#entries.set(id, entry);
    this.later((deck) => this.#replay(entry, deck), entry);
    entry.follow();
    this.use();
    return entry.run;
  }

  #replay(entry, deck) {
    const { id } = entry.now;
    entry.replay(deck);
    // A run that has joined another one has the id of that.
    if (this.#entries.get(id) === entry && (!entry.real || entry.real.id === id)) this.#entries.delete(id);
  }

  cancel(id, reason) {
    const entry = this.#entries.get(id);
    return entry ? entry.cancel(reason) : this.deck?.cancel(id, reason) ?? false;
  }

  cancelAll(reason) {
    if (this.deck) return this.deck.cancelAll(reason);
    return [...this.#asked].filter(({ entry }) => entry?.cancel(reason)).length;
  }

  destroy() {
    this.#isDestroyed = true;
    if (this.deck) return this.deck.destroy();
    const asked = this.#asked;
    this.#asked = [];
    for (const { entry } of asked) entry?.drop();
  }
}
