// The types of the widget: what must compile, and what must not.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

test('the types know every text that can be given in other words', async ({ browserName }) => {
  test.skip(browserName !== 'chromium', 'no browser is needed');
  const read = (path) => readFile(here(`../../../../${path}`), 'utf8');
  const texts = ((await read('face/src/texts/english.txt')) + (await read('face/src/texts/supervisor.txt'))).trimEnd().split('\n');
  const named = texts.map((text) => `  | '${text.split('|').at(-1).replaceAll("'", "\\'")}'`);
  const [, union] = (await read('widget/js/texts.d.ts')).split('export type TextName =\n');
  expect(union.trimEnd().split('\n')).toEqual([...named.slice(0, -1), `${named.at(-1)};`]);
});

test('the types hold', async ({ browserName }) => {
  test.skip(browserName !== 'chromium', 'no browser is needed');
  const compiled = promisify(execFile)(process.execPath, [here('../../node_modules/typescript/bin/tsc'), '-p', here('../../types')]);
  const said = await compiled.then(() => '', (error) => error.stdout);
  expect(said).toBe('');
});
