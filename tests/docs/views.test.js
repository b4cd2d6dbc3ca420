// What is compiled anew for each type that it is used with is boxed once, in face/src/ui/lean.

const test = require('node:test');
const assert = require('node:assert');
const { filesOf, importsOf, program, read } = require('./rust.js');

/** What `ui::lean` has under the names of Leptos. */
const LEAN = [
  'Callback', 'Effect', 'For', 'Memo', 'NodeRef', 'ReadSignal', 'RwSignal', 'Show', 'Signal', 'StoredValue', 'WriteSignal',
];

/** What only `ui::lean` has. */
const OWN = ['Before', 'Readable'];

/** The texts are below the views. They store one value, of one type. */
const BELOW = ['face/src/texts/lookup.rs'];

test('views use signals, memos, effects, lists and conditions that are compiled once', () => {
  const names = [...LEAN, 'view'].join('|');
  const used = new RegExp(`\\b(?:${names})\\b`);
  const inline = new RegExp(`\\b(?:leptos|reactive_graph)(?:::\\w+)*::(?:${names})\\b`);
  const isView = (file) => !file.startsWith('face/src/ui/lean/') && !BELOW.includes(file);
  for (const file of filesOf('face/src').filter(isView)) {
    const code = program(read(file));
    const theirs = importsOf(code).filter(({ names: [crate] }) => ['leptos', 'reactive_graph'].includes(crate));
    const isOne = ({ names: path, here }) => [...LEAN, 'view'].includes(path.at(-1)) || (here === '*' && used.test(code));
    assert.ok(!inline.test(code) && !theirs.some(isOne), `${file} has a form of Leptos: import crate::ui::lean::*`);
  }
});

test('what is compiled once has the names that views use', () => {
  const [, names] = /use self::\{([^]*)\};/.exec(read('face/src/ui/lean/mod.rs'));
  const own = [...names.matchAll(/::(?:(\w+)|\{([^}]*)\})/g)].flatMap(([, one, several]) => one ?? several.split(', '));
  assert.deepEqual(own.filter((name) => /^[A-Z]/.test(name) && !OWN.includes(name)).sort(), LEAN);
});
