// `test` for the specs: a server per worker, a deck per page, and a page without errors.

import { test as base, expect } from '@playwright/test';
import { Deck } from './deck.js';
import { startServer } from './server.js';

/**
 * @typedef {object} Problems
 * @property {string[]} all the problems of the page so far
 * @property {(pattern: RegExp) => void} allow ignores problems that a test causes on purpose
 */

export const test = base.extend({
  server: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the argument's shape
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ server }, use) => {
    server.reset();
    await use(server.origin);
  },

  /** Console errors, uncaught errors and violations of the content security policy fail a test, unless it allows them. */
  problems: [
    async ({ page }, use) => {
      const all = [];
      const allowed = [];
      page.on('console', (message) => {
        if (message.type() === 'error') all.push(`console: ${message.text()}`);
      });
      page.on('pageerror', (error) => all.push(`uncaught: ${error.message}`));
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`policy violated: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
        });
      });
      await use({ all, allow: (pattern) => allowed.push(pattern) });
      expect(
        all.filter((problem) => !allowed.some((pattern) => pattern.test(problem))),
        'what the page complained about',
      ).toEqual([]);
    },
    { auto: true },
  ],

  deck: async ({ page }, use) => use(new Deck(page)),
});

export { expect };

/** Returns whether a test can set colours and motion, which only works in Chromium. */
export function emulatesMedia(browserName) {
  return browserName === 'chromium';
}
