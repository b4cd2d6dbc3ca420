// The types of a run: its status, its progress, its end, and what its body is given.

import type { SpawnOptions } from './tasks.js';

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
