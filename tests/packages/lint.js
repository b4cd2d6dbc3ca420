// Checks the package as npm packs it: package.json and the files that it names with publint, the types of every entry with
// attw, and the source maps. A suggestion is a failure too.
//
//   node lint.js       after script/widget

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { here, pack, widget, work } from './project.js';

/** What wasm-bindgen writes has no map. */
const GENERATED = /^(taskdeck_(engine|wasm)\.js|snippets\/)/;

/** Runs a program of this folder. Returns what it printed if it failed, else undefined. */
function failure(program, ...given) {
  const bin = here(`node_modules/.bin/${program}`);
  const environment = { ...process.env, npm_config_offline: 'true', NO_COLOR: '1', FORCE_COLOR: '0' };
  const { status, stdout, stderr } = spawnSync(bin, given, { cwd: work, encoding: 'utf8', env: environment });
  return status === 0 ? undefined : `${stdout}${stderr}`;
}

function publint(tarball) {
  const printed = failure('publint', 'run', tarball, '--strict');
  if (printed === undefined) return [];
  const found = printed.match(/^\d+\. .*/gm) ?? [printed.trim()];
  return found.map((line) => line.replace(/^\d+\. /, ''));
}

// The package has no CommonJS, and TypeScript's oldest resolution does not read `exports`.
function attw(tarball) {
  const printed = failure('attw', tarball, '--profile', 'esm-only', '--no-emoji', '--no-summary', '--format', 'ascii');
  if (printed === undefined) return [];
  const found = printed.split(/^(?="taskdeck)/m).flatMap((part) => {
    const [, entry] = /^"(taskdeck.*)"/.exec(part) ?? [];
    const lines = part.match(/^(?:node16 \(from ESM\)|bundler): .*/gm) ?? [];
    return entry ? lines.filter((line) => !/: OK( \((ESM|JSON)\))? *$/.test(line)).map((line) => `${entry}, ${line}`) : [];
  });
  return found.length > 0 ? found : [printed.trim()];
}

/** Finds files without a map, and maps that need a file or contain a path of their machine. */
function sourceMaps() {
  const scripts = readdirSync(widget, { recursive: true }).filter((file) => file.endsWith('.js') && !GENERATED.test(file));
  return scripts.flatMap((file) => {
    const [, name] = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(readFileSync(join(widget, file), 'utf8')) ?? [];
    const at = join(widget, file, '..', name ?? '');
    if (!name || !existsSync(at)) return [`${file} has no source map`];
    const { sources, sourcesContent = [] } = JSON.parse(readFileSync(at, 'utf8'));
    const bare = sources.filter((source, index) => !sourcesContent[index]);
    const outside = sources.filter((source) => /^[/\\]|:/.test(source) || join(file, '..', source).startsWith('..'));
    return [...bare.map((source) => `${name} does not contain ${source}`), ...outside.map((source) => `${name} names ${source}, which is not in the package`)];
  });
}

const checks = { publint, attw, 'source maps': sourceMaps };

if (!existsSync(join(widget, 'package.json'))) {
  console.error('there is no widget to check: run script/widget first');
  process.exit(1);
}
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
const tarball = pack();
const results = Object.entries(checks).map(([name, check]) => [name, check(tarball)]);
for (const [name, found] of results) {
  if (found.length === 0) console.log(`  ✓ ${name}`);
  for (const line of found) console.error(`  ✗ ${name}: ${line}`);
}
const failed = results.filter(([, found]) => found.length > 0).length;
console.log(`  ${results.length - failed} passed`);
if (failed > 0) console.log(`  ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
