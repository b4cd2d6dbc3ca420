// Packs values for messages between the page and a worker. A structured clone of an error keeps only its class and its message.
// An error is therefore packed as plain data with its name, code, cause and other own fields, and created again on the other side.

const CLASSES = ['AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'DOMException'];

/** Fields that are restored apart from the others. */
const STANDARD_FIELDS = new Set(['name', 'message', 'stack']);

function read(from, name) {
  try {
    return from[name];
  } catch {
    return undefined;
  }
}

const isPlain = (value) => Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** Returns a copy that can be sent, without the parts of plain objects that cannot; undefined if nothing can be sent. */
function sendableCopy(value, seen) {
  try {
    return structuredClone(value);
  } catch {
    if (typeof value !== 'object' || !isPlain(value)) return undefined;
  }
  if (seen.has(value)) return seen.get(value);
  const copy = Array.isArray(value) ? [] : {};
  seen.set(value, copy);
  for (const name of Object.keys(value)) {
    const part = sendableCopy(read(value, name), seen);
    if (part !== undefined) Object.defineProperty(copy, name, { value: part, configurable: true, enumerable: true, writable: true });
  }
  return copy;
}

function packedError(error, seen) {
  const kind = CLASSES.find((name) => error instanceof globalThis[name]);
  const [name, message, stack] = [...STANDARD_FIELDS].map((name) => String(read(error, name) ?? ''));
  const packed = { kind, name, message, stack, fields: [] };
  seen.set(error, packed);
  for (const field of Object.getOwnPropertyNames(error)) {
    const part = STANDARD_FIELDS.has(field) ? undefined : pack(read(error, field), seen);
    if (part) packed.fields.push([field, Object.prototype.propertyIsEnumerable.call(error, field), part]);
  }
  return packed;
}

/** Packs a value for `unpack` on the other side; undefined if nothing of it can be sent. */
export function pack(value, seen = new Map()) {
  if (value instanceof Error) return seen.get(value) ?? packedError(value, seen);
  if (Array.isArray(value) && value.some((item) => item instanceof Error)) return { list: value.map((item) => pack(item, seen) ?? {}) };
  const copy = sendableCopy(value, new Map());
  return copy === undefined && value !== undefined ? undefined : { value: copy };
}

function newError({ kind, name, message }) {
  if (kind === 'DOMException') return new DOMException(message, name);
  const Class = CLASSES.includes(kind) ? globalThis[kind] : Error;
  return kind === 'AggregateError' ? new Class([], message) : new Class(message);
}

function define(error, name, value, enumerable) {
  try {
    Object.defineProperty(error, name, { value, enumerable, configurable: true, writable: true });
  } catch {
    // The class defines this field itself, and its constructor has set it.
  }
}

/** Returns the packed value. An error has the same built-in class; circles are kept. */
export function unpack(packed, seen = new Map()) {
  if (packed.list) return packed.list.map((item) => unpack(item, seen));
  if (!packed.fields) return packed.value;
  if (seen.has(packed)) return seen.get(packed);
  const error = newError(packed);
  seen.set(packed, error);
  for (const name of STANDARD_FIELDS) if (packed[name] && error[name] !== packed[name]) define(error, name, packed[name], false);
  for (const [name, enumerable, part] of packed.fields) define(error, name, unpack(part, seen), enumerable);
  return error;
}
