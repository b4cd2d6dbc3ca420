// The types of a task: its policy, its parameters, and the arguments of a start.

import type { Context, Overlap, Priority, Progress, Run } from './runs.js';

/** The retries after a failed attempt. All attempts belong to the same run. */
export interface Retry {
  /** The most attempts after the first. Default: 3. */
  limit?: number;
  /** The wait before the first retry, in milliseconds. Default: 1000. */
  delay?: number;
  /** The factor by which each wait is longer than the one before. Default: 2. */
  factor?: number;
  /** The longest wait, in milliseconds. Default: 30,000. */
  maxDelay?: number;
  /** Whether each wait is a random part of its length. Default: false. */
  jitter?: boolean;
  /**
   * Returns whether to retry after this error. Default: always. A promise is awaited in the slot of the attempt and within
   * its `timeout`. If it rejects or `when` throws, there is no retry, and the error is reported as uncaught.
   */
  when?(error: any): unknown;
}

/** The worker of a body: the address of a module that calls `expose`, or a function that returns a `Worker` (for bundlers). */
export type WorkerSource = string | URL | (() => Worker);

/** The policy of a task or of one run. Times are milliseconds. */
export interface Policy {
  /** The order in which queued runs start. Default: `'user-visible'`. */
  priority?: Priority;
  /** The lane in which a run takes a slot. Default: `'main'`. */
  lane?: string;
  /** What happens while a run of the same task and `key` is live. Default: `'allow'`. */
  overlap?: Overlap;
  /** Separates runs of one task: runs with different keys do not count as overlapping. */
  key?: string;
  /** The longest time of an attempt. Default: none. */
  timeout?: number;
  /** The longest time of the whole run, from its first start and with all its waits. Default: none. */
  deadline?: number;
  /** The retries after a failed attempt. Default: none. */
  retry?: Retry;
  /** The wait before the run queues for a slot. Default: 0. */
  delay?: number;
  /** The time that a cancelled body has to stop. Default: 5000; in a worker 2000, after which the worker is terminated. */
  grace?: number;
  /** Whether a failure opens the error dialog by itself. Default: false. */
  critical?: boolean;
  /** Whether progress is shown. Default: true. */
  showProgress?: boolean;
  /** The unit of progress: `'bytes'`, or a word in the plural. */
  unit?: 'bytes' | (string & {});
  /** The worker in which the body runs, instead of the page. */
  worker?: WorkerSource;
  /** The time until the module of the worker has to call `expose`. Default: 10,000. */
  workerReady?: number;
}

/** The options of one run. Callbacks are called in a later turn. What they throw is reported as an uncaught error and changes nothing. */
export interface RunOptions<T = unknown> extends Policy {
  /** A signal that cancels the run with its own reason. */
  signal?: AbortSignal;
  /** The public id. Refused while a live run has it. Default: a unique one. */
  id?: string;
  /** Called when the body has started for the first time. */
  onStart?(run: Run<T>): void;
  /** Called after reports of progress, at most once a frame. */
  onProgress?(progress: Progress, run: Run<T>): void;
  /** Called when the run is completed, with the value of the body. */
  onComplete?(value: T, run: Run<T>): void;
  /** Called when the run has failed for good, with the error with which `result` rejects. */
  onError?(error: any, run: Run<T>): void;
  /** Called when the run was cancelled and has stopped, with a `CancelReason` or the value that was passed to `cancel`. */
  onCancel?(reason: unknown, run: Run<T>): void;
}

/** The options of a run of a function. */
export interface SpawnOptions<T = unknown> extends RunOptions<T> {
  /** The value of `ctx.params`. */
  params?: object;
}

interface FieldBase {
  /** The name of the parameter. */
  readonly name: string;
  /** The label of its field. Default: the name. */
  readonly label?: string;
  /** A line of help below the field. */
  readonly help?: string;
  /** Whether a start must pass it. */
  readonly required?: boolean;
  /** Whether its value is masked on screen, in copies and in exports. */
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

/** Whether the body always finds a value. */
type IsThere<F> = F extends { readonly required: true } | { readonly type: 'select' | 'switch' } ? true : F extends { readonly default: {} } ? true : false;

type Plain<T> = { [K in keyof T]: T[K] };

/** The parameters that the body receives, by the declaration of its task. */
export type ParamsOf<F extends readonly Field[]> = Plain<
  { [One in F[number] as IsThere<One> extends true ? One['name'] : never]: ValueOf<One> } & {
    [One in F[number] as IsThere<One> extends true ? never : One['name']]?: ValueOf<One>;
  }
>;

type GivenOf<One> = One extends { readonly type: 'files' } ? File | Iterable<File> : ValueOf<One>;

type MustBeGiven<One> = One extends { readonly required: true } ? (One extends { readonly type: 'select' | 'switch' } | { readonly default: {} } ? false : true) : false;

/** The parameters that a start takes, by the declaration of the task. */
export type StartParams<F extends readonly Field[]> = Plain<
  { [One in F[number] as MustBeGiven<One> extends true ? One['name'] : never]: GivenOf<One> } & {
    [One in F[number] as MustBeGiven<One> extends true ? never : One['name']]?: GivenOf<One>;
  }
>;

/** A task, shown as a card. */
export interface TaskOptions<Id extends string, F extends readonly Field[] | undefined, T> extends Policy {
  /** The id, unique in the deck. */
  id: Id;
  /** The title on screen. Default: the id. */
  title?: string;
  /** A line on screen that describes the task. */
  description?: string;
  /** The heading under which the card is shown. */
  group?: string;
  /** The parameters, in the order of the form. A task that declares parameters accepts no others. */
  params?: F;
  /**
   * The body. Leave it out if there is a `worker`. A face shows the value that it returns: a text, number or boolean to copy, a
   * `File` or `Blob` or a list of them to save, a list of plain objects as a table, and anything else as JSON. It shows nothing
   * for `undefined` and `null`.
   */
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

/** The ids of the tasks that the type of a deck lists; any string if it lists none. */
export type TaskId<Tasks> = keyof Tasks extends never ? string : keyof Tasks & string;

export type TaskOf<Tasks, Id> = Id extends keyof Tasks ? Tasks[Id] : unknown;

export type ResultOf<Task> = Task extends { value: infer T } ? T : any;

export type ScheduleParams<Task> = Task extends { start: infer P } ? P : object;
