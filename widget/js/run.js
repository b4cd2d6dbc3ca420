// A run, for whoever started it.

import { abortError, guarded, timeoutError } from './errors.js';
import { priority } from './options.js';
import { fromFacts, lean, writable } from './snapshot.js';
import { CANCELLED, COMPLETED, PRIORITIES, REASONS, SAID, STATUSES } from './words.js';

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
    const { ok, value, error } = this.outcome;
    if (ok) this.#result.resolve(value);
    else this.#result.reject(error);
  }

  /** How it ended: its value, or the very object that was thrown. */
  get outcome() {
    if (this.status === COMPLETED) return { ok: true, value: this.value };
    const { error, reason } = this.end;
    if (this.status === CANCELLED) return { error: this.reasonFor(REASONS.indexOf(reason), reason) };
    return { error: (this.error ??= { value: this.#failure(error) }).value };
  }

  #failure({ kind, message }) {
    if (kind === 'timeout') return timeoutError(message);
    // One that returned has failed because a child did.
    const { thrown, failed } = this;
    return thrown ? thrown.value : new Error(message, failed?.thrown ? { cause: failed.thrown.value } : undefined);
  }

  /** The reason of its signal, which `result` rejects with. */
  reasonFor(why, said) {
    return (this.reason ??= this.given ? this.given.value : abortError(SAID[REASONS[why]] ?? said));
  }

  /** Its snapshot. */
  get seen() {
    return this.end ?? this.engine.core.snapshot(this.key) ?? lean(this, STATUSES.length);
  }

  get publicId() {
    return (this.id ??= this.end?.id ?? this.engine.core?.public_id(this.key));
  }

  /** Its parameters, also where a person has started it with a form. */
  readParams() {
    const { core } = this.engine;
    if (this.params !== undefined || !core) return this.params;
    const params = JSON.parse(core.params(this.key) ?? '{}');
    for (const name of Object.keys(params)) {
      const files = core.files(this.key, name);
      if (files) params[name] = files;
    }
    return (this.params = params);
  }

  callBack(name, ...given) {
    for (const said of this.callbacks ?? []) {
      if (said[name]) guarded(said[name], ...given, this.run);
    }
  }

  callBackAtEnd() {
    if (!this.callbacks) return;
    if (this.status === CANCELLED) {
      this.callBack('onCancel', this.end.reason);
      return;
    }
    const { ok, value, error } = this.outcome;
    if (ok) this.callBack('onComplete', value);
    else this.callBack('onError', error);
  }
}

export class Run {
  /** What a console calls it, also where classes have short names. */
  static name = 'Run';

  #record;

  constructor(record) {
    this.#record = record;
  }

  get #seen() { return this.#record.seen; }
  get id() { return this.#record.publicId; }
  get title() { return this.#seen.title; }
  get task() { return this.#seen.task; }
  get status() {
    const { engine, key, ended, status } = this.#record;
    return STATUSES[ended ? status : engine.core.status(key)] ?? this.#seen.status;
  }
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
  get params() { return this.#record.readParams(); }
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
