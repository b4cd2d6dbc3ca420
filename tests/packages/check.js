// Checks the package as a new project gets it: packed by npm, installed, and set up with no more than the README describes. Each
// bundler builds a page for Chromium, without React (`app`), with it, and with a lazy deck; decks without a page run in Node.
//
//   node check.js [vite-dev|vite-build|esbuild|webpack|node|next …]     after script/widget

import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { bundlers, findsWorkers } from './bundlers.js';
import { fresh, pack, widget, work } from './project.js';
import { runtimes } from './runtimes.js';

/** The projects with a page. They contain the package and their own files, nothing else. */
const apps = { app: [], 'app-react': ['react', 'react-dom'], 'app-lazy': [] };

/** The bundlers that are also tried with React: one of each kind. */
const WITH_REACT = ['vite-dev', 'vite-build', 'esbuild', 'webpack'];

/** Resolves when a run of the page has ended. An error contains the messages of the console. */
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

async function bundled(name, app, tarball, browser) {
  const { address, stop } = await bundlers[name](fresh(name, tarball, { app, copied: apps[app] }));
  try {
    await use(browser, address);
    if (app === 'app' && findsWorkers(name)) await use(browser, `${address}?worker`);
  } finally {
    await stop();
  }
}

if (!existsSync(join(widget, 'package.json'))) {
  console.error('there is no widget to try: run script/widget first');
  process.exit(1);
}
const chosen = process.argv.length > 2 ? process.argv.slice(2) : [...Object.keys(bundlers), ...Object.keys(runtimes)];
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
const tarball = pack();
const browser = await chromium.launch({ executablePath: process.env.TASKDECK_CHROMIUM ?? '/usr/bin/chromium' });
const tries = chosen.flatMap((name) => {
  if (runtimes[name]) return [[name, () => runtimes[name](tarball, (address) => use(browser, address))]];
  const names = Object.keys(apps).filter((app) => app !== 'app-react' || WITH_REACT.includes(name));
  return names.map((app) => [`${name}, ${app}`, () => bundled(name, app, tarball, browser)]);
});
let passed = 0;
for (const [name, run] of tries) {
  const began = Date.now();
  try {
    await run();
    console.log(`  ✓ ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    passed += 1;
  } catch (error) {
    console.error(`  ✗ ${name}: ${error.message}`);
  }
}
await browser.close();
const failed = tries.length - passed;
console.log(`  ${passed} passed`);
if (failed > 0) console.log(`  ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
