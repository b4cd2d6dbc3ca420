// The rooms of docs/architecture.md, their order, and what is not to depend on what.

const test = require('node:test');
const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const { circle, filesOf, read, root, tracked, usesOf } = require('./rust.js');

/** The packages that are rooms, from the top, as the page draws them. */
function rooms() {
  const [, drawing] = /^## Rooms\n[^]*?```text\n([^]*?)```/m.exec(read('docs/architecture.md'));
  return [...drawing.matchAll(/^(\w+)\/ +(taskdeck[\w-]*)[:,]/gm)].map(([, folder, name]) => ({ folder, name }));
}

/** The packages of this repository that a manifest depends on, apart from those of its tests. */
function dependencies(manifest) {
  const sections = manifest.split(/^\[/m).filter((section) => /^(target\..*\.)?dependencies\]/.test(section));
  return sections.flatMap((section) => [...section.matchAll(/^(taskdeck[\w-]*)\b/gm)].map(([, name]) => name));
}

test('a package depends only on those that the page draws below it', () => {
  const drawn = rooms();
  assert.deepEqual(drawn.map(({ folder }) => folder), ['src', 'widget', 'face', 'view', 'core']);
  for (const [at, { folder, name }] of drawn.entries()) {
    const manifest = read(folder === 'src' ? 'Cargo.toml' : `${folder}/Cargo.toml`);
    assert.match(manifest, new RegExp(`^name = "${name}"$`, 'm'));
    // Neither of the two packages on top is below the other.
    const below = drawn.slice(Math.max(at + 1, 2)).map((room) => room.name);
    for (const used of dependencies(manifest)) {
      assert.ok(below.includes(used), `${name} depends on ${used}, which is not below it`);
    }
  }
});

/** All packages that cargo compiles for a package, with their features. */
function compiled(...options) {
  const tree = ['tree', '--locked', '--edges', 'normal', '--prefix', 'none', '--format', '{p} {f}', '--target', 'wasm32-unknown-unknown', ...options];
  const lines = execFileSync('cargo', tree, { cwd: root, encoding: 'utf8' }).split('\n');
  return new Map(lines.map((line) => [line.split(' ')[0], line.replace(/^\S+ \S+(?: \([^)]*\))* ?/, '')]));
}

test('a widget without a face compiles neither Leptos nor what is above the room of the browser', () => {
  const engine = compiled('--package', 'taskdeck-widget', '--no-default-features');
  assert.equal(engine.get('taskdeck'), '', 'the library has no feature');
  assert.ok(!engine.has('leptos'), 'it compiles leptos');
  const bare = [...read('face/src/lib.rs').matchAll(/((?:^#\[.*\]\n)*)^(?:pub )?mod (\w+);/gm)]
    .filter(([, attributes]) => !attributes.includes('feature = "face"'))
    .map(([, , name]) => name);
  assert.deepEqual(bare, ['browser']);
});

test("the browser's room uses no room above it", () => {
  const room = (file) => file.startsWith('face/src/browser/');
  const uses = [...usesOf('face/src')].filter(([file]) => room(file));
  assert.ok(uses.some(([, used]) => used.some(room)), 'the uses are found');
  for (const [file, used] of uses) assert.deepEqual(used.filter((other) => !room(other)), [], file);
});

test('a widget has no performance view', () => {
  const tree = ['tree', '--locked', '--edges', 'normal', '--prefix', 'none', '--format', '{p} {f}', '--package', 'taskdeck-widget'];
  const [, features] = /^taskdeck v\S+ \([^)]*\) ?(.*)$/m.exec(execFileSync('cargo', tree, { cwd: root, encoding: 'utf8' }));
  assert.doesNotMatch(features, /performance/);
  assert.match(read('face/Cargo.toml'), /^performance = /m);
});

test('the core needs no page', () => {
  const manifest = read('core/Cargo.toml');
  for (const name of ['js-sys', 'web-sys', 'wasm-bindgen', 'wasm-bindgen-futures', 'gloo-timers', 'leptos']) {
    assert.doesNotMatch(manifest, new RegExp(`^${name}\\b`, 'm'), `it depends on ${name}`);
  }
});

test('no two files of the core or of the widget use each other, directly or around', () => {
  for (const folder of ['core/src', 'widget/rust']) {
    const uses = usesOf(folder);
    assert.ok([...uses.values()].flat().length > filesOf(folder).length, `the uses of ${folder} are found`);
    assert.equal(circle(uses)?.join(' -> ') ?? '', '');
  }
  const modules = tracked.filter((file) => /^widget\/js\/[\w-]+\.js$/.test(file));
  const imports = modules.map((file) => [
    file,
    [...read(file).matchAll(/(?:from|import)\s*\(?\s*'\.\/([\w-]+\.js)'/g)].map(([, name]) => `widget/js/${name}`),
  ]);
  assert.equal(circle(new Map(imports))?.join(' -> ') ?? '', '');
});
