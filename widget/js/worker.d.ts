import type { Context } from './taskdeck.js';

/** What a body in a worker is given: all but `spawn`, which throws there. */
export type WorkerContext<P = any> = Omit<Context<P>, 'spawn'>;

/**
 * Makes a function the body that runs in this worker. To be called once, in the module that the option `worker` names.
 * What it returns must be something that can be sent by message.
 */
export function expose<P = any>(body: (ctx: WorkerContext<P>, ...given: [P, ...any[]]) => unknown): void;
