// What a face shows of the value of a body: a text, files, a table, or JSON. It is bounded, because it is copied into the module.
// This module imports nothing: what it shared with others would be a file of its own in the package.

/** The longest text that is shown, in characters. */
const MAX_TEXT = 1_000_000;

/** How much of a table is shown. Lengths are in characters: of a cell, and of all cells. */
const MAX_ROWS = 10_000;
const MAX_COLUMNS = 50;
const MAX_CELL = 10_000;
const MAX_CELLS = 4_000_000;

/** How many values a JSON may hold, and how deep they may lie. A hundred characters count as one value. */
const MAX_VALUES = 10_000;
const MAX_CELL_VALUES = 100;
const CHARACTERS_A_VALUE = 100;
const MAX_DEPTH = 20;

/** Returns the beginning of a text. A character of two code units stays whole. */
const cut = (text, most) => text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');

const isBlob = (value) => typeof Blob === 'function' && value instanceof Blob;

/** Whether a value is an object that no class has made, of this page or of another. */
function isPlain(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Copies a value as JSON would write it, and marks what is left out with an ellipsis. */
class Copy {
  #room;
  /** The objects in which the current value lies. */
  #around = new Set();

  constructor(room) {
    this.#room = room;
  }

  /** Returns the copy; undefined for what JSON leaves out, and for an object of a class without fields. */
  of(value) {
    this.#room -= 1;
    if (typeof value === 'string') return this.#text(value);
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'function' || typeof value === 'symbol') return undefined;
    if (typeof value !== 'object' || value === null) return value;
    if (this.#around.has(value) || this.#around.size === MAX_DEPTH) return '…';
    this.#around.add(value);
    const copy = this.#object(value);
    this.#around.delete(value);
    return copy;
  }

  #text(text) {
    const most = Math.max(0, this.#room) * CHARACTERS_A_VALUE;
    this.#room -= text.length / CHARACTERS_A_VALUE;
    return text.length > most ? `${cut(text, most)}…` : text;
  }

  #object(value) {
    if (typeof value.toJSON === 'function') return this.of(value.toJSON());
    if (isBlob(value)) return { name: value.name, size: value.size, type: value.type };
    if (value instanceof Error) return this.of(`${value.name}: ${value.message}`);
    if (value instanceof Map || value instanceof Set) return this.#list(value, value.size);
    if (Array.isArray(value) || (ArrayBuffer.isView(value) && typeof value.length === 'number')) return this.#list(value, value.length);
    const names = Object.keys(value);
    return names.length > 0 || isPlain(value) ? this.#fields(value, names) : undefined;
  }

  #list(items, count) {
    const copy = [];
    for (const item of items) {
      if (this.#room <= 0) return [...copy, `… +${count - copy.length}`];
      copy.push(this.of(item) ?? null);
    }
    return copy;
  }

  #fields(value, names) {
    // Any name is an ordinary one in an object without a prototype.
    const copy = Object.create(null);
    for (const [index, name] of names.entries()) {
      if (this.#room <= 0) {
        copy['…'] = `+${names.length - index}`;
        break;
      }
      const part = this.of(value[name]);
      if (part !== undefined) copy[name] = part;
    }
    return copy;
  }
}

/** The name of a file of a type, such as `result.csv`, for a blob without a name. */
function nameOf(blob, index, count) {
  if (typeof blob.name === 'string' && blob.name !== '') return blob.name;
  const [, kind = ''] = /^[^/]+\/(?:x-)?([a-z\d]+)(?:[;+-]|$)/i.exec(blob.type) ?? [];
  const ending = { plain: 'txt', jpeg: 'jpg', javascript: 'js', octet: 'bin', markdown: 'md', gzip: 'gz' }[kind] ?? kind;
  return `result${count > 1 ? ` ${index + 1}` : ''}${ending && ending.length < 6 ? `.${ending}` : ''}`;
}

/** Returns the text of a cell. Text and columns are passed with NUL between them. */
function cell(value) {
  if (value === undefined || value === null) return '';
  const copy = isBlob(value) ? String(value.name ?? value.type) : new Copy(MAX_CELL_VALUES).of(value);
  const text = typeof copy === 'object' ? JSON.stringify(copy) : String(copy ?? '');
  return (text.length > MAX_CELL ? `${cut(text, MAX_CELL)}…` : text).replaceAll('\0', ' ');
}

/** Returns the columns and the cells of a list of plain objects; undefined for any other list. */
function tableOf(list) {
  const objects = list.slice(0, MAX_ROWS);
  const names = new Set();
  for (const object of objects) {
    if (!isPlain(object)) return undefined;
    for (const name of Object.keys(object)) names.add(name);
  }
  if (names.size === 0) return undefined;
  const columns = [...names].slice(0, MAX_COLUMNS);
  const cells = columns.map(cell);
  let length = 0;
  for (const object of objects) {
    const row = columns.map((name) => cell(Object.hasOwn(object, name) ? object[name] : undefined));
    length += row.reduce((sum, text) => sum + text.length, row.length);
    if (length > MAX_CELLS) break;
    cells.push(...row);
  }
  return { columns: columns.length, cells, allColumns: names.size };
}

function show(core, key, attempt, value) {
  if (value === undefined || value === null) return;
  const list = Array.isArray(value) ? value : [value];
  if (list.length > 0 && list.every(isBlob)) {
    core.show_files(key, attempt, list.map((blob, index) => nameOf(blob, index, list.length)), list);
    return;
  }
  const table = Array.isArray(value) ? tableOf(value) : undefined;
  if (table) {
    core.show_table(key, attempt, table.columns, table.cells.join('\0'), list.length, table.allColumns);
    return;
  }
  // A text, or what JSON writes as one, such as a date.
  const plain = typeof value === 'object' ? new Copy(MAX_VALUES).of(value) : ['function', 'symbol'].includes(typeof value) ? undefined : value;
  // The functions that `map` has called may have returned nothing.
  if (plain === undefined || (Array.isArray(plain) && plain.length > 0 && plain.every((item) => item === null))) return;
  if (typeof plain === 'object') core.show_json(key, attempt, plain);
  else if (plain !== '') core.show_text(key, attempt, cut(String(plain), MAX_TEXT), String(plain).length);
}

/** Shows the value that an attempt has returned. */
export function showResult(core, key, attempt, value) {
  try {
    show(core, key, attempt, value);
  } catch {
    // A value that cannot be read is not shown: its getters have thrown, or it is a revoked proxy.
  }
}
