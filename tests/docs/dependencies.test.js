// A dependency has a reason, which stands in the table of the architecture.

const test = require('node:test');
const assert = require('node:assert');
const { read } = require('./rust.js');

const OURS = /^taskdeck/;

/** The names in the sections of a manifest whose heads match. */
function dependencies(manifest, head) {
  const sections = read(manifest).split(/^\[/m).filter((section) => head.test(section));
  return sections.flatMap((section) => [...section.matchAll(/^([\w-]+)(?:\.workspace)? = /gm)].map(([, name]) => name));
}

test('the table has every dependency, and no other', () => {
  const [, table] = /^## Dependencies, and why\n([^]*?)(?:\n## |$(?![^]))/m.exec(read('docs/architecture.md'));
  const cells = [...table.matchAll(/^\| ([a-z][^|]*) \|/gm)].map(([, cell]) => cell).filter((cell) => cell !== 'crate');
  // What stands in parentheses is no dependency of ours.
  const named = cells.flatMap((cell) => cell.replace(/\([^)]*\)/g, '').split(',')).map((name) => name.trim());
  const used = ['Cargo.toml', 'core/Cargo.toml', 'face/Cargo.toml', 'view/Cargo.toml', 'widget/Cargo.toml'].flatMap((manifest) => [
    ...dependencies(manifest, /^(target\..*\.)?dependencies\]/),
    ...dependencies(manifest, /^(target\..*\.)?dev-dependencies\]/),
  ]);
  assert.deepEqual(named.sort(), [...new Set(used)].filter((name) => !OURS.test(name)).sort());
});
