// The size of files: one concept in each.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Written by script/texts. */
const GENERATED = ['widget/js/texts.d.ts'];

const isTest = (path) => /(^|\/)tests?(\/|\.|$)|_tests\.rs$/.test(path);

function* sources(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== 'node_modules') yield* sources(path);
    else if (/\.(rs|js|ts|css)$/.test(entry.name) && !isTest(path) && !GENERATED.includes(path)) yield path;
  }
}

test('no file outside of the tests has more than 400 lines', () => {
  const files = ['core/src', 'face/src', 'face/style', 'view/src', 'src', 'style', 'shell', 'widget/rust', 'widget/js'].flatMap((folder) => [...sources(folder)]);
  const lines = (path) => readFileSync(join(root, path), 'utf8').trimEnd().split('\n').length;
  assert.ok(files.length > 300, `${files.length} files were found`);
  assert.deepEqual(files.filter((path) => lines(path) > 400), []);
});

test('what trunk watches is there, for it does not start without', () => {
  const [, list] = /^watch = \[(.*)\]$/m.exec(readFileSync(join(root, 'Trunk.toml'), 'utf8'));
  const missing = [...list.matchAll(/"([^"]+)"/g)].map(([, path]) => path).filter((path) => !existsSync(join(root, path)));
  assert.deepEqual(missing, []);
});
