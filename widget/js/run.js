// A run, for whoever started it.

import { PRIORITIES } from './words.js';
import { priority } from './options.js';
import { fromFacts, writable } from './snapshot.js';

/** What belongs to a run and only JavaScript can hold. */
export class Record {
  attempt = null;
  started = false;
  /** What the last attempt has returned, and as `{ value }` what it has thrown. */
  value = undefined;
  thrown = null;
  timedOut = false;
  /** `{ value }`: the reason that was given with the first cancel. */
  given = null;
  /** The reason that its signal, and its result, have when it was cancelled. */
  reason = undefined;
  ended = false;
  /** A number of `STATUSES`, once it has ended. */
  status = undefined;
  #end = null;
  #facts = null;
  #run = null;
  #result = null;

  constructor(engine, key, spec, said) {
    this.engine = engine;
    this.key = key;
    this.spec = spec;
    this.id = said?.id;
    this.title = '';
    this.task = undefined;
    this.worker = said?.worker;
    this.workerReady = said?.workerReady;
    this.retry = said?.retry;
    this.params = undefined;
    /** The record of the run whose body has started it. */
    this.parent = null;
    /** The child that this run fails with. */
    this.failed = null;
    /** The options with callbacks of all who have asked for this run. */
    this.callbacks = null;
    /** The signals that were given and cancel it. */
    this.signals = null;
    /** Listens no more to the signal that was given. */
    this.off = null;
  }

  /** What was said of a run of which this is a retry. */
  inherit({ spec, worker, workerReady, retry, params, title, task, callbacks }) {
    Object.assign(this, { spec, worker, workerReady, retry, params, title, task, callbacks: callbacks && [...callbacks] });
  }

  /** What is said of a run that somebody else has started. */
  name(seen) {
    if (seen) [this.title, this.task] = [seen.title, seen.task];
  }

  /** It has ended: with a snapshot, or with the facts of which `end` makes one once somebody asks. */
  endsAs(status, snapshot, facts) {
    this.attempt = null;
    this.ended = true;
    this.status = status;
    this.#end = snapshot;
    this.#facts = facts;
  }

  /** How it ended. */
  get end() {
    if (this.ended && !this.#end) this.#end = fromFacts(this, this.#facts);
    return this.#end;
  }

  get run() {
    return (this.#run ??= new Run(this));
  }

  get result() {
    if (!this.#result) {
      let settle;
      const promise = new Promise((resolve, reject) => (settle = { resolve, reject }));
      this.#result = { promise, ...settle };
      if (this.parent) this.engine.core?.ask(this.key);
      this.settle();
    }
    return this.#result.promise;
  }

  /** Whether its failure is noticed: by its promise or a callback. */
  get isHeard() {
    return this.#result !== null || Boolean(this.callbacks?.some((said) => said.onError));
  }

  /** Settles the promise, when there is one and the run has ended. */
  settle() {
    if (!this.#result || !this.ended) return;
    const outcome = this.engine.outcome(this);
    if (outcome.ok) this.#result.resolve(outcome.value);
    else this.#result.reject(outcome.error);
  }
}

export class Run {
  /** What a console calls it, also where classes have short names. */
  static name = 'Run';

  #record;

  constructor(record) {
    this.#record = record;
  }

  get #seen() { return this.#record.engine.seen(this.#record); }
  get id() { return this.#record.engine.idOf(this.#record); }
  get title() { return this.#seen.title; }
  get task() { return this.#seen.task; }
  get status() { return this.#record.engine.statusOf(this.#record); }
  get attempt() { return this.#seen.attempt; }
  get progress() { return this.#seen.progress; }
  get error() { return this.#seen.error; }
  get reason() { return this.#seen.reason; }
  get priority() { return this.#seen.priority; }
  get lane() { return this.#seen.lane; }
  get notStopping() { return this.#seen.notStopping; }
  get abandoned() { return this.#seen.abandoned; }
  get createdAt() { return this.#seen.createdAt; }
  get startedAt() { return this.#seen.startedAt; }
  get finishedAt() { return this.#seen.finishedAt; }
  get params() { return this.#record.engine.paramsOf(this.#record); }
  get result() { return this.#record.result; }

  /** Its snapshot: what `JSON.stringify` writes, and what the console of Node shows. */
  toJSON() {
    return writable(this.#seen);
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return this.#seen;
  }

  cancel(reason) {
    return this.#record.engine.cancel(this.#record, reason);
  }

  abandon() {
    return this.#record.engine.core?.abandon(this.#record.key) ?? false;
  }

  retryNow() {
    return this.#record.engine.core?.retry_now(this.#record.key) ?? false;
  }

  setPriority(given) {
    const number = PRIORITIES.indexOf(priority(given, 'priority'));
    return this.#record.engine.core?.set_priority(this.#record.key, number) ?? false;
  }
}
