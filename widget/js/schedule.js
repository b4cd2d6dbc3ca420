// A schedule: a task started when its time has come.

const [PAUSE, RESUME, STOP] = [0, 1, 2];
const STATES = ['active', 'paused', 'suspended', 'ended'];

export class Schedule {
  #engine;
  #number;

  constructor(engine, number) {
    this.#engine = engine;
    this.#number = number;
  }

  get state() {
    return STATES[this.#engine.core?.schedule_state(this.#number) ?? STATES.indexOf('ended')];
  }

  get next() {
    const next = this.#engine.core?.schedule_next(this.#number) ?? NaN;
    return Number.isNaN(next) ? null : next;
  }

  get paused() {
    return this.state === 'paused';
  }

  #change(what) {
    return this.#engine.core?.change_schedule(this.#number, what) ?? false;
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
