// A static outlives every deck of a page. The page of the architecture lists all of them.

const test = require('node:test');
const assert = require('node:assert');
const { SOURCES, filesOf, program, read } = require('./rust.js');

/** The statics in the list, as `file NAME`. Its rows are `| file | names | what they are |`. */
function listed() {
  const [, part] = /\*\*Statics belong([^]*?)\n## /.exec(read('docs/architecture.md'));
  const rows = part.matchAll(/^\| `([\w/.]+\.rs)` \| ([^|]+) \|/gm);
  return [...rows].flatMap(([, file, names]) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => `${file} ${name}`));
}

test('the list of statics is that of the sources', () => {
  const found = SOURCES.flatMap(filesOf).flatMap((file) => {
    const statics = program(read(file)).matchAll(/^ *(?:thread_local! *[({] *)?(?:pub(?:\([^)]*\))? )?static (?:mut )?(\w+) *: *([^=]+)=/gm);
    // A table of constants holds no state.
    const hasState = ([, , type]) => !/^[[&]/.test(type) || /Cell|Atomic|Lock|Mutex/.test(type);
    return [...statics].filter(hasState).map(([, name]) => `${file} ${name}`);
  });
  assert.deepEqual(listed().sort(), found.sort());
});
