// The options of decks, tasks and runs, checked where they are given.

import { NOTHING, body, checked, filled, flag, number, object, oneOf, shown, text, time, whole } from './checks.js';
import { outOfRange, warnOnce, wrongType } from './errors.js';
import { NUMBERS, OVERLAPS, PRIORITIES, STATUSES, TEXTS } from './words.js';

const RETRY = { limit: whole(0, true), delay: time(0), factor: number, maxDelay: time(0, true), jitter: flag, when: body };

function retry(value, name) {
  const said = checked(value, RETRY, name, `${name}.`);
  if (said.factor !== undefined && !(said.factor >= 1 && said.factor < Infinity)) {
    throw outOfRange('retry.factor', `retry.factor must be at least 1, and is ${said.factor}`);
  }
  const { delay = 0, maxDelay = 30_000 } = said;
  if (delay > maxDelay) warnOnce(`retry.delay is ${delay} ms, and no wait is longer than retry.maxDelay, ${maxDelay} ms`);
  return said;
}

function signal(value, name) {
  const is = typeof value === 'object' && value !== null && typeof value.aborted === 'boolean';
  if (!is || typeof value.addEventListener !== 'function') {
    throw wrongType(name, `${name} must be an AbortSignal, and is ${shown(value)}`);
  }
  return value;
}

function worker(value, name) {
  if (typeof value === 'string') return filled(value, name);
  if (typeof value === 'function' || value instanceof URL) return value;
  throw wrongType(name, `${name} must be a URL, or a function that returns a Worker, and is ${shown(value)}`);
}

/** Of a task or a run. */
const TREATED = {
  priority: oneOf(PRIORITIES),
  lane: filled,
  overlap: oneOf(OVERLAPS),
  key: filled,
  timeout: time(1, true),
  deadline: time(1, true),
  retry,
  delay: time(0),
  grace: time(0, true),
  critical: flag,
  showProgress: flag,
  unit: text,
  worker,
  workerReady: time(1, true),
};

/** Of a run only. */
const TOLD = { signal, id: text, onStart: body, onProgress: body, onComplete: body, onError: body, onCancel: body };

const any = (value) => value;

function params(value, name) {
  return object(value, name);
}

const FIELD = {
  name: filled,
  type: oneOf(['text', 'textarea', 'number', 'select', 'switch', 'files']),
  label: text,
  help: text,
  options: any,
  min: number,
  max: number,
  whole: flag,
  maxLength: whole(1),
  multiple: flag,
  folders: flag,
  accept: text,
  required: flag,
  secret: flag,
  default: any,
};

/** What belongs to parameters of some types only. */
const OF_TYPES = {
  options: ['select'],
  min: ['number'],
  max: ['number'],
  whole: ['number'],
  maxLength: ['text', 'textarea'],
  multiple: ['files'],
  folders: ['files'],
  accept: ['files'],
  default: ['text', 'textarea', 'number', 'select', 'switch'],
};

function choices(value) {
  if (!Array.isArray(value) || value.length === 0) {
    throw wrongType('params', 'the options of a select must be a list with at least one text');
  }
  const values = new Set();
  return value.map((option) => {
    const said = typeof option === 'string' ? { value: option } : checked(option, { value: text, label: text }, 'params', 'params.options.');
    text(said.value, 'params.options.value');
    if (values.has(said.value)) throw outOfRange('params.options', `params.options has ${shown(said.value)} twice`);
    values.add(said.value);
    return { value: said.value, label: said.label ?? said.value };
  });
}

/** Why a value is no default of a parameter; `undefined` where it is one. */
function wrongDefault({ type, options, min = -Infinity, max = Infinity, whole: isWhole, maxLength = Infinity }, value) {
  const wanted = { number: 'number', switch: 'boolean' }[type] ?? 'string';
  if (typeof value !== wanted) return `must be a ${wanted === 'string' ? 'text' : wanted}`;
  if (options && !options.some((option) => option.value === value)) return `must be one of ${options.map((option) => option.value).join(', ')}`;
  if (wanted === 'number' && !(value >= min && value <= max && Number.isFinite(value))) return `must be a number from ${min} to ${max}`;
  if (isWhole && !Number.isInteger(value)) return 'must be a whole number';
  return value.length > maxLength ? `must have at most ${maxLength} characters` : undefined;
}

/** A declared parameter; what says nothing of its type is refused. */
function field(one) {
  const said = checked(one, FIELD, 'a parameter', 'params.');
  const { name, type = 'text', label = filled(name, 'params.name'), min = -Infinity, max = Infinity } = said;
  filled(name, 'params.name');
  for (const option of Object.keys(said)) {
    const types = OF_TYPES[option];
    if (types && !types.includes(type)) {
      throw wrongType(`params.${option}`, `params.${option} is for ${types.join(', ')}; the parameter ${shown(name)} is of the type ${type}`);
    }
  }
  if (!(min <= max && min < Infinity && max > -Infinity)) throw outOfRange('params.min', `params.min must not be more than params.max, and is ${min}, with ${max}`);
  const made = { ...said, type, label };
  if (type === 'select') made.options = choices(said.options);
  const wrong = said.default === undefined ? undefined : wrongDefault(made, said.default);
  if (wrong) throw outOfRange('params.default', `params.default of ${shown(name)} ${wrong}, and is ${shown(said.default)}`);
  if (type === 'select') made.default ??= made.options[0].value;
  if (type === 'switch') made.default ??= false;
  return made;
}

/** The declared parameters of a task. */
function fields(value) {
  if (!Array.isArray(value)) throw wrongType('params', `params must be a list of parameters, and is ${shown(value)}`);
  const names = new Set();
  return value.map((one) => {
    const made = field(one);
    if (names.has(made.name)) throw wrongType('params', `the parameter ${shown(made.name)} is declared twice`);
    names.add(made.name);
    return made;
  });
}

const TASK = { id: text, title: text, description: text, group: text, params: fields, run: body, ...TREATED };

export const theme = oneOf(['auto', 'light', 'dark']);

const DECK = {
  target: any,
  variant: oneOf(['dashboard', 'tray']),
  concurrency: whole(1, true),
  maxQueued: whole(0, true),
  keep: whole(0, true),
  theme,
  locale,
  strings: object,
  captureGlobalErrors: flag,
  wasm,
};

/** What only a face has. */
const OF_A_FACE = ['variant', 'theme', 'locale', 'strings', 'captureGlobalErrors'];

const RATE = { starts: whole(1), window: time(1) };

function locale(value, name) {
  text(value, name);
  let known;
  try {
    known = Intl.NumberFormat.supportedLocalesOf(value);
  } catch {
    throw outOfRange(name, `${name} must be a language tag such as "de" or "de-CH", and is ${shown(value)}`);
  }
  if (known.length === 0) warnOnce(`the locale ${shown(value)} is not known here: numbers and times are written as without it`);
  return value;
}

function wasm(value, name) {
  if (typeof value === 'string') return filled(value, name);
  // An address, a request, a response, bytes, a module, or a promise of one.
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value;
  throw wrongType(name, `${name} must be the address of a .wasm file, its bytes or a WebAssembly.Module, and is ${shown(value)}`);
}

/** Where a face is drawn: the element itself, or the first that a selector finds. */
function target(value) {
  if (typeof value === 'string') {
    let found = null;
    try {
      found = document.querySelector(value);
    } catch {
      throw wrongType('target', `target ${shown(value)} is not a selector`);
    }
    if (!found) throw wrongType('target', `target ${shown(value)} finds no element on this page`);
    return found;
  }
  if (typeof Element === 'function' && value instanceof Element) return value;
  throw wrongType('target', `target must be an element or a selector, and is ${shown(value)}`);
}

export function deckOptions(given) {
  const said = checked(given, DECK, 'createDeck');
  if (said.target === null) {
    warnOnce('target is null: the deck has no face. Leave it out where none is wanted');
    delete said.target;
  }
  if (said.target !== undefined) said.target = target(said.target);
  const idle = said.target ? [] : OF_A_FACE.filter((name) => said[name] !== undefined);
  if (idle.length > 0) warnOnce(`createDeck without a target has no face: ${idle.join(', ')} have no effect`);
  return said;
}

export const concurrency = whole(1, true);

/** `workerReady` says nothing of a body in the page. */
export function needsWorker({ workerReady }, worker) {
  if (workerReady !== undefined && worker === undefined) warnOnce('workerReady has no effect: the body runs in the page, not in a worker');
}

/** The body of a run: a function, or a worker in its place. */
export function bodyOf(run, said) {
  if (said.worker === undefined) body(run, 'fn');
  else if (run !== undefined && run !== null) throw wrongType('fn', 'fn must be undefined where the option worker is given: the worker has the body');
  needsWorker(said, said.worker);
}

export function taskOptions(given) {
  const said = checked(object(given, 'task'), TASK, 'a task');
  text(said.id, 'id');
  if (said.worker === undefined) body(said.run, 'run');
  else if (said.run !== undefined) throw wrongType('run', 'a task has either run or worker, not both');
  needsWorker(said, said.worker);
  return { ...said, title: said.title ?? said.id };
}

/** Whether JSON holds a value as it is. */
export function isJson(value, depth = 100) {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth === 0) return false;
  const isPlain = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
  return isPlain && Object.values(value).every((part) => isJson(part, depth - 1));
}

/** Parameters as JSON, for the core to check and to show; undefined where they are not to be written so. */
export function asJson(params) {
  try {
    const json = JSON.stringify(params);
    return json.length < 60_000 ? json : undefined;
  } catch {
    return undefined;
  }
}

const START = { ...TREATED, ...TOLD };
const SPAWN = { ...START, params };

export const startOptions = (given) => checked(given, START, 'a run');
export const spawnOptions = (given) => checked(given, SPAWN, 'a run');
export const startParams = (given) => (given === undefined || given === null ? {} : params(given, 'params'));
export function shutdownOptions(given) {
  const said = checked(given, { timeout: time(0, true), drain: flag }, 'shutdown');
  if (said.drain && said.timeout !== undefined) warnOnce('shutdown: timeout has no effect with drain, which waits for all runs');
  return said;
}
export const priority = oneOf(PRIORITIES);

export function laneOptions(given) {
  const rate = (value, name) => checked(value, RATE, name, 'rate.');
  const said = checked(given, { limit: whole(1, true), rate }, 'a lane');
  if (said.rate && (said.rate.starts === undefined || said.rate.window === undefined)) {
    throw wrongType('rate', 'rate needs both starts and window, in milliseconds');
  }
  return said;
}

function at(value, name) {
  const time = value instanceof Date ? value.getTime() : number(value, name);
  if (!(time >= 0 && time <= 8.64e15)) throw outOfRange(name, `${name} must be a Date, or milliseconds since 1970 began`);
  return time;
}

export function scheduleOptions(given) {
  const suspend = (value, name) => checked(value, { failures: whole(1), window: time(1) }, name, 'suspendAfter.');
  const said = checked(object(given, 'when'), { every: time(1), at, suspendAfter: suspend }, 'a schedule');
  if (said.every === undefined && said.at === undefined) throw wrongType('every', 'a schedule needs every or at');
  if (said.suspendAfter && said.suspendAfter.failures === undefined) throw wrongType('suspendAfter.failures', 'suspendAfter needs failures');
  if (said.every < 10) throw outOfRange('every', `every must be at least 10 milliseconds, and is ${said.every}`);
  return said;
}

export function filter(given) {
  const statuses = (value, name) => (Array.isArray(value) ? value : [value]).map((word) => oneOf(STATUSES)(word, name));
  return checked(given, { status: statuses, task: text, search: text }, 'runs');
}

/** The policy of the core that says what was said; undefined when nothing was. */
export function policy(RunPolicy, said, runsInWorker) {
  if (said === NOTHING) return undefined;
  let made;
  const policy = () => (made ??= new RunPolicy());
  const value = (name) => {
    if (name === 'priority') return PRIORITIES.indexOf(said[name]);
    return name === 'overlap' ? OVERLAPS.indexOf(said[name]) : Number(said[name]);
  };
  NUMBERS.forEach((name, place) => {
    if (said[name] !== undefined) policy().number(place, value(name));
  });
  TEXTS.forEach((name, place) => {
    if (said[name] !== undefined) policy().text(place, said[name]);
  });
  if (said.retry) {
    const { limit = 3, delay = 1000, factor = 2, maxDelay = 30_000, jitter = false } = said.retry;
    policy().retry(Math.min(limit, 0xffff_ffff), delay, factor, maxDelay, jitter);
  }
  if (runsInWorker) {
    // A worker can be terminated.
    policy().number(NUMBERS.indexOf('undroppable'), 0);
    if (said.grace === undefined) policy().number(NUMBERS.indexOf('grace'), 2000);
  }
  return made;
}
