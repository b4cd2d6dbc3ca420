import type { HeadlessOptions } from './headless.js';
import type { Deck } from './taskdeck.js';

/** The time of a test deck: of its timers, retries, delays, schedules, timeouts, deadlines, rates and of `ctx.sleep`. */
export interface Clock {
  /** The time, in milliseconds since 1970 began. */
  readonly now: number;
  /**
   * Lets this many milliseconds pass. Timers fire in their order, and between two of them the runs go on as far as they can.
   * Resolves when nothing is left to do at the new time. Work outside the deck, as a real request, is not awaited.
   * @throws RangeError unless it is a number from 0; rejects when a run takes turns without end
   */
  advance(ms: number): Promise<void>;
  /** Lets time pass until no timer is left. Rejects after 10,000 timers, as a schedule that repeats never ends. */
  runAll(): Promise<void>;
}

export interface TestDeckOptions extends HeadlessOptions {
  /** The time at the start, in milliseconds since 1970 began: 0. */
  now?: number;
}

/**
 * Creates a deck in virtual time, without a face, in Node or a browser. Each has a clock of its own, which stands still until it
 * is advanced. Runs start and end without it as long as they wait for no time.
 *
 * ```js
 * const { deck, clock } = await createTestDeck();
 * deck.define({ id: 'sync', retry: { limit: 3, delay: 60_000 }, run: sync });
 * const run = deck.start('sync');
 * await clock.advance(60_000);
 * assert.equal(run.attempt, 2);
 * ```
 */
export function createTestDeck(options?: TestDeckOptions): Promise<{ deck: Deck; clock: Clock }>;
