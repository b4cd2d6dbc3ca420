// Shared by the tests of the widget: a blank page with `createDeck`, and code that runs in it.

import { expect, test as base } from './fixtures.js';

/** Helpers for a test in the page. The function is sent as text, so it may use nothing from outside. */
function tools() {
  const later = () => Promise.withResolvers?.() ?? (() => {
    let settle;
    const promise = new Promise((resolve, reject) => (settle = { resolve, reject }));
    return { promise, ...settle };
  })();
  /**
   * Returns a body that waits until its gate is opened. With `aborts`, a cancel rejects it with the signal's reason.
   */
  const gate = (aborts = true) => {
    const { promise, resolve, reject } = later();
    const started = later();
    const body = async (ctx) => {
      started.resolve(ctx);
      if (aborts) ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason));
      return promise;
    };
    return Object.assign(body, { open: resolve, fail: reject, started: started.promise });
  };
  /** Returns the reason of a rejection. */
  const rejection = (promise) => promise.then((value) => { throw new Error(`fulfilled with ${value}`); }, (error) => error);
  /** Returns the exception of a call. */
  const thrown = (call) => {
    try {
      call();
    } catch (error) {
      return { is: error.constructor.name, code: error.code, message: error.message };
    }
    return 'nothing';
  };
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  /** Waits until a condition is true. */
  const until = async (holds) => {
    while (!(await holds())) await turn();
  };
  return { later, gate, rejection, thrown, turn, until };
}

export const test = base.extend({
  /** The page to open. */
  widgetPage: ['/widget-pages/', { option: true }],

  /** Whether `createDeck` in the page makes decks with a face. */
  withFace: [false, { option: true }],

  /** Runs code in a page with the widget: `({ createDeck, mountFace, …tools }, given) => …`. */
  inPage: async ({ page, widgetPage, withFace }, use) => {
    await page.goto(widgetPage);
    await expect(page.locator('html[data-ready]')).toBeAttached();
    await use((code, given) =>
      page.evaluate(
        async ([code, tools, given, withFace]) => {
          const make = (text) => new Function(`return (${text})`)();
          const { mountFace } = globalThis;
          const createDeck = withFace ? (options) => globalThis.createDeck({ target: '#place', ...options }) : globalThis.createDeck;
          return make(code)({ createDeck, mountFace, ...make(tools)() }, given);
        },
        [code.toString(), tools.toString(), given, withFace],
      ),
    );
  },
});

export { expect };
