// The types of Taskdeck for JavaScript.

import type { TextName } from './texts.js';

/** Where a run is in its life. */
export type Status = 'queued' | 'running' | 'cancelling' | 'completed' | 'failed' | 'cancelled';

/** Which queued run starts first. What waits long gains a class. */
export type Priority = 'user-blocking' | 'user-visible' | 'background';

/**
 * What a new run does when others of the same task and `key` are live.
 *
 * - `allow`: it goes its own way (the default).
 * - `queue`: it waits for its turn.
 * - `drop`: it is cancelled (`'skipped'`) and never starts.
 * - `restart`: the older one is cancelled; the newcomer has its slot when that has stopped.
 * - `keep-latest`: the first goes on, one waits, a newer one takes the place of the one that waits.
 * - `join`: the newcomer is given the live run itself.
 * - `refuse`: the call throws.
 */
export type Overlap = 'allow' | 'queue' | 'drop' | 'restart' | 'keep-latest' | 'join' | 'refuse';

/** Why a run was cancelled, where nobody gave a reason of his own. */
export type CancelReason = 'user' | 'parent' | 'replaced' | 'skipped' | 'shutdown' | 'owner';

/** How far a run is, by its last report. */
export interface Progress {
  /** How much is done: 0 or more. */
  readonly done: number;
  /** How much there is; null while nobody knows. */
  readonly total: number | null;
  /** The part that is done, 0 to 1; null while nobody knows. */
  readonly fraction: number | null;
  /** What the body is doing, in its own words. */
  readonly message: string | null;
}

/** Why a run failed. */
export interface RunError {
  /** `error`: the body threw. `timeout`: it took too long. `lost`: its worker could not be started, or has ended. `panic`: Taskdeck itself failed in it. */
  readonly kind: 'error' | 'panic' | 'timeout' | 'lost';
  /** What went wrong, in words. */
  readonly message: string;
  /** In which attempt. */
  readonly attempt: number;
  /** The very object that was thrown; undefined where the body threw nothing. */
  readonly cause: unknown;
}

/** A run at one moment. It is frozen, and later changes do not reach it. */
export interface RunSnapshot {
  /** The public id. */
  readonly id: string;
  /** The title; an empty one is shown as *Untitled*. */
  readonly title: string;
  /** The id of its task; null for a run of a function. */
  readonly task: string | null;
  /** The lane whose slots it takes. */
  readonly lane: string;
  /** Its priority. */
  readonly priority: Priority;
  /** Where it is in its life. */
  readonly status: Status;
  /** Which attempt it is: 0 before the first, then from 1. */
  readonly attempt: number;
  /** How many attempts there may be. */
  readonly attempts: number;
  /** How far it is; null when it has reported nothing. */
  readonly progress: Progress | null;
  /** Why it failed; null when it has not. */
  readonly error: RunError | null;
  /** Why it is being, or was, cancelled: a word, or the reason that was given. Else null. */
  readonly reason: unknown;
  /** Whether its grace is over and its body goes on all the same: it can be abandoned. */
  readonly notStopping: boolean;
  /** Whether it was ended while its body went on. */
  readonly abandoned: boolean;
  /** Whether its failure opens the error dialog by itself. */
  readonly critical: boolean;
  /** When it was accepted, in milliseconds since 1970 began, as the other times. */
  readonly createdAt: number;
  /** When its body started for the first time; null before. */
  readonly startedAt: number | null;
  /** When it ended; null before. */
  readonly finishedAt: number | null;
}

/** A run. What it says is as it is now; after its end it stays as it ended. */
export interface Run<T = unknown> extends Omit<RunSnapshot, 'critical' | 'attempts'> {
  /** The parameters it was started with. */
  readonly params: unknown;
  /**
   * The value of the body; made when first asked for. It rejects with the very object that the body threw, with
   * the reason of its signal when it was cancelled (an `AbortError` unless another was given), with a
   * `TimeoutError` when its time was up.
   */
  readonly result: Promise<T>;
  /**
   * Asks it to stop: its signal has fired when this returns. `true`: it was live. A second call is `true` and
   * keeps the first reason. A body that returns a value all the same makes it `completed`.
   */
  cancel(reason?: unknown): boolean;
  /** Ends it when it is not stopping (see `notStopping`): its slot is free, and its body is nobody's business. */
  abandon(): boolean;
  /** Ends the wait for its next attempt, or of its delay, at once; `false` when it does not wait so. */
  retryNow(): boolean;
  /** Changes its priority while it is queued; `false` afterwards. */
  setPriority(priority: Priority): boolean;
  /**
   * Returns its snapshot, for `JSON.stringify` and for a browser's console, which shows no getters:
   * `console.log(run.toJSON())`. What JSON cannot hold of `reason` and `error.cause` is its message.
   */
  toJSON(): RunSnapshot;
}

/** What a body is given. Its functions may be taken apart from it. */
export interface Context<P = unknown> {
  /** The public id of the run. */
  readonly id: string;
  /** Which attempt this is, from 1. */
  readonly attempt: number;
  /** The parameters of the run. */
  readonly params: P;
  /** Fires when the run is asked to stop, or its time is up. Hand it on: `fetch(url, { signal })`. */
  readonly signal: AbortSignal;
  /** Reports how much is done of how much. Any number of reports costs one update a frame; the last is always shown. */
  progress(done: number | bigint, total?: number | bigint | null, message?: string): void;
  /** Writes a line into the log of the run, of which the newest are kept. */
  log(text: string): void;
  /** Waits for this many milliseconds, which may be days; rejects with the signal's reason as soon as that fires. */
  sleep(ms: number): Promise<void>;
  /** A real turn of the event loop, in which the page can draw and take input. Rejects with the signal's reason once that has fired. */
  yield(): Promise<void>;
  /** Starts a child run: it is cancelled with this one, which ends after it and fails with it unless its result was asked for. */
  spawn<T>(title: string, run: (ctx: Context) => T, options?: SpawnOptions<Awaited<T>>): Run<Awaited<T>>;
}

/** How a failed attempt is followed by others. Every attempt is in the same run. */
export interface Retry {
  /** How many more attempts there may be: 3. */
  limit?: number;
  /** Milliseconds before the first of them: 1000. */
  delay?: number;
  /** Each wait is this many times as long as the one before: 2. */
  factor?: number;
  /** No wait is longer: 30,000 ms. */
  maxDelay?: number;
  /** Each wait is any part of that, by chance: false. */
  jitter?: boolean;
  /**
   * Whether this error is worth another attempt; all are. A promise is awaited, in the slot of the attempt and within its
   * `timeout`; where it rejects there is no other attempt.
   */
  when?(error: any): unknown;
}

/** A worker for a body: the address of a module that calls `expose`, or a function that returns a `Worker` (for bundlers). */
export type WorkerSource = string | URL | (() => Worker);

/** How runs are treated: said of a task, or of one run. Times are milliseconds. */
export interface Policy {
  /** Which queued run starts first: `'user-visible'`. */
  priority?: Priority;
  /** The lane whose slots it takes: `'main'`. */
  lane?: string;
  /** What happens when a run of the same task and `key` is live: `'allow'`. */
  overlap?: Overlap;
  /** Tells apart runs of one task that don't overlap. */
  key?: string;
  /** How long an attempt may take. */
  timeout?: number;
  /** How long the whole run may take, from its first start and with all its waits. */
  deadline?: number;
  /** How a failed attempt is followed by others: not at all. */
  retry?: Retry;
  /** How long it waits before it asks for a slot. */
  delay?: number;
  /** How long a body may take to stop: 5000, and 2000 for a worker, which is then terminated. */
  grace?: number;
  /** Whether a failure opens the error dialog by itself: false. */
  critical?: boolean;
  /** Whether its progress is shown: true. */
  showProgress?: boolean;
  /** What its progress counts: `'bytes'`, or a word in the plural. */
  unit?: 'bytes' | (string & {});
  /** Where the body runs, in place of the page. */
  worker?: WorkerSource;
  /** How long the worker may take until its module has called `expose`: 10,000. */
  workerReady?: number;
}

/** What may be said of one run. Callbacks are called in a later turn; what they throw is reported as uncaught and changes nothing. */
export interface RunOptions<T = unknown> extends Policy {
  /** Cancels the run, with its reason. */
  signal?: AbortSignal;
  /** The public id; refused while a live run has it. Without one, a unique one is made. */
  id?: string;
  /** The body has started. */
  onStart?(run: Run<T>): void;
  /** It has reported progress: at most once a frame. */
  onProgress?(progress: Progress, run: Run<T>): void;
  /** It has returned. */
  onComplete?(value: T, run: Run<T>): void;
  /** It has failed for good: what `result` rejects with. */
  onError?(error: any, run: Run<T>): void;
  /** It was cancelled, and has stopped: a word, or the reason that was given. */
  onCancel?(reason: unknown, run: Run<T>): void;
}

/** What may be said of the run of a function. */
export interface SpawnOptions<T = unknown> extends RunOptions<T> {
  /** What `ctx.params` is. */
  params?: object;
}

interface FieldBase {
  /** The name of the parameter. */
  readonly name: string;
  /** What a person reads beside it: its name. */
  readonly label?: string;
  /** One more line of help. */
  readonly help?: string;
  /** Whether it must be given. */
  readonly required?: boolean;
  /** Whether its value is masked on screen, in copies and exports. */
  readonly secret?: boolean;
}

/** A declared parameter of a task. */
export type Field =
  | (FieldBase & { readonly type?: 'text' | 'textarea'; readonly maxLength?: number; readonly default?: string })
  | (FieldBase & { readonly type: 'number'; readonly min?: number; readonly max?: number; readonly whole?: boolean; readonly default?: number })
  | (FieldBase & { readonly type: 'select'; readonly options: readonly (string | { readonly value: string; readonly label?: string })[]; readonly default?: string })
  | (FieldBase & { readonly type: 'switch'; readonly default?: boolean })
  | (FieldBase & { readonly type: 'files'; readonly multiple?: boolean; readonly folders?: boolean; readonly accept?: string });

type OptionOf<O> = O extends string ? O : O extends { readonly value: infer V } ? V : never;

type ValueOf<F> = F extends { readonly type: 'number' }
  ? number
  : F extends { readonly type: 'switch' }
    ? boolean
    : F extends { readonly type: 'files' }
      ? File[]
      : F extends { readonly type: 'select'; readonly options: readonly (infer O)[] }
        ? OptionOf<O>
        : string;

/** Whether a body always finds a value. */
type IsThere<F> = F extends { readonly required: true } | { readonly type: 'select' | 'switch' } ? true : F extends { readonly default: {} } ? true : false;

type Plain<T> = { [K in keyof T]: T[K] };

/** The parameters that a body is given, by what its task declares. */
export type ParamsOf<F extends readonly Field[]> = Plain<
  { [One in F[number] as IsThere<One> extends true ? One['name'] : never]: ValueOf<One> } & {
    [One in F[number] as IsThere<One> extends true ? never : One['name']]?: ValueOf<One>;
  }
>;

type GivenOf<One> = One extends { readonly type: 'files' } ? File | Iterable<File> : ValueOf<One>;

type MustBeGiven<One> = One extends { readonly required: true } ? (One extends { readonly type: 'select' | 'switch' } | { readonly default: {} } ? false : true) : false;

/** The parameters that a start takes, by what the task declares. */
export type StartParams<F extends readonly Field[]> = Plain<
  { [One in F[number] as MustBeGiven<One> extends true ? One['name'] : never]: GivenOf<One> } & {
    [One in F[number] as MustBeGiven<One> extends true ? never : One['name']]?: GivenOf<One>;
  }
>;

/** What can be run: on screen, a card. */
export interface TaskOptions<Id extends string, F extends readonly Field[] | undefined, T> extends Policy {
  /** Its id, unique in the deck. */
  id: Id;
  /** What a person reads: the id. */
  title?: string;
  /** One line that says what it does. */
  description?: string;
  /** The heading that it stands under. */
  group?: string;
  /** Its parameters, in the order of its form. A task that declares some takes no others. */
  params?: F;
  /** The body; left out where there is a `worker`. */
  run?(ctx: Context<BodyParams<F>>, params: BodyParams<F>): T;
}

type BodyParams<F> = F extends readonly Field[] ? ParamsOf<F> : any;

interface KnownTask {
  start: unknown;
  value: unknown;
}

type StartArguments<Task, T> = Task extends { start: infer P }
  ? {} extends P
    ? [params?: P | null, options?: RunOptions<T>]
    : [params: P, options?: RunOptions<T>]
  : [params?: object | null, options?: RunOptions<any>];

/** The ids of the tasks that a deck knows; any text where it knows none. */
type TaskId<Tasks> = keyof Tasks extends never ? string : keyof Tasks & string;

type TaskOf<Tasks, Id> = Id extends keyof Tasks ? Tasks[Id] : unknown;

type ResultOf<Task> = Task extends { value: infer T } ? T : any;

type ScheduleParams<Task> = Task extends { start: infer P } ? P : object;

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
