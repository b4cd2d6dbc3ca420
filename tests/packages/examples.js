// Checks that each `fetch` in the examples and the docs reads the status of the response. Otherwise a 503 would complete the run.
//
//   node examples.js

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { here } from './project.js';

const root = here('../..');
const DOCS = ['README.md', 'widget/js/README.md', 'docs/recipes.md', 'docs/widget.md', 'docs/security.md', 'docs/policies.md', 'docs/coming-from.md'];
const EXAMPLES = ['examples/plain', 'examples/react', 'examples/own-ui'];

/** How far after a request its status has to be read, in characters. */
const NEAR = 300;

function* files(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (['node_modules', 'dist'].includes(entry.name)) continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* files(path);
    else if (/\.(js|ts|tsx|jsx|html|md)$/.test(path)) yield path;
  }
}

/** Returns the code in a file; in Markdown, the fenced blocks. */
function codeOf(path) {
  const text = readFileSync(join(root, path), 'utf8');
  return path.endsWith('.md') ? Array.from(text.matchAll(/^```\w.*\n([\s\S]*?)^```/gm), ([, code]) => code) : [text];
}

let requests = 0;
const unseen = [];
for (const path of [...DOCS, ...EXAMPLES.flatMap((folder) => [...files(folder)])]) {
  for (const code of codeOf(path)) {
    for (const { index } of code.matchAll(/\bfetch\(/g)) {
      requests += 1;
      if (!/\.(ok|status)\b/.test(code.slice(index, index + NEAR))) unseen.push(`${path}: ${code.slice(index, index + 60).split('\n')[0]}`);
    }
  }
}
if (requests < 8) unseen.push(`only ${requests} requests were found: does this look in the right places?`);
for (const one of unseen) console.error(`  ✗ does not look at response.ok: ${one}`);
if (unseen.length === 0) console.log(`  ✓ ${requests} requests look at what was answered\n  1 passed`);
else console.log('  1 failed');
process.exit(unseen.length > 0 ? 1 : 0);
