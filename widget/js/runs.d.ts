// The types of a run: its status, progress and end, and the context of its body.

import type { SpawnOptions } from './tasks.js';

declare global {
  // Declared here too, because the libraries before ESNext and TypeScript before 5.2 do not have them.
  interface SymbolConstructor {
    readonly dispose: unique symbol;
    readonly asyncDispose: unique symbol;
  }
}

/** The status of a run. */
export type Status = 'queued' | 'running' | 'cancelling' | 'completed' | 'failed' | 'cancelled';

/** The order in which queued runs start. A run that waits long rises by one class. */
export type Priority = 'user-blocking' | 'user-visible' | 'background';

/**
 * What happens to a new run while others of the same task and `key` are live.
 *
 * - `allow`: it starts beside them (the default).
 * - `queue`: it waits until they have ended.
 * - `drop`: it is cancelled (`'skipped'`) and never starts.
 * - `restart`: the older run is cancelled; the new one takes its slot when the older one has stopped.
 * - `keep-latest`: the first run continues and one waits; a newer run replaces the waiting one.
 * - `join`: no new run is made; the call returns the live one.
 * - `refuse`: the call throws.
 */
export type Overlap = 'allow' | 'queue' | 'drop' | 'restart' | 'keep-latest' | 'join' | 'refuse';

/** The reason of a cancel for which the page gave no other reason: `'user'` on screen, `'caller'` in code. */
export type CancelReason = 'user' | 'caller' | 'parent' | 'replaced' | 'skipped' | 'shutdown' | 'owner';

/** The progress of a run, by its last report. */
export interface Progress {
  /** The amount that is done: 0 or more. */
  readonly done: number;
  /** The whole amount; null while it is unknown. */
  readonly total: number | null;
  /** `done` divided by `total`, 0 to 1; null while `total` is unknown. */
  readonly fraction: number | null;
  /** The message of the body. */
  readonly message: string | null;
}

/** Why a run failed. */
export interface RunError {
  /** `error`: the body threw. `timeout`: a time limit was reached. `lost`: the worker could not be started, or has ended. `panic`: Taskdeck itself failed. */
  readonly kind: 'error' | 'panic' | 'timeout' | 'lost';
  /** The message of the error. */
  readonly message: string;
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  /** The very object that was thrown; undefined if the body threw nothing. */
  readonly cause: unknown;
}

/** A line of a log. */
export interface LogLine {
  /** When it was written, in milliseconds since 1970 began. */
  readonly at: number;
  /** The text, at most 4096 characters. */
  readonly text: string;
}

/** A run at one moment. A snapshot is frozen and does not follow later changes. */
export interface RunSnapshot {
  /** The public id. */
  readonly id: string;
  /** The title. An empty title is shown as *Untitled*. */
  readonly title: string;
  /** The id of the task; null for a run of a function. */
  readonly task: string | null;
  /** The lane in which the run takes a slot. */
  readonly lane: string;
  /** The priority. */
  readonly priority: Priority;
  /** The status. */
  readonly status: Status;
  /** The number of the current attempt, from 1; 0 before the first. */
  readonly attempt: number;
  /** The most attempts that the run may have. */
  readonly attempts: number;
  /** The progress; null before the first report. */
  readonly progress: Progress | null;
  /** The error of a failed run; else null. */
  readonly error: RunError | null;
  /** The reason of a cancelling or cancelled run: a `CancelReason`, or the value that was passed to `cancel`. Else null. */
  readonly reason: unknown;
  /** The line that the body has set as the summary of its result; null without one. */
  readonly summary: string | null;
  /** The number of problems that the body has reported. A completed run that has any is shown as *Done with problems*. */
  readonly problems: number;
  /** Whether the body still runs after its grace has ended. Such a run can be abandoned. */
  readonly notStopping: boolean;
  /** Whether the run was ended while its body still ran. */
  readonly abandoned: boolean;
  /** Whether a failure opens the error dialog by itself. */
  readonly critical: boolean;
  /** The time when the run was accepted. All times are milliseconds since 1970 began. */
  readonly createdAt: number;
  /** The time when the body first started; null before. */
  readonly startedAt: number | null;
  /** The time when the run ended; null before. */
  readonly finishedAt: number | null;
  /** The public id of the run whose body started it; null for any other. */
  readonly parent: string | null;
  /** The public id of the run that this one retries; null for any other. */
  readonly retryOf: string | null;
  /** The newest 20 lines of its log, oldest first. */
  readonly log: readonly LogLine[];
}

/** A run. Its properties have the current values, and after the end the last ones. */
export interface Run<T = unknown> extends Omit<RunSnapshot, 'critical' | 'attempts'> {
  /** The parameters that the run was started with. */
  readonly params: unknown;
  /**
   * The promise of the body's value, created at its first use. It rejects with the very object that the body threw. After
   * a cancel it rejects with the reason of the signal, which is an `AbortError` unless another was passed. After a timeout
   * it rejects with a `TimeoutError`.
   */
  readonly result: Promise<T>;
  /**
   * Cancels the run. Its signal has fired when this returns. Returns whether the run was live. The reason of the first call
   * counts. If the body returns a value nevertheless, the run is `completed`.
   */
  cancel(reason?: unknown): boolean;
  /** Ends a run that does not stop (see `notStopping`). Its slot becomes free, and what its body does from then on is ignored. */
  abandon(): boolean;
  /**
   * Starts the run again after a failure, a cancel, a success or problems, with the same function or task, parameters and options,
   * and returns the new run, whose `retryOf` is the id of this one. Options that are
   * given go before those of the old run; its `id` and `delay` are not taken over.
   * @throws Error with the code `live` while it has not ended, and `not-repeatable` for a child or when its function is gone
   */
  retry(options?: import('./tasks.js').RunOptions<T>): Run<T>;
  /** Cancels the run, for `using`; `await using` also waits for its end. */
  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
  /** Ends the wait before the next attempt, or the delay, at once. Returns `false` if there is no such wait. */
  retryNow(): boolean;
  /** Changes the priority of a queued run. Returns `false` for any other. */
  setPriority(priority: Priority): boolean;
  /**
   * Returns the snapshot, for `JSON.stringify` and for the console of a browser, which shows no getters:
   * `console.log(run.toJSON())`. If JSON cannot hold `reason` or `error.cause`, it is replaced by its message.
   */
  toJSON(): RunSnapshot;
}

/** The context of a body. Its functions also work without the object: `const { progress } = ctx`. */
export interface Context<P = unknown> {
  /** The public id of the run. */
  readonly id: string;
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** The parameters of the run. */
  readonly params: P;
  /** Fires when the run is cancelled or timed out. Pass it on: `fetch(url, { signal })`. */
  readonly signal: AbortSignal;
  /** Reports progress. Any number of reports costs one update a frame; the last one is always shown. */
  progress(done: number | bigint, total?: number | bigint | null, message?: string): void;
  /** Adds a line to the log of the run. The newest lines are kept. */
  log(text: string): void;
  /**
   * Sets the line that is shown of the result in the row of the run: `5 OK · 2 errors`. The last one counts, and 200 characters
   * are kept. An empty text removes it.
   * @throws TypeError with the code `summary` unless it is a text
   */
  summary(text: string): void;
  /**
   * Adds a problem: something that did not work, although the body goes on. A run that returns with problems is `completed`, is
   * shown as *Done with problems* and can be retried on screen. All are counted; the texts of the first 1,000 are kept, 4,096
   * characters of each. An attempt begins without problems.
   * @throws TypeError with the code `problem` unless it is a text
   */
  problem(text: string): void;
  /**
   * Resolves after so many milliseconds, which may be days. Rejects with the signal's reason as soon as the signal fires, and
   * with a TypeError unless it is a number.
   */
  sleep(ms: number): Promise<void>;
  /** Resolves in a later turn of the event loop, so that the page can draw and take input before. Rejects with the signal's reason if the signal has fired. */
  yield(): Promise<void>;
  /**
   * Runs a function for each item as `deck.map` does, under a child of this run. In a body, use this one: a run of `deck.map` is no
   * child, is not cancelled with this run, and waits for a slot while this run holds one.
   */
  map<I, T>(items: Iterable<I> | AsyncIterable<I>, fn: (item: Awaited<I>, ctx: Context, index: number) => T, options: import('./taskdeck.js').MapOptions<Awaited<I>, PromiseSettledResult<Awaited<T>>[]> & { settle: true }): Run<PromiseSettledResult<Awaited<T>>[]>;
  map<I, T>(items: Iterable<I> | AsyncIterable<I>, fn: (item: Awaited<I>, ctx: Context, index: number) => T, options?: import('./taskdeck.js').MapOptions<Awaited<I>, Awaited<T>[]>): Run<Awaited<T>[]>;
  /** Starts a child run. It is cancelled with this run. This run ends after it, and fails if it fails, unless its `result` was read. */
  spawn<T>(title: string, run: (ctx: Context) => T, options?: SpawnOptions<Awaited<T>>): Run<Awaited<T>>;
}
