// The package as a stranger gets it: packed by npm, installed into a fresh project, taken through each bundler with no
// more than the one line that the README gives for it, and used in a browser: without React (`app`) and with it.
//
//   node check.js [vite-dev|vite-build|esbuild|webpack …]     after script/widget

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import * as esbuild from 'esbuild';
import { chromium } from 'playwright-core';
import * as vite from 'vite';
import webpack from 'webpack';

import { startServer } from '../e2e/server.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const widget = here('../../dist/widget');
const work = here('../../target/packages');

/** What a page of each bundler is served from. Each resolves to an address and a way to stop. */
const bundlers = {
  // Vite's development server moves what it optimises away from its wasm.
  async 'vite-dev'(root) {
    const server = await vite.createServer({
      ...quiet(root),
      optimizeDeps: { exclude: ['taskdeck'] },
      server: { host: '127.0.0.1', port: 0 },
    });
    await server.listen();
    return { address: server.resolvedUrls.local[0], stop: () => server.close() };
  },

  async 'vite-build'(root) {
    await vite.build(quiet(root));
    return serve(join(root, 'dist'));
  },

  // esbuild leaves `new URL(…, import.meta.url)` as it is: the wasm is put beside the bundle.
  async esbuild(root) {
    const dist = join(root, 'dist');
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: ['main.js'],
      bundle: true,
      minify: true,
      format: 'esm',
      outdir: dist,
    });
    for (const wasm of ['taskdeck_engine_bg.wasm', 'taskdeck_wasm_bg.wasm']) {
      cpSync(join(root, 'node_modules/taskdeck', wasm), join(dist, wasm));
    }
    cpSync(join(root, 'index.html'), join(dist, 'index.html'));
    return serve(dist);
  },

  async webpack(root) {
    const stats = await promisify(webpack)({
      context: root,
      mode: 'production',
      entry: './main.js',
      output: { path: join(root, 'dist') },
      performance: { hints: false },
    });
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString('errors-warnings'));
    cpSync(join(root, 'index.html'), join(root, 'dist/index.html'));
    return serve(join(root, 'dist'));
  },
};

function quiet(root) {
  return { root, configFile: false, logLevel: 'error', clearScreen: false };
}

async function serve(dist) {
  const server = await startServer({ dist });
  return { address: `${server.origin}/`, stop: () => server.stop() };
}

/** The projects: nothing in them but the package, and what they have of their own. */
const apps = { app: [], 'app-react': ['react', 'react-dom', 'scheduler'] };

function fresh(name, app, packed) {
  const root = join(work, `${name}-${app}`);
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }));
  npm(root, 'install', packed);
  for (const own of apps[app]) cpSync(here(`node_modules/${own}`), join(root, 'node_modules', own), { recursive: true });
  cpSync(here(app), root, { recursive: true });
  return root;
}

function npm(cwd, ...command) {
  return execFileSync('npm', [...command, '--offline', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
  });
}

/** Every file that `exports` and `types` name is there, and nothing is packed that is not meant to be. */
function packed() {
  const [{ filename, files }] = JSON.parse(npm(work, 'pack', widget, '--json'));
  const names = files.map(({ path }) => path);
  const { exports } = JSON.parse(readFileSync(join(widget, 'package.json'), 'utf8'));
  const wanted = Object.values(exports).flatMap((target) => (typeof target === 'string' ? target : Object.values(target)));
  const missing = [...wanted, './README.md', './LICENSE-MIT', './LICENSE-APACHE'].filter(
    (path) => !names.includes(path.replace('./', '')),
  );
  if (missing.length > 0) throw new Error(`the package says it has ${missing.join(', ')}, and has not`);
  return join(work, filename);
}

/** Resolves when the page has run a run to its end; what it complained of goes into the error. */
async function use(browser, address) {
  const page = await browser.newPage();
  const said = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  try {
    await page.goto(address);
    await page.waitForFunction(() => document.title === 'counted');
    await page.getByRole('region', { name: 'Runs' }).getByText('Count').first().waitFor();
  } catch (error) {
    throw new Error([error.message, ...said].join('\n    '));
  } finally {
    await page.close();
  }
  if (said.length > 0) throw new Error(`it worked, but complained: ${said.join('\n    ')}`);
}

if (!existsSync(join(widget, 'package.json'))) {
  console.error('there is no widget to try: run script/widget first');
  process.exit(1);
}
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(bundlers);
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
const tarball = packed();
const browser = await chromium.launch({ executablePath: process.env.TASKDECK_CHROMIUM ?? '/usr/bin/chromium' });
let passed = 0;
let failed = 0;
for (const [name, app] of chosen.flatMap((name) => Object.keys(apps).map((app) => [name, app]))) {
  try {
    const { address, stop } = await bundlers[name](fresh(name, app, tarball));
    try {
      await use(browser, address);
    } finally {
      await stop();
    }
    console.log(`  ✓ ${name}, ${app}`);
    passed += 1;
  } catch (error) {
    console.error(`  ✗ ${name}, ${app}: ${error.message}`);
    failed += 1;
  }
}
await browser.close();
console.log(`  ${passed} passed`);
if (failed > 0) console.log(`  ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
