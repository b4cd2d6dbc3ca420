// The runs that nothing observes: JavaScript runs them, and hands them over to the core before anything reads or changes the deck.
//
// A run that has a title and a function, in a deck without a face, listeners or other live runs, needs nothing of the core but a
// slot of the lane `main`. Calling the core for it would cost several times as much as the run itself.

import { Attempt } from './body.js';
import { NO_OPTIONS } from './checks.js';
import { Record, UNKNOWN_TO_CORE } from './run.js';
import { turn } from './turn.js';
import { COMPLETED } from './words.js';

/** How long bodies are started before the page has a turn, in milliseconds, as in the core. */
const SLICE = 8;

/** What each start counts at least, where time stands still. */
const START = SLICE / (1 << 15);

/** So many runs are accepted with one reading of the clock. */
const RUNS_A_READING = 16;

export class Unobserved {
  /** In the order of arrival: all that are live, and the newest of those that have completed. */
  #records = [];
  /** The index of the first one that has not started. */
  #next = 0;
  #number = 0;
  #now = 0;
  /** The time that went into starting bodies since the page had a turn. */
  #used = 0;
  /** Whether bodies are being started, or will be in a moment. */
  #isStarting = false;
  #engine;
  running = 0;
  completed = 0;

  constructor(engine) {
    this.#engine = engine;
  }

  /** The number of runs that wait to start. */
  get queued() {
    return this.#records.length - this.#next;
  }

  get live() {
    return this.running + this.queued;
  }

  get isEmpty() {
    return this.#records.length === 0;
  }

  /** Whether a run without options needs nothing of the core. */
  get canAccept() {
    const { needsCore, isPaused, face, notifier, live, maxQueued } = this.#engine;
    return live === 0 && !needsCore && !isPaused && !face && !notifier.isObserved && this.queued < maxQueued;
  }

  /** Accepts a run, numbered after those of the core. */
  accept(core, title, run, args) {
    if (this.isEmpty) this.#number = core.last_number();
    const record = new Record(this.#engine, UNKNOWN_TO_CORE, { run, args }, NO_OPTIONS);
    record.number = this.#number += 1;
    record.params = {};
    record.title = title;
    if (!this.#isStarting || record.number % RUNS_A_READING === 0) this.#now = Math.round(performance.now());
    record.createdAt = this.#now;
    this.#records.push(record);
    if (!this.#isStarting && this.running < this.#engine.slots) {
      this.#isStarting = true;
      queueMicrotask(() => this.#start(performance.now()));
    }
    return record;
  }

  /** Starts bodies while there are slots. A body may end inside of this call, or hand all runs over to the core. */
  #start(from) {
    this.#isStarting = true;
    let now = from;
    while (this.#next < this.#records.length && this.running < this.#engine.slots) {
      if (this.#used + now - from >= SLICE) return this.#startLater();
      const record = this.#records[this.#next];
      this.#next += 1;
      this.running += 1;
      this.#used += START;
      record.started = true;
      record.startedAt = Math.round(now);
      record.attempt = new Attempt(record, 1);
      record.attempt.begin();
      now = performance.now();
    }
    this.#used += now - from;
    this.#isStarting = false;
    const { notifier } = this.#engine;
    notifier.touch();
    if (this.live === 0 && this.#engine.isIdle) notifier.becameIdle();
  }

  async #startLater() {
    await turn();
    this.#used = 0;
    this.#start(performance.now());
  }

  /** Ends a run whose body has returned. */
  complete(record) {
    this.running -= 1;
    this.completed += 1;
    const now = performance.now();
    record.finishedAt = Math.round(now);
    record.endsAs(COMPLETED, null, null);
    record.settle();
    // As in the core, the oldest go first. They go in bulk, because each time moves the others.
    if (this.completed - this.#engine.keep > Math.max(64, this.#records.length >> 1)) this.forget(this.#engine.keep);
    if (!this.#isStarting) this.#start(now);
  }

  /** Forgets the runs that have completed, all but so many. */
  forget(keep) {
    let left = this.completed - keep;
    if (left <= 0) return;
    const before = this.#records.length;
    this.#records = this.#records.filter(({ ended }) => !ended || (left -= 1) < 0);
    this.#next -= before - this.#records.length;
    this.completed = keep;
  }

  /** Hands all runs over to the core. */
  handOver() {
    this.forget(this.#engine.keep);
    const records = this.#records;
    this.#records = [];
    this.#next = this.running = this.completed = 0;
    for (const record of records) this.#engine.takeOver(record);
  }
}
