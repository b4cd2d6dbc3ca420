// What script/release --check finds wrong with the packages.

const test = require('node:test');
const assert = require('node:assert');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const manifests = import(pathToFileURL(path.join(__dirname, '../packages/manifests.js')));

const repository = 'https://example.org/deck';
const crate = (name, more) => ({
  name, repository, version: '1.2.3', dependencies: [], description: 'x', keywords: ['x'], categories: ['x'], license: 'MIT', readme: 'README.md', ...more,
});
const workspace = (more) => ({ packages: [crate('taskdeck-core'), crate('taskdeck-view'), crate('taskdeck', more), crate('taskdeck-app', { version: '0.0.0' })] });
const manifest = { version: '1.2.3', repository: { url: `git+${repository}.git` }, homepage: `${repository}#readme`, bugs: { url: `${repository}/issues` } };
const changelog = '# Changelog\n\n## 1.2.3 - unreleased\n\n## 1.2.2 - 2026-01-02\n';

for (const [what, change, found] of [
  ['one version everywhere', {}, []],
  ['another version of the npm package', { manifest: { ...manifest, version: '1.2.4' } }, [/package\.json has 1\.2\.4, and Cargo\.toml 1\.2\.3/]],
  ['a version without a section in the changelog', { changelog: '## 1.2.30 - unreleased' }, [/CHANGELOG\.md has no section/]],
  ['a tag on what the changelog calls unreleased', { tagged: true }, [/calls 1\.2\.3 unreleased/]],
  ['a tag and a date', { tagged: true, changelog: '## 1.2.3 - 2026-03-04' }, []],
  ['a path without its version', { workspace: workspace({ dependencies: [{ name: 'taskdeck-core', req: '*', path: '/core' }] }) }, [/needs taskdeck-core \*/]],
  ['an exact version of another crate', { workspace: workspace({ dependencies: [{ name: 'wasm-bindgen', req: '=0.2.130' }] }) }, [/pins wasm-bindgen/]],
]) {
  test(`versions: ${what}`, async () => {
    const { versions } = await manifests;
    const wrong = versions({ workspace: workspace(), manifest, changelog, tagged: false, ...change });
    assert.equal(wrong.length, found.length, wrong.join());
    found.forEach((pattern, index) => assert.match(wrong[index], pattern));
  });
}

test('addresses: each has to be that of the workspace', async () => {
  const { addresses } = await manifests;
  assert.deepEqual(addresses({ workspace: workspace(), manifest }), []);
  assert.match(addresses({ workspace: workspace(), manifest: { ...manifest, bugs: {} } }).join(), /bugs in widget\/js\/package\.json is undefined/);
  assert.match(addresses({ workspace: workspace({ repository: null }), manifest }).join(), /taskdeck has the repository null/);
  assert.match(addresses({ workspace: workspace({ keywords: [] }), manifest }).join(), /taskdeck has no keywords/);
});

test('links: those of a README have to work outside of the repository', async () => {
  const { links } = await manifests;
  const wrong = (text) => links({ file: 'README.md', text, repository, exists: (name) => name === 'docs/there.md' }).length;
  assert.equal(wrong(`[a](${repository}/blob/main/docs/there.md#part) [b](https://leptos.dev) [c](#here)`), 0);
  assert.equal(wrong('```md\n[a](docs/there.md)\n```\n'), 0);
  assert.equal(wrong('[a](docs/there.md)'), 1);
  assert.equal(wrong(`![a](${repository}/raw/main/docs/gone.png)`), 1);
});
