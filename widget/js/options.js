// Checks the options of decks, tasks, runs, lanes and schedules, and makes policies from them.

import { body, checkOptions, duration, flag, integer, NO_OPTIONS, nonEmpty, number, object, oneOf, quoted, text } from './checks.js';
import { outOfRange, warnOnce, wrongType } from './errors.js';
import { NUMBERS, OVERLAPS, PRIORITIES, STATUSES, TEXTS } from './words.js';

const RETRY = { limit: integer(0, true), delay: duration(0), factor: number, maxDelay: duration(0, true), jitter: flag, when: body };

function retry(value, name) {
  const options = checkOptions(value, RETRY, name, `${name}.`);
  if (options.factor !== undefined && !(options.factor >= 1 && options.factor < Infinity)) {
    throw outOfRange('retry.factor', `retry.factor must be at least 1, and is ${options.factor}`);
  }
  const { delay = 0, maxDelay = 30_000 } = options;
  if (delay > maxDelay) warnOnce(`retry.delay is ${delay} ms, and no wait is longer than retry.maxDelay, ${maxDelay} ms`);
  return options;
}

function signal(value, name) {
  const is = typeof value === 'object' && value !== null && typeof value.aborted === 'boolean';
  if (!is || typeof value.addEventListener !== 'function') {
    const isController = typeof value?.signal?.aborted === 'boolean';
    throw wrongType(name, `${name} must be an AbortSignal, and is ${isController ? 'its controller: give the signal of that' : quoted(value)}`);
  }
  return value;
}

function worker(value, name) {
  if (typeof value === 'string') return nonEmpty(value, name);
  if (typeof value === 'function' || value instanceof URL) return value;
  throw wrongType(name, `${name} must be a URL, or a function that returns a Worker, and is ${quoted(value)}`);
}

/** Options of a task or a run. */
const POLICY = {
  priority: oneOf(PRIORITIES),
  lane: nonEmpty,
  overlap: oneOf(OVERLAPS),
  key: nonEmpty,
  timeout: duration(1, true),
  deadline: duration(1, true),
  retry,
  delay: duration(0),
  grace: duration(0, true),
  critical: flag,
  showProgress: flag,
  unit: text,
  worker,
  workerReady: duration(1, true),
};

/** Options of a run only. */
const RUN_ONLY = { signal, id: text, onStart: body, onProgress: body, onComplete: body, onError: body, onCancel: body };

const any = (value) => value;

function params(value, name) {
  return object(value, name);
}

const FIELD = {
  name: nonEmpty,
  type: oneOf(['text', 'textarea', 'number', 'select', 'switch', 'files']),
  label: text,
  help: text,
  options: any,
  min: number,
  max: number,
  whole: flag,
  maxLength: integer(1),
  multiple: flag,
  folders: flag,
  accept: text,
  required: flag,
  secret: flag,
  default: any,
};

/** Options that only parameters of these types have. */
const TYPES_OF = {
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
    const options = typeof option === 'string' ? { value: option } : checkOptions(option, { value: text, label: text }, 'params', 'params.options.');
    text(options.value, 'params.options.value');
    if (values.has(options.value)) throw outOfRange('params.options', `params.options has ${quoted(options.value)} twice`);
    values.add(options.value);
    return { value: options.value, label: options.label ?? options.value };
  });
}

/** Returns the numbers from `min` to `max` in words. */
function range(min, max) {
  if (max < Infinity) return min > -Infinity ? `a number from ${min} to ${max}` : `a number of at most ${max}`;
  return min > -Infinity ? `a number of at least ${min}` : 'a finite number';
}

/** Returns why a value cannot be the default of a parameter; undefined if it can. */
function defaultProblem({ type, options, min = -Infinity, max = Infinity, whole: isInteger, maxLength = Infinity }, value) {
  const expected = { number: 'number', switch: 'boolean' }[type] ?? 'string';
  if (typeof value !== expected) return `must be a ${expected === 'string' ? 'text' : expected}`;
  if (options && !options.some((option) => option.value === value)) return `must be one of ${options.map((option) => option.value).join(', ')}`;
  if (expected === 'number' && !(value >= min && value <= max && Number.isFinite(value))) return `must be ${range(min, max)}`;
  if (isInteger && !Number.isInteger(value)) return 'must be a whole number';
  return value.length > maxLength ? `must have at most ${maxLength} characters` : undefined;
}

/** Checks a declared parameter. An option that its type does not have is refused. */
function field(given) {
  const options = checkOptions(given, FIELD, 'a parameter', 'params.');
  const { name, type = 'text', label = nonEmpty(name, 'params.name'), min = -Infinity, max = Infinity } = options;
  nonEmpty(name, 'params.name');
  for (const option of Object.keys(options)) {
    const types = TYPES_OF[option];
    if (types && !types.includes(type)) {
      throw wrongType(`params.${option}`, `params.${option} is for ${types.join(', ')}; the parameter ${quoted(name)} is of the type ${type}`);
    }
  }
  if (!(min <= max && min < Infinity && max > -Infinity)) throw outOfRange('params.min', `params.min must not be more than params.max, and is ${min}, with ${max}`);
  const complete = { ...options, type, label };
  if (type === 'select') complete.options = choices(options.options);
  const problem = options.default === undefined ? undefined : defaultProblem(complete, options.default);
  if (problem) throw outOfRange('params.default', `params.default of ${quoted(name)} ${problem}, and is ${quoted(options.default)}`);
  if (type === 'select') complete.default ??= complete.options[0].value;
  if (type === 'switch') complete.default ??= false;
  return complete;
}

/** Checks the declared parameters of a task. */
function fields(value) {
  if (!Array.isArray(value)) throw wrongType('params', `params must be a list of parameters, and is ${quoted(value)}`);
  const names = new Set();
  return value.map((given) => {
    const complete = field(given);
    if (names.has(complete.name)) throw wrongType('params', `the parameter ${quoted(complete.name)} is declared twice`);
    names.add(complete.name);
    return complete;
  });
}

const TASK = { id: text, title: text, description: text, group: text, params: fields, run: body, ...POLICY };

const RATE = { starts: integer(1), window: duration(1) };

export const concurrency = integer(1, true);
export const size = integer(1, true);

/** Warns when `workerReady` is set for a body in the page. */
export function needsWorker({ workerReady }, worker) {
  if (workerReady !== undefined && worker === undefined) warnOnce('workerReady has no effect: the body runs in the page, not in a worker');
}

/** Checks the body of a run: a function, or a worker in its place. */
export function bodyOf(run, options) {
  if (options.worker === undefined) body(run, 'fn');
  else if (run !== undefined && run !== null) throw wrongType('fn', 'fn must be undefined where the option worker is given: the worker has the body');
  needsWorker(options, options.worker);
}

export function taskOptions(given) {
  const options = checkOptions(object(given, 'task'), TASK, 'a task');
  text(options.id, 'id');
  if (options.worker === undefined) body(options.run, 'run');
  else if (options.run !== undefined) throw wrongType('run', 'a task has either run or worker, not both');
  needsWorker(options, options.worker);
  return { ...options, title: options.title ?? options.id };
}

/** Whether a value survives JSON unchanged. */
export function isJson(value, depth = 100) {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth === 0) return false;
  const isPlain = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
  return isPlain && Object.values(value).every((item) => isJson(item, depth - 1));
}

/** Returns parameters as JSON, for the core to check and show; undefined when they are too large or not serializable. */
export function asJson(params) {
  try {
    const json = JSON.stringify(params);
    return json.length < 60_000 ? json : undefined;
  } catch {
    return undefined;
  }
}

/** The options of `map` that each child has; all others are those of the parent. */
export const CHILD_OPTIONS = ['timeout', 'retry', 'grace', 'showProgress', 'unit', 'params'];

export function mapOptions(given) {
  const { worker, workerReady, ...policy } = POLICY;
  const title = (value, option) => {
    if (typeof value === 'string') throw wrongType(option, `title is a function that names a child, and is ${quoted(value)}: the title of the parent is name`);
    return body(value, option);
  };
  return checkOptions(given, { ...policy, ...RUN_ONLY, params, concurrency, settle: flag, title, name: text }, 'map');
}

const START = { ...POLICY, ...RUN_ONLY };
const SPAWN = { ...START, params };

export const startOptions = (given) => checkOptions(given, START, 'a run');
export const spawnOptions = (given) => checkOptions(given, SPAWN, 'a run');
export const startParams = (given) => (given === undefined || given === null ? {} : params(given, 'params'));
export function shutdownOptions(given) {
  const options = checkOptions(given, { timeout: duration(0, true), drain: flag }, 'shutdown');
  if (options.drain && options.timeout !== undefined) warnOnce('shutdown: timeout has no effect with drain, which waits for all runs');
  return options;
}
export const priority = oneOf(PRIORITIES);

export function laneOptions(given) {
  const rate = (value, name) => checkOptions(value, RATE, name, 'rate.');
  const options = checkOptions(given, { limit: integer(1, true), rate }, 'a lane');
  if (options.rate && (options.rate.starts === undefined || options.rate.window === undefined)) {
    throw wrongType('rate', 'rate needs both starts and window, in milliseconds');
  }
  return options;
}

function at(value, name) {
  if (!(value instanceof Date) && typeof value !== 'number') throw wrongType(name, `${name} must be a Date, or milliseconds since 1970 began, and is ${quoted(value)}`);
  const time = Number(value);
  if (!(time >= 0 && time <= 8.64e15)) throw outOfRange(name, `${name} must be a Date, or milliseconds since 1970 began`);
  return time;
}

export function scheduleOptions(given) {
  const suspend = (value, name) => checkOptions(value, { failures: integer(1), window: duration(1) }, name, 'suspendAfter.');
  const options = checkOptions(object(given, 'when'), { every: duration(1), at, suspendAfter: suspend }, 'a schedule');
  if (options.every === undefined && options.at === undefined) throw wrongType('every', 'a schedule needs every or at');
  if (options.suspendAfter && options.suspendAfter.failures === undefined) throw wrongType('suspendAfter.failures', 'suspendAfter needs failures');
  if (options.every < 10) throw outOfRange('every', `every must be at least 10 milliseconds, and is ${options.every}`);
  return options;
}

export function filter(given) {
  const statuses = (value, name) => (Array.isArray(value) ? value : [value]).map((word) => oneOf(STATUSES)(word, name));
  return checkOptions(given, { status: statuses, task: text, search: text }, 'runs');
}

/** Returns the policy of these options for the core; undefined without options. */
export function policy(RunPolicy, options, runsInWorker) {
  if (options === NO_OPTIONS) return undefined;
  let created;
  const policy = () => (created ??= new RunPolicy());
  const value = (name) => {
    if (name === 'priority') return PRIORITIES.indexOf(options[name]);
    return name === 'overlap' ? OVERLAPS.indexOf(options[name]) : Number(options[name]);
  };
  NUMBERS.forEach((name, index) => {
    if (options[name] !== undefined) policy().set_number(index, value(name));
  });
  TEXTS.forEach((name, index) => {
    if (options[name] !== undefined) policy().set_text(index, options[name]);
  });
  if (options.retry) {
    const { limit = 3, delay = 1000, factor = 2, maxDelay = 30_000, jitter = false } = options.retry;
    policy().set_retry(Math.min(limit, 0xffff_ffff), delay, factor, maxDelay, jitter);
  }
  if (runsInWorker) {
    // A worker can be terminated.
    policy().set_number(NUMBERS.indexOf('undroppable'), 0);
    if (options.grace === undefined) policy().set_number(NUMBERS.indexOf('grace'), 2000);
  }
  return created;
}
