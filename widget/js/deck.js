// A deck: one supervisor with its runs, as an `EventTarget`.

import { body, hint, suggestion, text } from './checks.js';
import { Engine } from './engine.js';
import { describe, outOfRange, warnOnce, wrongType } from './errors.js';
import * as options from './options.js';
import { Schedule } from './schedule.js';
import { PRIORITIES, STATUSES } from './words.js';

/** The events of a deck. They cost nothing before the first listener. */
const EVENTS = new Set(['statuschange', 'progress', 'error', 'idle']);

/** The largest count that the core takes. */
const MAX_COUNT = 0xffff_ffff;

export class Deck extends EventTarget {
  #engine;
  #face = null;
  #cached = null;

  /** Use `createDeck`. `createFace` makes the `Face` of a deck that can be shown. */
  constructor(wasm, settings, createFace) {
    super();
    this.#engine = new Engine(wasm, settings);
    this.#engine.notifier.deck = this;
    if (!createFace) return;
    this.#engine.face = this.#face = createFace(this, wasm, this.#engine.core);
    this.#engine.notifier.showsFailures = true;
  }

  /** Loads every part of the package that is not there yet. */
  async preload() {
    await this.#engine.wasm.loadAllParts?.();
  }

  addEventListener(type, ...rest) {
    if (EVENTS.has(type)) this.#engine.notifier.observe();
    else if (suggestion(String(type), EVENTS)) warnOnce(`there is no event ${JSON.stringify(type)}${suggestion(type, EVENTS)}`);
    if (type === 'error' || type === 'statuschange') this.#engine.notifier.showsFailures = true;
    super.addEventListener(type, ...rest);
  }

  define(given) {
    const settings = options.taskOptions(given);
    const core = this.#engine.alive;
    if (this.#engine.tasks.has(settings.id)) throw wrongType('id', `a task ${JSON.stringify(settings.id.slice(0, 80))} is defined already`);
    const { run, worker, workerReady, retry } = settings;
    const spec = { run: run && ((ctx, params) => Reflect.apply(run, given, [ctx, params])), worker, workerReady, retry };
    const { RunPolicy } = this.#engine.wasm;
    const policy = options.policy(RunPolicy, settings, worker !== undefined) ?? new RunPolicy();
    const fields = settings.params?.length ? JSON.stringify(settings.params) : undefined;
    core.define(settings.id, settings.title, spec, policy, fields, settings.description ?? '', settings.group ?? '');
    this.#engine.tasks.set(settings.id, { spec, title: settings.title, fields: settings.params ?? [] });
    this.#engine.notifier.touch();
    return this;
  }

  #task(id) {
    text(id, 'task');
    const task = this.#engine.tasks.get(id);
    if (task) return task;
    throw outOfRange('task', `no task ${JSON.stringify(id.slice(0, 80))} was defined${hint(id, this.#engine.tasks.keys())}`);
  }

  start(id, params, given) {
    const engine = this.#engine;
    const core = engine.alive;
    const task = this.#task(id);
    const settings = options.startOptions(given);
    options.needsWorker(settings, settings.worker ?? task.spec.worker);
    const passed = this.#withFileLists(task, options.startParams(params));
    const policy = options.policy(engine.wasm.RunPolicy, settings, settings.worker !== undefined);
    const key = core.start(id, settings.id, policy, this.#json(task, passed));
    const full = task.fields.length ? { ...JSON.parse(engine.core.params(key) ?? '{}'), ...defined(passed) } : passed;
    return engine.accept(key, task.spec, settings, full, task.title, id).run;
  }

  /** Returns the same parameters, with files always as a list. */
  #withFileLists({ fields }, params) {
    const files = fields.filter(({ name, type }) => type === 'files' && params[name] !== undefined && params[name] !== null);
    if (files.length === 0) return params;
    const lists = files.map(({ name }) => [name, Symbol.iterator in Object(params[name]) ? [...params[name]] : [params[name]]]);
    const isFile = (value) => typeof value?.name === 'string' && typeof value.arrayBuffer === 'function';
    const invalid = lists.find(([, list]) => !list.every(isFile));
    if (invalid) throw wrongType('params', `the parameter ${JSON.stringify(invalid[0])} takes a File, or a list of them`);
    return { ...params, ...Object.fromEntries(lists) };
  }

  /** Returns the parameters as JSON for the core to check, files as name and size; undefined if there are none. */
  #json({ fields }, params) {
    if (fields.length === 0) return Object.keys(params).length ? options.asJson(params) : undefined;
    const plain = { ...params };
    for (const { name, type } of fields) {
      if (type !== 'files' && typeof params[name]?.toJSON !== 'function' && options.isJson(params[name])) continue;
      if (type !== 'files') throw wrongType('params', `the parameter ${JSON.stringify(name)} must be a text, a finite number or a boolean`);
      if (!Array.isArray(params[name])) continue;
      plain[name] = params[name].map((file) => ({ path: String(file?.name), size: Number(file?.size) }));
    }
    const json = options.asJson(plain);
    if (json === undefined) throw wrongType('params', 'the parameters of a task that declares them must be values that JSON can hold, under 60,000 bytes');
    return json;
  }

  spawn(title, run, given) {
    return this.#engine.spawn(title, run, given);
  }

  wrap(title, run, given) {
    text(title, 'title');
    const settings = options.spawnOptions(given);
    options.bodyOf(run, settings);
    const withOptions = (given) => (...args) => this.#engine.spawn(title, run, given, undefined, args);
    const wrapped = withOptions(given);
    wrapped.with = (more) => {
      const merged = { ...given, ...options.spawnOptions(more) };
      options.bodyOf(run, merged);
      return withOptions(merged);
    };
    return wrapped;
  }

  map(items, fn, given) {
    return this.#engine.map(items, fn, given);
  }

  schedule(id, params, when) {
    const engine = this.#engine;
    const core = engine.alive;
    const task = this.#task(id);
    const { every = NaN, at = NaN, suspendAfter = {} } = options.scheduleOptions(when);
    const { failures = 0, window = 600_000 } = suspendAfter;
    const passed = options.startParams(params);
    // The core keeps them as JSON until a run begins.
    if (!options.isJson(passed)) throw wrongType('params', 'the parameters of a schedule must be values that JSON holds as they are');
    const json = this.#json(task, this.#withFileLists(task, passed));
    if (json === undefined && Object.keys(passed).length > 0) throw outOfRange('params', 'the parameters of a schedule must be under 60,000 bytes');
    engine.needsCore = true;
    return new Schedule(engine, core.schedule(id, json, undefined, every, at, Math.min(failures, MAX_COUNT), window));
  }

  get(id) {
    const key = this.#key(id);
    return key === undefined ? undefined : this.#engine.recordOf(key)?.run;
  }

  #key(id) {
    return this.#engine.core?.find(text(id, 'id'));
  }

  /** Returns the record of the run of this id, live or ended. */
  #record(id) {
    const key = this.#key(id);
    return key === undefined ? undefined : this.#engine.recordOf(key);
  }

  runs(given) {
    const { status = [], task, search = '' } = options.filter(given);
    const statuses = status.reduce((bits, word) => bits | (1 << STATUSES.indexOf(word)), 0);
    const keys = this.#engine.core?.runs(statuses, task, search) ?? [];
    return Array.from(keys, (key) => this.#engine.recordOf(key).run);
  }

  cancel(id, reason) {
    const record = this.#record(id);
    return record ? this.#engine.cancel(record, reason) : false;
  }

  cancelAll(reason) {
    return this.#engine.cancelAll(reason);
  }

  setPriority(id, given) {
    const number = PRIORITIES.indexOf(options.priority(given, 'priority'));
    const key = this.#key(id);
    return key !== undefined && this.#engine.core.set_priority(key, number);
  }

  pause() {
    this.#engine.core?.set_paused(true);
    this.#engine.isPaused = true;
    this.#engine.notifier.touch();
  }

  resume() {
    this.#engine.core?.set_paused(false);
    this.#engine.isPaused = false;
    this.#engine.notifier.touch();
  }

  get isPaused() {
    return this.#engine.core?.is_paused() ?? false;
  }

  get concurrency() {
    return this.#engine.core?.concurrency() ?? 0;
  }

  set concurrency(slots) {
    options.concurrency(slots, 'concurrency');
    this.#engine.alive.set_concurrency(slots);
    this.#engine.slots = slots;
    this.#engine.notifier.touch();
  }

  lane(name, given) {
    text(name, 'name');
    const core = this.#engine.alive;
    if (name === '') throw outOfRange('name', 'the name of a lane must not be empty');
    if (given !== undefined) {
      const { limit = Infinity, rate } = options.laneOptions(given);
      this.#engine.needsCore ||= name === 'main';
      core.set_lane(name, limit, Math.min(rate?.starts ?? 0, MAX_COUNT), rate?.window ?? 0);
      this.#engine.notifier.touch();
    }
    const [limit, running, waiting] = core.lane(name);
    return limit === undefined ? undefined : Object.freeze({ name, limit, running, waiting });
  }

  get counts() {
    const [queued, running, completed, failed, cancelled] = this.#engine.counts;
    return { queued, running, completed, failed, cancelled };
  }

  get activeCount() {
    return this.#engine.activeCount;
  }

  get activeIds() {
    const engine = this.#engine;
    return Array.from(engine.core?.active_runs() ?? [], (key) => engine.recordOf(key).publicId);
  }

  isActive(id) {
    const key = this.#key(id);
    return key !== undefined && this.#engine.core.status(key) < STATUSES.indexOf('completed');
  }

  clearFinished() {
    const cleared = this.#engine.core?.clear_finished() ?? 0;
    this.#engine.kept.sweep();
    this.#engine.notifier.touch();
    return cleared;
  }

  idle() {
    return this.#engine.notifier.idle();
  }

  onEmpty() {
    return this.#engine.notifier.sizeLessThan(1);
  }

  onSizeLessThan(size) {
    return this.#engine.notifier.sizeLessThan(options.size(size, 'size'));
  }

  async shutdown(given) {
    const { timeout = 5000, drain = false } = options.shutdownOptions(given);
    const engine = this.#engine;
    if (!engine.core) return { stopped: [], abandoned: [] };
    const ids = new Map(Array.from(engine.core.active_runs(), (key) => [key, engine.recordOf(key).publicId]));
    const [stopped, abandoned] = await engine.shutdown(timeout, drain);
    const idOf = (key) => {
      const record = ids.has(key) ? undefined : engine.recordOf(key);
      return record ? record.publicId : ids.get(key);
    };
    const named = (keys) => keys.map(idOf).filter((id) => id !== undefined);
    return { stopped: named(stopped), abandoned: named(abandoned) };
  }

  destroy() {
    const face = this.#face;
    this.#face = null;
    face?.destroy();
    this.#engine.destroy();
  }

  report(error, context) {
    const what = context === undefined ? '' : describe(context)[0];
    if (this.#face) this.#face.report(error, what || 'Something went wrong');
    else console.error('Taskdeck:', ...(what ? [what] : []), error);
  }

  resetErrors() {
    this.#face?.resetErrors();
  }

  subscribe(listener) {
    body(listener, 'listener');
    // A function that subscribes twice is called twice, and each subscription ends by itself.
    const wrapped = () => listener();
    this.#engine.notifier.listen(wrapped);
    return () => {
      this.#engine.notifier.listeners.delete(wrapped);
    };
  }

  getSnapshot() {
    const engine = this.#engine;
    const version = `${engine.notifier.changes}/${engine.core?.revision()}`;
    if (this.#cached?.version !== version) {
      const runs = engine.core?.runs(0, undefined, '') ?? [];
      const snapshot = Object.freeze({
        runs: Object.freeze(Array.from(runs, (key) => engine.recordOf(key).snapshot)),
        counts: Object.freeze(this.counts),
        activeCount: this.activeCount,
        isPaused: this.isPaused,
        concurrency: this.concurrency,
      });
      this.#cached = { version, snapshot };
    }
    return this.#cached.snapshot;
  }
}

if (Symbol.dispose) Deck.prototype[Symbol.dispose] = Deck.prototype.destroy;
if (Symbol.asyncDispose) {
  Deck.prototype[Symbol.asyncDispose] = async function dispose() {
    this.destroy();
  };
}

/** Returns the parameters that are not undefined; the others have their defaults. */
const defined = (params) => Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
