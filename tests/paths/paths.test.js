// script/paths: what it shortens, and what its check finds. `node --test tests/paths`

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');

const root = path.join(__dirname, '..', '..');
const script = path.join(root, 'script', 'paths');

function folder(t) {
  const made = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'paths ')));
  t.after(() => fs.rmSync(made, { recursive: true }));
  return made;
}

/** Checks a folder with one file of this content. */
function check(t, content, env = {}) {
  const at = folder(t);
  fs.mkdirSync(path.join(at, 'inner'));
  fs.writeFileSync(path.join(at, 'inner', 'program.wasm'), content);
  const { status, stderr } = spawnSync(script, ['--check', at], { encoding: 'utf8', env: { ...process.env, HOME: '/nonexistent', ...env } });
  return { status, stderr };
}

const binary = (text) => Buffer.concat([Buffer.from([0, 97, 115, 109, 255, 254]), Buffer.from(text), Buffer.from([0, 200])]);

for (const [what, text, env] of [
  ['a home of Linux', 'x/home/ada/.cargo/registry/src/mirror-1949cf8c6b5b557f/leptos-0.8.23/src/lib.rsy'],
  ['that of root', '/root/work/src/lib.rs'],
  ['a home of macOS', '/Users/ada/work/src/lib.rs'],
  ['a home of Windows', 'C:\\Users\\ada\\work\\src\\lib.rs'],
  ["cargo's folder elsewhere", '/opt/.cargo/registry/src/index/slab/src/lib.rs'],
  ["rustup's folder elsewhere", '/opt/.rustup/toolchains/stable/lib/rustlib/src/rust/library/core/src/option.rs'],
  ['a home with an unusual name', '/srv/people/a.b+c (d)/work/lib.rs', { HOME: '/srv/people/a.b+c (d)' }],
  ["cargo's folder with an unusual name", '/var/crates/registry/src/index/slab/src/lib.rs', { CARGO_HOME: '/var/crates' }],
]) {
  test(`a release with ${what} fails the check, which names the file`, (t) => {
    const { status, stderr } = check(t, binary(text), env);
    assert.equal(status, 1, stderr);
    assert.match(stderr, /inner\/program\.wasm/);
  });
}

for (const [what, text, env] of [
  ['shortened paths', 'leptos-0.8.23/src/lib.rs core/src/queue.rs /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/option.rs'],
  ['a name that only begins like the home', '/srv/adam/x', { HOME: '/srv/ada' }],
  ['anything, where the home is the root of the disk', '/etc/passwd', { HOME: '/' }],
]) {
  test(`a release with ${what} passes the check`, (t) => {
    const { status, stderr } = check(t, binary(text), env);
    assert.equal(status, 0, stderr);
  });
}

test('a check of no folder fails', () => {
  assert.equal(spawnSync(script, ['--check', '/nonexistent/dist']).status, 1);
});

test("a debug build of trunk is not checked, as `trunk serve` may show its author's paths", (t) => {
  const at = folder(t);
  fs.writeFileSync(path.join(at, 'x.wasm'), '/home/ada/x.rs');
  const run = (profile) =>
    spawnSync(script, ['--check'], { env: { ...process.env, TRUNK_PROFILE: profile, TRUNK_STAGING_DIR: at } }).status;
  assert.deepEqual([run('debug'), run('release')], [0, 1]);
});

for (const name of ['RUSTFLAGS', 'CARGO_ENCODED_RUSTFLAGS']) {
  for (const value of ['', '-Dwarnings']) {
    test(`${name}='${value}', for which cargo ignores the flags, stops a release and no debug build`, () => {
      const run = (profile) =>
        spawnSync(script, [], { encoding: 'utf8', env: { ...process.env, [name]: value, TRUNK_PROFILE: profile } });
      const release = run('release');
      assert.equal(release.status, 1);
      assert.match(release.stderr, new RegExp(`\\b${name} is set`));
      assert.equal(run('debug').status, 0);
    });
  }
}

for (const [version, status] of [
  ['cargo 1.88.0 (873a06493 2025-05-10)', 1],
  ['cargo 1.93.1 (083ac5135 2025-12-15)', 1],
  ['cargo 1.94.0 (85eff7c80 2026-01-15)', 0],
  ['cargo 1.97.0-nightly (4d1f98451 2026-05-15)', 0],
]) {
  test(`${version.slice(0, 12)} ${status ? 'stops a release: it does not read the flags' : 'builds a release'}`, (t) => {
    const at = folder(t);
    const real = spawnSync('which', ['cargo'], { encoding: 'utf8' }).stdout.trim();
    const fake = `#!/bin/sh\n[ "$1" != --version ] || { echo '${version}'; exit; }\nexec '${real}' "$@"\n`;
    fs.writeFileSync(path.join(at, 'cargo'), fake, { mode: 0o755 });
    const run = spawnSync(script, [], { encoding: 'utf8', env: { ...process.env, PATH: `${at}:${process.env.PATH}` } });
    assert.equal(run.status, status, run.stderr);
    if (status) assert.match(run.stderr, /cargo 1\.\d+ ignores.*1\.94/);
  });
}

/** A package with one dependency outside of its workspace, and this script in it; its flags as cargo reads them. */
function flags(at) {
  const write = (file, text) => {
    fs.mkdirSync(path.dirname(path.join(at, file)), { recursive: true });
    fs.writeFileSync(path.join(at, file), text);
  };
  const manifest = (name, rest = '') => `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${rest}`;
  write('deck/Cargo.toml', manifest('deck', '[dependencies]\nother = { path = "../checkouts/other" }\n[workspace]\n'));
  write('deck/src/lib.rs', 'pub use other::place;\n');
  write('checkouts/other/Cargo.toml', manifest('other'));
  write('checkouts/other/src/lib.rs', '#[inline(always)]\npub fn place() -> &\'static str { file!() }\n');
  for (const file of ['.cargo/paths.toml', 'script/paths']) {
    write(path.join('deck', file), fs.readFileSync(path.join(root, file)));
  }
  write('deck/.cargo/config.toml', 'include = ["paths.toml"]\n');
  const cwd = path.join(at, 'deck');
  const made = spawnSync('sh', ['script/paths'], { cwd, encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  return fs.readFileSync(path.join(cwd, 'target', 'paths.toml'), 'utf8');
}

test('packages of the workspace keep their relative paths, others are named by their own folder', (t) => {
  const at = folder(t);
  const written = flags(at);
  assert.match(written, /^\[target\.wasm32-unknown-unknown\]$/m);
  for (const [from, to] of [
    [`${at}/deck`, '.'],
    [`${at}/checkouts`, ''],
  ]) {
    assert.ok(written.includes(`"--remap-path-prefix=${from}=${to}"`), written);
  }
  assert.ok(!written.includes(`"--remap-path-prefix=${at}=`), written);
  // rustc takes the last that matches.
  assert.ok(written.indexOf(`${at}/deck/target=target"`) > written.indexOf(`${at}/deck=."`), written);
  assert.match(written, /lib\/rustlib\/src\/rust=\/rustc\/[0-9a-f]{40}"/);
});

test('two folders give the same flags but for what they replace', (t) => {
  const [one, two] = [folder(t), folder(t)];
  assert.equal(flags(one).replaceAll(one, ''), flags(two).replaceAll(two, ''));
});

test('a module built in one folder is that of the other, to the byte', (t) => {
  const { CARGO_TARGET_DIR: _target, RUSTFLAGS: _flags, ...env } = process.env;
  const built = [folder(t), path.join(folder(t), 'much', 'deeper')].map((at) => {
    flags(at);
    const cwd = path.join(at, 'deck');
    const cargo = ['rustc', '--quiet', '--offline', '--release', '--crate-type=cdylib', '--target=wasm32-unknown-unknown'];
    fs.writeFileSync(
      path.join(cwd, 'src', 'lib.rs'),
      '#[no_mangle]\npub extern "C" fn place(at: usize) -> u8 { other::place().as_bytes()[at] }\n',
    );
    const { status, stderr } = spawnSync('cargo', cargo, { cwd, encoding: 'utf8', env });
    assert.equal(status, 0, stderr);
    return fs.readFileSync(path.join(cwd, 'target', 'wasm32-unknown-unknown', 'release', 'deck.wasm'));
  });
  assert.ok(built[0].includes('other/src/lib.rs'));
  assert.ok(built[0].equals(built[1]));
});
