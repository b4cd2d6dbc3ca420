// A run for each item of an iterable, as children of one run.

import { attemptOf } from './body.js';
import { body, quoted } from './checks.js';
import { coded, guarded, wrongType } from './errors.js';
import { CHILD_OPTIONS, mapOptions } from './options.js';
import { turn } from './turn.js';

/** So many items are drawn from a list before the page has a turn. */
const ITEMS_A_TURN = 200;

const isThenable = (value) => typeof value?.then === 'function';

/** Returns the number of items where it is known before they are drawn. */
function countOf(items) {
  if (Array.isArray(items) || ArrayBuffer.isView(items)) return items.length;
  return items instanceof Set || items instanceof Map ? items.size : undefined;
}

/** Starts the parent run, whose result is the list of the results; the child of `parent` if that is an attempt. */
export function map(engine, items, fn, given, parent) {
  const asynchronous = items?.[Symbol.asyncIterator];
  if (typeof asynchronous !== 'function' && typeof items?.[Symbol.iterator] !== 'function') {
    throw wrongType('items', `items must be an iterable or an async iterable, and is ${isThenable(items) ? 'a promise: await it first' : quoted(items)}`);
  }
  body(fn, 'fn');
  const { concurrency, settle = false, title, name = fn.name || 'Items', ...settings } = mapOptions(given);
  const titleOf = title ?? ((item, index) => `${name} ${index + 1}`);
  const isOfChild = ([option]) => CHILD_OPTIONS.includes(option);
  const childOptions = Object.fromEntries(Object.entries(settings).filter(isOfChild));
  const parentOptions = Object.fromEntries(Object.entries(settings).filter((entry) => !isOfChild(entry)));
  const limit = () => concurrency ?? engine.core?.concurrency() ?? Infinity;
  let isDrawn = false;
  const run = (ctx) => {
    const iterator = asynchronous ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
    if (isDrawn && iterator === items) {
      throw coded(Error, 'not-repeatable', 'the items of this run were drawn already, and a generator gives them once: map a list instead');
    }
    isDrawn = true;
    // Of several that reject, only the first is awaited.
    if (Array.isArray(items)) for (const item of items) if (isThenable(item)) Promise.resolve(item).catch(() => {});
    const start = (item, index) => ctx.spawn(String(titleOf(item, index)), (child) => fn(item, child, index), childOptions);
    return new Mapping(engine, attemptOf(ctx), iterator, limit, settle).run(start, countOf(items));
  };
  return engine.spawn(name, run, parentOptions, parent);
}

/** Draws items as long as fewer children than the limit are live, and gathers the results. */
class Mapping {
  #results = [];
  #live = 0;
  /** The number of children that were started. */
  #started = 0;
  /** The error that ends the mapping, as `{ error }`. */
  #failure = null;
  /** Whether the source has no more items, or has thrown: then it must not be closed. */
  #isExhausted = false;
  /** Ends the wait for a change. */
  #wake = () => {};
  #engine;
  #attempt;
  #iterator;
  #limit;
  #settles;

  constructor(engine, attempt, iterator, limit, settles) {
    [this.#engine, this.#attempt, this.#iterator, this.#limit, this.#settles] = [engine, attempt, iterator, limit, settles];
  }

  async run(start, count) {
    const { signal } = this.#attempt;
    const stop = () => this.#fail(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    if (count !== undefined) this.#attempt.expectChildren(count);
    try {
      for (let index = 0; ; index += 1) {
        await this.#until(() => this.#live < this.#limit());
        await this.#room();
        const next = await this.#draw();
        if (next.done) break;
        this.#live += 1;
        this.#gather(start, next.value, index);
        if (index % ITEMS_A_TURN === ITEMS_A_TURN - 1) await turn();
      }
      await this.#until(() => this.#live === 0);
      // An item that was rejected before its start has no child.
      this.#attempt.expectChildren(this.#started);
      return this.#results;
    } finally {
      signal.removeEventListener('abort', stop);
      if (!this.#isExhausted) this.#close();
    }
  }

  #fail(error) {
    this.#failure ??= { error };
    this.#wake();
  }

  /** Waits until this is true. Throws as soon as the mapping has failed. */
  async #until(isTrue) {
    for (;;) {
      if (this.#failure) throw this.#failure.error;
      if (isTrue()) return;
      await new Promise((resolve) => (this.#wake = resolve));
    }
  }

  /** Waits until the queue of the deck takes another run. */
  async #room() {
    const { notifier, maxQueued } = this.#engine;
    if (maxQueued === 0 || notifier.waiting < maxQueued) return;
    notifier.sizeLessThan(maxQueued).then(() => this.#wake());
    await this.#until(() => notifier.waiting < maxQueued);
  }

  /** Draws the next item. A source that never answers does not outlast a cancel. */
  async #draw() {
    let next;
    try {
      next = this.#iterator.next();
    } catch (error) {
      this.#isExhausted = true;
      throw error;
    }
    if (isThenable(next)) {
      const pending = next;
      const settled = (result) => {
        next = result;
        this.#wake();
      };
      const failed = (error) => {
        this.#isExhausted = true;
        this.#fail(error);
      };
      Promise.resolve(pending).then(settled, failed);
      await this.#until(() => next !== pending);
    }
    if (typeof next !== 'object' || next === null) throw wrongType('items', `next() of items must return an object, and has returned ${quoted(next)}`);
    this.#isExhausted = Boolean(next.done);
    return next;
  }

  async #gather(start, item, index) {
    try {
      const given = isThenable(item) ? await item : item;
      const value = await this.#start(start, given, index).result;
      this.#results[index] = this.#settles ? { status: 'fulfilled', value } : value;
    } catch (reason) {
      this.#results[index] = { status: 'rejected', reason };
      if (!this.#settles) this.#fail(reason);
    }
    this.#live -= 1;
    this.#wake();
  }

  /** Starts a child. A refusal, and an error of the function that titles it, end the mapping in any case. */
  #start(start, item, index) {
    try {
      const child = start(item, index);
      this.#started += 1;
      return child;
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  /** Tells the source that no more items are drawn. */
  #close() {
    const iterator = this.#iterator;
    const closed = guarded(() => iterator.return?.());
    if (isThenable(closed)) Promise.resolve(closed).catch(() => {});
  }
}
