// What a deck is to its core in wasm, and what only JavaScript can hold of its runs.
//
// Functions, promises, signals and what was thrown stay here. A run is a number for the core (its key), and
// so is a function; nothing is kept in an object by a name that somebody else has chosen.

import { Attempt } from './body.js';
import { NOTHING, text } from './checks.js';
import { guarded, refusal, timeoutError } from './errors.js';
import { Notifier } from './notifier.js';
import { asJson, bodyOf, policy, spawnOptions } from './options.js';
import { Record } from './run.js';
import { snapshot } from './snapshot.js';
import { turn } from './turn.js';
import { CANCELLED, CANCELLING, COMPLETED, FAILED, places, REASONS, RECORD, RUNNING, SAID, STATUSES } from './words.js';

const UNKNOWN = STATUSES.length;
const { timeout: TIMEOUT, shutdown: SHUTDOWN, owner: OWNER } = places(REASONS);
const { run: RUN, status: STATUS } = places(RECORD);

export class Engine {
  runs = new Map();
  /** Records of runs that have not ended. */
  live = 0;
  /** Keys of runs in the order in which they have ended: the core forgets those at the front first. */
  #finished = [];
  #firstFinished = 0;
  /** The memory of wasm as numbers. When it grows this becomes empty, and is made anew. */
  #memory = new Float64Array();
  /** What is notified of changes. */
  notifier = new Notifier(this);

  constructor(wasm, { concurrency = 4, maxQueued = 10_000, keep = 1000 }) {
    this.wasm = wasm;
    this.keep = keep;
    const most = (number) => Math.min(number, 0xffff_ffff);
    this.core = new wasm.Core(this, concurrency, most(maxQueued), most(keep));
  }

  // --- starting runs

  /** The core, unless the deck was destroyed. */
  get alive() {
    if (!this.core) throw refusal('shut-down', 'the deck was destroyed and takes no more runs');
    return this.core;
  }

  /** Starts a function; the child of an attempt when that is given. */
  spawn(title, run, given, parent, args) {
    text(title, 'title');
    const said = spawnOptions(given);
    bodyOf(run, said);
    const core = this.alive;
    const { worker, workerReady, retry } = said;
    const spec = { run, worker, workerReady, retry, args };
    const made = policy(this.wasm.RunPolicy, said, said.worker !== undefined);
    const json = said.params && asJson(said.params);
    const key = core.spawn(spec, title, said.id, made, json, parent ? parent.record.key : -1, parent?.number ?? 0);
    const record = this.accepted(key, spec, said, said.params ?? {}, title);
    if (parent) record.parent = parent.record;
    return record.run;
  }

  /** Takes in a run that was asked for; it may be a live one that was joined. */
  accepted(key, spec, said, params, title, task) {
    let record = this.runs.get(key);
    if (!record) {
      record = this.#add(new Record(this, key, spec, said));
      record.params = params;
      record.title = title;
      record.task = task;
    }
    this.notifier.touch();
    if (said === NOTHING) return record;
    const { onStart, onProgress, onComplete, onError, onCancel, signal } = said;
    if (onStart || onProgress || onComplete || onError || onCancel) (record.callbacks ??= []).push(said);
    if (signal) this.#follow(record, signal);
    return record;
  }

  /** Takes in a run that was not asked for here: a person, a schedule or a retry has started it. */
  #found(key) {
    const record = new Record(this, key, undefined);
    // What was said of a run holds for its retry too.
    const before = this.runs.get(this.core?.retry_of(key));
    if (before) record.inherit(before);
    else record.name(this.core?.snapshot(key));
    for (const signal of before?.signals ?? []) if (!signal.aborted) this.#follow(record, signal);
    return this.#add(record);
  }

  #add(record) {
    this.runs.set(record.key, record);
    this.live += 1;
    return record;
  }

  /** An outer signal cancels a run. */
  #follow(record, signal) {
    const cancel = () => this.cancel(record, signal.reason);
    if (signal.aborted) return void cancel();
    (record.signals ??= []).push(signal);
    signal.addEventListener('abort', cancel, { once: true });
    const before = record.off;
    record.off = () => {
      before?.();
      signal.removeEventListener('abort', cancel);
    };
  }

  /** What is kept of a run that the core knows. */
  recordOf(key) {
    const known = this.runs.get(key);
    if (known || !this.core) return known;
    const status = this.core.status(key);
    if (status === UNKNOWN) return undefined;
    const record = this.#found(key);
    if (status >= COMPLETED) {
      this.#ends(record, status, this.core.snapshot(key));
    }
    return record;
  }

  // --- stopping them

  /** Asks a run to stop: its signal has fired when this returns. */
  cancel(record, reason) {
    if (record.ended || !this.core) return false;
    const first = this.core.status(record.key) !== CANCELLING || record.timedOut;
    const asked = this.core.cancel(record.key, reason === undefined ? undefined : this.#words(reason));
    if (asked && first && reason !== undefined) record.given ??= { value: reason };
    if (asked) this.#abort(record, 0);
    return asked;
  }

  #words(reason) {
    try {
      return typeof reason === 'object' && reason !== null ? String(reason.message ?? reason) : String(reason);
    } catch {
      return 'a reason that cannot be read';
    }
  }

  cancelAll(reason) {
    const { core } = this;
    if (!core) return 0;
    const asked = Array.from(core.active_runs(), (key) => this.recordOf(key)).filter(Boolean);
    for (const record of asked) {
      if (reason !== undefined && core.status(record.key) !== CANCELLING) record.given ??= { value: reason };
    }
    const count = core.cancel_all(reason === undefined ? undefined : this.#words(reason));
    for (const record of asked) this.#abort(record, 0);
    return count;
  }

  /** Ends the core: signals have fired when this returns. */
  shutdown(timeout, drain) {
    const { core } = this;
    const live = drain ? [] : Array.from(core.active_runs(), (key) => this.recordOf(key)).filter(Boolean);
    const closing = core.shutdown(timeout, drain);
    for (const record of live) this.#abort(record, SHUTDOWN);
    return closing;
  }

  /** Fires the signal of a run that was just asked to stop. */
  #abort(record, why) {
    if (this.core?.status(record.key) === CANCELLING) record.attempt?.abort(record.reasonFor(why));
  }

  /** Ends everything at once: nobody owns the deck any more. */
  destroy() {
    const { core } = this;
    if (!core) return;
    this.core = null;
    this.notifier.stop();
    const seen = new Map();
    for (const [key, record] of this.runs) if (!record.ended) seen.set(record, core.snapshot(key));
    const finishedAt = Date.now();
    for (const [record, live] of seen) {
      const reason = record.reasonFor(OWNER);
      const end = { ...live, status: 'cancelled', reason: record.given?.value ?? 'owner', notStopping: false, finishedAt };
      const { attempt } = record;
      record.endsAs(CANCELLED, Object.freeze(end));
      record.off?.();
      guarded(() => attempt?.abort(reason));
      attempt?.gone();
      record.settle();
    }
    this.live = 0;
    // Also where a face, or whoever else, holds the supervisor a moment longer.
    core.shutdown(0, false).catch(() => {});
    core.free();
    this.notifier.end();
  }

  // --- what the core calls; none of it throws

  begin(key, spec, attempt) {
    const record = this.runs.get(key) ?? this.#found(key);
    record.spec ??= spec;
    record.readParams();
    record.timedOut = false;
    record.value = undefined;
    record.thrown = null;
    record.failed = null;
    record.attempt = new Attempt(this, record, attempt);
    record.attempt.begin();
  }

  gone(key, number) {
    const attempt = this.runs.get(key)?.attempt;
    if (attempt?.number === number) attempt.gone();
  }

  changed(key, status, number, why, said, snapshot) {
    const record = this.runs.get(key) ?? this.recordOf(key);
    if (record && status === RUNNING && !record.started) {
      record.started = true;
      record.callBack('onStart');
    }
    if (record && status === CANCELLING) this.#isStopping(record, number, why, said);
    if (snapshot) this.notifier.dispatch('statuschange', snapshot);
    this.notifier.touch();
  }

  #isStopping(record, number, why, said) {
    const { attempt } = record;
    if (!attempt || attempt.number !== number || attempt.aborted) return;
    record.timedOut = why === TIMEOUT;
    attempt.abort(record.timedOut ? timeoutError(SAID.timeout) : record.reasonFor(why, said));
  }

  /** Where the record at this address begins in `#memory`. It is there until the core goes on. */
  #at(address) {
    if (this.#memory.length === 0) this.#memory = new Float64Array(this.wasm.memory.buffer);
    return address / 8;
  }

  ended(address, snapshot, id, lane, message, said) {
    const at = this.#at(address);
    const memory = this.#memory;
    const numbers = [];
    for (let place = 0; place < RECORD.length; place += 1) numbers.push(memory[at + place]);
    const key = numbers[RUN];
    const status = numbers[STATUS];
    const record = this.runs.get(key);
    if (record && !record.ended) {
      this.notifier.lastProgress(record);
      record.off?.();
      this.#ends(record, status, snapshot, { numbers, id, lane, message, said });
      record.settle();
    }
    if (snapshot) {
      this.notifier.dispatch('statuschange', snapshot);
      if (status === FAILED) this.notifier.dispatch('error', snapshot);
    }
    record?.callBackAtEnd();
    if (record && status === FAILED) this.#failed(record);
    this.notifier.touch();
    if (this.core && this.isIdle) this.notifier.isIdle();
  }

  #ends(record, status, snapshot, facts) {
    this.live -= 1;
    record.attempt?.gone();
    record.endsAs(status, snapshot, facts);
    this.#finished.push(record.key);
    while (this.#finished.length - this.#firstFinished > this.keep && this.#isForgotten(this.#finished[this.#firstFinished])) {
      this.runs.delete(this.#finished[this.#firstFinished]);
      this.#firstFinished += 1;
    }
    if (this.#firstFinished > this.keep + 1000) {
      this.#finished = this.#finished.slice(this.#firstFinished);
      this.#firstFinished = 0;
    }
  }

  /** A failure that nothing notices goes to the console; that of a child is its parent's. */
  async #failed(record) {
    if (record.parent) {
      record.parent.failed ??= record;
      return;
    }
    // `result` may be asked for in the same turn.
    await turn();
    if (this.notifier.isHeard || this.notifier.listeners.size > 0 || record.isHeard) return;
    console.error(`Taskdeck: ${JSON.stringify(record.title)} has failed, and nothing listens for it:`, record.outcome.error);
  }

  #isForgotten(key) {
    return this.core?.status(key) === UNKNOWN;
  }

  snapshot(address, ...texts) {
    const at = this.#at(address);
    return snapshot(this.runs.get(this.#memory[at + RUN]), this.#memory, at, ...texts);
  }

  refusal(code, message) {
    return refusal(code, message);
  }

  /** Whether no run is queued, waiting, running or cancelling. */
  get isIdle() {
    return !this.core || (this.live === 0 && this.core.active_count() === 0);
  }

  /** Forgets what the core has forgotten. */
  sweep() {
    const gone = this.#finished.filter((key) => this.#isForgotten(key));
    for (const key of gone) this.runs.delete(key);
    this.#finished = this.#finished.filter((key) => this.runs.has(key));
    this.#firstFinished = 0;
  }
}
