// The button of a tray: a ring, the number of live runs, a dot for failures, and a name. It is plain DOM. The panel is the face,
// which is loaded when the pointer is near, or when the button is focused or pressed, or when there is something to show.
//
// This module imports nothing of the package: what it shared with others would be a file of its own.

import css from 'taskdeck-tray-style';

/** How near the pointer is, in CSS pixels, when the face begins to load, and how often that is looked at, in milliseconds. */
const NEAR = 120;
const LOOK = 100;

/** The radius of the ring. */
const RADIUS = 22;

const PARTS = 'deck, header, tasks, card, runs, row, bar, selection, details, toast, dialog, tray-button, tray-panel';

/** The icon where no run is live. */
const LINES = 'M4 6h12M4 10h8.5M4 14h5';

let sheet;

/** Returns the style sheet, which all trays share. A sheet that is constructed needs no permission of the page. */
function style() {
  if (!sheet) {
    try {
      // Keeps the size of *medium* text as a length. A second registration fails, and changes nothing.
      CSS.registerProperty({ name: '--td-medium', syntax: '<length>', inherits: true, initialValue: '16px' });
    } catch {}
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}

/** Creates an element, or with `svg` one of a drawing, with these attributes. */
function element(name, attributes, ...children) {
  const isSvg = ['svg', 'circle', 'path'].includes(name);
  const element = isSvg ? document.createElementNS('http://www.w3.org/2000/svg', name) : document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

const circle = (name) => element('circle', { class: name, cx: 24, cy: 24, r: RADIUS, pathLength: 1 });
const drawing = (name, size, ...children) => element('svg', { class: name, viewBox: `0 0 ${size} ${size}`, 'aria-hidden': true, focusable: false }, ...children);

export class Tray {
  #engine;
  #options;
  #host;
  #place;
  #button;
  #done = circle('td-tray-done');
  #number = element('span', { 'aria-hidden': true });
  #icon = drawing('td-icon', 20, element('path', { d: LINES }));
  #dot = element('span', { class: 'td-tray-dot', hidden: '' });
  #numbers;
  /** The number of finished runs at the last moment without a live one. */
  #finishedBefore = 0;
  /** The panel, once it is loaded, and the promise of it. */
  #panel = null;
  #loading = null;
  #isGone = false;
  #unlisten;
  /** Whether the button was pressed while the panel is loading. */
  #isWanted = false;
  #looked = 0;

  /**
   * Appends the button to the target. `engine` is what the tray needs of the deck:
   *
   * - `counts()` the numbers of all runs, `heads()` those that the header counts, each as `{ queued, running, finished, failed }`
   * - `follow(listener)` calls the listener after changes, once a frame, and returns a function that ends that
   * - `onNews(ask)` calls `ask` when there is something to show; `release()` writes the errors that wait to the console
   * - `load()` resolves when the panel can be drawn, and `draw(place, button)` draws it: an object with `toggle`, `close` and `free`
   */
  constructor(target, { theme, locale, strings }, engine) {
    [this.#engine, this.#options] = [engine, { locale, strings }];
    this.#numbers = new Intl.NumberFormat(locale ?? 'en', { maximumFractionDigits: 0 });
    this.#button = element(
      'button',
      { type: 'button', class: 'td-tray-button', part: 'tray-button', 'aria-haspopup': 'dialog', 'aria-expanded': false },
      drawing('td-tray-ring', 48, circle('td-tray-track'), this.#done),
      this.#number,
      this.#icon,
      this.#dot,
    );
    this.#place = element('div', { class: 'td td-embedded td-tray', part: 'deck', 'data-theme': theme }, this.#button);
    // For a page whose own element wraps the host in another shadow root.
    this.#host = element('div', { 'data-variant': 'tray', exportparts: PARTS });
    const root = this.#host.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [style()];
    root.append(this.#place);
    this.#update();
    target.append(this.#host);
    this.#listen();
  }

  #listen() {
    const button = this.#button;
    button.addEventListener('click', () => this.#press());
    button.addEventListener('focus', this.#begin);
    button.addEventListener('pointerenter', this.#begin);
    button.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented && this.#expanded) this.#panel.close();
    });
    document.addEventListener('pointermove', this.#look, { passive: true });
    const unfollow = this.#engine.follow(() => this.#update());
    this.#engine.onNews(this.#begin);
    this.#unlisten = () => {
      unfollow();
      document.removeEventListener('pointermove', this.#look);
      removeEventListener('online', this.#begin);
    };
  }

  get #expanded() {
    return this.#button.getAttribute('aria-expanded') === 'true';
  }

  /** Begins to load when the pointer comes near. */
  #look = ({ clientX, clientY, timeStamp }) => {
    if (timeStamp - this.#looked < LOOK) return;
    this.#looked = timeStamp;
    const { left, right, top, bottom } = this.#button.getBoundingClientRect();
    if (right > left && clientX > left - NEAR && clientX < right + NEAR && clientY > top - NEAR && clientY < bottom + NEAR) this.#begin();
  };

  /** Loads the panel, once. After a failure, the next occasion tries again. */
  #begin = () => {
    if (this.#isGone) return;
    this.#loading ??= this.#load();
  };

  async #load() {
    try {
      await this.#engine.load();
      if (this.#isGone) return;
      this.#panel = this.#engine.draw(this.#place, this.#button);
      document.removeEventListener('pointermove', this.#look);
    } catch (error) {
      if (this.#isGone) return;
      this.#loading = null;
      this.#engine.release();
      console.error('Taskdeck: the panel of the tray could not be loaded; its button tries again:', error);
      addEventListener('online', this.#begin, { once: true });
    }
    this.#button.removeAttribute('aria-busy');
    if (this.#isWanted) this.#panel?.toggle();
    this.#isWanted = false;
  }

  #press() {
    if (this.#panel) return this.#panel.toggle();
    this.#isWanted = !this.#isWanted;
    if (this.#isWanted) this.#button.setAttribute('aria-busy', true);
    else this.#button.removeAttribute('aria-busy');
    this.#begin();
  }

  /** Returns an English text, or its replacement, with what stands for its placeholder. */
  #say(english, name, value) {
    const words = this.#options.strings?.[english] ?? english;
    return words.replaceAll(`{${name}}`, () => value);
  }

  /** Returns *3 running · 12 waiting · 1 failed*. */
  #summary({ running, queued, finished, failed }) {
    const parts = [[running, '{count} running'], [queued, '{count} waiting'], [failed, '{count} failed']];
    const some = parts.filter(([number]) => number > 0).map(([number, words]) => this.#say(words, 'count', this.#numbers.format(number)));
    return some.join(' · ') || this.#say(finished > 0 ? 'All done' : 'Nothing is running');
  }

  /** Returns the finished part of the runs since the last moment without a live one; undefined while there is none. */
  #part({ queued, running, finished }) {
    const live = queued + running;
    // Finished runs may have been cleared meanwhile.
    this.#finishedBefore = live === 0 ? finished : Math.min(this.#finishedBefore, finished);
    const done = finished - this.#finishedBefore;
    return live === 0 ? undefined : done / (done + live);
  }

  #update() {
    const heads = this.#engine.heads();
    const part = this.#part(this.#engine.counts());
    const live = heads.queued + heads.running;
    this.#button.setAttribute('aria-label', this.#say('Runs: {summary}', 'summary', this.#summary(heads)));
    this.#done.style.visibility = part === undefined ? 'hidden' : 'visible';
    this.#done.style.strokeDashoffset = 1 - (part ?? 0);
    this.#number.textContent = this.#numbers.format(live);
    this.#number.hidden = live === 0;
    this.#icon.toggleAttribute('hidden', live > 0);
    this.#dot.hidden = heads.failed === 0;
  }

  /** Takes the tray away. */
  free() {
    this.#isGone = true;
    this.#unlisten();
    this.#panel?.free();
    this.#host.remove();
  }
}
