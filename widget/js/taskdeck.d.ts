// The types of Taskdeck for JavaScript.

import type { Context, Priority, Run, RunSnapshot, Status } from './runs.js';
import type { Field, KnownTask, ResultOf, ScheduleParams, SpawnOptions, StartArguments, StartParams, TaskId, TaskOf, TaskOptions, WorkerSource } from './tasks.js';
import type { TextName } from './texts.js';

export * from './runs.js';
export * from './tasks.js';

/** When a task is started. */
export interface When {
  /** From start to start, in milliseconds; at least 10. */
  every?: number;
  /** Once at this time; with `every`, the first start. */
  at?: Date | number;
  /** Starts no more once more than so many of its runs have failed within `window` milliseconds (600,000). */
  suspendAfter?: { failures: number; window?: number };
}

/** A schedule. `idle()` does not wait for it; `shutdown()` ends it. */
export interface Schedule {
  /** Where it is in its life. */
  readonly state: 'active' | 'paused' | 'suspended' | 'ended';
  /** When the next start is, in milliseconds since 1970 began; null while there is none. */
  readonly next: number | null;
  /** Whether somebody has paused it. */
  readonly paused: boolean;
  /** Starts nothing until it is resumed. */
  pause(): boolean;
  /** Goes on, in step, also after it has suspended itself. */
  resume(): boolean;
  /** Makes a start now, and returns the run. */
  runNow(): Run;
  /** Ends it; runs that it has started go on. */
  stop(): boolean;
}

/** A lane at one moment. */
export interface Lane {
  readonly name: string;
  /** How many slots it has. */
  readonly limit: number;
  /** How many of them are taken. */
  readonly running: number;
  /** How many runs wait for one. */
  readonly waiting: number;
}

/** How many runs there are of each status, of those that are kept; cancelling ones are still running. */
export interface Counts {
  readonly queued: number;
  readonly running: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** A deck at one moment. It is frozen, and the same object until something changed. */
export interface DeckSnapshot {
  /** Its runs, newest first. */
  readonly runs: readonly RunSnapshot[];
  readonly counts: Counts;
  readonly activeCount: number;
  readonly isPaused: boolean;
  readonly concurrency: number;
}

/** What a deck dispatches, each a `CustomEvent` in a microtask; the detail is the run's snapshot, and null for `idle`. */
export interface DeckEvents {
  statuschange: CustomEvent<RunSnapshot>;
  progress: CustomEvent<RunSnapshot>;
  error: CustomEvent<RunSnapshot>;
  idle: CustomEvent<null>;
}

/** Runs under one supervisor, with or without a face on the page. */
export interface Deck<Tasks extends Record<string, KnownTask> = {}> extends EventTarget {
  /**
   * Makes a task known. Returns the same deck, which then knows the types of its parameters and of its result.
   * @throws TypeError for a wrong option, and when the id is taken
   */
  define<const Id extends string, T = unknown, const F extends readonly Field[] | undefined = undefined>(
    task: TaskOptions<Id, F, T>,
  ): Deck<Tasks & Record<Id, { start: F extends readonly Field[] ? StartParams<F> : object; value: Awaited<T> }>>;

  /**
   * Starts a run of a task. The body never starts inside this call. A deck that knows its tasks takes their ids only; for
   * one that is defined elsewhere write `(deck as Deck).start(…)`.
   * @throws TypeError or RangeError whose `code` names the option: an unknown `task`, wrong `params`, an `id` in use, a full queue (`maxQueued`)
   */
  start<Id extends TaskId<Tasks>>(id: Id, ...given: StartArguments<TaskOf<Tasks, Id>, ResultOf<TaskOf<Tasks, Id>>>): Run<ResultOf<TaskOf<Tasks, Id>>>;

  /** Starts a run of a function. With the option `worker` there is none: `spawn('Hash', undefined, { worker, params })`. */
  spawn<T = any>(title: string, run: undefined | null, options: SpawnOptions<T> & { worker: WorkerSource }): Run<T>;
  spawn<T>(title: string, run: (ctx: Context) => T, options?: SpawnOptions<Awaited<T>>): Run<Awaited<T>>;

  /** Makes a function that starts a run of this one, with its arguments after `ctx`. */
  wrap<A extends unknown[], T>(title: string, run: (ctx: Context, ...given: A) => T, options?: SpawnOptions<Awaited<T>>): (...given: A) => Run<Awaited<T>>;

  /** Starts a task when its time has come. Its parameters must be values that JSON holds as they are: no files, dates or functions. */
  schedule<Id extends TaskId<Tasks>>(id: Id, params: ScheduleParams<TaskOf<Tasks, Id>> | null | undefined, when: When): Schedule;

  /** The run of this public id, while it is kept. */
  get(id: string): Run<any> | undefined;
  /** Runs, newest first: of these statuses, of this task, with this text in title, task, id or error. */
  runs(filter?: { status?: Status | readonly Status[]; task?: string; search?: string }): Run<any>[];
  /** Asks a run to stop; `false` when it has ended or is not known. */
  cancel(id: string, reason?: unknown): boolean;
  /** Asks every live run to stop; returns how many were asked. */
  cancelAll(reason?: unknown): number;
  /** Changes the priority of a queued run. */
  setPriority(id: string, priority: Priority): boolean;
  /** Starts no more runs; what runs goes on. */
  pause(): void;
  /** Starts runs again. */
  resume(): void;
  readonly isPaused: boolean;
  /** How many runs may run at a time in the lane `main`: a whole number from 1, or `Infinity`. */
  concurrency: number;
  /** Makes a lane, or changes it: so many slots, and no more than `starts` in `window` milliseconds. Without options it only says how the lane is. */
  lane(name: string, options: { limit?: number; rate?: { starts: number; window: number } }): Lane;
  lane(name: string): Lane | undefined;
  readonly counts: Counts;
  /** How many runs have not ended. */
  readonly activeCount: number;
  /** Their public ids, oldest first. */
  readonly activeIds: string[];
  /** Whether a run is known and has not ended. */
  isActive(id: string): boolean;
  /** Forgets every finished run; returns how many. */
  clearFinished(): number;
  /** Resolves when no run is queued, waiting, running or cancelling. */
  idle(): Promise<void>;
  /** Takes no more runs, asks all to stop, and abandons those that have not after `timeout` (5000 ms); with `drain` it waits for all instead. */
  shutdown(options?: { timeout?: number; drain?: boolean }): Promise<{ stopped: string[]; abandoned: string[] }>;
  /** Ends everything at once and takes the face off the page. */
  destroy(): void;
  /** Reports an error to whoever looks at the deck; without a face, to the console. */
  report(error: unknown, context?: string): void;
  /** Shows errors again after too many of them. */
  resetErrors(): void;
  /** Calls a function whenever something changed, at most once a turn; returns what ends that. */
  subscribe(listener: () => void): () => void;
  /** The deck as it is: for `useSyncExternalStore` and the like. */
  getSnapshot(): DeckSnapshot;

  addEventListener<K extends keyof DeckEvents>(type: K, listener: ((this: this, event: DeckEvents[K]) => void) | null, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof DeckEvents>(type: K, listener: ((this: this, event: DeckEvents[K]) => void) | null, options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void;
}

/** Words in place of English ones: `{ Run: 'Starten', 'Cancel {title}': '{title} abbrechen' }`. */
export type Strings = { readonly [Name in TextName]?: string };

/** How a deck is set up. */
export interface DeckOptions {
  /** Where the face is drawn: an element, or a selector. The deck appends its own host to it. Without one there is no face. */
  target?: Element | string | null;
  /** How the face looks: `'dashboard'`. */
  variant?: 'dashboard' | 'tray';
  /** How many runs may run at a time: 4. A whole number from 1, or `Infinity`. */
  concurrency?: number;
  /** How many runs may wait that have not started: 10,000. */
  maxQueued?: number;
  /** How many finished runs are kept: 1000. */
  keep?: number;
  /** The colours: `'auto'` follows the page. */
  theme?: 'auto' | 'light' | 'dark';
  /** The language of numbers and times, as in `'de-CH'`: the page's. One that is no language tag is refused. */
  locale?: string;
  /** Words on screen, in place of the English ones that name them. What stands in their braces must be in those of the English ones. */
  strings?: Strings;
  /** Whether uncaught errors of the page are shown too: false. */
  captureGlobalErrors?: boolean;
  /**
   * The wasm: its address or its bytes. Without it, it lies beside this module; in Node it is read from disk. It is loaded once. A deck with a face
   * needs `taskdeck_wasm_bg.wasm`; one without does with `taskdeck_engine_bg.wasm`, which is smaller.
   */
  wasm?: string | URL | Request | Response | BufferSource | WebAssembly.Module;
}

/**
 * Makes a deck. The first one loads the wasm; a smaller one where there is no `target`.
 * @throws (rejects with) TypeError or RangeError whose `code` names the option; an Error with the code `load` where the
 * wasm cannot be had, which names the file and what helps
 */
export function createDeck(options?: DeckOptions): Promise<Deck>;
