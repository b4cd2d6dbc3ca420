// The runs that have ended and whose records are kept, as long as the core keeps the run.

import { STATUSES } from './words.js';

export class Kept {
  /** Keys in the order of their ends. The core evicts those at the front first. */
  #keys = [];
  #first = 0;
  #engine;

  constructor(engine) {
    this.#engine = engine;
  }

  #isEvicted(key) {
    return this.#engine.core?.status(key) === STATUSES.length;
  }

  /** Keeps the record of a run, and removes those that the core has evicted for it. */
  add(key) {
    const { runs, keep } = this.#engine;
    this.#keys.push(key);
    while (this.#keys.length - this.#first > keep && this.#isEvicted(this.#keys[this.#first])) {
      runs.delete(this.#keys[this.#first]);
      this.#first += 1;
    }
    if (this.#first > keep + 1000) {
      this.#keys = this.#keys.slice(this.#first);
      this.#first = 0;
    }
  }

  /** Removes the records of all runs that the core has evicted. */
  sweep() {
    const { runs } = this.#engine;
    for (const key of this.#keys) if (this.#isEvicted(key)) runs.delete(key);
    this.#keys = this.#keys.filter((key) => runs.has(key));
    this.#first = 0;
  }
}
