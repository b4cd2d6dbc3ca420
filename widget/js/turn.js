// Waiting: a real turn of the event loop, and a time.

/** The longest that one timer of a browser can hold. */
const LONGEST = 2 ** 31 - 1;

const waiting = [];
let channel;

/** A turn has come for who waits longest. Nothing stays open once nobody waits. */
function arrive() {
  waiting.shift()();
  if (waiting.length > 0) return;
  channel.port1.close();
  channel = undefined;
}

/** A rejection that is not awaited is not reported: the run is told of its cancel anyway. */
function unheard(promise) {
  promise.catch(() => {});
  return promise;
}

/**
 * Resolves in a real turn of the event loop: the page can draw and take input before. Rejects with the reason of
 * `source`, a signal or an attempt, where that is aborted by then.
 */
export function turn(source) {
  return unheard(new Promise((resolve, reject) => {
    const arrived = () => (source?.aborted ? reject(source.reason) : resolve());
    // Some test environments have none.
    if (typeof MessageChannel === 'undefined') return void setTimeout(arrived);
    if (!channel) {
      channel = new MessageChannel();
      channel.port1.onmessage = arrive;
    }
    waiting.push(arrived);
    channel.port2.postMessage(0);
  }));
}

/** Waits for a time, which may be days; rejects with the signal's reason as soon as that is aborted. */
export function sleep(ms, signal) {
  return unheard(new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const end = performance.now() + Math.max(0, Number(ms) || 0);
    let timer;
    const stopped = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const wait = () => {
      const left = end - performance.now();
      if (left > 0) {
        timer = setTimeout(wait, Math.min(Math.ceil(left), LONGEST));
        return;
      }
      signal.removeEventListener('abort', stopped);
      resolve();
    };
    signal.addEventListener('abort', stopped, { once: true });
    timer = setTimeout(wait, Math.min(Math.max(0, Number(ms) || 0), LONGEST));
  }));
}
