// Notifies of changes: events of the deck, progress once a frame, subscribers once a turn, calls that wait until it is idle.

import { guarded } from './errors.js';
import { Frame } from './frame.js';

export class Notifier {
  /** The deck that dispatches the events. */
  deck = null;
  /** Whether failures are noticed: by a face, or a listener to events. */
  isHeard = false;
  /** Counts what changed, progress included. */
  changes = 0;
  listeners = new Set();
  #engine;
  /** Whether the deck has listeners to events. */
  #observed = false;
  /** Records whose progress was reported since the last frame. */
  #dirty = new Set();
  #frame = new Frame(() => this.#showProgress());
  #idle = [];
  #told = false;

  constructor(engine) {
    this.#engine = engine;
  }

  /** Dispatches events from now on. */
  observe() {
    if (this.#observed) return;
    this.#observed = true;
    this.#engine.core?.observe(true);
  }

  /** Calls a listener once a turn in which something has changed. */
  listen(listener) {
    if (this.listeners.size === 0) this.#engine.core?.observe(false);
    this.listeners.add(listener);
  }

  dispatch(type, detail) {
    this.deck?.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Resolves when no run is live. */
  idle() {
    return this.#engine.isIdle ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  isIdle() {
    if (this.#observed) this.dispatch('idle', null);
    this.#resolveIdle();
  }

  #resolveIdle() {
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  progressed(record) {
    this.changes += 1;
    const wanted = this.#observed || this.listeners.size > 0 || record.callbacks?.some((said) => said.onProgress);
    if (!wanted) return;
    this.#dirty.add(record);
    this.#frame.ask();
  }

  #showProgress() {
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    for (const record of dirty) if (!record.ended) this.#tellProgress(record);
    this.touch();
  }

  /** Notifies of the last progress of a run that has ended. */
  lastProgress(record) {
    if (this.#dirty.delete(record)) this.#tellProgress(record);
  }

  #tellProgress(record) {
    const engine = this.#engine;
    if (this.#observed && engine.core) {
      const snapshot = engine.core.snapshot(record.key);
      if (snapshot) this.dispatch('progress', snapshot);
    }
    if (record.callbacks) {
      const { progress } = record.seen;
      if (progress) record.callBack('onProgress', progress);
    }
  }

  /** Notes a change; calls the listeners once a turn. */
  touch() {
    this.changes += 1;
    if (this.#told || this.listeners.size === 0) return;
    this.#told = true;
    queueMicrotask(() => {
      this.#told = false;
      for (const listener of [...this.listeners]) guarded(listener);
    });
  }

  /** Reports no more progress. */
  stop() {
    this.#frame.cancel();
    this.#dirty.clear();
  }

  /** Ends every wait and forgets the listeners. */
  end() {
    this.#resolveIdle();
    this.listeners.clear();
  }
}
