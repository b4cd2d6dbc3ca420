// A run that is asked for before the deck is loaded: it has its id, can be cancelled and awaited, and becomes the run of the deck.

import { abortError, coded, guarded, uncaught } from './errors.js';

const CALLBACKS = ['onStart', 'onProgress', 'onComplete', 'onError', 'onCancel'];

const ignore = () => {};

/** The state of such a run. */
export class Entry {
  /** The run of the deck, once there is one. */
  real = null;
  /** How the run ended before that: the error with which `result` rejects, and its last callback. */
  #end = null;
  /** The promise of `result`, if that was read, with its functions. */
  #result = null;
  #loader;
  #unfollow = ignore;

  /** `start` starts the run in a deck, with these options. `known` is its title, the id of its task, and its parameters. */
  constructor(loader, start, options, known) {
    const { title, task, params = options?.params } = known;
    Object.assign(this, { start, options, known, params: params ?? {} });
    this.#loader = loader;
    const { id, lane = 'main', priority = 'user-visible', retry, critical = false } = { ...loader.tasks.get(task), id: undefined, ...options };
    this.now = {
      id: typeof id === 'string' ? id : loader.newId(),
      title,
      task: task ?? null,
      lane,
      priority,
      status: 'queued',
      attempt: 0,
      attempts: 1 + (retry ? retry.limit ?? 3 : 0),
      progress: null,
      error: null,
      summary: null,
      problems: 0,
      reason: null,
      notStopping: false,
      abandoned: false,
      critical,
      parent: null,
      retryOf: null,
      log: [],
      createdAt: Date.now(),
      startedAt: null,
      finishedAt: null,
    };
    this.run = new LazyRun(this);
  }

  /** Cancels the run when its signal fires. A value that is no signal is refused by the deck. */
  follow() {
    const { signal } = this.options ?? {};
    if (typeof signal?.addEventListener !== 'function') return;
    const cancel = () => this.cancel(signal.reason);
    if (signal.aborted) return void cancel();
    signal.addEventListener('abort', cancel, { once: true });
    this.#unfollow = () => signal.removeEventListener('abort', cancel);
  }

  get isLive() {
    return !this.real && !this.#end;
  }

  get result() {
    if (!this.#result) {
      if (this.real) return this.real.result;
      this.#result = {};
      this.#result.promise = new Promise((resolve, reject) => Object.assign(this.#result, { resolve, reject }));
      if (this.#end) this.#result.reject(this.#end.error);
    }
    return this.#result.promise;
  }

  cancel(reason) {
    if (this.real) return this.real.cancel(reason);
    if (this.#end) return false;
    this.#cancelled(reason ?? 'caller', reason ?? abortError('the run was cancelled'));
    this.#loader.later(() => this.real?.cancel(reason));
    return true;
  }

  #cancelled(reason, error) {
    this.now.reason = reason;
    this.#endsAs('cancelled', error, 'onCancel', reason);
  }

  /** Ends the run before the deck has it. */
  #endsAs(status, error, callback, given) {
    Object.assign(this.now, { status, finishedAt: Date.now() });
    this.#end = { error, callback, given };
    this.#result?.reject(error);
    this.#unfollow();
  }

  /** Calls the last callback, as no deck will call it. */
  #callBack() {
    const { callback, given } = this.#end;
    const call = this.options?.[callback];
    if (typeof call === 'function') queueMicrotask(() => guarded(call, given, this.run));
  }

  /** Ends the run because the deck was not loaded, or has refused it. Returns whether the page handles that. */
  fail(error) {
    const isHandled = Boolean(this.#end ?? this.#result ?? this.options?.onError);
    if (!this.#end) {
      this.now.error = { kind: 'error', message: String(error?.message ?? error), attempt: 0, cause: error };
      this.#endsAs('failed', error, 'onError', error);
    }
    this.#callBack();
    return isHandled;
  }

  /** Ends the run because its deck was destroyed. */
  drop() {
    if (!this.#end) this.#cancelled('owner', abortError('the deck was destroyed'));
    this.#callBack();
  }

  /** Starts the run in the deck that was loaded. */
  replay(deck) {
    try {
      this.real = this.start(deck, this.#passed());
    } catch (error) {
      if (!this.fail(error)) uncaught(error);
      return;
    }
    this.#unfollow();
    if (this.#result && !this.#end) this.real.result.then(this.#result.resolve, this.#result.reject);
  }

  /** Returns the options for the deck: with the id that the page knows, and with callbacks that get the run that the page has. */
  #passed() {
    const { options } = this;
    if (options !== undefined && (typeof options !== 'object' || options === null)) return options;
    const passed = { ...options };
    if (passed.id === undefined) passed.id = this.now.id;
    // A cancel is repeated in its place.
    if (this.#end && options?.signal?.aborted) passed.signal = undefined;
    for (const name of CALLBACKS) {
      const call = passed[name];
      if (typeof call === 'function') passed[name] = (...given) => call(...given.slice(0, -1), this.#runOfPage(given.at(-1)));
    }
    return passed;
  }

  /** A retry from the row calls the same callbacks with another run. */
  #runOfPage(run) {
    return run === this.real ? this.run : run;
  }

  retry(more) {
    if (this.real) return this.real.retry(more);
    if (!this.#end) throw coded(Error, 'live', `the run ${JSON.stringify(this.now.id)} has not ended: cancel it first, or await its result`);
    const { signal } = this.options ?? {};
    const options = { ...this.options, id: undefined, delay: undefined, signal: signal?.aborted ? undefined : signal, ...more };
    return this.#loader.start(this.start, options, this.known);
  }

  setPriority(priority) {
    if (this.real) return this.real.setPriority(priority);
    if (this.#end) return false;
    this.now.priority = priority;
    this.#loader.later(() => this.real?.setPriority(priority));
    return true;
  }
}

const NAMES =
  'id title task lane priority status attempt progress error summary problems reason notStopping abandoned parent retryOf log createdAt startedAt finishedAt';

/** What the page holds of such a run. */
class LazyRun {
  /** The name that consoles show, also in a minified build. */
  static name = 'Run';

  #entry;

  constructor(entry) {
    this.#entry = entry;
  }

  static {
    for (const name of NAMES.split(' ')) {
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        get() {
          const { real, now } = this.#entry;
          return (real ?? now)[name];
        },
      });
    }
    disposable(this.prototype, (run) => run.cancel(), (run) => run.result.then(ignore, ignore));
  }

  get params() { return (this.#entry.real ?? this.#entry).params; }
  get result() { return this.#entry.result; }
  cancel(reason) { return this.#entry.cancel(reason); }
  retry(options) { return this.#entry.retry(options); }
  setPriority(priority) { return this.#entry.setPriority(priority); }
  abandon() { return this.#entry.real?.abandon() ?? false; }
  retryNow() { return this.#entry.real?.retryNow() ?? false; }
  toJSON() { return this.#entry.real?.toJSON() ?? { ...this.#entry.now }; }
}

/** Gives a prototype `Symbol.dispose` and `Symbol.asyncDispose`, where the engine has them. */
export function disposable(prototype, dispose, finished = ignore) {
  if (Symbol.dispose) prototype[Symbol.dispose] = function disposeNow() { dispose(this); };
  if (Symbol.asyncDispose) {
    prototype[Symbol.asyncDispose] = async function disposeLater() {
      dispose(this);
      await finished(this);
    };
  }
}
