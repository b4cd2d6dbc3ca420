// A run for each item of an iterable, as children of one run.

import { attemptOf } from './body.js';
import { body, quoted } from './checks.js';
import { guarded, wrongType } from './errors.js';
import { CHILD_POLICY, mapOptions } from './options.js';

/** Starts the parent run, whose result is the list of the results. */
export function map(engine, items, fn, given) {
  const asynchronous = items?.[Symbol.asyncIterator];
  if (typeof asynchronous !== 'function' && typeof items?.[Symbol.iterator] !== 'function') {
    throw wrongType('items', `items must be an iterable or an async iterable, and is ${quoted(items)}`);
  }
  body(fn, 'fn');
  const { concurrency = engine.core?.concurrency() ?? Infinity, settle = false, title, name = fn.name || 'Items', ...settings } = mapOptions(given);
  const titleOf = title ?? ((item, index) => `${name} ${index + 1}`);
  const isOfChild = ([option]) => CHILD_POLICY.includes(option);
  const policy = Object.fromEntries(Object.entries(settings).filter(isOfChild));
  const parentOptions = Object.fromEntries(Object.entries(settings).filter((entry) => !isOfChild(entry)));
  const count = items.length ?? items.size;
  let isDrawn = false;
  const run = (ctx) => {
    const iterator = asynchronous ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
    if (isDrawn && iterator === items) throw new Error('The items of this run were drawn already, and a generator gives them once: map a list instead');
    isDrawn = true;
    if (Number.isSafeInteger(count)) attemptOf(ctx).expectChildren(count);
    const start = (item, index) => ctx.spawn(String(titleOf(item, index)), (child) => fn(item, child, index), policy).result;
    return new Mapping(ctx.signal, iterator, concurrency, settle).run(start);
  };
  return engine.spawn(name, run, parentOptions);
}

/** Draws items as long as fewer children than the limit are live, and gathers the results. */
class Mapping {
  #results = [];
  #live = 0;
  /** The error that ends the mapping, as `{ error }`. */
  #failure = null;
  /** Ends the wait for a change. */
  #wake = () => {};
  #signal;
  #iterator;
  #limit;
  #settles;

  constructor(signal, iterator, limit, settles) {
    [this.#signal, this.#iterator, this.#limit, this.#settles] = [signal, iterator, limit, settles];
  }

  async run(start) {
    const stop = () => this.#fail(this.#signal.reason);
    this.#signal.addEventListener('abort', stop, { once: true });
    let isExhausted = false;
    try {
      for (let index = 0; ; index += 1) {
        await this.#until(() => this.#live < this.#limit);
        const next = await this.#draw();
        if (next.done) break;
        this.#live += 1;
        this.#gather(start, next.value, index);
      }
      isExhausted = true;
      await this.#until(() => this.#live === 0);
      return this.#results;
    } finally {
      this.#signal.removeEventListener('abort', stop);
      if (!isExhausted) this.#close();
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

  /** Draws the next item. A source that never answers does not outlast a cancel. */
  async #draw() {
    let next = this.#iterator.next();
    if (typeof next?.then !== 'function') return next;
    const settled = (result) => {
      next = result;
      this.#wake();
    };
    const pending = next;
    Promise.resolve(pending).then(settled, (error) => this.#fail(error));
    await this.#until(() => next !== pending);
    return next;
  }

  async #gather(start, item, index) {
    try {
      const value = await start(typeof item?.then === 'function' ? await item : item, index);
      this.#results[index] = this.#settles ? { status: 'fulfilled', value } : value;
    } catch (reason) {
      this.#results[index] = { status: 'rejected', reason };
      if (!this.#settles) this.#fail(reason);
    }
    this.#live -= 1;
    this.#wake();
  }

  /** Tells the source that no more items are drawn. */
  #close() {
    const iterator = this.#iterator;
    const closed = guarded(() => iterator.return?.());
    if (typeof closed?.then === 'function') Promise.resolve(closed).catch(() => {});
  }
}
