// Calls a function with the next frame, or after a second on a hidden page, which has no frames.

/** The delay where there are no frames at all, as in Node, in milliseconds. */
const DELAY_WITHOUT_FRAMES = 16;

export class Frame {
  #callback;
  #frame;
  #timer = null;

  constructor(callback) {
    this.#callback = callback;
  }

  request() {
    if (this.#timer !== null) return;
    const run = () => {
      this.cancel();
      this.#callback();
    };
    this.#frame = globalThis.requestAnimationFrame?.(run);
    this.#timer = setTimeout(run, globalThis.requestAnimationFrame ? 1000 : DELAY_WITHOUT_FRAMES);
  }

  cancel() {
    if (this.#timer === null) return;
    globalThis.cancelAnimationFrame?.(this.#frame);
    clearTimeout(this.#timer);
    this.#timer = null;
  }
}
