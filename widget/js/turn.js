// Promises that wait for a turn of the event loop, or for a time.

import { quoted } from './checks.js';
import { wrongType } from './errors.js';

/** The longest delay of a timer in a browser, in milliseconds. */
const MAX_DELAY = 2 ** 31 - 1;

const waiting = [];
let channel;

/** Settles the oldest wait. After the last one the channel is closed, because an open port keeps Node alive. */
function settleOldest() {
  waiting.shift()();
  if (waiting.length > 0) return;
  channel.port1.close();
  channel = undefined;
}

/** Keeps a rejection that is not awaited from being reported: the signal of the run has fired anyway. */
function withoutReport(promise) {
  promise.catch(() => {});
  return promise;
}

/**
 * Resolves in a later turn of the event loop, so that the page can draw and take input before. Rejects with the reason of
 * `source`, a signal or an attempt, if it is aborted by then.
 */
export function turn(source) {
  return withoutReport(new Promise((resolve, reject) => {
    const settle = () => (source?.aborted ? reject(source.reason) : resolve());
    // Some test environments have no MessageChannel.
    if (typeof MessageChannel === 'undefined') return void setTimeout(settle);
    if (!channel) {
      channel = new MessageChannel();
      channel.port1.onmessage = settleOldest;
    }
    waiting.push(settle);
    channel.port2.postMessage(0);
  }));
}

/** Resolves after a time, which may be days. Rejects with the signal's reason as soon as the signal fires. */
export function sleep(ms, signal) {
  return withoutReport(new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    if (typeof ms !== 'number' || Number.isNaN(ms)) return reject(wrongType('ms', `sleep takes a number of milliseconds, and was given ${quoted(ms)}`));
    const end = performance.now() + Math.max(0, ms);
    let timer;
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const wait = () => {
      const left = end - performance.now();
      if (left > 0) {
        timer = setTimeout(wait, Math.min(Math.ceil(left), MAX_DELAY));
        return;
      }
      signal.removeEventListener('abort', onAbort);
      resolve();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    timer = setTimeout(wait, Math.min(Math.max(0, ms), MAX_DELAY));
  }));
}
