// Measures the release in the machine's own Chromium, for docs/performance.md: speed, the page's longest frame, memory,
// and what the panic fence costs.
//
//   script/measure                  everything, with 1 GB
//   script/measure hash --size=1e8  one of hash, four, compress, download, with another size
//   script/measure fence spin       the panic fence; workers that spin
//
// No measurement keeps a gigabyte in memory: Hash and Compress read a real file, and the file for Download is generated
// while it is sent.

import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { chromium } from '@playwright/test';
import { Deck } from './deck.js';
import { bytes, startServer } from './server.js';

const options = process.argv.slice(2);
const size = Number(options.find((option) => option.startsWith('--size='))?.slice('--size='.length) ?? 1e9);
const chosen = options.filter((option) => !option.startsWith('--'));
const MB = 1e6;

/** Starts recording frames and long tasks, as the page itself sees them. */
function watchFrames(page) {
  return page.evaluate(() => {
    const seen = { frames: [], longTasks: [], running: true, began: performance.now() };
    let last = performance.now();
    const frame = (now) => {
      seen.frames.push(now - last);
      last = now;
      if (seen.running) requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(frame);
    });
    new PerformanceObserver((list) => seen.longTasks.push(...list.getEntries().map(({ duration, startTime }) => ({ duration, at: startTime - seen.began })))).observe({
      type: 'longtask',
    });
    globalThis.__seen = seen;
  });
}

async function framesSeen(page) {
  const { frames, longTasks } = await page.evaluate(() => {
    globalThis.__seen.running = false;
    return globalThis.__seen;
  });
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const over = frames.filter((frame) => frame >= 49.5).length;
  return { frames: frames.length, p50: at(0.5), p95: at(0.95), longest: at(1), over, longTasks: longTasks.length, longestTask: Math.max(0, ...longTasks.map(({ duration }) => duration)), taskTimes: longTasks.map(({ at }) => `${(at / 1000).toFixed(1)} s`) };
}

/**
 * Returns the resident memory of a browser's renderer processes in bytes: their own, and what they share with the
 * browser. It reads the system's own counters. The proportional share would walk all pages, which took half of a
 * processor and cost the page frames.
 */
async function rendererMemory(cdp) {
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  let sum = 0;
  for (const { id, type } of processInfo) {
    if (type !== 'renderer') continue;
    const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
    for (const [, size] of status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB/gm)) sum += Number(size) * 1024;
  }
  return sum;
}

/** Samples memory until stopped. Returns the first and the highest value, in bytes. */
async function watchMemory(cdp) {
  const began = await rendererMemory(cdp);
  let highest = began;
  let running = true;
  const watching = (async () => {
    while (running) {
      // The browser may be gone, if a measurement has failed.
      highest = Math.max(highest, await rendererMemory(cdp).catch(() => 0));
      await new Promise((passed) => setTimeout(passed, 100));
    }
  })();
  return async () => {
    running = false;
    await watching;
    return { began, highest, growth: highest - began };
  };
}

async function madeFile(folder, name, bytesCount) {
  const path = join(folder, name);
  const stream = createWriteStream(path);
  for (let at = 0; at < bytesCount; at += 8 * MB) {
    if (!stream.write(bytes(at, Math.min(8 * MB, bytesCount - at)))) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
  return path;
}

/** Returns the longest stall of a busy loop on this machine. No page can be smoother than that. */
function longestStall(seconds) {
  const end = performance.now() + seconds * 1000;
  let longest = 0;
  for (let last = performance.now(), now = last; last < end; last = now) {
    now = performance.now();
    longest = Math.max(longest, now - last);
  }
  return longest;
}

/** Each of these starts its task. */
const MEASURES = {
  async hash({ deck, file }) {
    await (await deck.form('Hash files')).locator('input[type=file]').first().setInputFiles(file);
    await deck.run('Hash files');
  },
  /** Four files at once: first one after the other in one worker, then in all workers. */
  async 'four, one worker'({ deck, page, parts }) {
    await (await deck.openQueue()).getByRole('spinbutton', { name: 'Limit of workers' }).fill('1');
    await page.keyboard.press('Enter');
    await MEASURES.four({ deck, parts });
  },
  async four({ deck, parts }) {
    await (await deck.form('Hash files')).locator('input[type=file]').first().setInputFiles(parts);
    await deck.run('Hash files');
  },
  async compress({ deck, file }) {
    await (await deck.form('Compress files')).locator('input[type=file]').first().setInputFiles(file);
    await deck.run('Compress files');
  },
  async download({ deck, server }) {
    await (await deck.form('Download')).getByRole('textbox').first().fill(server.file({ id: 'measured', size, name: 'made-up.bin' }));
    await deck.run('Download');
  },
};

/** Four busy workers and the page meanwhile; then the time it takes to cancel each kind. */
async function measureSpin(browser, server) {
  const context = await browser.newContext({ baseURL: server.origin, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const deck = new Deck(page);
  await deck.open('?lab');
  const title = 'Spins in a worker';
  await (await deck.openQueue()).getByRole('spinbutton', { name: 'Limit of workers' }).fill('4');
  await page.keyboard.press('Enter');
  for (let at = 0; at < 4; at += 1) await deck.run(title);
  await page.waitForFunction(() => document.querySelectorAll('[data-status=running]').length === 4);
  await watchFrames(page);
  await page.waitForTimeout(10_000);
  const frames = await framesSeen(page);
  console.log(`spin      4 workers for 10 s: frames p50 ${frames.p50.toFixed(1)}, p95 ${frames.p95.toFixed(1)}, longest ${frames.longest.toFixed(1)} ms, ${frames.over} of ${frames.frames} of 50 or more`);
  const cancelled = async () => {
    const took = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const row = document.querySelector('[data-status=running]');
          const began = performance.now();
          new MutationObserver(() => row.dataset.status === 'cancelled' && resolve(performance.now() - began)).observe(row, { attributes: true });
          row.querySelector('.td-cancel').click();
        }),
    );
    return `${took.toFixed(0)} ms`;
  };
  const plain = [];
  for (let at = 0; at < 4; at += 1) plain.push(await cancelled());
  await (await deck.field(title, 'Body')).selectOption('An async function');
  await deck.run(title);
  await page.waitForFunction(() => document.querySelectorAll('[data-status=running]').length === 1);
  console.log(`spin      cancelled: plain functions after ${plain.join(', ')}; an async body that never yields after ${await cancelled()} (its grace is 2 s)`);
  await context.close();
}

/** The measurements without a file. */
const OTHERS = { fence: measureFence, spin: measureSpin };
const KNOWN = [...Object.keys(MEASURES), ...Object.keys(OTHERS)];
for (const name of chosen) {
  if (!KNOWN.includes(name)) {
    console.error(`there is no measure '${name}': choose from ${KNOWN.join(', ')}`);
    process.exit(2);
  }
}
const wanted = chosen.length ? chosen.flatMap((name) => (name === 'four' ? ['four, one worker', 'four'] : [name])) : KNOWN;

/** Prints the table of a lab task, which measures polls and runs with and without the fence, in turn. */
async function measureFence(browser, server) {
  const page = await browser.newPage({ baseURL: server.origin });
  const deck = new Deck(page);
  await deck.open('?lab');
  await deck.run('Cost of the fence');
  const ended = await deck.ended('Cost of the fence');
  if (!ended.includes('Completed')) throw new Error(`fence did not complete: ${ended}`);
  await deck.openDetails('Cost of the fence');
  for (const row of await deck.details.getByRole('table').getByRole('row').all()) {
    const [what, ...figures] = await row.locator('th, td').allInnerTexts();
    console.log(`fence     ${what.padEnd(38)}${figures.map((figure) => figure.padStart(14)).join('')}`);
  }
  await page.close();
}

const folder = await mkdtemp(join(process.env.TASKDECK_TMP ?? tmpdir(), 'taskdeck-measure-'));
const server = await startServer();
const browser = await chromium.launch({
  executablePath: process.env.TASKDECK_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--disable-gpu', '--disable-quic'],
});
console.log(`Chromium ${browser.version()}, ${size / MB} MB; the machine's own longest stall in 10 s: ${longestStall(10).toFixed(0)} ms`);
try {
  const ofFiles = wanted.filter((name) => MEASURES[name]);
  if (ofFiles.length > 0) await measureFiles(ofFiles);
  for (const name of wanted) await OTHERS[name]?.(browser, server);
} finally {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function measureFiles(names) {
  const file = await madeFile(folder, 'made-up.bin', size);
  const parts = [];
  for (let at = 0; at < 4; at += 1) parts.push(await madeFile(folder, `part-${at}.bin`, size / 4));
  const hash = createHash('sha256');
  const hashing = performance.now();
  for (let at = 0; at < size; at += MB) hash.update(bytes(at, Math.min(MB, size - at)));
  console.log(`for comparison, OpenSSL's SHA-256 in Node: ${((size / MB / (performance.now() - hashing)) * 1000).toFixed(0)} MB/s`);

  for (const name of names) {
    const context = await browser.newContext({ baseURL: server.origin, viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const deck = new Deck(page);
    await deck.open();
    const cdp = await browser.newBrowserCDPSession();
    const memory = await watchMemory(cdp);
    await watchFrames(page);
    const began = performance.now();
    await MEASURES[name]({ deck, page, file, parts, server });
    const ended = await deck.ended(/./);
    const seconds = (performance.now() - began) / 1000;
    const frames = await framesSeen(page);
    const { growth } = await memory();
    if (!ended.includes('Completed')) throw new Error(`${name} did not complete: ${ended}`);
    console.log(
      `${name.padEnd(17)} ${seconds.toFixed(1)} s, ${(size / MB / seconds).toFixed(0)} MB/s; ` +
        `frames p50 ${frames.p50.toFixed(1)}, p95 ${frames.p95.toFixed(1)}, longest ${frames.longest.toFixed(1)} ms, ${frames.over} of ${frames.frames} of 50 or more; ` +
        `${frames.longTasks} long tasks, longest ${frames.longestTask.toFixed(0)} ms${frames.longTasks ? ` (at ${frames.taskTimes.join(', ')})` : ''}; memory +${(growth / MB).toFixed(0)} MB`,
    );
    await context.close();
    server.reset();
  }
}
