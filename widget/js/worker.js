// The side of a worker: a module that is started by `worker: new URL('./job.js', import.meta.url)` calls
// `expose(fn)`, and `fn` runs there with the same `ctx`, by message.

import { describe, isAbort } from './errors.js';
import { pack, unpack } from './portable.js';
import { sleep, turn } from './turn.js';

const send = (...message) => globalThis.postMessage(['taskdeck', ...message]);

/** Sends an error with all of it that can be sent, or else what can be said of it. */
function sendError(kind, error) {
  let packed;
  try {
    packed = pack(error);
  } catch {
    // An error that cannot be read, such as a revoked proxy.
  }
  send(kind, packed ?? pack(new Error(describe(error).join(': '))));
}

/** Sends what the body returned; a value that cannot be sent is an error of the body. */
function sendValue(value) {
  try {
    send('value', value);
  } catch (error) {
    sendError('error', new DOMException(`the result cannot be sent from the worker: ${describe(error)[0]}`, 'DataCloneError'));
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
    yield: () => turn(signal),
    spawn() {
      throw new Error('a body in a worker cannot start runs; start them in the page');
    },
  };
  try {
    sendValue(await body(ctx, ...given));
  } catch (error) {
    sendError(signal.aborted && (error === signal.reason || isAbort(error)) ? 'aborted' : 'error', error);
  }
}

const amount = (given) => (typeof given === 'bigint' ? Number(given) : given ?? undefined);

let isExposed = false;

// A page is not told that a worker has closed itself.
if (typeof globalThis.postMessage === 'function' && typeof document === 'undefined' && typeof globalThis.close === 'function') {
  const { close } = globalThis;
  globalThis.close = () => {
    send('closed');
    close.call(globalThis);
  };
}

/**
 * Makes a function the body that runs in this worker.
 * @param {(ctx: object, ...given: any[]) => unknown} body
 */
export function expose(body) {
  if (typeof body !== 'function') throw new TypeError('expose takes the function that is to run in this worker');
  if (typeof globalThis.postMessage !== 'function' || typeof document !== 'undefined') {
    throw new Error('expose is to be called in a worker');
  }
  if (isExposed) throw new Error('expose was called twice: a worker has one body');
  isExposed = true;
  const controller = new AbortController();
  globalThis.addEventListener('message', ({ data }) => {
    if (!Array.isArray(data) || data[0] !== 'taskdeck') return;
    const [, what, ...rest] = data;
    if (what === 'start') run(body, rest[0], rest[1], controller.signal);
    if (what === 'cancel') controller.abort(unpack(rest[0]));
  });
  send('ready');
}
