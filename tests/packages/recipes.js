// Checks the code in docs/recipes.md against the types of the widget.
//
//   node recipes.js

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const work = here('../../target/recipes');

const recipes = {
  'Vue 3': { files: ['useDeck.ts', 'work.ts', 'App.vue', 'Sync.vue', 'Dashboard.vue'], check: (at) => ['vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', at] },
  'Svelte 5': { files: ['deck.ts', 'work.ts', 'Layout.svelte', 'Sync.svelte', 'Dashboard.svelte'], check: (at) => ['svelte-check/bin/svelte-check', '--workspace', at, '--fail-on-warnings', '--output', 'human'] },
};

const CONFIG = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    verbatimModuleSyntax: true,
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
    skipLibCheck: true,
    paths: { taskdeck: [here('../../widget/js/taskdeck.d.ts')] },
  },
  include: ['*'],
};

const text = readFileSync(here('../../docs/recipes.md'), 'utf8');

/** Returns the code below a heading, by the file that the info string of each fence names. */
function codeOf(heading) {
  const section = text.split(/^## /m).find((section) => section.startsWith(heading)) ?? '';
  return Object.fromEntries([...section.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```/gm)].map(([, file, code]) => [file, code]));
}

rmSync(work, { recursive: true, force: true });
let passed = 0;
let failed = 0;
for (const [heading, { files, check }] of Object.entries(recipes)) {
  const at = join(work, heading.replaceAll(' ', '-'));
  mkdirSync(at, { recursive: true });
  symlinkSync(here('node_modules'), join(at, 'node_modules'));
  const code = codeOf(heading);
  try {
    const missing = files.filter((file) => !code[file]);
    if (missing.length > 0) throw new Error(`docs/recipes.md has no ${missing.join(', ')} below ${heading}`);
    for (const file of files) writeFileSync(join(at, file), code[file]);
    writeFileSync(join(at, 'tsconfig.json'), JSON.stringify(CONFIG));
    const [program, ...given] = check(at);
    execFileSync(process.execPath, [here(`node_modules/${program}`), ...given], { cwd: at, encoding: 'utf8', stdio: 'pipe' });
    console.log(`  ✓ ${heading}`);
    passed += 1;
  } catch (error) {
    console.error(`  ✗ ${heading}: ${error.stdout || error.message}`);
    failed += 1;
  }
}
console.log(`  ${passed} passed`);
if (failed > 0) console.log(`  ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
