// Checks of option values. A check returns the value to use, or throws a TypeError or RangeError whose `code` names the option.

import { outOfRange, wrongType } from './errors.js';

const MAX = Number.MAX_SAFE_INTEGER;

/** Returns a value as it is quoted in messages. */
export function quoted(value) {
  try {
    if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    return Array.isArray(value) ? 'an array' : typeof value === 'object' && value !== null ? 'an object' : String(value);
  } catch {
    return 'something that cannot be shown';
  }
}

function editDistance(a, b) {
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

/** So many known words are listed where none of them is close to the wrong one. */
const LISTED = 8;

/** So many equal letters at the beginning make two words close, if no other is closer: "retries" and "retry". */
const STEM = 4;
const STEM_DISTANCE = 2.5;

/** Returns the hint "did you mean …" for a misspelt word; empty when no known word is close. */
export function suggestion(word, known) {
  if (word.length > 40) return '';
  const distanceTo = (other) => Math.min(other.slice(0, STEM) === word.slice(0, STEM) ? STEM_DISTANCE : Infinity, editDistance(word.toLowerCase(), other.toLowerCase()));
  const [distance, nearest] = [...known].map((other) => [distanceTo(other), other]).sort(([a], [b]) => a - b)[0] ?? [Infinity, ''];
  const isClose = distance <= Math.max(STEM_DISTANCE, Math.floor(nearest.length / 3)) && distance < Math.min(word.length, nearest.length);
  return isClose ? ` — did you mean ${JSON.stringify(nearest)}?` : '';
}

/** Returns the hint for a wrong word: the close one, or all words if they are few. */
export function hint(word, known) {
  const words = [...known];
  return suggestion(word, words) || (words.length > 0 && words.length <= LISTED ? `: there is ${words.join(', ')}` : '');
}

export function text(value, name) {
  if (typeof value !== 'string') throw wrongType(name, `${name} must be a text, and is ${quoted(value)}`);
  return value;
}

export function nonEmpty(value, name) {
  if (text(value, name) === '') throw outOfRange(name, `${name} must not be empty`);
  return value;
}

export function flag(value, name) {
  if (typeof value !== 'boolean') throw wrongType(name, `${name} must be true or false, and is ${quoted(value)}`);
  return value;
}

export function body(value, name) {
  if (typeof value !== 'function') throw wrongType(name, `${name} must be a function, and is ${quoted(value)}`);
  return value;
}

export function number(value, name) {
  if (typeof value !== 'number') throw wrongType(name, `${name} must be a number, and is ${quoted(value)}`);
  if (Number.isNaN(value)) throw outOfRange(name, `${name} must be a number, and is NaN`);
  return value;
}

export function duration(min, allowsInfinity) {
  return (value, name) => {
    number(value, name);
    if (allowsInfinity && value === Infinity) return value;
    const fits = min === 0 ? value >= 0 : value > 0;
    if (fits && value <= MAX) return value;
    throw outOfRange(name, `${name} must be ${min === 0 ? '0 or more' : 'more than 0'} milliseconds, and is ${value}`);
  };
}

export function integer(min, allowsInfinity) {
  return (value, name) => {
    number(value, name);
    if (allowsInfinity && value === Infinity) return value;
    if (Number.isInteger(value) && value >= min && value <= MAX) return value;
    throw outOfRange(name, `${name} must be a whole number from ${min}${allowsInfinity ? ', or Infinity' : ''}, and is ${value}`);
  };
}

/** Checks that a value is one of these words. `more` names what is taken beside them. */
export const oneOf = (words, ...more) => (value, name) => {
  if (words.includes(value)) return value;
  const message = `${name} must be one of ${[...words, ...more].join(', ')}, and is ${quoted(value)}`;
  if (typeof value !== 'string') throw wrongType(name, message);
  throw outOfRange(name, `${message}${suggestion(value, words)}`);
};

export function object(value, name) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongType(name, `${name} must be an object, and is ${quoted(value)}`);
  }
  return value;
}

/** The checked options of a call without options. */
export const NO_OPTIONS = Object.freeze({});

/** Checks each option of an object by a table of checks. Returns a copy without the options that are undefined. */
export function checkOptions(given, checks, where, prefix = '') {
  if (given === undefined) return NO_OPTIONS;
  const result = {};
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    const example = `{ ${Object.keys(checks)[0]}: … }`;
    throw wrongType(where, prefix ? `${where} must be an object such as ${example}, and is ${quoted(given)}` : `the options of ${where} must be an object such as ${example}, and are ${quoted(given)}`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(checks, name)) {
      throw wrongType(prefix + name, `there is no option ${quoted(prefix + name)} of ${where}${hint(name, Object.keys(checks))}`);
    }
    if (value !== undefined) result[name] = checks[name](value, prefix + name);
  }
  return result;
}
