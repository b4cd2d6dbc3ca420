// The side of a worker: a module that is started by `worker: new URL('./job.js', import.meta.url)` calls
// `expose(fn)`, and `fn` runs there with the same `ctx`, by message.

import { describe, isAbort } from './errors.js';
import { sleep, turn } from './turn.js';

const send = (...message) => globalThis.postMessage(['taskdeck', ...message]);

/** Sends an error as it is, or else what can be said of it. */
function sendError(kind, error) {
  try {
    send(kind, error);
  } catch {
    const [message, ...causes] = describe(error);
    const cause = causes.length ? new Error(causes.join(': ')) : undefined;
    send(kind, Object.assign(new Error(message, { cause }), { stack: String(error?.stack ?? '') }));
  }
}

/** What is said only as text, where it cannot be sent. */
const sendReport = (what, ...given) => send(what, ...given.map((one) => (typeof one === 'number' || one === undefined ? one : describe(one)[0])));

async function run(body, facts, given, signal) {
  const ctx = {
    ...facts,
    signal,
    progress: (done, total, message) => sendReport('progress', amount(done), amount(total), message),
    log: (text) => sendReport('log', text),
    sleep: (ms) => sleep(ms, signal),
    yield: turn,
    spawn() {
      throw new Error('a body in a worker cannot start runs; start them in the page');
    },
  };
  try {
    send('value', await body(ctx, ...given));
  } catch (error) {
    sendError(signal.aborted && (error === signal.reason || isAbort(error)) ? 'aborted' : 'error', error);
  }
}

const amount = (given) => (typeof given === 'bigint' ? Number(given) : given ?? undefined);

/**
 * Makes a function the body that runs in this worker.
 * @param {(ctx: object, ...given: any[]) => unknown} body
 */
export function expose(body) {
  if (typeof body !== 'function') throw new TypeError('expose takes the function that is to run in this worker');
  if (typeof globalThis.postMessage !== 'function' || typeof document !== 'undefined') {
    throw new Error('expose is to be called in a worker');
  }
  const controller = new AbortController();
  globalThis.addEventListener('message', ({ data }) => {
    if (!Array.isArray(data) || data[0] !== 'taskdeck') return;
    const [, what, ...rest] = data;
    if (what === 'start') run(body, rest[0], rest[1], controller.signal);
    if (what === 'cancel') {
      const { name, message, value } = rest[0];
      controller.abort(name ? new DOMException(message, name) : value);
    }
  });
  send('ready');
}
