// One attempt of a run: what its body is given, and what becomes of it.

import { describe, guarded, isAbort, uncaught } from './errors.js';
import { sleep, turn } from './turn.js';
import { places, THROWN } from './words.js';
import { WorkerBody } from './workers.js';

const { error: ERROR, lost: LOST, aborted: ABORTED } = places(THROWN);

/** What a person is shown of a value, where that says something. */
function shown(value) {
  if (typeof value === 'string' && value !== '') return value.slice(0, 10_000);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

const amount = (given) => (typeof given === 'bigint' ? Number(given) : given);
const isAmount = (given) => typeof given === 'number' && Number.isFinite(given);

export class Attempt {
  /** Whether somebody still waits for its end. */
  live = true;
  aborted = false;
  reason = undefined;
  /** Whether it has reported how far it is, and its last numbers. */
  reported = false;
  done = 0;
  total = NaN;
  #controller;
  #worker;
  #warned = null;
  /** Ends the wait for an asynchronous `retry.when`. */
  #decide = null;

  constructor(engine, record, number) {
    this.engine = engine;
    this.record = record;
    this.number = number;
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
    const source = record.worker ?? spec.worker;
    try {
      if (source !== undefined) {
        this.#worker = new WorkerBody(source, this, spec.args ?? [record.params], record.workerReady ?? spec.workerReady);
        // Whoever made the worker may have cancelled the run meanwhile.
        if (this.aborted) this.#worker.cancel(this.reason);
        if (!this.live) this.#worker.terminate();
        return;
      }
      const context = new Context(this);
      const value = spec.args ? spec.run(context, ...spec.args) : spec.run(context, record.params);
      // Reading `then` may throw, as the body itself may.
      const then = typeof value === 'object' || typeof value === 'function' ? value?.then : undefined;
      if (typeof then !== 'function') this.fulfil(value);
      else Promise.resolve(value).then((late) => this.fulfil(late), (error) => this.reject(error));
    } catch (error) {
      this.reject(error);
    }
  }

  /** The body was asked to stop: told once. */
  abort(reason) {
    if (this.aborted || !(this.live || this.#decide)) return;
    this.aborted = true;
    this.reason = reason;
    this.#worker?.cancel(reason);
    this.#controller?.abort(reason);
    this.#decide?.(ABORTED, false);
  }

  /** Nobody waits for it any more. */
  gone() {
    if (!this.live) return;
    this.live = false;
    this.#worker?.terminate();
  }

  fulfil(value) {
    if (!this.live) return;
    this.gone();
    this.record.value = value;
    this.engine.core.fulfil(this.record.key, this.number, shown(value));
  }

  reject(error, lost = false) {
    if (!this.live) return;
    this.gone();
    this.record.thrown = { value: error };
    const stopped = this.aborted && (error === this.reason || isAbort(error));
    const kind = lost ? LOST : stopped ? ABORTED : ERROR;
    this.#decide = (kind, isWorthAnother) => {
      this.#decide = null;
      this.engine.core?.reject(this.record.key, this.number, kind, isWorthAnother, describe(error).join('\0'));
    };
    const answer = this.#isWorthAnother(error, stopped);
    if (typeof answer?.then !== 'function') this.#decide(kind, Boolean(answer));
    else this.#wait(answer, kind);
  }

  /** Waits for an asynchronous `retry.when`. The attempt keeps its slot; a cancel or a timeout ends the wait. */
  #wait(answer, kind) {
    const decided = (isWorthAnother) => this.#decide?.(kind, isWorthAnother);
    Promise.resolve(answer).then(
      (late) => decided(Boolean(late)),
      (error) => {
        decided(false);
        uncaught(error);
      },
    );
  }

  #isWorthAnother(error, stopped) {
    const { limit = 3, when } = this.record.retry ?? this.record.spec.retry ?? { limit: 0 };
    const asked = when && this.number <= limit && (!stopped || this.record.timedOut);
    return asked ? guarded(when, stopped ? this.reason : error) : true;
  }

  progress(done, total, message) {
    if (!this.#reports('progress')) return;
    let [so, of] = [amount(done), total === undefined || total === null ? NaN : amount(total)];
    const whole = Number.isNaN(of) ? total === undefined || total === null : isAmount(of);
    const odd = !isAmount(so) || so < 0 || !whole || of < 0 || so > of;
    if (odd) this.#warn('odd', `progress(${[done, total].map((given) => describe(given)[0]).join(', ')}) is no number from 0 to its total`);
    // What is no number says nothing: the last one stays.
    if (!isAmount(so)) [so, of] = [this.done, this.total];
    if (!isAmount(of) || of <= 0) of = NaN;
    so = Math.max(0, of >= 0 ? Math.min(so, of) : so);
    [this.reported, this.done, this.total] = [true, so, of];
    const text = message === undefined || message === null ? undefined : describe(message)[0];
    this.engine.core.progress(this.record.key, this.number, so, of, text);
    this.engine.notifier.progressed(this.record);
  }

  log(text) {
    if (this.#reports('log')) this.engine.core.log(this.record.key, this.number, describe(text)[0]);
  }

  /** Whether a report counts. One that comes too late does not, which is said once. */
  #reports(what) {
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
 * What a body is given. Its functions are made when first asked for, and may be taken out of it. Accessors of a class cost
 * a thirtieth of those of an object of its own, which each run would make.
 */
class Context {
  #attempt;
  #progress;
  #log;
  #sleep;
  #yield;
  #spawn;

  constructor(attempt) {
    this.#attempt = attempt;
  }

  get id() { return this.#attempt.record.publicId; }
  get attempt() { return this.#attempt.number; }
  get params() { return this.#attempt.record.params; }
  get signal() { return this.#attempt.signal; }
  get progress() { return (this.#progress ??= (done, total, message) => this.#attempt.progress(done, total, message)); }
  get log() { return (this.#log ??= (text) => this.#attempt.log(text)); }
  get sleep() { return (this.#sleep ??= (ms) => sleep(ms, this.#attempt.signal)); }
  get yield() { return (this.#yield ??= () => turn(this.#attempt)); }
  get spawn() { return (this.#spawn ??= (title, run, options) => this.#attempt.engine.spawn(title, run, options, this.#attempt)); }
}
