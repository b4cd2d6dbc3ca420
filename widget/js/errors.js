// What was thrown, whatever it is, in words; and the errors that are thrown here.

/** The longest text that is kept of an error. */
const LONGEST = 10_000;

function inWords(thrown) {
  try {
    if (typeof thrown === 'string') return thrown || 'an empty text was thrown';
    if (thrown === undefined || thrown === null) return `${thrown} was thrown`;
    if (typeof thrown === 'object' || typeof thrown === 'function') {
      const { message, name } = thrown;
      if (typeof message === 'string' && message) return message;
      if (typeof name === 'string' && name) return name;
    }
    return String(thrown);
  } catch {
    return 'an error that cannot be read was thrown';
  }
}

/** The message of what was thrown, and those of its causes: never throws, and ends also in a circle. */
export function describe(thrown) {
  const lines = [];
  const seen = new Set();
  for (let at = thrown; lines.length < 10 && !seen.has(at); ) {
    lines.push(inWords(at).slice(0, LONGEST).replaceAll('\0', ' '));
    seen.add(at);
    try {
      at = at.cause;
    } catch {
      break;
    }
    if (at === undefined || at === null) break;
  }
  return lines;
}

/** Whether this only says that somebody stopped because he was asked to. */
export function isAbort(thrown) {
  try {
    return thrown?.name === 'AbortError';
  } catch {
    return false;
  }
}

export const abortError = (message) => new DOMException(message, 'AbortError');
export const timeoutError = (message) => new DOMException(message, 'TimeoutError');

/** Reports what a callback threw, as any uncaught error. */
export function uncaught(error) {
  if (typeof reportError === 'function') reportError(error);
  else setTimeout(() => { throw error; });
}

/** Calls code of somebody else; what it throws changes nothing. */
export function guarded(call, ...given) {
  try {
    return call(...given);
  } catch (error) {
    uncaught(error);
    return undefined;
  }
}

const warned = new Set();

/** Warns of something that has no effect: once on a page for each text. */
export function warnOnce(text) {
  if (warned.has(text) || warned.size === 1000) return;
  warned.add(text);
  console.warn(`Taskdeck: ${text}`);
}

const coded = (Kind, code, message) => Object.assign(new Kind(message), { code });

export const wrongType = (code, message) => coded(TypeError, code, message);
export const outOfRange = (code, message) => coded(RangeError, code, message);

/** By the code of the core: the code here, and the kind of error. */
const REFUSALS = {
  'queue-full': ['maxQueued', RangeError],
  'params-too-large': ['params', RangeError],
  'invalid-params': ['params', TypeError],
  'unknown-lane': ['lane', RangeError],
  'lane-circle': ['lane', RangeError],
  'unknown-task': ['task', RangeError],
  'id-in-use': ['id', RangeError],
  'join-type': ['overlap', TypeError],
  'waits-for-ancestor': ['overlap', RangeError],
  overlap: ['overlap', Error],
  'shut-down': ['shutdown', Error],
};

/** The error for what the core has refused. */
export function refusal(code, message) {
  const known = Object.hasOwn(REFUSALS, code);
  // What is none of these is the field of a policy, or needs no other word.
  const [name, Kind] = known ? REFUSALS[code] : [code.replace('max_delay', 'maxDelay'), code.includes('-') ? Error : RangeError];
  return coded(Kind, name, message);
}
