import type { Context } from './taskdeck.js';

/** The context of a body in a worker. It starts no runs: there is no `map`, and `spawn` throws. */
export type WorkerContext<P = any> = Omit<Context<P>, 'spawn' | 'map'>;

/**
 * Sets the body that runs in this worker. Call it once, in the module that the option `worker` names. The value of the body
 * must be one that `postMessage` can send.
 */
export function expose<P = any>(body: (ctx: WorkerContext<P>, ...given: [P, ...any[]]) => unknown): void;
