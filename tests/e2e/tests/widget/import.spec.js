// Importing the module does nothing, in Node as in a page.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '../../widget.js';
import { DIST } from '../../server.js';

test('importing it in Node has no side effect', async ({ browserName }) => {
  test.skip(browserName !== 'chromium', 'no browser is needed');
  const address = pathToFileURL(join(DIST, 'widget', 'taskdeck.js')).href;
  const code = `
    const before = Object.getOwnPropertyNames(globalThis);
    const { createDeck } = await import(${JSON.stringify(address)});
    const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));
    console.log(JSON.stringify([typeof createDeck, added, process.getActiveResourcesInfo().filter((name) => /Timeout|Message|TCP/.test(name))]));
  `;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--no-warnings', '--input-type=module', '-e', code]);
  expect([JSON.parse(stdout), stderr]).toEqual([['function', [], []], '']);
});

test('a deck with no runs sets no timer, asks for no frame, and listens to nothing', async ({ page, inPage }) => {
  await page.addInitScript(() => {
    const used = (globalThis.used = []);
    for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback', 'addEventListener']) {
      const original = globalThis[name];
      if (original) globalThis[name] = function (...given) { used.push(name); return original.apply(this, given); };
    }
  });
  await page.reload();
  await expect(page.locator('html[data-ready]')).toBeAttached();
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    deck.define({ id: 'task', run: () => {} });
    const before = globalThis.used.length;
    await new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(0); });
    return [globalThis.used.slice(before), deck.activeCount];
  });
  expect(seen).toEqual([[], 0]);
});
