// One attempt of a run: calls its body, and passes on what it reports and how it ends.

import { quoted, text as checkText } from './checks.js';
import { cut } from './cut.js';
import { describe, guarded, isAbort, uncaught } from './errors.js';
import { UNKNOWN_TO_CORE } from './run.js';
import { sleep, turn } from './turn.js';
import { indexes, THROWN } from './words.js';
import { WorkerBody } from './workers.js';

const { error: ERROR, lost: LOST, aborted: ABORTED } = indexes(THROWN);

/** The longest summary, and the longest problem, in characters. */
const MAX_SUMMARY = 200;
const MAX_PROBLEM = 4096;

const amount = (given) => (typeof given === 'bigint' ? Number(given) : given);
const isAmount = (given) => typeof given === 'number' && Number.isFinite(given);

export class Attempt {
  /** Whether the core still waits for its end. */
  live = true;
  #controller;
  #worker;
  #warned = null;
  /** Passes the failure to the core with the answer of `retry.when`; set until the answer is there. */
  #decide = null;

  constructor(record, number) {
    this.record = record;
    this.number = number;
  }

  static {
    // Most attempts are neither aborted nor report: `reported` is whether one has, `done` and `total` are the last numbers.
    Object.assign(this.prototype, { aborted: false, reason: undefined, reported: false, done: 0, total: NaN });
  }

  get engine() {
    return this.record.engine;
  }

  get signal() {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.aborted) this.#controller.abort(this.reason);
    }
    return this.#controller.signal;
  }

  /** Calls the body. Never throws. */
  begin() {
    const { record } = this;
    const { spec } = record;
    const source = record.options?.worker ?? spec.worker;
    try {
      if (source !== undefined) {
        this.#worker = new WorkerBody(source, this, spec.args ?? [record.params], record.options?.workerReady ?? spec.workerReady);
        // The function that made the worker may have cancelled the run.
        if (this.aborted) this.#worker.cancel(this.reason);
        if (!this.live) this.#worker.terminate();
        return;
      }
      const context = new Context(this);
      const value = spec.args ? spec.run(context, ...spec.args) : spec.run(context, record.params);
      // Reading `then` may throw, as the body itself may.
      const then = typeof value === 'object' || typeof value === 'function' ? value?.then : undefined;
      if (typeof then !== 'function') this.fulfil(value);
      else Promise.resolve(value).then((result) => this.fulfil(result), (error) => this.reject(error));
    } catch (error) {
      this.reject(error);
    }
  }

  /** Fires the signal with this reason. Only the first call counts. */
  abort(reason) {
    if (this.aborted || !(this.live || this.#decide)) return;
    this.aborted = true;
    this.reason = reason;
    this.#worker?.cancel(reason);
    this.#controller?.abort(reason);
    this.#decide?.(ABORTED, false);
  }

  /** Ignores what the body does from now on, and terminates its worker. */
  close() {
    if (!this.live) return;
    this.live = false;
    this.#worker?.terminate();
  }

  fulfil(value) {
    if (!this.live) return;
    this.close();
    this.record.value = value;
    if (this.record.key === UNKNOWN_TO_CORE) return this.engine.unobserved.complete(this.record);
    this.engine.face?.show(this.record.key, this.number, value);
    this.engine.core.fulfil(this.record.key, this.number);
  }

  reject(error, lost = false) {
    if (!this.live) return;
    this.close();
    this.record.thrown = { value: error };
    const stopped = this.aborted && (error === this.reason || isAbort(error));
    const kind = lost ? LOST : stopped ? ABORTED : ERROR;
    this.#decide = (kind, isRetryable) => {
      this.#decide = null;
      this.engine.core?.reject(this.record.key, this.number, kind, isRetryable, describe(error).join('\0'));
    };
    const answer = this.#isRetryable(error, stopped);
    if (typeof answer?.then !== 'function') this.#decide(kind, Boolean(answer));
    else this.#wait(answer, kind);
  }

  /** Waits for an asynchronous `retry.when`. The attempt keeps its slot; a cancel or a timeout ends the wait. */
  #wait(answer, kind) {
    const decide = (isRetryable) => this.#decide?.(kind, isRetryable);
    Promise.resolve(answer).then(
      (result) => decide(Boolean(result)),
      (error) => {
        decide(false);
        uncaught(error);
      },
    );
  }

  #isRetryable(error, stopped) {
    const { limit = 3, when } = this.record.options?.retry ?? this.record.spec.retry ?? { limit: 0 };
    const callsWhen = when && this.number <= limit && (!stopped || this.record.timedOut);
    return callsWhen ? guarded(when, stopped ? this.reason : error) : true;
  }

  progress(done, total, message) {
    if (!this.#accepts('progress')) return;
    const hasTotal = total !== undefined && total !== null;
    let [part, whole] = [amount(done), hasTotal ? amount(total) : NaN];
    const isTotalValid = Number.isNaN(whole) ? !hasTotal : isAmount(whole);
    const isValid = isAmount(part) && part >= 0 && isTotalValid && !(whole < 0) && !(part > whole);
    if (!isValid) this.#warn('invalid', `progress(${[done, total].map(quoted).join(', ')}) is no number from 0 to its total`);
    // A report that is not a number leaves the last one in place.
    if (!isAmount(part)) [part, whole] = [this.done, this.total];
    if (!isAmount(whole) || whole <= 0) whole = NaN;
    part = Math.max(0, whole >= 0 ? Math.min(part, whole) : part);
    [this.reported, this.done, this.total] = [true, part, whole];
    const text = message === undefined || message === null ? undefined : describe(message)[0];
    this.engine.core.progress(this.record.key, this.number, part, whole, text);
    this.engine.notifier.progressed(this.record);
  }

  log(text) {
    if (!this.#accepts('log')) return;
    const line = typeof text === 'string' || text === undefined || text === null ? String(text) : describe(text)[0];
    this.record.addLine(line);
    this.engine.core.log(this.record.key, this.number, line);
    this.engine.notifier.noted();
  }

  summary(given) {
    checkText(given, 'summary');
    if (!this.#accepts('summary')) return;
    this.engine.core.summary(this.record.key, this.number, cut(given, MAX_SUMMARY));
    this.engine.notifier.noted();
  }

  problem(given) {
    checkText(given, 'problem');
    if (!this.#accepts('problem')) return;
    this.engine.core.problem(this.record.key, this.number, cut(given, MAX_PROBLEM));
    this.engine.notifier.noted();
  }

  /** Announces how many children the body will start. */
  expectChildren(count) {
    if (!this.live) return;
    this.engine.core.expect_children(this.record.key, this.number, count);
    this.engine.notifier.progressed(this.record);
  }

  /** Whether a report counts. After the end it is ignored, with one warning. */
  #accepts(what) {
    if (!this.live) this.#warn('late', `${what} was called after the attempt had ended, and is ignored`);
    return this.live;
  }

  #warn(about, text) {
    if (this.#warned?.has(about)) return;
    (this.#warned ??= new Set()).add(about);
    console.warn(`Taskdeck: ${text} (run ${describe(this.record.publicId)[0].slice(0, 80)})`);
  }
}

/**
 * The `ctx` of a body. Each function is created at its first use and works without its object. The accessors of a class cost a
 * thirtieth of what an object literal with accessors for each run would cost.
 */
class Context {
  #attempt;
  #functions;

  constructor(attempt) {
    this.#attempt = attempt;
  }

  static attemptOf(context) {
    return context.#attempt;
  }

  /** Returns the function of this name, which `create` has created for the attempt at the first use. */
  #function(name, create) {
    this.#functions ??= {};
    return (this.#functions[name] ??= create(this.#attempt));
  }

  get id() { return this.#attempt.record.publicId; }
  get attempt() { return this.#attempt.number; }
  get params() { return this.#attempt.record.params; }
  get signal() { return this.#attempt.signal; }
  get progress() { return this.#function('progress', (attempt) => (done, total, message) => attempt.progress(done, total, message)); }
  get log() { return this.#function('log', (attempt) => (text) => attempt.log(text)); }
  get summary() { return this.#function('summary', (attempt) => (text) => attempt.summary(text)); }
  get problem() { return this.#function('problem', (attempt) => (text) => attempt.problem(text)); }
  get sleep() { return this.#function('sleep', (attempt) => (ms) => sleep(ms, attempt.signal)); }
  get yield() { return this.#function('yield', (attempt) => () => turn(attempt)); }
  get map() { return this.#function('map', (attempt) => (items, fn, options) => attempt.engine.map(items, fn, options, attempt)); }
  get spawn() { return this.#function('spawn', (attempt) => (title, run, options) => attempt.engine.spawn(title, run, options, attempt)); }
}

/** Returns the attempt of a context. */
export const attemptOf = (context) => Context.attemptOf(context);
