// Bodies in workers. Their code is loaded when the first one begins.

import { describe } from './errors.js';

/** The class of loaded bodies, and the promise of it. */
let Loaded;
let loading;

function load() {
  loading ??= import('./worker-body.js').then(
    ({ WorkerBody }) => (Loaded = WorkerBody),
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** The body of an attempt in a worker. */
export class WorkerBody {
  #body = null;

  constructor(source, attempt, args, readyTimeout) {
    const begin = () => {
      this.#body = new Loaded(describe, source, attempt, args, readyTimeout);
    };
    if (Loaded) begin();
    else this.#beginLater(begin, attempt);
  }

  async #beginLater(begin, attempt) {
    try {
      await load();
    } catch (error) {
      attempt.reject(Object.assign(new Error(`the code for workers could not be loaded: ${describe(error)[0]}`), { code: 'load', cause: error }), true);
      return;
    }
    if (!attempt.live) return;
    try {
      begin();
      // It may have been cancelled before, or by the function that made the worker.
      if (attempt.aborted) this.cancel(attempt.reason);
      if (!attempt.live) this.terminate();
    } catch (error) {
      attempt.reject(error);
    }
  }

  /** Passes a cancel on, at the latest when the body begins. */
  cancel(reason) {
    this.#body?.cancel(reason);
  }

  terminate() {
    this.#body?.terminate();
  }
}
