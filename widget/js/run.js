// A run: `Record` is its state in JavaScript, `Run` is the object that the page holds.

import { abortError, guarded, timeoutError } from './errors.js';
import { priority } from './options.js';
import { fromFacts, serializable, withoutCore } from './snapshot.js';
import { CANCELLED, COMPLETED, PRIORITIES, REASON_MESSAGES, REASONS, STATUSES } from './words.js';

/** The number of lines of the log in a snapshot, and the length of a line, in characters. */
const MAX_LINES = 20;
const MAX_LINE = 4096;
const NO_LINES = Object.freeze([]);

/** The key of a run that the core does not know. */
export const UNKNOWN_TO_CORE = 0;

/** Whether options have a callback. */
export const hasCallbacks = ({ onStart, onProgress, onComplete, onError, onCancel }) => Boolean(onStart || onProgress || onComplete || onError || onCancel);

/** The fields that few runs set. A record has only the others, because a hundred thousand runs may wait. */
const DEFAULTS = {
  id: undefined,
  task: undefined,
  /** The error that the last attempt threw, as `{ value }`. */
  thrown: null,
  timedOut: false,
  /** The reason that was passed with the first cancel, as `{ value }`. */
  givenReason: null,
  /** The reason of the signal, with which `result` rejects after a cancel. */
  reason: undefined,
  /** The record of the run whose body has started this one. */
  parent: null,
  /** The public id of the run that this one retries. */
  retryOf: null,
  /** The record of the first child that failed this run. */
  failedChild: null,
  /** The options with callbacks of every call that started or joined this run. */
  callbacks: null,
  /** The signals of the page that cancel this run. */
  signals: null,
  /** Removes the listeners from `signals`. */
  unfollow: null,
  /** The newest lines of the log, oldest first. */
  log: NO_LINES,
  /** The number of a run that JavaScript has started; see `unobserved.js`. */
  number: 0,
  /** When such a run arrived, started and ended, in milliseconds of the page's clock. */
  createdAt: undefined,
  startedAt: undefined,
  finishedAt: undefined,
};

/** The state of a run that only JavaScript can hold: functions, values, thrown errors, promises. */
export class Record {
  attempt = null;
  started = false;
  /** The value that the last attempt returned. */
  value = undefined;
  ended = false;
  /** The index of the status in `STATUSES`, after the end. */
  status = 0;
  /** The last snapshot, or the facts to make it of. */
  #end = null;
  #facts = null;
  #run = null;
  /** The promise of `result`, and what settles the promises of `finished`. */
  #result = null;
  #waiting = null;

  constructor(engine, key, spec, options) {
    this.engine = engine;
    this.key = key;
    this.spec = spec;
    /** The options of the call that started the run. */
    this.options = options;
    this.title = '';
    this.params = undefined;
    if (options?.id !== undefined) this.id = options.id;
  }

  static {
    Object.assign(this.prototype, DEFAULTS);
  }

  addLine(text) {
    const line = Object.freeze({ at: Date.now(), text: text.slice(0, MAX_LINE) });
    this.log = Object.freeze([...this.log.slice(1 - MAX_LINES), line]);
  }

  /** Copies what the run that this one retries was started with; the options of its first call are now these. */
  inherit({ spec, params, title, task, callbacks, publicId, options: before }, options) {
    const own = callbacks?.map((one) => (one === before ? options : one)) ?? [];
    if (!own.includes(options) && hasCallbacks(options)) own.push(options);
    Object.assign(this, { spec, options, params, title, task, retryOf: publicId, callbacks: own.length > 0 ? own : null });
  }

  /** Copies title and task of a run that was started elsewhere. */
  nameFrom(snapshot) {
    if (snapshot) [this.title, this.task] = [snapshot.title, snapshot.task];
  }

  /** Ends the record, with its last snapshot or with the facts from which `end` makes it at the first use. */
  endsAs(status, snapshot, facts) {
    this.attempt = null;
    this.ended = true;
    this.status = status;
    this.#end = snapshot;
    this.#facts = facts;
  }

  /** The last snapshot; null before the end. */
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
      if (this.parent) this.engine.core?.mark_awaited(this.key);
      this.settle();
    }
    return this.#result.promise;
  }

  /** Whether the page handles a failure, by `result` or `onError`. */
  get handlesFailure() {
    return this.#result !== null || Boolean(this.callbacks?.some((options) => options.onError));
  }

  /** Resolves when the run has ended. It does not count as handling a failure. */
  finished() {
    return this.ended ? Promise.resolve() : new Promise((resolve) => (this.#waiting ??= []).push(resolve));
  }

  /** Settles the promises, if there are any and the run has ended. */
  settle() {
    if (!this.ended) return;
    for (const resolve of this.#waiting?.splice(0) ?? []) resolve();
    if (!this.#result) return;
    const { ok, value, error } = this.outcome;
    if (ok) this.#result.resolve(value);
    else this.#result.reject(error);
  }

  /** How the run ended: its value, or the very object that was thrown. */
  get outcome() {
    if (this.status === COMPLETED) return { ok: true, value: this.value };
    const { error, reason } = this.end;
    if (this.status === CANCELLED) return { error: this.reasonFor(REASONS.indexOf(reason), reason) };
    return { error: (this.error ??= { value: this.#failure(error) }).value };
  }

  #failure({ kind, message }) {
    if (kind === 'timeout') return timeoutError(message);
    // If the body returned, a child has failed the run.
    const { thrown, failedChild } = this;
    return thrown ? thrown.value : new Error(message, failedChild?.thrown ? { cause: failedChild.thrown.value } : undefined);
  }

  /** Returns the reason of the signal, with which `result` rejects. */
  reasonFor(causeCode, causeText) {
    return (this.reason ??= this.givenReason ? this.givenReason.value : abortError(REASON_MESSAGES[REASONS[causeCode]] ?? causeText));
  }

  /** The snapshot of now, or of the end. */
  get snapshot() {
    return this.end ?? this.engine.core.snapshot(this.key) ?? withoutCore(this, STATUSES.length);
  }

  get publicId() {
    return (this.id ??= this.number ? `run-${this.number}` : this.end?.id ?? this.engine.core?.public_id(this.key));
  }

  /** Returns the parameters. Those of a run that a form has started come from the core. */
  readParams() {
    if (this.params !== undefined) return this.params;
    const { core } = this.engine;
    if (!core) return undefined;
    const params = JSON.parse(core.params(this.key) ?? '{}');
    for (const name of Object.keys(params)) {
      const files = core.files(this.key, name);
      if (files) params[name] = files;
    }
    return (this.params = params);
  }

  callBack(name, ...given) {
    for (const options of this.callbacks ?? []) {
      if (options[name]) guarded(options[name], ...given, this.run);
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
  /** The name that consoles show, also in a minified build. */
  static name = 'Run';

  #record;

  constructor(record) {
    this.#record = record;
  }

  static recordOf(run) {
    return run.#record;
  }

  get #snapshot() { return this.#record.snapshot; }
  get id() { return this.#record.publicId; }
  get title() { return this.#snapshot.title; }
  get task() { return this.#snapshot.task; }
  get status() {
    const record = this.#record;
    if (record.key === UNKNOWN_TO_CORE && !record.ended) return record.started ? 'running' : 'queued';
    return STATUSES[record.ended ? record.status : record.engine.core.status(record.key)] ?? this.#snapshot.status;
  }
  get attempt() { return this.#snapshot.attempt; }
  get progress() { return this.#snapshot.progress; }
  get error() { return this.#snapshot.error; }
  get reason() { return this.#snapshot.reason; }
  get summary() { return this.#snapshot.summary; }
  get problems() { return this.#snapshot.problems; }
  get priority() { return this.#snapshot.priority; }
  get lane() { return this.#snapshot.lane; }
  get notStopping() { return this.#snapshot.notStopping; }
  get abandoned() { return this.#snapshot.abandoned; }
  get createdAt() { return this.#snapshot.createdAt; }
  get startedAt() { return this.#snapshot.startedAt; }
  get finishedAt() { return this.#snapshot.finishedAt; }
  get parent() { return this.#record.parent?.publicId ?? null; }
  get retryOf() { return this.#record.retryOf; }
  get log() { return this.#record.log; }
  get params() { return this.#record.readParams(); }
  get result() { return this.#record.result; }

  /** Returns the snapshot as `JSON.stringify` writes it. */
  toJSON() {
    return serializable(this.#snapshot);
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return this.#snapshot;
  }

  static {
    if (Symbol.dispose) {
      this.prototype[Symbol.dispose] = function dispose() {
        this.cancel();
      };
    }
    if (Symbol.asyncDispose) {
      this.prototype[Symbol.asyncDispose] = function disposeLater() {
        this.cancel();
        return this.#record.finished();
      };
    }
  }

  cancel(reason) {
    return this.#record.engine.cancel(this.#record, reason);
  }

  abandon() {
    return this.#record.engine.core?.abandon(this.#record.key) ?? false;
  }

  retry(options) {
    return this.#record.engine.retry(this.#record, options);
  }

  retryNow() {
    return this.#record.engine.core?.retry_now(this.#record.key) ?? false;
  }

  setPriority(given) {
    const number = PRIORITIES.indexOf(priority(given, 'priority'));
    return this.#record.engine.core?.set_priority(this.#record.key, number) ?? false;
  }
}

/** Returns the record of a run. */
export const recordOf = (run) => Run.recordOf(run);
