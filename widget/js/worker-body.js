// The page's side of a body in a worker: starts the worker, passes messages on, and explains failures. `worker.js` is the other side.
// `workers.js` loads this module when the first body needs it. It imports nothing that others do, because that would be a file of
// its own: `describe` of `errors.js` is passed.

import { pack, unpack } from './portable.js';

/** The default of `workerReady`: the time until the module has called `expose`, in milliseconds. */
const READY_TIMEOUT = 10_000;

/** How long to wait for the last messages of a worker that has closed itself, in milliseconds. */
const CLOSE_TIMEOUT = 100;

const isWorker = (value) => typeof value?.postMessage === 'function' && typeof value.terminate === 'function';

/** Returns the name of a worker in messages. */
function nameOf(source) {
  if (typeof source === 'function') return 'the worker that the function returned';
  let address = String(source);
  try {
    address = new URL(source, globalThis.document?.baseURI ?? globalThis.location?.href).href;
  } catch {
    // It is not an address, and is shown as it was passed.
  }
  return `the worker at ${address.slice(0, 200)}`;
}

/** Packs the reason of a cancel, or its message if it cannot be sent. */
function sendable(reason, describe) {
  try {
    return pack(reason) ?? { value: describe(reason)[0] };
  } catch {
    return { value: describe(reason)[0] };
  }
}

/** Returns the location of an error, if the browser reports it. */
const locationOf = ({ filename, lineno, colno }) => (filename ? ` (${[filename, lineno, colno].join(':')})` : '');

export class WorkerBody {
  #describe;
  #source;
  #name;
  #attempt;
  #worker;
  #timer;
  #ready = false;
  #cancelled = null;

  constructor(describe, source, attempt, args, readyTimeout = READY_TIMEOUT) {
    this.#describe = describe;
    this.#source = source;
    this.#name = nameOf(source);
    this.#attempt = attempt;
    if (!this.#create()) return;
    this.#worker.addEventListener('message', ({ data }) => this.#onMessage(args, data));
    this.#worker.addEventListener('error', (event) => this.#onError(event));
    this.#worker.addEventListener('messageerror', () => this.#fail('has sent a message that cannot be read'));
    if (readyTimeout < Infinity) this.#timer = setTimeout(() => this.#onReadyTimeout(readyTimeout), Math.min(readyTimeout, 2 ** 31 - 1));
  }

  #create() {
    const source = this.#source;
    if (typeof source === 'function') {
      const worker = source();
      if (!isWorker(worker)) throw new TypeError('the function given as worker must return a Worker');
      // Workers have no event for `terminate`, so a call by the page is noticed here.
      const terminate = worker.terminate.bind(worker);
      worker.terminate = () => {
        terminate();
        this.#fail('was terminated before its body had ended');
      };
      this.#worker = worker;
      return true;
    }
    try {
      this.#worker = new Worker(source, { type: 'module', name: 'taskdeck' });
    } catch (error) {
      const here = typeof Worker === 'function' ? '' : '; there is no Worker here: give a function that returns one';
      this.#fail(`could not be made: ${this.#describe(error)[0]}${here}`, error);
    }
    return this.#worker;
  }

  #fail(what, cause) {
    const error = new Error(`${this.#name} ${what}`);
    if (cause) error.cause = cause;
    this.#attempt.reject(error, true);
  }

  #onReadyTimeout(timeout) {
    // A later `expose` is ignored.
    this.#ready = true;
    this.#explain(`was not ready within ${timeout} ms: `, 'its module has to call expose(fn) of taskdeck/worker, and has not called it yet');
  }

  #onError(event) {
    event.preventDefault?.();
    const { message } = event;
    if (message) this.#fail(`has failed: ${message.replace(/^Uncaught /, '')}${locationOf(event)}`);
    else if (this.#ready || typeof this.#source === 'function') this.#fail('could not be loaded, or has died; the browser gives no reason');
    else this.#explain('could not be loaded: ', 'the browser gives no reason: look in the console for an error in its syntax or in what it imports');
  }

  /** Fails the run with the reason why its module cannot be loaded, or with `fallback` if none is found. */
  async #explain(what, fallback) {
    clearTimeout(this.#timer);
    let why;
    try {
      const { whyNotLoaded } = await import('./why-worker.js');
      if (typeof this.#source !== 'function') why = await whyNotLoaded(new URL(this.#source, document.baseURI).href);
    } catch {
      // Without the explanation, `fallback` has to do.
    }
    this.#fail(what + (why ?? fallback));
  }

  #onMessage(args, data) {
    if (!Array.isArray(data) || data[0] !== 'taskdeck') return;
    const attempt = this.#attempt;
    const [, kind, ...rest] = data;
    if (kind === 'ready' && !this.#ready) this.#start(args);
    else if (kind === 'progress') attempt.progress(...rest);
    else if (kind === 'log') attempt.log(rest[0]);
    else if (kind === 'summary') attempt.summary(rest[0]);
    else if (kind === 'problem') attempt.problem(rest[0]);
    else if (kind === 'value') attempt.fulfil(rest[0]);
    else if (kind === 'aborted') attempt.reject(attempt.aborted ? attempt.reason : unpack(rest[0]));
    else if (kind === 'error') attempt.reject(unpack(rest[0]));
    else if (kind === 'closed') this.#onClosed();
  }

  /** Waits for the value: a body that closes its worker may still return in the same turn. */
  #onClosed() {
    // A closed worker receives no messages, even if it calls `expose` in the same turn.
    this.#ready = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail('has ended by self.close() before its body had'), CLOSE_TIMEOUT);
  }

  #start(args) {
    this.#ready = true;
    clearTimeout(this.#timer);
    const { engine, record, number } = this.#attempt;
    try {
      this.#send('start', { id: record.publicId, attempt: number, params: record.params }, args);
    } catch (error) {
      this.#attempt.reject(new DOMException(`the parameters cannot be sent to ${this.#name}: ${this.#describe(error)[0]}`, 'DataCloneError'));
      return;
    }
    if (this.#cancelled) this.#send('cancel', this.#cancelled.reason);
  }

  cancel(reason) {
    this.#cancelled = { reason: sendable(reason, this.#describe) };
    if (this.#ready) this.#send('cancel', this.#cancelled.reason);
  }

  #send(...message) {
    this.#worker.postMessage(['taskdeck', ...message]);
  }

  terminate() {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
  }
}
