// The types of the widget: what must compile, and what must not.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

test('the types list every text that strings can replace', async ({ browserName }) => {
  test.skip(browserName !== 'chromium', 'no browser is needed');
  const checked = promisify(execFile)(process.execPath, [here('../../../../script/texts'), '--check']);
  expect(await checked.then(() => '', (error) => error.stderr)).toBe('');
});

test('the example of the types compiles', async ({ browserName }) => {
  test.skip(browserName !== 'chromium', 'no browser is needed');
  const compiled = promisify(execFile)(process.execPath, [here('../../node_modules/typescript/bin/tsc'), '-p', here('../../types')]);
  const output = await compiled.then(() => '', (error) => error.stdout);
  expect(output).toBe('');
});
