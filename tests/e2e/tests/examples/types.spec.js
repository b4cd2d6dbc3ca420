// Type checks of the JavaScript examples. The React example is checked in its build.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

test('the plain page passes the type check', async ({ browserName }) => {
  test.skip(browserName !== 'chromium', 'no browser is needed');
  const here = (path) => fileURLToPath(new URL(path, import.meta.url));
  const compiled = promisify(execFile)(process.execPath, [here('../../node_modules/typescript/bin/tsc'), '-p', here('../../../../examples/plain')]);
  const output = await compiled.then(() => '', (error) => error.stdout);
  expect(output).toBe('');
});
