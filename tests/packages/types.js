// Checks the types of the widget with the oldest supported TypeScript and with the newest. Each has to name the wrong argument of
// a call.
//
//   node types.js

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { here } from './project.js';

const work = here('../../target/types');

/** Lines with one mistake each, and what the message has to name. */
const WRONG = [
  ["typed.start('export', { name: 'x', format: 'xml' });", '"xml"'],
  ["typed.start('export', { name: 'x' }, { priority: 'high' });", '"high"'],
  ["typed.start('exprot', { name: 'x' });", '"exprot"'],
  ["typed.schedule('export', { name: 7 }, { every: 1 });", "'number'"],
  ["deck.spawn('Sync', () => {}, { priority: 'high' });", '"high"'],
  ["deck.spawn('Sync', () => {}, { retry: { limit: '3' } });", "'string'"],
];

const HEAD = `import { createDeck } from '${here('../../widget/js/taskdeck.js')}';
const deck = await createDeck();
const typed = deck.define({ id: 'export', params: [{ name: 'format', type: 'select', options: ['csv', 'json'] }, { name: 'name', required: true }], run() {} });
`;

/** Returns the output of the compiler for a project; empty without errors. */
function compile(typescript, at) {
  try {
    execFileSync(process.execPath, [here(`node_modules/${typescript}/bin/tsc`), '--pretty', 'false', '-p', at], { encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (error) {
    return error.stdout;
  }
}

function check(typescript) {
  const said = compile(typescript, here('../e2e/types'));
  if (said) throw new Error(said);
  const messages = compile(typescript, work);
  for (const [number, [code, named]] of WRONG.entries()) {
    const line = HEAD.split('\n').length + number;
    const [, message] = new RegExp(`wrong\\.ts\\(${line},\\d+\\): ((?:.*\\n)(?:  .*\\n)*)`).exec(messages) ?? [];
    if (!message?.includes(named)) throw new Error(`${code} is said to be wrong so, without ${named}: ${message ?? messages}`);
  }
}

rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
writeFileSync(join(work, 'wrong.ts'), HEAD + WRONG.map(([code]) => `${code}\n`).join(''));
const { compilerOptions } = JSON.parse(readFileSync(here('../e2e/types/tsconfig.json'), 'utf8'));
writeFileSync(join(work, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['wrong.ts'] }));
let failed = 0;
const all = ['typescript-5.0', 'typescript', 'typescript-7'];
for (const typescript of all) {
  const { version } = JSON.parse(readFileSync(here(`node_modules/${typescript}/package.json`), 'utf8'));
  try {
    check(typescript);
    console.log(`  ✓ TypeScript ${version}`);
  } catch (error) {
    console.error(`  ✗ TypeScript ${version}: ${error.message}`);
    failed += 1;
  }
}
console.log(`  ${all.length - failed} passed`);
if (failed > 0) console.log(`  ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
