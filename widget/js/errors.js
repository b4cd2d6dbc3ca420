// Describes any thrown value, and creates the errors that Taskdeck throws.

/** The longest message that is kept, in characters. */
const MAX_LENGTH = 10_000;

function messageOf(thrown) {
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

/** Returns the message of a thrown value and those of its causes. Never throws, and stops at a circle of causes. */
export function describe(thrown) {
  const lines = [];
  const seen = new Set();
  for (let at = thrown; lines.length < 10 && !seen.has(at); ) {
    lines.push(messageOf(at).slice(0, MAX_LENGTH).replaceAll('\0', ' '));
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

/** Returns the text of a reason for a cancel. */
export function reasonText(reason) {
  try {
    return typeof reason === 'object' && reason !== null ? String(reason.message ?? reason) : String(reason);
  } catch {
    return 'a reason that cannot be read';
  }
}

/** Whether a thrown value is an `AbortError`. */
export function isAbort(thrown) {
  try {
    return thrown?.name === 'AbortError';
  } catch {
    return false;
  }
}

export const abortError = (message) => new DOMException(message, 'AbortError');
export const timeoutError = (message) => new DOMException(message, 'TimeoutError');

/** Reports an error like any uncaught error of the page. */
export function uncaught(error) {
  if (typeof reportError === 'function') reportError(error);
  else queueMicrotask(() => { throw error; });
}

/** Calls a function of the page. What it throws is reported, and undefined is returned. */
export function guarded(call, ...given) {
  try {
    return call(...given);
  } catch (error) {
    uncaught(error);
    return undefined;
  }
}

const warned = new Set();

/** Warns of an option that has no effect, once on a page for each text. */
export function warnOnce(text) {
  if (warned.has(text) || warned.size === 1000) return;
  warned.add(text);
  console.warn(`Taskdeck: ${text}`);
}

export const coded = (Class, code, message) => Object.assign(new Class(message), { code });

export const wrongType = (code, message) => coded(TypeError, code, message);
export const outOfRange = (code, message) => coded(RangeError, code, message);

/** For each code of the core: the code of the error, and its class. */
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
  live: ['live', Error],
  face: ['face', Error],
  'shut-down': ['shutdown', Error],
};

/** Returns the error for a call that the core has refused. */
export function refusal(code, message) {
  const known = Object.hasOwn(REFUSALS, code);
  // Any other code is the field of a policy, or is used as it is.
  const [name, Class] = known ? REFUSALS[code] : [code.replace('max_delay', 'maxDelay'), code.includes('-') ? Error : RangeError];
  return coded(Class, name, message);
}
