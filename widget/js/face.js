// The face of a deck: `mountFace` puts it on the page and takes it away.

import { faceOptions, targetElement } from './deck-options.js';
import { describe, refusal, wrongType } from './errors.js';
import { checkStrings } from './strings.js';

/** The faces of the decks that can have one. */
const faces = new WeakMap();

/** What shows a deck. Its errors are kept and counted also while it is not on the page. */
export class Face {
  #wasm;
  #core;
  #reporter;
  #defaults;
  /** The face that is on the page. */
  #mounted = null;
  #target = null;

  constructor(deck, wasm, core, settings) {
    const { variant, theme, locale, strings, header, controls, captureGlobalErrors = false } = settings;
    [this.#wasm, this.#core, this.#defaults] = [wasm, core, { variant, theme, locale, strings, header, controls }];
    this.#reporter = new wasm.FaceReporter(core, captureGlobalErrors);
    faces.set(deck, this);
    if (settings.target !== undefined) this.mount(settings.target, {});
  }

  /** Appends a host of its own to the target. `widget/rust/face.rs` draws into it. */
  mount(target, options) {
    if (!this.#core) throw refusal('shut-down', 'the deck was destroyed and has no face any more');
    // The page may have removed the element instead of taking the face away.
    if (this.#mounted && !this.#target.isConnected) this.#unmount();
    if (this.#mounted) throw refusal('face', 'the deck has a face on the page already: take that away first, by the function that mountFace has returned');
    const { variant = 'dashboard', theme = 'auto', locale, strings = {}, header = 'full' } = { ...this.#defaults, ...options };
    const controls = { ...this.#defaults.controls, ...options.controls };
    const without = Object.keys(controls).filter((name) => !controls[name]).join(' ');
    const pairs = Object.entries(strings).flat().map((text) => text.replaceAll('\0', '')).join('\0');
    const mounted = this.#wasm.mount_face(this.#core, this.#reporter, target, variant, theme, header || 'none', without, locale, pairs);
    [this.#mounted, this.#target] = [mounted, target];
    return () => {
      if (this.#mounted === mounted) this.#unmount();
    };
  }

  #unmount() {
    const mounted = this.#mounted;
    this.#mounted = null;
    mounted?.free();
  }

  /** Shows the value that an attempt has returned. */
  show(key, attempt, value) {
    this.#wasm.showResult(this.#core, key, attempt, value);
  }

  checkStrings(strings) {
    checkStrings(strings, this.#wasm);
  }

  report(error, context) {
    this.#reporter.report(describe(error).join('\0'), context);
  }

  resetErrors() {
    this.#reporter.reset_errors();
  }

  destroy() {
    this.#unmount();
    this.#reporter.free();
    this.#core = null;
  }
}

export function mountFace(deck, target, given) {
  const options = faceOptions(given);
  if (typeof deck?.spawn !== 'function') throw wrongType('deck', 'deck must be what createDeck has resolved with');
  const face = faces.get(deck);
  if (!face) throw refusal('face', 'this deck can have no face: create it with createDeck({ face: true }), of taskdeck and not of taskdeck/headless');
  if (options.strings) face.checkStrings(options.strings);
  return face.mount(targetElement(target), options);
}
