// Taskdeck for a page whose visitors may start nothing: a deck that is there at once, and loads the rest at its first use.
// script/widget bundles this entry by itself, so a page that only imports it loads one small file.

import { coded, uncaught, wrongType } from './errors.js';
import { Loader } from './lazy-loader.js';
import { disposable } from './lazy-run.js';
import { LazySchedule } from './lazy-schedule.js';

class LazyDeck {
  #loader;

  constructor(loader) {
    this.#loader = loader;
  }

  get ready() {
    return this.#loader.load();
  }

  define(task) {
    const loader = this.#loader;
    loader.checkAlive();
    if (loader.deck) {
      loader.deck.define(task);
      return this;
    }
    if (task) loader.tasks.set(task.id, task);
    loader.later((deck) => {
      try {
        deck.define(task);
      } catch (error) {
        uncaught(error);
      }
    });
    return this;
  }

  start(id, params, given) {
    const loader = this.#loader;
    return loader.start((deck, options) => deck.start(id, params, options), given, { ...loader.taskOf(id), params });
  }

  spawn(title, run, given) {
    return this.#loader.start((deck, options) => deck.spawn(title, run, options), given, { title });
  }

  wrap(title, run, given) {
    const withOptions = (given) => (...args) => this.#loader.start((deck, options) => deck.wrap(title, run, options)(...args), given, { title });
    return Object.assign(withOptions(given), { with: (more) => withOptions({ ...given, ...more }) });
  }

  schedule(id, params, when) {
    const loader = this.#loader;
    loader.checkAlive();
    if (loader.deck) return loader.deck.schedule(id, params, when);
    const schedule = new LazySchedule(loader, id, params, when);
    loader.use();
    return schedule;
  }

  cancel(id, reason) {
    return this.#loader.cancel(id, reason);
  }

  cancelAll(reason) {
    return this.#loader.cancelAll(reason);
  }

  destroy() {
    this.#loader.destroy();
  }
}

disposable(LazyDeck.prototype, (deck) => deck.destroy());

/** Calls a function when the page is loaded and has nothing to do. A server has no such time. */
function whenIdle(call) {
  if (typeof document === 'undefined') return;
  // Safari before 26 has no idle callbacks.
  const wait = () => (globalThis.requestIdleCallback ?? setTimeout)(call);
  if (document.readyState === 'complete') wait();
  else addEventListener('load', wait, { once: true });
}

export function lazyDeck(given = {}) {
  if (typeof given !== 'object' || given === null) throw wrongType('lazyDeck', 'the options of lazyDeck must be an object such as { preload: … }');
  const { preload = 'use', ...options } = given;
  if (preload !== 'use' && preload !== 'idle') {
    throw coded(typeof preload === 'string' ? RangeError : TypeError, 'preload', `preload must be one of use, idle, and is ${JSON.stringify(preload)}`);
  }
  const loader = new Loader(options);
  if (preload === 'idle') whenIdle(() => loader.use());
  return new LazyDeck(loader);
}
