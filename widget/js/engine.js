// The host of a deck: calls the core in WebAssembly, is called by it, and keeps the records of the runs.
//
// Functions, promises, signals and thrown values stay in JavaScript. The core knows a run by a number, its key. No object uses a
// string of the page as a key.

import { Attempt } from './body.js';
import { NO_OPTIONS, text } from './checks.js';
import { guarded, reasonText, refusal, timeoutError } from './errors.js';
import { Kept } from './kept.js';
import { map } from './map.js';
import { Notifier } from './notifier.js';
import { asJson, bodyOf, policy, spawnOptions, startOptions } from './options.js';
import { optionsAgain, signalsAgain } from './retry.js';
import { hasCallbacks, Record, recordOf } from './run.js';
import { snapshot } from './snapshot.js';
import { turn } from './turn.js';
import { Unobserved } from './unobserved.js';
import { CANCELLED, CANCELLING, COMPLETED, FAILED, indexes, REASON_MESSAGES, REASONS, RECORD, RUNNING, STATUSES } from './words.js';

const UNKNOWN = STATUSES.length;
const { timeout: TIMEOUT, shutdown: SHUTDOWN, owner: OWNER, caller: CALLER } = indexes(REASONS);
const { run: RUN, status: STATUS, problems: PROBLEMS } = indexes(RECORD);

export class Engine {
  runs = new Map();
  /** The defined tasks by id: `spec`, `title` and `fields` of each. */
  tasks = new Map();
  /** The number of records whose run has not ended. */
  live = 0;
  kept = new Kept(this);
  /** The memory of the module as numbers. When the memory grows, this array becomes empty and is replaced. */
  #memory = new Float64Array();
  notifier = new Notifier(this);
  unobserved = new Unobserved(this);
  /** Whether only the core can say what starts next: there are schedules, a rate of the lane `main`, or ids like its own. */
  needsCore = false;
  isPaused = false;
  /** The run that the core takes over in this call. */
  #taken = null;
  #core;
  /** When the clock of the page started, in milliseconds since 1970 began. */
  origin = Date.now() - performance.now();
  /** The face of the deck, if it can have one. It shows the values of bodies. */
  face = null;

  constructor(wasm, { concurrency = 4, maxQueued = 10_000, keep = 1000 }) {
    this.wasm = wasm;
    this.keep = keep;
    this.maxQueued = maxQueued;
    const capped = (count) => Math.min(count, 0xffff_ffff);
    this.slots = concurrency;
    this.#core = new wasm.Core(this, concurrency, capped(maxQueued), capped(keep), this.origin);
  }

  /** The core; null after the deck was destroyed. It knows every run. */
  get core() {
    if (!this.unobserved.isEmpty) this.unobserved.handOver();
    return this.#core;
  }

  // --- starting runs

  /** Returns the core; throws after the deck was destroyed. */
  get alive() {
    if (!this.core) throw refusal('shut-down', 'the deck was destroyed and takes no more runs');
    return this.core;
  }

  /** Passes a run of `unobserved` to the core. It calls `begin` if the body was called already. */
  takeOver(record) {
    this.#taken = record;
    try {
      record.key = this.#core.take_over(record.spec, record.title, record.number, record.started);
    } finally {
      this.#taken = null;
    }
    this.runs.set(record.key, record);
    if (record.ended) this.kept.add(record.key);
    else this.live += 1;
  }

  /** Spawns a run of a function, as a child of `parent` if that is an attempt. */
  spawn(title, run, given, parent, args) {
    text(title, 'title');
    const options = spawnOptions(given);
    bodyOf(run, options);
    if (options === NO_OPTIONS && !parent && this.#core && this.unobserved.canAccept) return this.unobserved.accept(this.#core, title, run, args).run;
    const core = this.alive;
    const { worker, workerReady, retry } = options;
    const spec = { run, worker, workerReady, retry, args };
    const runPolicy = policy(this.wasm.RunPolicy, options, options.worker !== undefined);
    const json = options.params && asJson(options.params);
    const key = core.spawn(spec, title, options.id, runPolicy, json, parent ? parent.record.key : -1, parent?.number ?? 0);
    // A run that was joined keeps the parent that it has, or has none.
    const isNewChild = parent && !this.runs.has(key);
    const record = this.accept(key, spec, options, options.params ?? {}, title);
    if (isNewChild) {
      record.parent = parent.record;
      this.notifier.parentProgressed(record);
    }
    return record.run;
  }

  /** Runs a function for each item; see `map.js`. */
  map(items, fn, given, parent) {
    return map(this, items, fn, given, parent);
  }

  /** Returns the record of a run that the core has accepted. A joined run has a record already. */
  accept(key, spec, options, params, title, task) {
    let record = this.runs.get(key);
    if (!record) {
      record = this.#add(new Record(this, key, spec, options));
      record.params = params;
      record.title = title;
      record.task = task;
    }
    this.notifier.touch();
    this.#attach(record, options);
    return record;
  }

  /** Adds the callbacks and the signal of a call that starts or joins a run. */
  #attach(record, options) {
    if (options === NO_OPTIONS) return;
    const { signal } = options;
    if (hasCallbacks(options)) (record.callbacks ??= []).push(options);
    if (signal) this.#follow(record, signal);
  }

  /** Starts a run again that has ended, and returns the new run. Its options go before those of the old run. */
  retry(record, given) {
    const core = this.alive;
    const options = startOptions(given);
    if (!record.ended) throw refusal('live', `the run ${JSON.stringify(record.publicId)} has not ended: cancel it first, or await its result`);
    if (record.parent) throw refusal('not-repeatable', 'a child cannot be retried: retry its parent, which starts it again');
    const spec = record.spec ?? this.tasks.get(record.task)?.spec;
    if (!spec) throw refusal('not-repeatable', 'the function of this run is gone');
    const merged = optionsAgain(record, options);
    if (!record.task) bodyOf(spec.run, merged);
    const key = core.retry(record.key, options.id, policy(this.wasm.RunPolicy, options, options.worker !== undefined));
    // The core retries no run that was completed without problems, was retried already, or is no longer kept.
    if (key === undefined) return this.#likeBefore(record, spec, merged);
    const joined = this.runs.get(key);
    if (joined) this.#attach(joined, merged);
    this.notifier.touch();
    return (joined ?? this.#adopt(key, options)).run;
  }

  /** Starts a run like this one, which the core cannot retry. */
  #likeBefore(record, { run, args }, options) {
    const params = record.readParams();
    const again = record.task
      ? this.notifier.deck.start(record.task, params, options)
      : this.spawn(record.title, run, { ...options, params }, undefined, args);
    recordOf(again).retryOf = record.publicId;
    for (const joined of record.callbacks ?? []) if (joined !== record.options) this.#attach(recordOf(again), { ...joined, signal: undefined });
    return again;
  }

  /** Creates the record of a run that was started elsewhere: on screen, by a schedule, or as a retry with these options. */
  #adopt(key, given = NO_OPTIONS) {
    const record = new Record(this, key, undefined);
    record.id = given.id;
    // The options of a run apply to its retry too.
    const original = this.runs.get(this.core?.retry_of(key));
    if (original) {
      const options = optionsAgain(original, given);
      record.inherit(original, options);
      for (const signal of signalsAgain(original, options)) this.#follow(record, signal);
    } else {
      record.nameFrom(this.core?.snapshot(key));
    }
    return this.#add(record);
  }

  #add(record) {
    this.runs.set(record.key, record);
    this.live += 1;
    if (record.id?.startsWith('run-')) this.needsCore = true;
    return record;
  }

  /** Cancels a run when this signal fires. */
  #follow(record, signal) {
    const cancel = () => this.cancel(record, signal.reason);
    if (signal.aborted) return void cancel();
    (record.signals ??= []).push(signal);
    signal.addEventListener('abort', cancel, { once: true });
    const previous = record.unfollow;
    record.unfollow = () => {
      previous?.();
      signal.removeEventListener('abort', cancel);
    };
  }

  /** Returns the record of a run, live or kept. */
  recordOf(key) {
    const known = this.runs.get(key);
    if (known || !this.core) return known;
    const status = this.core.status(key);
    if (status === UNKNOWN) return undefined;
    const record = this.#adopt(key);
    if (status >= COMPLETED) {
      this.#end(record, status, this.core.snapshot(key));
    }
    return record;
  }

  // --- stopping runs

  /** Requests the cancel of a run. Its signal has fired when this returns. */
  cancel(record, reason) {
    if (record.ended || !this.core) return false;
    const isFirst = this.core.status(record.key) !== CANCELLING || record.timedOut;
    const isLive = this.core.cancel(record.key, reason === undefined ? undefined : reasonText(reason));
    if (isLive && isFirst && reason !== undefined) record.givenReason ??= { value: reason };
    if (isLive) this.#abort(record, CALLER);
    return isLive;
  }

  cancelAll(reason) {
    const { core } = this;
    if (!core) return 0;
    const live = Array.from(core.active_runs(), (key) => this.recordOf(key)).filter(Boolean);
    for (const record of live) {
      if (reason !== undefined && core.status(record.key) !== CANCELLING) record.givenReason ??= { value: reason };
    }
    const count = core.cancel_all(reason === undefined ? undefined : reasonText(reason));
    for (const record of live) this.#abort(record, CALLER);
    return count;
  }

  /** Shuts the core down. Signals have fired when this returns. */
  shutdown(timeout, drain) {
    const { core } = this;
    this.needsCore = true;
    const live = drain ? [] : Array.from(core.active_runs(), (key) => this.recordOf(key)).filter(Boolean);
    const closing = core.shutdown(timeout, drain);
    for (const record of live) this.#abort(record, SHUTDOWN);
    return closing;
  }

  /** Fires the signal of a run if it is cancelling. */
  #abort(record, causeCode) {
    if (this.core?.status(record.key) === CANCELLING) record.attempt?.abort(record.reasonFor(causeCode));
  }

  /** Cancels every run and drops the core, all inside this call. */
  destroy() {
    this.unobserved.forget(0);
    const { core } = this;
    if (!core) return;
    this.#core = null;
    this.notifier.stop();
    const snapshots = new Map();
    for (const [key, record] of this.runs) if (!record.ended) snapshots.set(record, core.snapshot(key));
    const finishedAt = Date.now();
    for (const [record, live] of snapshots) {
      const reason = record.reasonFor(OWNER);
      const end = { ...live, status: 'cancelled', reason: record.givenReason?.value ?? 'owner', notStopping: false, finishedAt };
      const { attempt } = record;
      record.endsAs(CANCELLED, Object.freeze(end));
      record.unfollow?.();
      guarded(() => attempt?.abort(reason));
      attempt?.close();
      record.settle();
    }
    this.live = 0;
    // A face may hold the supervisor a moment longer.
    core.shutdown(0, false).catch(() => {});
    core.free();
    this.notifier.end();
  }

  // --- called by the core; must not throw

  begin(key, spec, attempt) {
    if (this.#taken) {
      if (this.#taken.ended) this.#core.fulfil(key, attempt);
      return;
    }
    const record = this.runs.get(key) ?? this.#adopt(key);
    record.spec ??= spec;
    record.readParams();
    record.timedOut = false;
    record.value = undefined;
    record.thrown = null;
    record.failedChild = null;
    record.attempt = new Attempt(record, attempt);
    record.attempt.begin();
  }

  dropped(key, number) {
    const attempt = this.runs.get(key)?.attempt;
    if (attempt?.number === number) attempt.close();
  }

  changed(key, status, number, causeCode, causeText, snapshot) {
    const record = this.runs.get(key) ?? this.recordOf(key);
    // What happened before the core has taken the run over.
    if (record?.number && (record.ended || (status === RUNNING && record.started))) return;
    if (record && status === RUNNING && !record.started) {
      record.started = true;
      record.callBack('onStart');
    }
    if (record && status === CANCELLING) this.#onCancelling(record, number, causeCode, causeText);
    if (snapshot) this.notifier.dispatch('statuschange', snapshot);
    this.notifier.touch();
  }

  #onCancelling(record, number, causeCode, causeText) {
    const { attempt } = record;
    if (!attempt || attempt.number !== number || attempt.aborted) return;
    record.timedOut = causeCode === TIMEOUT;
    attempt.abort(record.timedOut ? timeoutError(REASON_MESSAGES.timeout) : record.reasonFor(causeCode, causeText));
  }

  /** Returns the index in `#memory` of the record at this address. The record is valid only during the call from the core. */
  #indexOf(address) {
    if (this.#memory.length === 0) this.#memory = new Float64Array(this.wasm.memory.buffer);
    return address / 8;
  }

  ended(address, snapshot, id, lane, message, causeText, summary) {
    const start = this.#indexOf(address);
    const memory = this.#memory;
    const numbers = [];
    for (let field = 0; field < RECORD.length; field += 1) numbers.push(memory[start + field]);
    const key = numbers[RUN];
    const status = numbers[STATUS];
    const record = this.runs.get(key);
    if (record?.number && record.ended) return;
    if (record && !record.ended) {
      this.notifier.lastProgress(record);
      record.unfollow?.();
      this.#end(record, status, snapshot, { numbers, id, lane, message, causeText, summary });
      // A child is never retried from JavaScript, and on screen only with something left to do.
      if (record.parent && status === COMPLETED && numbers[PROBLEMS] === 0) record.spec = undefined;
      this.notifier.parentProgressed(record);
      record.settle();
    }
    if (snapshot) {
      this.notifier.dispatch('statuschange', snapshot);
      if (status === FAILED) this.notifier.dispatch('error', snapshot);
    }
    record?.callBackAtEnd();
    if (record && status === FAILED) this.#onFailed(record);
    this.notifier.touch();
    if (this.#core && this.isIdle) this.notifier.becameIdle();
  }

  #end(record, status, snapshot, facts) {
    this.live -= 1;
    record.attempt?.close();
    record.endsAs(status, snapshot, facts);
    this.kept.add(record.key);
  }

  /** Writes a failure to the console if nothing else shows it. The failure of a child is passed to its parent. */
  async #onFailed(record) {
    if (record.parent) {
      record.parent.failedChild ??= record;
      return;
    }
    // The page may read `result` later in this turn.
    await turn();
    if (this.notifier.showsFailures || this.notifier.listeners.size > 0 || record.handlesFailure) return;
    console.error(`Taskdeck: ${JSON.stringify(record.title)} has failed, and nothing listens for it:`, record.outcome.error);
  }

  snapshot(address, ...texts) {
    const start = this.#indexOf(address);
    return snapshot(this.runs.get(this.#memory[start + RUN]), this.#memory, start, ...texts);
  }

  refusal(code, message) {
    return refusal(code, message);
  }

  /** The numbers of queued, running, completed, failed and cancelled runs. */
  get counts() {
    const counts = this.#core?.counts() ?? [0, 0, 0, 0, 0];
    const { queued, running, completed } = this.unobserved;
    const room = Math.max(0, this.keep - counts[3] - counts[4]);
    return [counts[0] + queued, counts[1] + running, Math.min(counts[2] + completed, room), counts[3], counts[4]];
  }

  /** The number of runs that have not ended. */
  get activeCount() {
    return this.unobserved.live + (this.#core?.active_count() ?? 0);
  }

  /** Whether no run is queued, waiting, running or cancelling. */
  get isIdle() {
    return !this.#core || (this.live === 0 && this.activeCount === 0);
  }
}
