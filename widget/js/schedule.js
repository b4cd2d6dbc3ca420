// A schedule: starts runs of a task when they are due.

import { indexes, SCHEDULE_CHANGES, SCHEDULE_STATES } from './words.js';

const { pause: PAUSE, resume: RESUME, stop: STOP } = indexes(SCHEDULE_CHANGES);
const { ended: ENDED } = indexes(SCHEDULE_STATES);

export class Schedule {
  #engine;
  #number;

  constructor(engine, number) {
    this.#engine = engine;
    this.#number = number;
  }

  get state() {
    return SCHEDULE_STATES[this.#engine.core?.schedule_state(this.#number) ?? ENDED];
  }

  get next() {
    const next = this.#engine.core?.schedule_next(this.#number) ?? NaN;
    return Number.isNaN(next) ? null : next;
  }

  get paused() {
    return this.state === 'paused';
  }

  #change(change) {
    return this.#engine.core?.change_schedule(this.#number, change) ?? false;
  }

  pause() {
    return this.#change(PAUSE);
  }

  resume() {
    return this.#change(RESUME);
  }

  stop() {
    return this.#change(STOP);
  }

  runNow() {
    return this.#engine.recordOf(this.#engine.alive.run_schedule_now(this.#number)).run;
  }
}
