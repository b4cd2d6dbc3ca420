// A deck: runs under one supervisor, in JavaScript's words.

import { body, meant, text } from './checks.js';
import { Engine } from './engine.js';
import { describe, outOfRange, warnOnce, wrongType } from './errors.js';
import { load } from './load.js';
import * as options from './options.js';
import { Schedule } from './schedule.js';
import { PRIORITIES, STATUSES } from './words.js';

/** The events of a deck, which cost something only once somebody listens. */
const EVENTS = new Set(['statuschange', 'progress', 'error', 'idle']);

/** The largest number that the core takes where it counts. */
const MOST = 0xffff_ffff;

/** The faces that are on the page, for `element.js`. */
const faces = new WeakMap();

/** The face of a deck, with `set_theme(word)`; undefined where it has none. */
export const faceOf = (deck) => faces.get(deck);

export class Deck extends EventTarget {
  #engine;
  #tasks = new Map();
  #face = null;
  #snapshot = null;

  /** Use `createDeck`. */
  constructor(wasm, said) {
    super();
    if (said.strings) checkStrings(said.strings, wasm);
    this.#engine = new Engine(wasm, said);
    this.#engine.notifier.deck = this;
    if (said.target !== undefined) this.#mount(wasm, said);
  }

  // The one place where a face comes in: it appends its own host to the target. `widget/rust/face.rs`.
  #mount(wasm, said) {
    const { target, variant = 'dashboard', theme = 'auto', locale, strings = {}, captureGlobalErrors = false } = said;
    const words = Object.entries(strings).flat().map((text) => text.replaceAll('\0', '')).join('\0');
    this.#face = wasm.mount_face(this.#engine.core, target, variant, theme, locale, words, captureGlobalErrors);
    faces.set(this, this.#face);
    this.#engine.notifier.isHeard = true;
  }

  addEventListener(type, ...rest) {
    if (EVENTS.has(type)) this.#engine.notifier.observe();
    else if (meant(String(type), EVENTS)) warnOnce(`there is no event ${JSON.stringify(type)}${meant(type, EVENTS)}`);
    if (type === 'error' || type === 'statuschange') this.#engine.notifier.isHeard = true;
    super.addEventListener(type, ...rest);
  }

  define(given) {
    const said = options.taskOptions(given);
    const core = this.#engine.alive;
    if (this.#tasks.has(said.id)) throw wrongType('id', `a task ${JSON.stringify(said.id.slice(0, 80))} is defined already`);
    const { run, worker, workerReady, retry } = said;
    const spec = { run: run && ((ctx, params) => Reflect.apply(run, given, [ctx, params])), worker, workerReady, retry };
    const { RunPolicy } = this.#engine.wasm;
    const policy = options.policy(RunPolicy, said, worker !== undefined) ?? new RunPolicy();
    const fields = said.params?.length ? JSON.stringify(said.params) : undefined;
    core.define(said.id, said.title, spec, policy, fields, said.description ?? '', said.group ?? '');
    this.#tasks.set(said.id, { spec, title: said.title, fields: said.params ?? [] });
    this.#engine.notifier.touch();
    return this;
  }

  #task(id) {
    text(id, 'task');
    const task = this.#tasks.get(id);
    if (task) return task;
    throw outOfRange('task', `no task ${JSON.stringify(id.slice(0, 80))} was defined${meant(id, this.#tasks.keys())}`);
  }

  start(id, params, given) {
    const engine = this.#engine;
    const core = engine.alive;
    const task = this.#task(id);
    const said = options.startOptions(given);
    options.needsWorker(said, said.worker ?? task.spec.worker);
    const own = this.#listed(task, options.startParams(params));
    const policy = options.policy(engine.wasm.RunPolicy, said, said.worker !== undefined);
    const key = core.start(id, said.id, policy, this.#json(task, own));
    const full = task.fields.length ? { ...JSON.parse(engine.core.params(key) ?? '{}'), ...present(own) } : own;
    return engine.accepted(key, task.spec, said, full, task.title, id).run;
  }

  /** The same parameters, with files always as a list. */
  #listed({ fields }, params) {
    const files = fields.filter(({ name, type }) => type === 'files' && params[name] !== undefined && params[name] !== null);
    if (files.length === 0) return params;
    const listed = files.map(({ name }) => [name, Symbol.iterator in Object(params[name]) ? [...params[name]] : [params[name]]]);
    const isFile = (one) => typeof one?.name === 'string' && typeof one.arrayBuffer === 'function';
    const wrong = listed.find(([, given]) => !given.every(isFile));
    if (wrong) throw wrongType('params', `the parameter ${JSON.stringify(wrong[0])} takes a File, or a list of them`);
    return { ...params, ...Object.fromEntries(listed) };
  }

  /** Parameters for the core to check: files by their names and sizes. */
  #json({ fields }, params) {
    if (fields.length === 0) return Object.keys(params).length ? options.asJson(params) : undefined;
    const written = { ...params };
    for (const { name, type } of fields) {
      if (type !== 'files' && typeof params[name]?.toJSON !== 'function' && options.isJson(params[name])) continue;
      if (type !== 'files') throw wrongType('params', `the parameter ${JSON.stringify(name)} must be a text, a finite number or a boolean`);
      if (!Array.isArray(params[name])) continue;
      written[name] = params[name].map((file) => ({ path: String(file?.name), size: Number(file?.size) }));
    }
    const json = options.asJson(written);
    if (json === undefined) throw wrongType('params', 'the parameters of a task that declares them must be values that JSON can hold, under 60,000 bytes');
    return json;
  }

  spawn(title, run, given) {
    return this.#engine.spawn(title, run, given);
  }

  wrap(title, run, given) {
    text(title, 'title');
    const said = options.spawnOptions(given);
    options.bodyOf(run, said);
    return (...args) => this.#engine.spawn(title, run, given, undefined, args);
  }

  schedule(id, params, when) {
    const engine = this.#engine;
    const core = engine.alive;
    const task = this.#task(id);
    const { every = NaN, at = NaN, suspendAfter = {} } = options.scheduleOptions(when);
    const { failures = 0, window = 600_000 } = suspendAfter;
    const own = options.startParams(params);
    // They are kept as JSON until the run begins.
    if (!options.isJson(own)) throw wrongType('params', 'the parameters of a schedule must be values that JSON holds as they are');
    const json = this.#json(task, this.#listed(task, own));
    if (json === undefined && Object.keys(own).length > 0) throw outOfRange('params', 'the parameters of a schedule must be under 60,000 bytes');
    return new Schedule(engine, core.schedule(id, json, undefined, every, at, Math.min(failures, MOST), window));
  }

  get(id) {
    const key = this.#key(id);
    return key === undefined ? undefined : this.#engine.recordOf(key)?.run;
  }

  #key(id) {
    return this.#engine.core?.find(text(id, 'id'));
  }

  /** What is known of the run of this id, live or ended. */
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
    this.#engine.notifier.touch();
  }

  resume() {
    this.#engine.core?.set_paused(false);
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
    this.#engine.notifier.touch();
  }

  lane(name, given) {
    text(name, 'name');
    const core = this.#engine.alive;
    if (name === '') throw outOfRange('name', 'the name of a lane must not be empty');
    if (given !== undefined) {
      const { limit = Infinity, rate } = options.laneOptions(given);
      core.set_lane(name, limit, Math.min(rate?.starts ?? 0, MOST), rate?.window ?? 0);
      this.#engine.notifier.touch();
    }
    const [limit, running, waiting] = core.lane(name);
    return limit === undefined ? undefined : Object.freeze({ name, limit, running, waiting });
  }

  get counts() {
    const [queued, running, completed, failed, cancelled] = this.#engine.core?.counts() ?? [0, 0, 0, 0, 0];
    return { queued, running, completed, failed, cancelled };
  }

  get activeCount() {
    return this.#engine.core?.active_count() ?? 0;
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
    this.#engine.sweep();
    this.#engine.notifier.touch();
    return cleared;
  }

  idle() {
    return this.#engine.notifier.idle();
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
    faces.delete(this);
    face?.free();
    this.#engine.destroy();
  }

  report(error, context) {
    const what = context === undefined ? '' : describe(context)[0];
    if (this.#face) this.#face.report(describe(error).join('\0'), what || 'Something went wrong');
    else console.error('Taskdeck:', ...(what ? [what] : []), error);
  }

  resetErrors() {
    this.#face?.reset_errors();
  }

  subscribe(listener) {
    body(listener, 'listener');
    // Whoever subscribes twice with one function ends each by itself.
    const own = () => listener();
    this.#engine.notifier.listen(own);
    return () => {
      this.#engine.notifier.listeners.delete(own);
    };
  }

  getSnapshot() {
    const engine = this.#engine;
    const version = `${engine.notifier.changes}/${engine.core?.revision()}`;
    if (this.#snapshot?.version !== version) {
      const runs = engine.core?.runs(0, undefined, '') ?? [];
      const seen = Object.freeze({
        runs: Object.freeze(Array.from(runs, (key) => engine.recordOf(key).seen)),
        counts: Object.freeze(this.counts),
        activeCount: this.activeCount,
        isPaused: this.isPaused,
        concurrency: this.concurrency,
      });
      this.#snapshot = { version, seen };
    }
    return this.#snapshot.seen;
  }
}

/** Parameters without those that are undefined, for which a default stands. */
const present = (params) => Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));

/** What is put into a text: the names in braces. */
const namesIn = (text) => new Set(Array.from(text.matchAll(/\{([^{}]*)\}/g), ([, name]) => name));

/** Words in place of a text take what that takes. They may leave something out, but an empty text would leave a button without a name. */
function checkWords(name, words) {
  const shown = JSON.stringify(name.slice(0, 80));
  if (typeof words !== 'string') throw wrongType('strings', `strings: what stands for ${shown} must be a text`);
  if (words.trim() === '') throw outOfRange('strings', `strings: what stands for ${shown} must not be empty`);
  const known = namesIn(name);
  for (const used of namesIn(words)) {
    if (known.has(used)) continue;
    const there = known.size > 0 ? `there is ${[...known].map((one) => `{${one}}`).join(', ')}` : 'nothing is put in there';
    throw outOfRange('strings', `strings: ${shown} has no {${used}}: ${there}${meant(used, known)}`);
  }
  if (/[{}]/.test(words.replace(/\{[^{}]*\}/g, ''))) throw outOfRange('strings', `strings: what stands for ${shown} has a brace that is not closed`);
}

/** Every name must be one of the texts there are, in English. */
function checkStrings(strings, wasm) {
  const known = new Set(wasm.texts().split('\n'));
  for (const [name, words] of Object.entries(strings)) {
    const shown = JSON.stringify(name.slice(0, 80));
    if (!known.has(name)) throw outOfRange('strings', `strings: there is no text ${shown}${meant(name, known)}`);
    checkWords(name, words);
  }
}

export async function createDeck(given) {
  const said = options.deckOptions(given);
  // The texts of a face are in it.
  const withFace = said.target !== undefined || said.strings !== undefined;
  return new Deck(await load(withFace, said.wasm), said);
}
