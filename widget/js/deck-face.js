// What a deck with a face needs in addition. It is loaded with the module with a face, and imports nothing that every deck has: that would
// be a file of its own. `face.js` passes it as `tools`.

export { showResult } from './results.js';

/** Returns the names of the controls that are left out, with spaces between them. */
const without = (controls) => Object.keys(controls).filter((name) => !controls[name]).join(' ');

/** Returns texts and their replacements, all separated by NUL. */
const pairs = (strings = {}) => Object.entries(strings).flat().map((text) => text.replaceAll('\0', '')).join('\0');

/** What shows a deck. Its errors are kept and counted also while it is not on the page. */
export class DeckFace {
  #tools;
  #deck;
  #wasm;
  #core;
  #reporter;
  #defaults;
  /** The face that is on the page. */
  #mounted = null;
  #target = null;

  /** `tools` is what this needs of the modules that every deck has. */
  constructor(tools, deck, wasm, core, settings) {
    this.#tools = tools;
    const { variant, theme, locale, strings, header, controls, captureGlobalErrors = false, target } = settings;
    [this.#deck, this.#wasm, this.#core, this.#defaults] = [deck, wasm, core, { variant, theme, locale, strings, header, controls }];
    this.#reporter = new wasm.FaceReporter(core, captureGlobalErrors);
    // The panel of a tray begins to report when it is drawn.
    if (variant !== 'tray') this.#reporter.on_news(() => this.#reporter.begin(core));
    if (target !== undefined) this.mount(target, {});
  }

  /** Appends a host of its own to the target. `widget/rust/face.rs` draws into it, `tray.js` the button of a tray. */
  mount(target, options) {
    if (!this.#core) throw this.#tools.refusal('shut-down', 'the deck was destroyed and has no face any more');
    // The page may have removed the element instead of taking the face away.
    if (this.#mounted && !this.#target.isConnected) this.#unmount();
    if (this.#mounted) throw this.#tools.refusal('face', 'the deck has a face on the page already: take that away first, by the function that mountFace has returned');
    const { variant, ...given } = { ...this.#defaults, ...options, controls: { ...this.#defaults.controls, ...options.controls } };
    const mounted = variant === 'tray' ? this.#tray(target, given) : this.#dashboard(target, given);
    [this.#mounted, this.#target] = [mounted, target];
    return () => {
      if (this.#mounted === mounted) this.#unmount();
    };
  }

  #dashboard(target, { theme = 'auto', locale, strings, header = 'full', controls }) {
    const show = () => this.#wasm.mount_face(this.#core, this.#reporter, target, theme, header || 'none', without(controls), locale, pairs(strings));
    return this.#wasm.has_face() ? show() : this.#later(this.#wasm.load_face(), show);
  }

  /** Shows what is loaded first. */
  #later(loading, show) {
    let shown = null;
    let isGone = false;
    const shows = loading.then(() => {
      if (!isGone) shown = show();
    });
    shows.catch(this.#tools.uncaught);
    return {
      free() {
        isGone = true;
        shown?.free();
      },
    };
  }

  /** Shows the button of a tray. */
  #tray(target, { theme = 'auto', locale, strings, controls }) {
    const [wasm, core, reporter, deck, tools] = [this.#wasm, this.#core, this.#reporter, this.#deck, this.#tools];
    const engine = {
      counts() {
        const { completed, failed, cancelled, ...live } = deck.counts;
        return { ...live, failed, finished: completed + failed + cancelled };
      },
      heads() {
        const [queued, running, finished, failed] = wasm.heads(core);
        return { queued, running, finished, failed };
      },
      follow(listener) {
        const frame = new tools.Frame(listener);
        const unsubscribe = deck.subscribe(() => frame.request());
        return () => {
          unsubscribe();
          frame.cancel();
        };
      },
      onNews: (ask) => reporter.on_news(ask),
      release: () => reporter.give_up(),
      load: () => wasm.load_tray(),
      draw: (place, button) => wasm.mount_tray_panel(core, reporter, place, button, without(controls), locale, pairs(strings)),
    };
    const show = () => new tools.Tray(target, { theme, locale, strings }, engine);
    return tools.Tray ? show() : this.#later(tools.loadTray(), show);
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

  report(error, context) {
    this.#reporter.report(this.#tools.describe(error).join('\0'), context);
  }

  resetErrors() {
    this.#reporter.reset_errors();
  }

  destroy() {
    this.#core = null;
    this.#unmount();
    this.#reporter.free();
  }
}
