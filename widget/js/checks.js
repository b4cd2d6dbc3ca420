// Checks of one value each: what is wrong is a TypeError or RangeError with a `code` that names the option.

import { outOfRange, wrongType } from './errors.js';

const LONGEST = Number.MAX_SAFE_INTEGER;

export function shown(value) {
  try {
    if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    return Array.isArray(value) ? 'an array' : typeof value === 'object' && value !== null ? 'an object' : String(value);
  } catch {
    return 'something that cannot be shown';
  }
}

function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

/** The word that was probably meant. */
export function meant(word, known) {
  if (word.length > 40) return '';
  const far = (other) => distance(word.toLowerCase(), other.toLowerCase());
  const near = [...known].map((other) => [far(other), other]).sort(([a], [b]) => a - b)[0];
  return near && near[0] <= Math.max(2, Math.floor(near[1].length / 3)) ? ` — did you mean ${JSON.stringify(near[1])}?` : '';
}

// A check returns the value to be used.

export function text(value, name) {
  if (typeof value !== 'string') throw wrongType(name, `${name} must be a text, and is ${shown(value)}`);
  return value;
}

export function filled(value, name) {
  if (text(value, name) === '') throw outOfRange(name, `${name} must not be empty`);
  return value;
}

export function flag(value, name) {
  if (typeof value !== 'boolean') throw wrongType(name, `${name} must be true or false, and is ${shown(value)}`);
  return value;
}

export function body(value, name) {
  if (typeof value !== 'function') throw wrongType(name, `${name} must be a function, and is ${shown(value)}`);
  return value;
}

export function number(value, name) {
  if (typeof value !== 'number') throw wrongType(name, `${name} must be a number, and is ${shown(value)}`);
  if (Number.isNaN(value)) throw outOfRange(name, `${name} must be a number, and is NaN`);
  return value;
}

export function time(least, endless) {
  return (value, name) => {
    number(value, name);
    if (endless && value === Infinity) return value;
    const fits = least === 0 ? value >= 0 : value > 0;
    if (fits && value <= LONGEST) return value;
    throw outOfRange(name, `${name} must be ${least === 0 ? '0 or more' : 'more than 0'} milliseconds, and is ${value}`);
  };
}

export function whole(least, endless) {
  return (value, name) => {
    number(value, name);
    if (endless && value === Infinity) return value;
    if (Number.isInteger(value) && value >= least && value <= LONGEST) return value;
    throw outOfRange(name, `${name} must be a whole number from ${least}${endless ? ', or Infinity' : ''}, and is ${value}`);
  };
}

export const oneOf = (words) => (value, name) => {
  if (words.includes(text(value, name))) return value;
  throw outOfRange(name, `${name} must be one of ${words.join(', ')}, and is ${shown(value)}${meant(value, words)}`);
};

export function object(value, name) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongType(name, `${name} must be an object, and is ${shown(value)}`);
  }
  return value;
}

/** What was said where nothing was. */
export const NOTHING = Object.freeze({});

/** Checks an object by a table of checks; what is undefined was not said. The result is a copy. */
export function checked(given, checks, where, prefix = '') {
  if (given === undefined) return NOTHING;
  const result = {};
  for (const [name, value] of Object.entries(object(given, where))) {
    if (!Object.hasOwn(checks, name)) {
      throw wrongType(prefix + name, `there is no option ${shown(prefix + name)} of ${where}${meant(name, Object.keys(checks))}`);
    }
    if (value !== undefined) result[name] = checks[name](value, prefix + name);
  }
  return result;
}
