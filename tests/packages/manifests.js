// Compares what the packages say of themselves: versions, addresses, the links of their READMEs, and their files.
//
//   node manifests.js

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { here } from './project.js';

const CRATES = ['taskdeck-core', 'taskdeck-view', 'taskdeck'];

/** The READMEs that are shown on the page of a package. */
const READMES = ['core/README.md', 'face/README.md', 'view/README.md', 'widget/js/README.md'];

/** Returns what is wrong with the versions. `workspace` is what `cargo metadata` prints. */
export function versions({ workspace, manifest, changelog, tagged }) {
  const found = [];
  const crates = workspace.packages.filter(({ name }) => CRATES.includes(name));
  const [{ version }] = crates;
  for (const { name, dependencies } of crates) {
    for (const { name: needed, req, kind, path } of dependencies) {
      // A dependency on itself, for its tests, is not published.
      if (path && needed !== name && req !== `^${version}`) found.push(`${name} needs ${needed} ${req}, and the version is ${version}`);
      if (req.startsWith('=') && kind !== 'dev') found.push(`${name} pins ${needed} to ${req}, which fits no other crate`);
    }
  }
  if (manifest.version !== version) found.push(`widget/js/package.json has ${manifest.version}, and Cargo.toml ${version}`);
  const [, date] = new RegExp(`^## ${version.replaceAll('.', '\\.')} - (unreleased|\\d{4}-\\d\\d-\\d\\d)$`, 'm').exec(changelog) ?? [];
  if (!date) found.push(`CHANGELOG.md has no section '## ${version} - unreleased', or with a date`);
  if (tagged && date === 'unreleased') found.push(`CHANGELOG.md calls ${version} unreleased, and the commit has its tag`);
  return found;
}

/** Returns what is wrong with the addresses. They are those of the workspace. */
export function addresses({ workspace, manifest }) {
  const found = [];
  const crates = workspace.packages.filter(({ name }) => CRATES.includes(name));
  const [{ repository }] = crates;
  for (const { name, repository: own, description, keywords, categories, license, readme } of crates) {
    if (!repository || own !== repository) found.push(`${name} has the repository ${own}, and not ${repository}`);
    const missing = Object.entries({ description, keywords: keywords[0], categories: categories[0], license, readme });
    for (const [field, value] of missing) if (!value) found.push(`${name} has no ${field}`);
  }
  const wanted = {
    repository: [manifest.repository?.url, `git+${repository}.git`],
    homepage: [manifest.homepage, `${repository}#readme`],
    bugs: [manifest.bugs?.url, `${repository}/issues`],
  };
  for (const [field, [is, should]] of Object.entries(wanted)) {
    if (is !== should) found.push(`${field} in widget/js/package.json is ${is}, and not ${should}`);
  }
  return found;
}

/** Returns the links of a README that do not work on the page of a package. `exists` knows the files of the repository. */
export function links({ file, text, repository, exists }) {
  const found = [];
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
  for (const target of targets) {
    const own = target.startsWith(`${repository}/`) && /^(?:blob|tree|raw)\/main\/([^#]+)/.exec(target.slice(repository.length + 1));
    if (own ? !exists(own[1]) : !/^(https:|#)/.test(target)) found.push(`${file} links to ${target}, which leads nowhere from a package`);
  }
  return found;
}

/** Returns the files that a crate needs and does not contain. */
function files(name) {
  const listed = execFileSync('cargo', ['package', '--list', '--allow-dirty', '-p', name], { cwd: here('../..'), encoding: 'utf8' }).split('\n');
  const missing = ['README.md', 'LICENSE-MIT', 'LICENSE-APACHE'].filter((file) => !listed.includes(file));
  return missing.map((file) => `${name} is packed without ${file}`);
}

function check() {
  const root = here('../..');
  const read = (file) => readFileSync(join(root, file), 'utf8');
  const run = (program, ...given) => execFileSync(program, given, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1e8 });
  const workspace = JSON.parse(run('cargo', 'metadata', '--no-deps', '--format-version', '1'));
  const manifest = JSON.parse(read('widget/js/package.json'));
  const { version, repository } = workspace.packages.find(({ name }) => name === 'taskdeck');
  const tagged = run('git', 'tag', '--points-at', 'HEAD').split('\n').includes(`v${version}`);
  const exists = (name) => existsSync(join(root, name));
  const built = join(root, 'dist/widget/package.json');
  return [
    ...versions({ workspace, manifest, changelog: read('CHANGELOG.md'), tagged }),
    ...addresses({ workspace, manifest }),
    ...READMES.flatMap((file) => links({ file, text: read(file), repository, exists })),
    ...CRATES.flatMap(files),
    ...(existsSync(built) && readFileSync(built, 'utf8') !== read('widget/js/package.json') ? ['dist/widget is not built from this package.json: run script/widget'] : []),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = check();
  for (const wrong of found) console.error(`  ✗ ${wrong}`);
  if (found.length === 0) console.log('  ✓ versions, addresses, links and files');
  process.exit(found.length > 0 ? 1 : 0);
}
