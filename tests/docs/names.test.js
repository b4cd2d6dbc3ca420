// The docs name files and tests. A name that leads nowhere fails here.

const test = require('node:test');
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { execFileSync } = require('node:child_process');

const root = path.join(__dirname, '../..');
const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
const documents = tracked.filter((file) => /^(README|CONTRIBUTING|docs\/[\w-]+|(core|face)\/README)\.md$|^(README|CONTRIBUTING)\.md$/.test(file));
const quoted = (text) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name);

test('files that the docs name exist', () => {
  const folders = new Set(tracked.flatMap((file) => file.split('/').map((_, at, parts) => parts.slice(0, at).join('/'))));
  const exists = (name) => folders.has(name.replace(/\/$/, '')) || tracked.includes(name);
  // The README of a package names its files from its own folder.
  const isThere = (name, file) => exists(name) || exists(path.join(path.dirname(file), name));
  for (const file of documents) {
    const names = quoted(read(file)).filter((name) => /^(core|face|src|widget|tests|script|style|shell|examples)\/[\w./-]+$/.test(name));
    for (const name of names) assert.ok(isThere(name, file), `${file} names ${name}, which does not exist`);
  }
});

test('tests that the docs name exist', () => {
  const rust = tracked.filter((file) => file.endsWith('.rs')).map(read).join('\n');
  const known = new Set(rust.match(/\b[a-z]+(?:_[a-z0-9]+){4,}\b/g));
  for (const file of documents) {
    const names = quoted(read(file)).filter((name) => /^[a-z]+(?:_[a-z0-9]+){4,}$/.test(name));
    for (const name of names) assert.ok(known.has(name), `${file} names the test ${name}, which does not exist`);
  }
});

test('tests that the docs name are in the file that stands before them', () => {
  // `core/tests/supervisor/drop.rs`: `name`, `name`.
  for (const file of documents) {
    for (const [, source, names] of read(file).matchAll(/`([\w/]+\.rs)`:((?:\s*`\w+`,?)+)/g)) {
      const code = read(source);
      for (const name of quoted(names)) assert.match(code, new RegExp(`\\b${name}\\b`), `${file} names ${name} of ${source}, which is not there`);
    }
  }
});

/** Returns the paragraphs of a document that state a rule in bold or by a number, each with all that follows until the next one. */
function rules(document) {
  const parts = document.split(/\n(?=\*\*|\d+\. |#)/);
  return parts.filter((part) => /^(\*\*|\d+\. )/.test(part));
}

test('each rule of the architecture names what keeps it', () => {
  const all = rules(read('docs/architecture.md'));
  assert.ok(all.length > 60, 'the rules are found');
  for (const rule of all) assert.match(rule, /\*Kept by\* /, `nothing keeps this rule:\n${rule}`);
});

test('JavaScript tests that the docs name exist', () => {
  // `tests/e2e/tests/widget/deck.spec.js`: *title*, *title*; titles are those of tests in that file.
  for (const file of documents) {
    for (const [, spec, titles] of read(file).matchAll(/`(tests\/[\w/.-]+\.(?:spec|test)\.js)`:((?:\s*\*[^*]+\*,?)+)/g)) {
      const source = read(spec).replaceAll("\\'", "'");
      for (const [, title] of titles.matchAll(/\*([^*]+)\*/g)) {
        const wanted = title.replace(/\s+/g, ' ');
        assert.ok(source.includes(wanted), `${file} names the test "${wanted}" of ${spec}, which does not exist`);
      }
    }
  }
});
