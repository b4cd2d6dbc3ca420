// Checks the options of decks and of their faces.

import { body, checkOptions, flag, integer, nonEmpty, object, oneOf, quoted, text } from './checks.js';
import { outOfRange, warnOnce, wrongType } from './errors.js';

function locale(value, name) {
  text(value, name);
  let known;
  try {
    known = Intl.NumberFormat.supportedLocalesOf(value);
  } catch {
    throw outOfRange(name, `${name} must be a language tag such as "de" or "de-CH", and is ${quoted(value)}`);
  }
  if (known.length === 0) warnOnce(`the locale ${quoted(value)} is not known here: numbers and times are written as without it`);
  return value;
}

function wasm(value, name) {
  if (typeof value === 'string') return nonEmpty(value, name);
  // An address, a request, a response, bytes, a module, or a promise of one of these.
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value;
  throw wrongType(name, `${name} must be the address of a .wasm file, its bytes or a WebAssembly.Module, and is ${quoted(value)}`);
}

/** Returns the element for a face: the given one, or the first that a selector finds. */
export function targetElement(value) {
  if (typeof document === 'undefined') throw wrongType('target', 'there is no page here: leave out target');
  if (typeof value === 'string') {
    let found = null;
    try {
      found = document.querySelector(value);
    } catch {
      throw wrongType('target', `target ${quoted(value)} is not a selector`);
    }
    if (!found) throw wrongType('target', `target ${quoted(value)} finds no element on this page`);
    return found;
  }
  // An element of another document is of another class.
  if (value?.nodeType === 1) return value;
  throw wrongType('target', `target must be an element or a selector, and is ${quoted(value)}`);
}

export const theme = oneOf(['auto', 'light', 'dark']);

const HEADERS = ['full', 'compact'];

function header(value, name) {
  return value === false ? value : oneOf(HEADERS, 'false')(value, name);
}

/** The controls of a face, each of which can be left out. */
const CONTROLS = { concurrency: flag, pause: flag, search: flag, palette: flag, settings: flag, clear: flag };

const controls = (value, name) => checkOptions(value, CONTROLS, name, 'controls.');

/** Options of one face. `mountFace` takes them, and `createDeck` as the defaults of every face. */
const FACE = { variant: oneOf(['dashboard', 'tray']), theme, header, controls, locale, strings: object };

/** Options of a deck without a face. */
const HEADLESS = { concurrency: integer(1, true), maxQueued: integer(0, true), keep: integer(0, true), wasm };

const DECK = { ...HEADLESS, ...FACE, target: (value) => value, face: flag, captureGlobalErrors: flag, chunks: body };

/** Options that have an effect only with a face. */
const FACE_ONLY = [...Object.keys(FACE), 'captureGlobalErrors'];

export function deckOptions(given) {
  const options = checkOptions(given, DECK, 'createDeck');
  if (options.target === null) {
    if (!options.face) warnOnce('target is null: the deck has no face. Leave it out where none is wanted');
    delete options.target;
  }
  if (options.target !== undefined) {
    if (options.face === false) throw outOfRange('face', 'face is false, and target is where the face is drawn: give one of them');
    options.target = targetElement(options.target);
  }
  const ineffective = options.target || options.face ? [] : FACE_ONLY.filter((name) => options[name] !== undefined);
  if (ineffective.length > 0) warnOnce(`createDeck without a target has no face: ${ineffective.join(', ')} ${ineffective.length === 1 ? 'has' : 'have'} no effect`);
  return options;
}

/** Returns the option `header` of a word in markup. */
export const headerOf = (word) => (oneOf([...HEADERS, 'none'])(word, 'header') === 'none' ? false : word);

/** Returns the option `controls` without the controls that markup names, with spaces between them. */
export function controlsWithout(names) {
  const off = names.split(/\s+/).filter(Boolean);
  return Object.fromEntries(off.map((name) => [oneOf(Object.keys(CONTROLS))(name, 'without'), false]));
}

export const faceOptions = (given) => checkOptions(given, FACE, 'mountFace');

/** Checks the options of a deck that can have no face; `where` takes them, and `why` they are refused if they are of a face. */
export function headlessOptions(given, where, why) {
  const options = checkOptions(given, DECK, where);
  const unusable = Object.keys(options).find((name) => !Object.hasOwn(HEADLESS, name) && options[name] !== false);
  if (unusable) throw wrongType(unusable, `${unusable} is of a deck with a face: ${why}`);
  return options;
}
