import type { Deck, DeckOptions, Schedule, When, Wrapped } from './taskdeck.js';
import type { Context, Run } from './runs.js';
import type { Field, KnownTask, ResultOf, ScheduleParams, SpawnOptions, StartArguments, StartParams, TaskId, TaskOf, TaskOptions, WorkerSource } from './tasks.js';

export type * from './taskdeck.js';

/** The options of a lazy deck: those of `createDeck`, and when it is loaded. */
export interface LazyOptions extends DeckOptions {
  /**
   * When the rest is loaded: `'use'`, when a run or a schedule is started or `ready` is read, or already `'idle'`, when the page
   * is loaded and has nothing to do. Default: `'use'`.
   */
  preload?: 'use' | 'idle';
}

/**
 * A deck that is there at once. What is asked of it before the rest is loaded is kept in order, cancels and signals included, and
 * then done. The ids, promises and callbacks of its runs are those that it gave out.
 *
 * Before that, a run has the properties of a queued one. What the deck refuses then (wrong options or parameters, a full queue,
 * `overlap: 'refuse'`) rejects `result` with the error that the call would throw. If the rest cannot be loaded, `result` of all
 * runs that wait rejects with the code `load`, and the next use tries again. Once the rest is loaded, calls throw as those of a deck do.
 */
export interface LazyDeck<Tasks extends Record<string, KnownTask> = {}> {
  /** Resolves with the whole deck. Reading it begins to load. Rejects as `createDeck` does, and with the code `shutdown` after `destroy`. */
  readonly ready: Promise<Deck<Tasks>>;

  /** Defines a task. This loads nothing. A mistake in it is reported as an uncaught error when the rest is loaded. */
  define<const Id extends string, T = unknown, const F extends readonly Field[] | undefined = undefined>(
    task: TaskOptions<Id, F, T>,
  ): LazyDeck<Tasks & Record<Id, { start: F extends readonly Field[] ? StartParams<F> : object; value: Awaited<T> }>>;

  /** Starts a run of a task. */
  start<Id extends TaskId<Tasks>>(id: Id, ...given: StartArguments<TaskOf<Tasks, Id>, ResultOf<TaskOf<Tasks, Id>>>): Run<ResultOf<TaskOf<Tasks, Id>>>;

  /** Starts a run of a function. */
  spawn<T = any>(title: string, run: undefined | null, options: SpawnOptions<T> & { worker: WorkerSource }): Run<T>;
  spawn<T>(title: string, run: (ctx: Context) => T, options?: SpawnOptions<Awaited<T>>): Run<Awaited<T>>;

  /** Returns a function that starts a run of `run` and passes its own arguments after `ctx`. */
  wrap<A extends unknown[], T>(title: string, run: (ctx: Context, ...given: A) => T, options?: SpawnOptions<Awaited<T>>): Wrapped<A, Awaited<T>>;

  /** Starts runs of a task at these times. `next` of the schedule is null until the rest is loaded. */
  schedule<Id extends TaskId<Tasks>>(id: Id, params: ScheduleParams<TaskOf<Tasks, Id>> | null | undefined, when: When): Schedule;

  /** Cancels a run. Returns `false` if it has ended or is not kept. */
  cancel(id: string, reason?: unknown): boolean;
  /** Cancels every live run. Returns their number. */
  cancelAll(reason?: unknown): number;
  /** Cancels every run at once, and removes the face from the page. Nothing is loaded any more. */
  destroy(): void;
  /** The same as `destroy`, for `using` and `await using`. */
  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Creates a deck that loads the rest of this package at its first use. Other options than `preload` are checked when it is loaded.
 * A `target` is drawn then.
 * @throws TypeError or RangeError with the code `preload`
 */
export function lazyDeck(options?: LazyOptions): LazyDeck;
