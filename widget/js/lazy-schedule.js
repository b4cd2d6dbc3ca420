// A schedule that is asked for before the deck is loaded, and becomes the schedule of the deck.

import { uncaught } from './errors.js';

export class LazySchedule {
  #loader;
  #task;
  #real = null;
  #state = 'active';
  #refusal = null;

  constructor(loader, task, params, when) {
    [this.#loader, this.#task] = [loader, task];
    loader.later((deck) => {
      try {
        this.#real = deck.schedule(task, params, when);
      } catch (error) {
        [this.#state, this.#refusal] = ['ended', error];
        uncaught(error);
      }
    });
  }

  get state() { return this.#real?.state ?? this.#state; }
  get next() { return this.#real?.next ?? null; }
  get paused() { return this.state === 'paused'; }

  #change(name, state) {
    if (this.#real) return this.#real[name]();
    if (this.#state === 'ended' || this.#state === state) return false;
    this.#state = state;
    this.#loader.later(() => this.#real?.[name]());
    return true;
  }

  pause() { return this.#change('pause', 'paused'); }
  resume() { return this.#change('resume', 'active'); }
  stop() { return this.#change('stop', 'ended'); }

  runNow() {
    if (this.#real) return this.#real.runNow();
    const start = () => {
      if (!this.#real) throw this.#refusal;
      return this.#real.runNow();
    };
    return this.#loader.start(start, undefined, this.#loader.taskOf(this.#task));
  }
}
