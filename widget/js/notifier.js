// Notifies of changes: dispatches the events of the deck, progress once a frame, calls subscribers once a turn, resolves `idle()` and `onEmpty()`.

import { guarded } from './errors.js';
import { Frame } from './frame.js';

export class Notifier {
  /** The deck that dispatches the events. */
  deck = null;
  /** Whether a face or a listener to events shows failures. */
  showsFailures = false;
  /** The number of changes, progress included. */
  changes = 0;
  listeners = new Set();
  #engine;
  /** Whether events are dispatched: the deck has had a listener. */
  #dispatches = false;
  /** Records whose progress was reported since the last frame. */
  #pending = new Set();
  #frame = new Frame(() => this.#flushProgress());
  #idle = [];
  /** The calls that wait until fewer runs wait to start, as `{ size, resolve }`. */
  #shrinking = [];
  /** Whether the listeners are called at the end of this turn. */
  #isScheduled = false;

  constructor(engine) {
    this.#engine = engine;
  }

  /** Whether events are dispatched or there are subscribers. */
  get isObserved() {
    return this.#dispatches || this.listeners.size > 0;
  }

  /** Dispatches events from now on. */
  observe() {
    if (this.#dispatches) return;
    this.#dispatches = true;
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

  /** Resolves when fewer runs wait to start than this. */
  sizeLessThan(size) {
    if (this.waiting < size) return Promise.resolve();
    return new Promise((resolve) => this.#shrinking.push({ size, resolve }));
  }

  /** The number of runs that wait to start. */
  get waiting() {
    return this.#engine.counts[0];
  }

  #resolveShrunk() {
    const { waiting } = this;
    this.#shrinking = this.#shrinking.filter(({ size, resolve }) => {
      if (waiting < size) resolve();
      return waiting >= size;
    });
  }

  becameIdle() {
    if (this.#dispatches) this.dispatch('idle', null);
    this.#resolveIdle();
  }

  #resolveIdle() {
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Notifies of the progress of the parent of a run, which shows that of its children unless it reports its own. */
  parentProgressed({ parent }) {
    if (parent && !parent.attempt?.reported) this.progressed(parent);
  }

  /** Notifies of the progress of a run, and so of its ancestors. */
  progressed(record) {
    this.changes += 1;
    this.parentProgressed(record);
    const hasListener = this.#dispatches || this.listeners.size > 0 || record.callbacks?.some((options) => options.onProgress);
    if (!hasListener) return;
    this.#pending.add(record);
    this.#frame.request();
  }

  #flushProgress() {
    const records = [...this.#pending];
    this.#pending.clear();
    for (const record of records) if (!record.ended) this.#notifyProgress(record);
    this.touch();
  }

  /** Counts a log line, a summary or a problem as a change, of which subscribers are notified with the next frame. */
  noted() {
    this.changes += 1;
    if (this.listeners.size > 0) this.#frame.request();
  }

  /** Notifies of the last progress of a run that ends. */
  lastProgress(record) {
    if (this.#pending.delete(record)) this.#notifyProgress(record);
  }

  #notifyProgress(record) {
    const engine = this.#engine;
    if (this.#dispatches && engine.core) {
      const snapshot = engine.core.snapshot(record.key);
      if (snapshot) this.dispatch('progress', snapshot);
    }
    if (record.callbacks) {
      const { progress } = record.snapshot;
      if (progress) record.callBack('onProgress', progress);
    }
  }

  /** Counts a change, and calls the listeners at the end of this turn. */
  touch() {
    this.changes += 1;
    if (this.#shrinking.length > 0) this.#resolveShrunk();
    if (this.#isScheduled || this.listeners.size === 0) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      for (const listener of [...this.listeners]) guarded(listener);
    });
  }

  /** Stops the notices of progress. */
  stop() {
    this.#frame.cancel();
    this.#pending.clear();
  }

  /** Resolves every wait and removes the listeners. */
  end() {
    this.#resolveIdle();
    this.#resolveShrunk();
    // The last change is the end of every run.
    const listeners = [...this.listeners];
    this.listeners.clear();
    queueMicrotask(() => {
      for (const listener of listeners) guarded(listener);
    });
  }
}
