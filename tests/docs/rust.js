// Reads the Rust sources: which module a file is, and which other files it uses.

const fs = require('node:fs');
const path = require('node:path');
const { execFileSync } = require('node:child_process');

const root = path.join(__dirname, '../..');
const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter((file) => file && fs.existsSync(path.join(root, file)));

/** The folder with the sources of each package. */
const SOURCES = ['core/src', 'face/src', 'view/src', 'widget/rust', 'src'];

const filesOf = (folder) => tracked.filter((file) => file.startsWith(`${folder}/`) && file.endsWith('.rs'));

/** Returns a source without its comments and without what is compiled for tests only. rustfmt ends an item with `}` at its own indent. */
function program(source) {
  return source
    .replace(/^( *)#\[cfg\((?:all\()?test\b.*\n(?:\1#.*\n)*\1.*(?:;|\{[^\n]*\}|\{\n(?:[^\n]*\n)*?\1\})\n/gm, '')
    .replace(/^ *\/\/.*$/gm, '')
    .replace(/ \/\/ .*$/gm, '');
}

/** Returns the paths of `a::{b, c::{self, d as e}}`, each as a list of names, with the name that it has here. */
function expanded(tree) {
  const [, head, list] = /^([^{]*?)(?:\{([^]*)\})?$/.exec(tree.trim());
  if (list === undefined) {
    const [whole, alias] = head.trim().split(/\s+as\s+/);
    const names = whole.split('::').map((name) => name.trim());
    if (names.at(-1) === 'self' && names.length > 1) names.pop();
    return [{ names, here: alias ?? names.at(-1) }];
  }
  const parts = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= list.length; at += 1) {
    if (list[at] === '{') depth += 1;
    if (list[at] === '}') depth -= 1;
    if (at === list.length || (list[at] === ',' && depth === 0)) {
      if (list.slice(from, at).trim()) parts.push(list.slice(from, at));
      from = at + 1;
    }
  }
  return parts.flatMap((part) => expanded(head.trim() + part.trim()));
}

/** Returns the imports of a source, as `{ names, here }`: the path as a list, and the name in this file. */
const importsOf = (code) =>
  [...code.matchAll(/^ *(?:pub(?:\([^)]*\))? )?use ([^;]+);/gm)].flatMap(([, tree]) => expanded(tree));

/** The modules of a package by their paths, such as `supervisor::end`. */
function modulesOf(folder) {
  const modules = new Map();
  for (const file of filesOf(folder)) {
    const name = file.slice(folder.length + 1, -'.rs'.length).replace(/(^|\/)(mod|lib)$/, '');
    const code = program(read(file));
    const uses = importsOf(code);
    const inline = code.replace(/^ *(?:pub(?:\([^)]*\))? )?use [^;]+;/gm, '').match(/\b(?:crate|super|self)(?:::\w+)+/g) ?? [];
    modules.set(name.replaceAll('/', '::'), { file, code, uses, inline: inline.map((whole) => whole.split('::')) });
  }
  return modules;
}

const joined = (parent, child) => (parent ? `${parent}::${child}` : child);
const defines = (code, name) => new RegExp(`\\b(?:fn|struct|enum|trait|type|const|static|union|macro_rules!) ${name}\\b`).test(code);

/** Returns the module in which the path `names`, written in the module `from`, ends; null outside of the package. */
function resolved(modules, from, names, seen = new Set()) {
  let at = from;
  let rest = names;
  if (rest[0] === 'crate') [at, rest] = ['', rest.slice(1)];
  else if (rest[0] === 'self') rest = rest.slice(1);
  else if (rest[0] !== 'super' && !modules.has(joined(from, rest[0]))) return null;
  while (rest[0] === 'super') [at, rest] = [at.split('::').slice(0, -1).join('::'), rest.slice(1)];
  while (rest.length > 0 && modules.has(joined(at, rest[0]))) [at, rest] = [joined(at, rest[0]), rest.slice(1)];
  const module = modules.get(at);
  if (!module || rest.length === 0 || seen.has(`${at} ${rest[0]}`)) return module ? at : null;
  seen.add(`${at} ${rest[0]}`);
  if (defines(module.code, rest[0])) return at;
  for (const { names: to, here } of module.uses) {
    if (here === rest[0]) return resolved(modules, at, to, seen) ?? at;
  }
  for (const { names: to, here } of module.uses.filter((use) => use.here === '*')) {
    const target = resolved(modules, at, to.slice(0, -1), new Set(seen));
    if (target === null || target === at) continue;
    const end = resolved(modules, target, ['self', rest[0]], seen);
    if (end !== null && defines(modules.get(end).code, rest[0])) return end;
  }
  return at;
}

/** Returns which files of a package use which others. A parent and what is below it are one: they need not be in an order. */
function usesOf(folder) {
  const modules = modulesOf(folder);
  const uses = new Map();
  const isAbove = (above, below) => above === '' || below.startsWith(`${above}::`);
  for (const [name, { uses: imports, inline }] of modules) {
    const paths = [...imports.map(({ names }) => (names.at(-1) === '*' ? names.slice(0, -1) : names)), ...inline];
    const ends = paths.map((names) => resolved(modules, name, names));
    uses.set(name, new Set(ends.filter((end) => end !== null && end !== name && !isAbove(end, name) && !isAbove(name, end))));
  }
  return new Map([...uses].map(([name, used]) => [modules.get(name).file, [...used].map((end) => modules.get(end).file)]));
}

/** Returns a circle in a graph as a list of its nodes, or null. */
function circle(graph) {
  const state = new Map();
  const trail = [];
  const visit = (node) => {
    if (state.get(node) === 'done') return null;
    if (state.get(node) === 'open') return [...trail.slice(trail.indexOf(node)), node];
    state.set(node, 'open');
    trail.push(node);
    for (const next of graph.get(node) ?? []) {
      const found = visit(next);
      if (found) return found;
    }
    trail.pop();
    state.set(node, 'done');
    return null;
  };
  for (const node of graph.keys()) {
    const found = visit(node);
    if (found) return found;
  }
  return null;
}

module.exports = { SOURCES, circle, filesOf, importsOf, program, read, root, tracked, usesOf };
