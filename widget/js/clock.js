// Virtual time: the globals by which a deck reads the clock and waits.

import { number } from './checks.js';
import { outOfRange } from './errors.js';
import { turn } from './turn.js';

/** The latest time that a `Date` can have. */
export const LATEST = 8.64e15;

/** The time between two frames, in milliseconds. */
const FRAME = 16;

/** The shortest timer, as in Node: a body that sleeps again and again for no time does not stop the clock. */
const SHORTEST = 1;

/** The most turns of the event loop that the runs may take at one moment, and the most timers that `runAll` fires. */
const MAX_TURNS = 100_000;
const MAX_TIMERS = 10_000;

export class Clock {
  #now;
  #start;
  #timers = new Map();
  #lastTimer = 0;
  /** Messages that were posted and have not arrived. */
  #messages = 0;
  /** The end of the last call of `advance` or `runAll`: one waits for the other. */
  #last = Promise.resolve();

  /** Starts at this time, in milliseconds since 1970 began. */
  constructor(now) {
    [this.#now, this.#start] = [now, now];
  }

  get now() {
    return this.#now;
  }

  advance(ms) {
    if (!(number(ms, 'ms') >= 0 && this.#now + ms <= LATEST)) throw outOfRange('ms', `ms must be milliseconds from 0, and is ${ms}`);
    return this.#inTurn(async () => {
      const end = this.#now + ms;
      await this.#settle();
      for (let timer = this.#next(); timer && timer.at <= end; timer = this.#next()) await this.#fire(timer);
      this.#now = end;
    });
  }

  runAll() {
    return this.#inTurn(async () => {
      await this.#settle();
      for (let fired = 0; this.#timers.size > 0; fired += 1) {
        if (fired === MAX_TIMERS) throw new Error(`clock.runAll has fired ${MAX_TIMERS} timers, and more are left: stop the schedules, or use clock.advance`);
        await this.#fire(this.#next());
      }
    });
  }

  #inTurn(work) {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  #next() {
    let next;
    for (const timer of this.#timers.values()) if (!next || timer.at < next.at) next = timer;
    return next;
  }

  #fire(timer) {
    this.#timers.delete(timer.id);
    this.#now = Math.max(this.#now, timer.at);
    timer.call();
    return this.#settle();
  }

  /** Lets the runs go on as far as they can while no time passes. */
  async #settle() {
    for (let turns = 0; ; turns += 1) {
      await turn();
      if (this.#messages === 0) return;
      if (turns === MAX_TURNS) throw new Error('the runs of this deck take one turn after the other and do not come to rest');
    }
  }

  #setTimer(call, ms = 0) {
    const id = (this.#lastTimer += 1);
    this.#timers.set(id, { id, at: this.#now + Math.max(SHORTEST, Number(ms) || 0), call });
    return id;
  }

  /** Two ports, of which each posts to the other in a real turn of the event loop. */
  #channel() {
    const port = () => ({ onmessage: null, close() {} });
    const ports = { port1: port(), port2: port() };
    const post = (to) => (data) => {
      this.#messages += 1;
      turn().then(() => {
        this.#messages -= 1;
        to.onmessage?.({ data });
      });
    };
    ports.port1.postMessage = post(ports.port2);
    ports.port2.postMessage = post(ports.port1);
    return ports;
  }

  /** The globals of the page in this time. */
  globals() {
    const clock = this;
    const setTimeout = (call, ms) => this.#setTimer(call, ms);
    const clearTimeout = (id) => void this.#timers.delete(id);
    const globals = {
      performance: { now: () => this.#now - this.#start },
      Date: class extends Date {
        constructor(...given) {
          super(...(given.length > 0 ? given : [clock.now]));
        }

        static now() {
          return clock.now;
        }

        /** The dates of the test are of the other class. */
        static [Symbol.hasInstance](value) {
          return value instanceof Date;
        }
      },
      setTimeout,
      clearTimeout,
      MessageChannel: class {
        constructor() {
          return clock.#channel();
        }
      },
      requestAnimationFrame: (call) => setTimeout(() => call(this.#now - this.#start), FRAME),
      cancelAnimationFrame: clearTimeout,
    };
    const own = Object.entries(globals).map(([name, value]) => [name, { value }]);
    return { ...globals, globalThis: Object.create(globalThis, Object.fromEntries(own)) };
  }
}
