// Values that cross between the page and a worker. A structured clone of an error keeps its class and its message only: an
// error is therefore taken apart on one side and made again on the other, with its name, code, cause and other own fields.

const CLASSES = ['AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'DOMException'];

/** These are set when the error is made again. */
const SET = new Set(['name', 'message', 'stack']);

function read(from, name) {
  try {
    return from[name];
  } catch {
    return undefined;
  }
}

const isPlain = (value) => Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** A copy that can be sent. Of a plain object the parts that cannot are left out; `undefined` where nothing can be sent. */
function copied(value, seen) {
  try {
    return structuredClone(value);
  } catch {
    if (typeof value !== 'object' || !isPlain(value)) return undefined;
  }
  if (seen.has(value)) return seen.get(value);
  const copy = Array.isArray(value) ? [] : {};
  seen.set(value, copy);
  for (const name of Object.keys(value)) {
    const part = copied(read(value, name), seen);
    if (part !== undefined) Object.defineProperty(copy, name, { value: part, configurable: true, enumerable: true, writable: true });
  }
  return copy;
}

function packedError(error, seen) {
  const kind = CLASSES.find((name) => error instanceof globalThis[name]);
  const [name, message, stack] = [...SET].map((name) => String(read(error, name) ?? ''));
  const packed = { kind, name, message, stack, fields: [] };
  seen.set(error, packed);
  for (const field of Object.getOwnPropertyNames(error)) {
    const part = SET.has(field) ? undefined : pack(read(error, field), seen);
    if (part) packed.fields.push([field, Object.prototype.propertyIsEnumerable.call(error, field), part]);
  }
  return packed;
}

/** What `unpack` makes again on the other side; `undefined` for a value of which nothing can be sent. */
export function pack(value, seen = new Map()) {
  if (value instanceof Error) return seen.get(value) ?? packedError(value, seen);
  if (Array.isArray(value) && value.some((item) => item instanceof Error)) return { list: value.map((item) => pack(item, seen) ?? {}) };
  const copy = copied(value, new Map());
  return copy === undefined && value !== undefined ? undefined : { value: copy };
}

function made({ kind, name, message }) {
  if (kind === 'DOMException') return new DOMException(message, name);
  const Kind = CLASSES.includes(kind) ? globalThis[kind] : Error;
  return kind === 'AggregateError' ? new Kind([], message) : new Kind(message);
}

function define(error, name, value, enumerable) {
  try {
    Object.defineProperty(error, name, { value, enumerable, configurable: true, writable: true });
  } catch {
    // A field of the class itself: it has been set already.
  }
}

/** The value that was packed. An error is of the same built-in class; circles are kept. */
export function unpack(packed, seen = new Map()) {
  if (packed.list) return packed.list.map((item) => unpack(item, seen));
  if (!packed.fields) return packed.value;
  if (seen.has(packed)) return seen.get(packed);
  const error = made(packed);
  seen.set(packed, error);
  for (const name of SET) if (packed[name] && error[name] !== packed[name]) define(error, name, packed[name], false);
  for (const [name, enumerable, part] of packed.fields) define(error, name, unpack(part, seen), enumerable);
  return error;
}
