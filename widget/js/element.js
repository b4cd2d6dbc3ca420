// <task-deck>: a deck as an element. Importing this module defines the element.
//
//   <task-deck variant="tray" concurrency="4" theme="dark" locale="de"></task-deck>
//   <task-deck header="compact" without="concurrency pause"></task-deck>
//
//   const deck = await document.querySelector('task-deck').ready;

import { createDeck } from './create.js';
import { warnOnce } from './errors.js';
import { controlsWithout, headerOf, theme } from './deck-options.js';

const STYLE = `
  :host { display: block; block-size: var(--taskdeck-height, 28rem); }
  :host([variant="tray"]) { display: inline-block; inline-size: 48px; block-size: 48px; }
  :host([hidden]) { display: none; }
  div { display: flow-root; block-size: 100%; --taskdeck-height: 100%; }
`;

let sheet;

function style() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  return sheet;
}

/** Returns a promise with the functions that settle it. */
function deferred() {
  const deferred = {};
  deferred.promise = new Promise((resolve, reject) => Object.assign(deferred, { resolve, reject }));
  return deferred;
}

// The module can be imported without a page, as on a server.
const Base = globalThis.HTMLElement ?? class {};

export class TaskDeckElement extends Base {
  static observedAttributes = ['concurrency', 'theme'];

  #container;
  #deck = null;
  #ready = deferred();
  #isReady = false;
  #options = {};
  /** The number of the newest deck: an older one that is ready late is destroyed. */
  #generation = 0;
  /** Whether the element has a deck, or makes one. */
  #isStarted = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [style()];
    this.#container = document.createElement('div');
    root.append(this.#container);
    // The page may have set `options` before the element was defined.
    if (Object.hasOwn(this, 'options')) {
      const { options } = this;
      delete this.options;
      this.options = options;
    }
  }

  /** The deck; null before it is ready, and after the element was removed. */
  get deck() {
    return this.#deck;
  }

  /** Resolves with the deck; rejects when it cannot be made. */
  get ready() {
    return this.#ready.promise;
  }

  /** What attributes cannot say, as `strings`: options of createDeck for the next deck of this element. */
  get options() {
    return this.#options;
  }

  set options(options) {
    if (this.#isStarted) warnOnce('options of <task-deck> have no effect on the deck that it has: set them before it is put into the document');
    this.#options = options ?? {};
  }

  connectedCallback() {
    // An element that moves in the document keeps its deck.
    if (!this.#isStarted) this.#make();
  }

  disconnectedCallback() {
    // A move disconnects and connects in one turn.
    setTimeout(() => {
      if (!this.isConnected) this.#end();
    });
  }

  attributeChangedCallback(name, before, value) {
    if (name === 'theme') {
      if (this.#isStarted && !isTheme(value)) warnOnce(`<task-deck theme=${JSON.stringify(value)}>: choose auto, light or dark`);
      // The deck follows the colour scheme around it, which is that of this element.
      this.#container.style.colorScheme = value === 'light' || value === 'dark' ? value : '';
    } else if (this.#deck && before !== value) {
      this.#deck.concurrency = number(value) ?? 4;
    }
  }

  async #make() {
    this.#isStarted = true;
    const generation = ++this.#generation;
    const ready = this.#ready;
    try {
      // The theme is not passed on: the deck follows the colour scheme of this element.
      const themeName = this.getAttribute('theme');
      if (themeName) theme(themeName, 'theme');
      const [header, without] = [this.getAttribute('header'), this.getAttribute('without')];
      const deck = await createDeck({
        header: header ? headerOf(header) : undefined,
        controls: without ? controlsWithout(without) : undefined,
        variant: this.getAttribute('variant') ?? undefined,
        concurrency: number(this.getAttribute('concurrency')),
        locale: this.getAttribute('locale') || undefined,
        ...this.#options,
        target: this.#container,
      });
      if (generation !== this.#generation) {
        deck.destroy();
        return;
      }
      this.#deck = deck;
      this.#isReady = true;
      ready.resolve(deck);
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#isReady = true;
      ready.reject(error);
    }
  }

  #end() {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    this.#generation += 1;
    this.#deck?.destroy();
    this.#deck = null;
    // A promise that is still pending is kept for the next deck.
    if (this.#isReady) this.#ready = deferred();
    this.#isReady = false;
  }
}

const isTheme = (word) => !word || ['auto', 'light', 'dark'].includes(word);

/** Returns the number of an attribute. createDeck refuses one that is not a number. */
function number(text) {
  return text === null || text.trim() === '' ? undefined : Number(text);
}

if (globalThis.customElements && !customElements.get('task-deck')) {
  customElements.define('task-deck', TaskDeckElement);
}
