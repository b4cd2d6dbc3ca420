// Work in workers that are cancelled, die, never start, and are replaced.

import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, expect } from '../fixtures.js';
import { DIST } from '../server.js';

/** Returns the milliseconds, on the page's own clock, until the row has this word. */
async function timeUntil(deck, title, word, act) {
  const row = await deck.row(title).elementHandle();
  const seen = deck.page.evaluate(
    ([element, text]) =>
      new Promise((resolve) => {
        const says = () => element.querySelector('.td-status-text').textContent === text && resolve(performance.now());
        new MutationObserver(says).observe(element, { subtree: true, childList: true, characterData: true });
        says();
      }),
    [row, word],
  );
  const pressed = await deck.page.evaluate(() => performance.now());
  await act();
  return (await seen) - pressed;
}

test.describe('a worker', () => {
  test.beforeEach(async ({ deck, problems }) => {
    problems.allow(/panicked at|on purpose/);
    await deck.open('?lab');
  });

  test('that spins in a plain function is terminated at once, and a new one replaces it', async ({ deck }) => {
    const title = 'Spins in a worker';
    await deck.run(title);
    await deck.expectStatus(title, 'Running');
    await expect(deck.row(title)).toContainText(/\d/);
    const took = await timeUntil(deck, title, 'Cancelled', () => deck.cancel(title));
    // No grace has passed. How long it takes on an idle machine is measured elsewhere.
    expect(took).toBeLessThan(1_900);
    await deck.run('Panics in a worker');
    await deck.expectStatus('Panics in a worker', 'Failed');
  });

  test('that spins in an async body is terminated when its grace is over', async ({ deck }) => {
    const title = 'Spins in a worker';
    await (await deck.field(title, 'Body')).selectOption('An async function');
    await deck.run(title);
    await deck.expectStatus(title, 'Running');
    const took = await timeUntil(deck, title, 'Cancelled', async () => {
      await deck.cancel(title);
      await deck.expectStatus(title, 'Cancelling');
    });
    expect(took).toBeGreaterThan(1_900);
    expect(took).toBeLessThan(10_000);
  });

  test('that panics fails its run alone, with the message and the location', async ({ deck }) => {
    const title = 'Panics in a worker';
    await deck.run(title);
    await deck.expectStatus(title, 'Failed');
    await expect(deck.row(title)).toContainText('on purpose, in a worker');
    await deck.openDetails(title);
    await expect(deck.details).toContainText('src/tasks/lab/worker.rs');
    await expect(deck.details).toContainText('About to panic');
  });

  test('that ends without a message is noticed, and its run is lost', async ({ deck }) => {
    const title = 'Kills its worker';
    await deck.run(title);
    await deck.expectStatus(title, 'Failed', { timeout: 15_000 });
    await expect(deck.row(title)).toContainText('It ended without giving a reason');
  });

  test('that exhausts its memory fails its run alone, with that cause', async ({ deck }) => {
    const title = 'Uses up memory in a worker';
    await deck.run(title);
    await deck.expectStatus(title, 'Failed', { timeout: 25_000 });
    await expect(deck.row(title)).toContainText(/memory/);
    await deck.run('Ends at once');
    await deck.expectStatus('Ends at once', 'Completed');
  });
});

/** Serves `script` instead of the worker program. */
function workerProgram(server, script) {
  server.answer(/worker-start\.js/, (request, response) => {
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
  });
}

/** Behaves like a worker: takes the lock of its name, then reports that it is ready. */
const READY = `navigator.locks.request(self.name, () => { self.postMessage([JSON.stringify("Ready"), []]); return new Promise(() => {}); });`;

/** A file so small that only the worker's start takes time. */
const SMALL = { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('hello\n') };
const HASH = 'Hash files: a.txt';
const DIGEST = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';

async function hash(deck) {
  await deck.choose('Hash files', SMALL);
  await deck.run('Hash files');
}

test.describe('a worker program', () => {
  for (const [what, script, reason] of [
    ['speaks nonsense', 'self.postMessage("nonsense")', /does not parse/],
    ['speaks nonsense once it is ready', `${READY} onmessage = () => self.postMessage(['{"End":', []])`, /does not parse/],
    ['throws', `${READY} onmessage = () => { throw new Error('broken for a test'); }`, /broken for a test/],
    ['dies at once', `${READY} onmessage = () => self.close()`, /It ended without giving a reason/],
    ['is no program', 'this is no JavaScript', /worker/i],
  ]) {
    test(`that ${what} fails its run and nothing else`, async ({ deck, server, problems }) => {
      problems.allow(/broken for a test|SyntaxError|unexpected|missing|worker-start/i);
      workerProgram(server, script);
      await deck.open();
      await hash(deck);
      await deck.expectStatus(HASH, 'Failed', { timeout: 15_000 });
      await expect(deck.row(HASH)).toContainText(reason);
      await deck.openDetails(HASH);
      await expect(deck.details).toContainText('Lost');

      // The failure does not affect the next run.
      server.reset();
      await deck.page.keyboard.press('Escape');
      await deck.lookAway();
      await deck.retry(HASH);
      await deck.expectStatus(HASH, 'Completed', { timeout: 15_000 });
    });
  }

  test('that is missing is reported, and after six failures the lane waits for Try again', async ({ deck, server, problems }) => {
    problems.allow(/404|worker-start/);
    server.answer(/worker-start\.js/, (request, response) => response.writeHead(404, 'Not Found').end());
    await deck.open();
    await (await deck.openQueue()).getByRole('spinbutton', { name: 'Limit of workers' }).fill('1');
    for (let at = 0; at < 7; at += 1) await hash(deck);
    await expect(deck.rows(HASH).getByText('Failed', { exact: true })).toHaveCount(6, { timeout: 20_000 });
    await expect(deck.rows(HASH).last()).toContainText('The worker did not start');
    await deck.openQueue();
    const lane = deck.lanes.getByRole('listitem', { name: 'workers', exact: true });
    await expect(lane).toContainText(/Suspended: .*404 Not Found/);
    await deck.lookAway();
    await expect(deck.row(HASH)).toContainText(/workers is suspended/);
    await deck.openQueue();
    await deck.expectAccessible();

    server.reset();
    const again = lane.getByRole('button', { name: 'Try again in workers' });
    await again.press('Enter');
    await deck.expectStatus(HASH, 'Completed', { timeout: 15_000 });
    await expect(again).toBeHidden();
    await expect(lane.getByRole('spinbutton')).toBeFocused();
  });

  test('that a policy forbids is lost with a reason, or its run continues on the page', async ({ deck, server, problems }) => {
    problems.allow(/policy|worker/i);
    server.answer(/^\/$/, async (request, response) => {
      const page = await readFile(join(DIST, 'index.html'), 'utf8');
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page.replace("worker-src 'self'", "worker-src 'none'"));
    });
    await deck.open();
    await hash(deck);
    const row = deck.row(HASH).filter({ hasText: /Failed|Completed/ });
    await expect(row).toBeVisible({ timeout: 15_000 });
    await expect(row).toContainText(/policy|Completed/);
  });

  test('that cannot be loaded: an async body runs on the page with a note, a plain function fails because it needs one', async ({ deck, page, problems }) => {
    problems.allow(/panicked at/);
    await page.addInitScript(() => delete globalThis.Worker);
    await deck.open('?lab');
    await hash(deck);
    await deck.expectStatus(HASH, 'Completed');
    await deck.openDetails(HASH);
    await expect(deck.section('Result')).toContainText(DIGEST);
    await expect(deck.details).toContainText('Runs on the page. This browser has no workers');
    await page.keyboard.press('Escape');
    await deck.run('Uses up memory in a worker');
    await deck.expectStatus('Uses up memory in a worker', 'Failed');
    await expect(deck.row('Uses up memory in a worker')).toContainText('needs a worker');
  });
});

test('five hundred small files are hashed in workers', async ({ deck, problems }) => {
  test.slow();
  problems.allow(/panicked at/);
  await deck.open();
  const files = Array.from({ length: 500 }, (_, at) => ({ name: `f${at}.txt`, mimeType: 'text/plain', buffer: Buffer.from(`file ${at}`) }));
  await deck.choose('Hash files', files);
  await deck.run('Hash files');
  const all = 'Hash files: SHA256SUMS of 500 files';
  await deck.expectStatus(all, 'Completed', { timeout: 60_000 });
  await expect(deck.row(all)).toContainText('500 files · SHA-256');
});

/** Keeps an account of the workers of a page, in the page: `workers.all`, `workers.live` and `workers.messages`. */
async function countWorkers(page) {
  await page.addInitScript(() => {
    const counts = { all: [], live: 0, messages: 0 };
    globalThis.workers = counts;
    globalThis.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        counts.all.push(this);
        counts.live += 1;
        this.addEventListener('message', () => (counts.messages += 1));
      }

      terminate() {
        counts.live -= 1;
        super.terminate();
      }
    };
  });
}

/** Returns how many workers the page has started, and how many of them it has not terminated. */
const counted = (page) => page.evaluate(() => [workers.all.length, workers.live]);

test.describe('a worker is a slot', () => {
  test.beforeEach(async ({ page }) => countWorkers(page));

  for (const [processors, slots] of [[2, 2], [16, 4]]) {
    test(`on ${processors} processors ${slots} work, each on one run`, async ({ deck, page, server }) => {
      await page.addInitScript((count) => Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => count }), processors);
      workerProgram(server, `${READY} onmessage = () => {};`);
      await deck.open();
      await expect((await deck.openQueue()).getByRole('spinbutton', { name: 'Limit of workers' })).toHaveValue(String(slots));
      for (let at = 0; at < slots + 2; at += 1) await hash(deck);
      await deck.lookAway();
      await expect(deck.rows(HASH).getByText('Running', { exact: true })).toHaveCount(slots);
      await expect(deck.rows(HASH).getByText('Queued', { exact: true })).toHaveCount(2);
      await expect.poll(() => counted(page)).toEqual([slots, slots]);
    });
  }

  test('one whose run has ended by itself is used again, and kept for 30 s', async ({ deck, page }) => {
    await page.clock.install();
    await deck.open();
    const completed = async (runs) => {
      await hash(deck);
      await deck.lookAway();
      await expect(deck.rows(HASH).getByText('Completed', { exact: true })).toHaveCount(runs, { timeout: 15_000 });
    };
    await completed(1);
    await completed(2);
    expect(await counted(page)).toEqual([1, 1]);
    // The clock goes on by itself, too.
    await page.clock.fastForward(15_000);
    expect(await counted(page)).toEqual([1, 1]);
    await page.clock.fastForward(15_000);
    expect(await counted(page)).toEqual([1, 0]);
    await completed(3);
    expect(await counted(page)).toEqual([2, 1]);
  });

  test('one whose body has panicked is not used again', async ({ deck, page, problems }) => {
    problems.allow(/panicked at|on purpose/);
    await deck.open('?lab');
    for (const runs of [1, 2]) {
      await deck.run('Panics in a worker');
      await deck.lookAway();
      await expect(deck.rows('Panics in a worker').getByText('Failed', { exact: true })).toHaveCount(runs);
      expect(await counted(page)).toEqual([runs, 0]);
    }
  });

  test('one that reports without a pause sends no more than a message in each frame', async ({ deck, page }) => {
    await deck.open();
    // Each file has to be read, as all have one size, and each one read is a report.
    const files = Array.from({ length: 1_000 }, (_, at) => ({ name: `f${at}.txt`, mimeType: 'text/plain', buffer: Buffer.from(`file ${1_000 + at}`) }));
    await deck.choose('Find duplicates', files);
    const [before, from] = await page.evaluate(() => [workers.messages, performance.now()]);
    await deck.run('Find duplicates');
    await deck.expectStatus('Find duplicates: 1,000 files', 'Completed', { timeout: 15_000 });
    const [messages, time] = await page.evaluate(([before, from]) => [workers.messages - before, performance.now() - from], [before, from]);
    // Beside the reports there are the first message, the result and the end.
    expect(messages).toBeGreaterThan(3);
    expect(messages).toBeLessThanOrEqual(time / 16 + 4);
  });
});

test('the page removes the large files of a worker that has died', async ({ deck, page, problems }, testInfo) => {
  problems.allow(/worker/i);
  await countWorkers(page);
  await deck.open();
  // Noise does not shrink, so what is made of it is large enough to be written to disk.
  const noise = testInfo.outputPath('noise.bin');
  await writeFile(noise, randomBytes(96 << 20));
  await page.evaluate(() => {
    globalThis.largeFiles = async () => {
      const names = [];
      const all = await (await navigator.storage.getDirectory()).getDirectoryHandle('taskdeck', { create: true });
      for await (const folder of all.values()) for await (const name of folder.keys()) names.push(name);
      return names.filter((name) => name.startsWith('call-'));
    };
  });
  await deck.choose('Compress files', noise);
  await deck.run('Compress files');
  await page.evaluate(async () => {
    while ((await largeFiles()).length === 0) await new Promise((resolve) => setTimeout(resolve));
    workers.all.at(-1).terminate();
  });
  const title = 'Compress files: noise.bin';
  await deck.expectStatus(title, 'Failed', { timeout: 15_000 });
  await expect(deck.row(title)).toContainText('It ended without giving a reason');
  await expect.poll(() => page.evaluate(() => largeFiles())).toEqual([]);
});
