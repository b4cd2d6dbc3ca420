// Creates projects in which the package is installed as npm packs it.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = (path) => fileURLToPath(new URL(path, import.meta.url));
export const widget = here('../../dist/widget');
export const work = here('../../target/packages');

export function npm(cwd, ...command) {
  return execFileSync('npm', [...command, '--offline', '--no-audit', '--no-fund', '--loglevel=error'], { cwd, encoding: 'utf8' });
}

/** Checks that the package has every file that `exports` and `types` name, and no file beyond the intended ones. */
export function pack() {
  const [{ filename, files }] = JSON.parse(npm(work, 'pack', widget, '--json'));
  const names = files.map(({ path }) => path);
  const { exports } = JSON.parse(readFileSync(join(widget, 'package.json'), 'utf8'));
  const wanted = Object.values(exports).flatMap((target) => (typeof target === 'string' ? target : Object.values(target)));
  const missing = [...wanted, './README.md', './LICENSE-MIT', './LICENSE-APACHE'].filter((path) => !names.includes(path.replace('./', '')));
  if (missing.length > 0) throw new Error(`the package says it has ${missing.join(', ')}, and has not`);
  return join(work, filename);
}

/** Returns a package of this folder and its dependencies, by their folders. */
function closure(name, from = here('.'), found = new Map()) {
  let folder = from;
  while (!existsSync(join(folder, 'node_modules', name, 'package.json'))) {
    if (folder === dirname(folder)) return found;
    folder = dirname(folder);
  }
  const at = join(folder, 'node_modules', name);
  if (found.has(at)) return found;
  found.set(at, name);
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
  for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) closure(needed, at, found);
  return found;
}

/**
 * Creates a project from a folder, given from here.
 * @param {{ app: string, copied?: string[], linked?: string[] }} what packages are copied with their dependencies, or linked
 */
export function fresh(name, tarball, { app, copied = [], linked = [] }) {
  const root = join(work, `${name}-${basename(app)}`);
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }));
  npm(root, 'install', tarball);
  for (const own of copied) {
    for (const at of closure(own).keys()) cpSync(at, join(root, at.slice(here('.').length)), { recursive: true });
  }
  for (const own of linked) symlinkSync(here(`node_modules/${own}`), join(root, 'node_modules', own));
  cpSync(here(app), root, { recursive: true });
  return root;
}
