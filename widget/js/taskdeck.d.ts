// The types of Taskdeck for JavaScript.

import type { Context, Priority, Run, RunSnapshot, Status } from './runs.js';
import type { Field, KnownTask, ResultOf, ScheduleParams, SpawnOptions, StartArguments, StartParams, TaskId, TaskOf, TaskOptions, WorkerSource } from './tasks.js';
import type { TextName } from './texts.js';

export * from './runs.js';
export * from './tasks.js';

/** The times at which a schedule starts a task. */
export interface When {
  /** The time from one start to the next, in milliseconds; at least 10. The first start is after that time, unless `at` is given. */
  every?: number;
  /** The time of the only start or, with `every`, of the first one. */
  at?: Date | number;
  /** Suspends the schedule when more than `failures` of its runs have failed within `window` milliseconds (600,000). */
  suspendAfter?: { failures: number; window?: number };
}

/** A schedule. `idle()` does not wait for it; `shutdown()` ends it. */
export interface Schedule {
  /** The state. */
  readonly state: 'active' | 'paused' | 'suspended' | 'ended';
  /** The time of the next start, in milliseconds since 1970 began; null while there is none. */
  readonly next: number | null;
  /** Whether the schedule is paused. */
  readonly paused: boolean;
  /** Pauses the schedule: it starts nothing until it is resumed. */
  pause(): boolean;
  /** Resumes a paused or suspended schedule. It keeps its rhythm. */
  resume(): boolean;
  /** Starts a run now, and returns it. */
  runNow(): Run;
  /** Ends the schedule. Runs that it has started continue. */
  stop(): boolean;
}

/** A lane at one moment. */
export interface Lane {
  readonly name: string;
  /** The number of slots. */
  readonly limit: number;
  /** The number of slots that are taken. */
  readonly running: number;
  /** The number of runs that wait for a slot. */
  readonly waiting: number;
}

/** The number of kept runs of each status. Cancelling runs count as running. */
export interface Counts {
  readonly queued: number;
  readonly running: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** A deck at one moment. A snapshot is frozen, and stays the same object until the deck changes. */
export interface DeckSnapshot {
  /** The runs, newest first. */
  readonly runs: readonly RunSnapshot[];
  readonly counts: Counts;
  readonly activeCount: number;
  readonly isPaused: boolean;
  readonly concurrency: number;
}

/** The events of a deck. Each is dispatched in a microtask. Its `detail` is the snapshot of the run; null for `idle`. */
export interface DeckEvents {
  statuschange: CustomEvent<RunSnapshot>;
  progress: CustomEvent<RunSnapshot>;
  error: CustomEvent<RunSnapshot>;
  idle: CustomEvent<null>;
}

/** Runs under one supervisor, with or without a face on the page. */
export interface Deck<Tasks extends Record<string, KnownTask> = {}> extends EventTarget {
  /**
   * Defines a task. Returns the same deck with the types of the task's parameters and result added.
   * @throws TypeError for a wrong option, or if the id is taken
   */
  define<const Id extends string, T = unknown, const F extends readonly Field[] | undefined = undefined>(
    task: TaskOptions<Id, F, T>,
  ): Deck<Tasks & Record<Id, { start: F extends readonly Field[] ? StartParams<F> : object; value: Awaited<T> }>>;

  /**
   * Starts a run of a task. The body never starts inside this call. If the type of the deck lists its tasks, only their ids
   * are accepted; for a task that is defined elsewhere write `(deck as Deck).start(…)`.
   * @throws TypeError or RangeError whose `code` names the option: an unknown `task`, wrong `params`, an `id` in use, a full queue (`maxQueued`)
   */
  start<Id extends TaskId<Tasks>>(id: Id, ...given: StartArguments<TaskOf<Tasks, Id>, ResultOf<TaskOf<Tasks, Id>>>): Run<ResultOf<TaskOf<Tasks, Id>>>;

  /** Starts a run of a function. With the option `worker`, pass no function: `spawn('Hash', undefined, { worker, params })`. */
  spawn<T = any>(title: string, run: undefined | null, options: SpawnOptions<T> & { worker: WorkerSource }): Run<T>;
  spawn<T>(title: string, run: (ctx: Context) => T, options?: SpawnOptions<Awaited<T>>): Run<Awaited<T>>;

  /** Returns a function that starts a run of `run` and passes its own arguments after `ctx`. */
  wrap<A extends unknown[], T>(title: string, run: (ctx: Context, ...given: A) => T, options?: SpawnOptions<Awaited<T>>): Wrapped<A, Awaited<T>>;

  /**
   * Runs a function for each item of an iterable or async iterable, each as a child of one run, which it returns. The result of
   * that run is the list of the results, in the order of the items. Items are drawn when they are needed. The first failure
   * rejects it and cancels the other children; with `settle`, no failure stops anything. A cancel stops all.
   * @throws TypeError or RangeError whose `code` names the argument or option
   */
  map<I, T>(items: Iterable<I> | AsyncIterable<I>, fn: (item: Awaited<I>, ctx: Context, index: number) => T, options: MapOptions<Awaited<I>, PromiseSettledResult<Awaited<T>>[]> & { settle: true }): Run<PromiseSettledResult<Awaited<T>>[]>;
  map<I, T>(items: Iterable<I> | AsyncIterable<I>, fn: (item: Awaited<I>, ctx: Context, index: number) => T, options?: MapOptions<Awaited<I>, Awaited<T>[]>): Run<Awaited<T>[]>;

  /** Starts runs of a task at these times. The parameters must be JSON values: no files, dates or functions. */
  schedule<Id extends TaskId<Tasks>>(id: Id, params: ScheduleParams<TaskOf<Tasks, Id>> | null | undefined, when: When): Schedule;

  /** Returns the run of this public id; undefined if none is kept. */
  get(id: string): Run<any> | undefined;
  /** Returns the runs of these statuses and this task, with this text in the title, task, id or error, newest first. */
  runs(filter?: { status?: Status | readonly Status[]; task?: string; search?: string }): Run<any>[];
  /** Cancels a run. Returns `false` if it has ended or is not kept. */
  cancel(id: string, reason?: unknown): boolean;
  /** Cancels every live run. Returns their number. */
  cancelAll(reason?: unknown): number;
  /** Changes the priority of a queued run. Returns `false` for any other. */
  setPriority(id: string, priority: Priority): boolean;
  /** Stops starting runs. Running ones continue. */
  pause(): void;
  /** Starts runs again after `pause`. */
  resume(): void;
  readonly isPaused: boolean;
  /** The number of runs that may run at a time in the lane `main`: a whole number from 1, or `Infinity`. */
  concurrency: number;
  /** Creates or changes a lane: at most `limit` slots, and at most `starts` starts in `window` milliseconds. Without options, only returns the lane. */
  lane(name: string, options: { limit?: number; rate?: { starts: number; window: number } }): Lane;
  lane(name: string): Lane | undefined;
  readonly counts: Counts;
  /** The number of runs that have not ended. */
  readonly activeCount: number;
  /** The public ids of the runs that have not ended, oldest first. */
  readonly activeIds: string[];
  /** Returns whether there is a run of this id that has not ended. */
  isActive(id: string): boolean;
  /** Removes every finished run at once. Returns their number. */
  clearFinished(): number;
  /** Resolves when no run is queued, waiting, running or cancelling. */
  idle(): Promise<void>;
  /** Resolves when no run waits to start; running ones may go on. See `idle` for the end of all. */
  onEmpty(): Promise<void>;
  /** Resolves when fewer runs than `size` wait to start. @throws RangeError unless it is a whole number from 1 */
  onSizeLessThan(size: number): Promise<void>;
  /** Refuses new runs, cancels all live ones, and abandons those that have not stopped after `timeout` (5000 ms). With `drain` it waits for all instead. */
  shutdown(options?: { timeout?: number; drain?: boolean }): Promise<{ stopped: string[]; abandoned: string[] }>;
  /** Loads every part of the face that is not there yet, so that the page can go offline. Rejects if one cannot be loaded. */
  preload(): Promise<void>;
  /** Cancels every run at once, and removes the face from the page. */
  destroy(): void;
  /** The same as `destroy`, for `using` and `await using`. */
  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
  /** Shows an error in the face; without a face, writes it to the console. */
  report(error: unknown, context?: string): void;
  /** Allows the error dialog to open again after it has opened too often. */
  resetErrors(): void;
  /** Calls a function after changes, at most once a turn. Returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Returns the current snapshot, for `useSyncExternalStore` and the like. */
  getSnapshot(): DeckSnapshot;

  addEventListener<K extends keyof DeckEvents>(type: K, listener: ((this: this, event: DeckEvents[K]) => void) | null, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof DeckEvents>(type: K, listener: ((this: this, event: DeckEvents[K]) => void) | null, options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void;
}

/** A function that starts a run with each call. `wrapped.with(options)` is the same function, with more options for that call. */
export interface Wrapped<A extends unknown[], T> {
  (...given: A): Run<T>;
  with(options: SpawnOptions<T>): (...given: A) => Run<T>;
}

/** The options of `map`. `timeout`, `retry`, `grace`, `showProgress`, `unit` and `params` apply to each child, all others to their parent. */
export interface MapOptions<I = unknown, T = unknown> extends Omit<SpawnOptions<T>, 'worker' | 'workerReady'> {
  /** The number of children that may be live at a time: a whole number from 1, or `Infinity`. Default: that of the deck at each moment. */
  concurrency?: number;
  /** Whether a failure stops nothing, and the results are those of `Promise.allSettled`. Default: false. */
  settle?: boolean;
  /** The title of the parent. Default: the name of the function. */
  name?: string;
  /** Returns the title of a child. Default: the name, and the number of the item. */
  title?(item: I, index: number): string;
}

/** Replacements of English texts: `{ Run: 'Starten', 'Cancel {title}': '{title} abbrechen' }`. */
export type Strings = { readonly [Name in TextName]?: string };

/** Which controls a face offers. Each is `true` unless it is set to `false`. */
export interface Controls {
  /** The limits of the lanes. */
  concurrency?: boolean;
  /** *Pause* and *Resume*. */
  pause?: boolean;
  /** The search and the filter of the list. */
  search?: boolean;
  /** The command palette and the list of keys. */
  palette?: boolean;
  /** The settings. */
  settings?: boolean;
  /** *Clear*. */
  clear?: boolean;
}

/** The options of a deck. */
export interface DeckOptions {
  /** The element for the face, or a selector. The deck appends its own host to it. Without a target the deck has no face. */
  target?: Element | string | null;
  /** Whether a deck without a target can get a face later, by `mountFace`. Default: false. */
  face?: boolean;
  /** The form of the face. Default: `'dashboard'`. */
  variant?: 'dashboard' | 'tray';
  /** The number of runs that may run at a time: a whole number from 1, or `Infinity`. Default: 4. */
  concurrency?: number;
  /** The number of runs that may wait for their start. Default: 10,000. */
  maxQueued?: number;
  /** The number of finished runs that are kept. Default: 1000. */
  keep?: number;
  /** The colours. Default: `'auto'`, which follows the page. */
  theme?: 'auto' | 'light' | 'dark';
  /**
   * How much of a header the dashboard has: `'full'`, `'compact'` without the name of the product, or `false` for none.
   * Notifications and errors are shown in any case. Default: `'full'`.
   */
  header?: 'full' | 'compact' | false;
  /** The controls that the face offers. A control that is `false` has no button, no key and no command. Default: all of them. */
  controls?: Controls;
  /** The language of numbers and times, such as `'de-CH'`. Default: that of the page. A value that is not a language tag is refused. */
  locale?: string;
  /** Replacements of texts on screen. A replacement may use only the placeholders of its English text. */
  strings?: Strings;
  /** Whether uncaught errors of the page are shown too. Default: false. */
  captureGlobalErrors?: boolean;
  /**
   * The address or the bytes of the WebAssembly. Default: the file beside this module; Node reads it from disk. It is loaded
   * once. A deck with a face needs `taskdeck_wasm_bg.wasm`. For one without a face, the smaller
   * `taskdeck_engine_bg.wasm` is enough.
   */
  wasm?: string | URL | Request | Response | BufferSource | WebAssembly.Module;
  /**
   * Returns where a part of the face is, or the part itself: its address, its bytes or a module. `name` is that of its file, as
   * `taskdeck_wasm_runs.wasm`, and `address` where it would be looked for. Default: beside `wasm`, where that is an address, else
   * beside this module. It has an effect for the first deck with a face.
   */
  chunks?: (name: string, address: string) => Part | Promise<Part>;
}

type Part = string | URL | Response | BufferSource | WebAssembly.Module;

/**
 * Creates a deck. The first deck loads the WebAssembly, a smaller one if there is neither `target` nor `face`.
 * @throws (rejects with) TypeError or RangeError whose `code` names the option; Error with the code `load` if the
 * WebAssembly cannot be loaded, whose message names the file and a fix
 */
export function createDeck(options?: DeckOptions): Promise<Deck>;

/** The options of one face. What is left out, also each control, is as `createDeck` was told. */
export type FaceOptions = Pick<DeckOptions, 'variant' | 'theme' | 'header' | 'controls' | 'locale' | 'strings'>;

/**
 * Shows a deck in an element, and returns a function that takes the face away; its runs go on. The deck must have been created
 * with `face: true` or a `target`. A deck has one face at a time.
 * @throws TypeError or RangeError whose `code` names the option; TypeError with the code `target` where there is none; Error with the code `face` for a deck that can have no face or
 * has one on the page, or with the code `shutdown` after `destroy`
 */
export function mountFace(deck: Deck<any>, target: Element | string, options?: FaceOptions): () => void;
