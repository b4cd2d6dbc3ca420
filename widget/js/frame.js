// Something to be shown with the next frame, or within a second where a page is hidden and has none.

/** How long to wait where there are no frames at all, as in Node. */
const NO_FRAMES = 16;

export class Frame {
  #show;
  #frame;
  #timer = null;

  constructor(show) {
    this.#show = show;
  }

  ask() {
    if (this.#timer !== null) return;
    const show = () => {
      this.cancel();
      this.#show();
    };
    this.#frame = globalThis.requestAnimationFrame?.(show);
    this.#timer = setTimeout(show, globalThis.requestAnimationFrame ? 1000 : NO_FRAMES);
  }

  cancel() {
    if (this.#timer === null) return;
    globalThis.cancelAnimationFrame?.(this.#frame);
    clearTimeout(this.#timer);
    this.#timer = null;
  }
}
