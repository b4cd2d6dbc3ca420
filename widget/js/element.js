// <task-deck>: a deck as an element. Importing this module defines it.
//
//   <task-deck variant="tray" concurrency="4" theme="dark" locale="de"></task-deck>
//
//   const deck = await document.querySelector('task-deck').ready;

import { createDeck } from './deck.js';
import { warnOnce } from './errors.js';
import { theme } from './options.js';

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

/** A promise that somebody else settles. */
function later() {
  const later = {};
  later.promise = new Promise((resolve, reject) => Object.assign(later, { resolve, reject }));
  return later;
}

// Where there is no page the module can be imported all the same.
const Base = globalThis.HTMLElement ?? class {};

export class TaskDeckElement extends Base {
  static observedAttributes = ['concurrency', 'theme'];

  #place;
  #deck = null;
  #ready = later();
  #isReady = false;
  #options = {};
  /** Counts the decks that were asked for: one that comes too late is not wanted any more. */
  #asked = 0;
  #isAsked = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [style()];
    this.#place = document.createElement('div');
    root.append(this.#place);
    // It may have been set before the element was defined.
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
    if (this.#isAsked) warnOnce('options of <task-deck> have no effect on the deck that it has: set them before it is put into the document');
    this.#options = options ?? {};
  }

  connectedCallback() {
    // Who only moves in the document has a deck already.
    if (!this.#isAsked) this.#make();
  }

  disconnectedCallback() {
    // A move disconnects and connects in one turn.
    setTimeout(() => {
      if (!this.isConnected) this.#end();
    });
  }

  attributeChangedCallback(name, before, now) {
    if (name === 'theme') {
      if (this.#isAsked && !isTheme(now)) warnOnce(`<task-deck theme=${JSON.stringify(now)}>: choose auto, light or dark`);
      // The deck follows the page around it, which is this element.
      this.#place.style.colorScheme = now === 'light' || now === 'dark' ? now : '';
    } else if (this.#deck && before !== now) {
      this.#deck.concurrency = number(now) ?? 4;
    }
  }

  async #make() {
    this.#isAsked = true;
    const asked = ++this.#asked;
    const ready = this.#ready;
    try {
      // The deck itself follows this element, whose theme changes its colour scheme.
      const said = this.getAttribute('theme');
      if (said) theme(said, 'theme');
      const deck = await createDeck({
        variant: this.getAttribute('variant') ?? undefined,
        concurrency: number(this.getAttribute('concurrency')),
        locale: this.getAttribute('locale') || undefined,
        ...this.#options,
        target: this.#place,
      });
      if (asked !== this.#asked) {
        deck.destroy();
        return;
      }
      this.#deck = deck;
      this.#isReady = true;
      ready.resolve(deck);
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#isReady = true;
      ready.reject(error);
    }
  }

  #end() {
    if (!this.#isAsked) return;
    this.#isAsked = false;
    this.#asked += 1;
    this.#deck?.destroy();
    this.#deck = null;
    // Who waits for one that never came waits for the next.
    if (this.#isReady) this.#ready = later();
    this.#isReady = false;
  }
}

const isTheme = (word) => !word || ['auto', 'light', 'dark'].includes(word);

/** The number of an attribute; what is none is for createDeck to name. */
function number(text) {
  return text === null || text.trim() === '' ? undefined : Number(text);
}

if (globalThis.customElements && !customElements.get('task-deck')) {
  customElements.define('task-deck', TaskDeckElement);
}
