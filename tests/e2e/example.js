// `test` for the examples. Each has a server of its own, the one that `script/example` starts.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { examples } from '../../examples/server/examples.js';
import { startServer } from '../../examples/server/server.js';
import { expect, test as base } from './fixtures.js';

export const test = base.extend({
  /** The name of the example: `test.use({ name: 'plain' })`. */
  name: ['', { option: true }],

  /** The server: `origin`, `mood(word)`, `get(path)`. */
  example: async ({ page, name, problems }, use) => {
    const example = examples[name];
    if (!existsSync(join(example.root, 'index.html'))) throw new Error(`it is not built: script/example ${name} --build`);
    const server = await startServer(example);
    // The browser logs the responses that the server refuses on purpose.
    problems.allow(/status of (500|503)/);
    await page.goto(server.origin);
    await use({
      origin: server.origin,
      mood: (mood) => fetch(`${server.origin}/api/mood`, { method: 'PUT', body: mood }),
      get: async (path) => (await fetch(`${server.origin}/api${path}`)).json(),
      post: (path) => fetch(`${server.origin}/api${path}`, { method: 'POST' }),
    });
    await server.stop();
  },
});

/** Expects that nothing overflows a narrow window, and that axe finds no violation. */
export async function looksRight(page, deck) {
  await deck.expectAccessible();
  await page.setViewportSize({ width: 320, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
}

export { expect };
