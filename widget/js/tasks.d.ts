// The types of a task: how its runs are treated, its parameters, and what it takes to start it.

import type { Context, Overlap, Priority, Progress, Run } from './runs.js';

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

export interface KnownTask {
  start: unknown;
  value: unknown;
}

export type StartArguments<Task, T> = Task extends { start: infer P }
  ? {} extends P
    ? [params?: P | null, options?: RunOptions<T>]
    : [params: P, options?: RunOptions<T>]
  : [params?: object | null, options?: RunOptions<any>];

/** The ids of the tasks that a deck knows; any text where it knows none. */
export type TaskId<Tasks> = keyof Tasks extends never ? string : keyof Tasks & string;

export type TaskOf<Tasks, Id> = Id extends keyof Tasks ? Tasks[Id] : unknown;

export type ResultOf<Task> = Task extends { value: infer T } ? T : any;

export type ScheduleParams<Task> = Task extends { start: infer P } ? P : object;
