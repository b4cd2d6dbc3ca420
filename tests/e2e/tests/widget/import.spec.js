// Importing the module does nothing.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
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
