// The worker's side of a body in a worker: the module that the option `worker` names calls `expose(fn)`. `fn` then runs in the
// worker with a `ctx` whose functions send messages to the page. `workers.js` is the other side.

import { text as checkText } from './checks.js';
import { describe, isAbort } from './errors.js';
import { pack, unpack } from './portable.js';
import { sleep, turn } from './turn.js';

const send = (...message) => globalThis.postMessage(['taskdeck', ...message]);

/** Sends an error, or an error with its message if it cannot be sent. */
function sendError(kind, error) {
  let packed;
  try {
    packed = pack(error);
  } catch {
    // The error cannot be read, such as a revoked proxy.
  }
  send(kind, packed ?? pack(new Error(describe(error).join(': '))));
}

/** Sends the value of the body. If it cannot be sent, the body has failed. */
function sendValue(value) {
  try {
    send('value', value);
  } catch (error) {
    sendError('error', new DOMException(`the result cannot be sent from the worker: ${describe(error)[0]}`, 'DataCloneError'));
  }
}

/** Sends a report of the body, with its values as numbers or text. */
const sendReport = (kind, ...values) => send(kind, ...values.map((value) => (typeof value === 'number' || value === undefined ? value : describe(value)[0])));

async function run(body, fields, args, signal) {
  const ctx = {
    ...fields,
    signal,
    progress: (done, total, message) => sendReport('progress', amount(done), amount(total), message),
    log: (text) => sendReport('log', text),
    summary: (text) => sendReport('summary', checkText(text, 'summary')),
    problem: (text) => sendReport('problem', checkText(text, 'problem')),
    sleep: (ms) => sleep(ms, signal),
    yield: () => turn(signal),
    spawn() {
      throw new Error('a body in a worker cannot start runs; start them in the page');
    },
  };
  try {
    sendValue(await body(ctx, ...args));
  } catch (error) {
    sendError(signal.aborted && (error === signal.reason || isAbort(error)) ? 'aborted' : 'error', error);
  }
}

const amount = (given) => (typeof given === 'bigint' ? Number(given) : given ?? undefined);

let isExposed = false;

// Browsers do not notify the page that a worker has closed itself.
if (typeof globalThis.postMessage === 'function' && typeof document === 'undefined' && typeof globalThis.close === 'function') {
  const { close } = globalThis;
  globalThis.close = () => {
    send('closed');
    close.call(globalThis);
  };
}

/**
 * Sets the function that runs in this worker. Call it once.
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
    const [, kind, ...rest] = data;
    if (kind === 'start') run(body, rest[0], rest[1], controller.signal);
    if (kind === 'cancel') controller.abort(unpack(rest[0]));
  });
  send('ready');
}
