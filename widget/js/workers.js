// A body in a worker of its own, seen from the page. `worker.js` is the other side.

import { describe } from './errors.js';
import { pack, unpack } from './portable.js';

/** How long a worker may take to say that it is ready, in milliseconds. */
const READY_WITHIN = 10_000;

/** How long the last message of a worker that has closed itself may take, in milliseconds. */
const LAST_WORD = 100;

const isWorker = (made) => typeof made?.postMessage === 'function' && typeof made.terminate === 'function';

/** What a worker is called in messages. */
function named(source) {
  if (typeof source === 'function') return 'the worker that the function returned';
  let address = String(source);
  try {
    address = new URL(source, globalThis.document?.baseURI ?? globalThis.location?.href).href;
  } catch {
    // No address: it is shown as it was given.
  }
  return `the worker at ${address.slice(0, 200)}`;
}

/** What can be sent of the reason of a cancel. */
function sendable(reason) {
  try {
    return pack(reason) ?? { value: describe(reason)[0] };
  } catch {
    return { value: describe(reason)[0] };
  }
}

/** Where an error happened, as far as the browser says. */
const place = ({ filename, lineno, colno }) => (filename ? ` (${[filename, lineno, colno].join(':')})` : '');

export class WorkerBody {
  #source;
  #name;
  #attempt;
  #worker;
  #timer;
  #ready = false;
  #cancelled = null;

  constructor(source, attempt, given, readyWithin = READY_WITHIN) {
    this.#source = source;
    this.#name = named(source);
    this.#attempt = attempt;
    if (!this.#make()) return;
    this.#worker.addEventListener('message', ({ data }) => this.#told(given, data));
    this.#worker.addEventListener('error', (event) => this.#failed(event));
    this.#worker.addEventListener('messageerror', () => this.#lost('has sent a message that cannot be read'));
    if (readyWithin < Infinity) this.#timer = setTimeout(() => this.#isLate(readyWithin), Math.min(readyWithin, 2 ** 31 - 1));
  }

  #make() {
    const source = this.#source;
    if (typeof source === 'function') {
      const worker = source();
      if (!isWorker(worker)) throw new TypeError('the function given as worker must return a Worker');
      // Nothing tells that a worker was terminated by its maker.
      const terminate = worker.terminate.bind(worker);
      worker.terminate = () => {
        terminate();
        this.#lost('was terminated before its body had ended');
      };
      this.#worker = worker;
      return true;
    }
    try {
      this.#worker = new Worker(source, { type: 'module', name: 'taskdeck' });
    } catch (error) {
      const here = typeof Worker === 'function' ? '' : '; there is no Worker here: give a function that returns one';
      this.#lost(`could not be made: ${describe(error)[0]}${here}`, error);
    }
    return this.#worker;
  }

  #lost(what, cause) {
    const error = new Error(`${this.#name} ${what}`);
    if (cause) error.cause = cause;
    this.#attempt.reject(error, true);
  }

  #isLate(within) {
    // From here on it is too late.
    this.#ready = true;
    this.#explain(`was not ready within ${within} ms: `, 'its module has to call expose(fn) of taskdeck/worker, and has not called it yet');
  }

  #failed(event) {
    event.preventDefault?.();
    const { message } = event;
    if (message) this.#lost(`has failed: ${message.replace(/^Uncaught /, '')}${place(event)}`);
    else if (this.#ready || typeof this.#source === 'function') this.#lost('could not be loaded, or has died; the browser gives no reason');
    else this.#explain('could not be loaded: ', 'the browser gives no reason: look in the console for an error in its syntax or in what it imports');
  }

  /** Its run fails with what speaks against its module, where that is found, and with `otherwise` where not. */
  async #explain(what, otherwise) {
    clearTimeout(this.#timer);
    let why;
    try {
      const { whyNotLoaded } = await import('./why-worker.js');
      if (typeof this.#source !== 'function') why = await whyNotLoaded(new URL(this.#source, document.baseURI).href);
    } catch {
      // It stays at that.
    }
    this.#lost(what + (why ?? otherwise));
  }

  #told(given, data) {
    if (!Array.isArray(data) || data[0] !== 'taskdeck') return;
    const attempt = this.#attempt;
    const [, what, ...rest] = data;
    if (what === 'ready' && !this.#ready) this.#start(given);
    else if (what === 'progress') attempt.progress(...rest);
    else if (what === 'log') attempt.log(rest[0]);
    else if (what === 'value') attempt.fulfil(rest[0]);
    else if (what === 'aborted') attempt.reject(attempt.aborted ? attempt.reason : unpack(rest[0]));
    else if (what === 'error') attempt.reject(unpack(rest[0]));
    else if (what === 'closed') this.#closed();
  }

  /** A body that closes its worker may still return in the same turn. */
  #closed() {
    // A worker that has closed itself hears nothing any more, also where it calls `expose` in the same turn.
    this.#ready = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lost('has ended by self.close() before its body had'), LAST_WORD);
  }

  #start(given) {
    this.#ready = true;
    clearTimeout(this.#timer);
    const { engine, record, number } = this.#attempt;
    try {
      this.#send('start', { id: record.publicId, attempt: number, params: record.params }, given);
    } catch (error) {
      this.#attempt.reject(new DOMException(`the parameters cannot be sent to ${this.#name}: ${describe(error)[0]}`, 'DataCloneError'));
      return;
    }
    if (this.#cancelled) this.#send('cancel', this.#cancelled.reason);
  }

  cancel(reason) {
    this.#cancelled = { reason: sendable(reason) };
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
