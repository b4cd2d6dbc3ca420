// A body in a worker of its own, seen from the page. `worker.js` is the other side.

import { describe, isAbort } from './errors.js';

/** Makes the worker that was asked for: a module at an address, or whatever a function returns. */
function make(source) {
  if (typeof source !== 'function') return new Worker(source, { type: 'module', name: 'taskdeck' });
  const worker = source();
  if (typeof worker?.postMessage === 'function' && typeof worker.terminate === 'function') return worker;
  throw new TypeError('the function given as worker must return a Worker');
}

/** What can be sent of a reason: an abort is made anew on the other side. */
function sendable(reason) {
  if (isAbort(reason) || reason?.name === 'TimeoutError') return { name: reason.name, message: describe(reason)[0] };
  try {
    return { value: structuredClone(reason) };
  } catch {
    return { value: describe(reason)[0] };
  }
}

export class WorkerBody {
  #worker;
  #ready = false;
  #cancelled = null;

  constructor(source, attempt, given) {
    this.#worker = make(source);
    this.#worker.addEventListener('message', ({ data }) => this.#told(attempt, given, data));
    const lost = (event) => {
      event.preventDefault?.();
      attempt.reject(new Error(event.message || 'its worker could not be started, or has died'), true);
    };
    this.#worker.addEventListener('error', lost);
    this.#worker.addEventListener('messageerror', lost);
  }

  #told(attempt, given, data) {
    if (!Array.isArray(data) || data[0] !== 'taskdeck') return;
    const [, what, ...rest] = data;
    if (what === 'ready' && !this.#ready) this.#start(attempt, given);
    else if (what === 'progress') attempt.progress(...rest);
    else if (what === 'log') attempt.log(rest[0]);
    else if (what === 'value') attempt.fulfil(rest[0]);
    else if (what === 'aborted') attempt.reject(attempt.aborted ? attempt.reason : rest[0]);
    else if (what === 'error') attempt.reject(rest[0]);
  }

  #start(attempt, given) {
    this.#ready = true;
    const { engine, record, number } = attempt;
    try {
      this.#send('start', { id: engine.idOf(record), attempt: number, params: record.params }, given);
    } catch (error) {
      attempt.reject(error);
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
    this.#worker.terminate();
  }
}
