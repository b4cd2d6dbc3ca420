// A page that enters the back-forward cache and returns: its deck continues.

import { readFile } from 'node:fs/promises';
import { expect, test as base } from '../../widget.js';

const test = base.extend({
  /** A page of a browser with such a cache. Playwright disables it in Chromium. */
  page: async ({ page, browserName, playwright, launchOptions, baseURL }, use) => {
    if (browserName !== 'chromium') return use(page);
    const browser = await playwright.chromium.launch({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
    await use(await browser.newPage({ baseURL }));
    await browser.close();
  },
});

test('a deck of a page restored from the cache accepts runs, and has the ends of its earlier ones', async ({ page, server }) => {
  const html = await readFile(new URL('../../widget-pages/index.html', import.meta.url));
  // A page with `no-store` is not kept in the cache.
  server.answer(/^\/kept$/, (_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(html));
  await page.goto('/kept');
  await expect(page.locator('html[data-ready]')).toBeAttached();
  await page.evaluate(async () => {
    addEventListener('pageshow', ({ persisted }) => { globalThis.isKept = persisted; });
    const deck = await globalThis.createDeck({ target: '#place', concurrency: 4 });
    const statuses = [];
    deck.addEventListener('statuschange', ({ detail }) => statuses.push(`${detail.title} ${detail.status}`));
    let open;
    const gate = new Promise((resolve) => { open = resolve; });
    const runs = {
      holds: deck.spawn('Holds', () => gate),
      sleeps: deck.spawn('Sleeps', (ctx) => ctx.sleep(300)),
      late: deck.spawn('Late', (ctx) => ctx.sleep(1e6), { timeout: 300 }),
      job: deck.spawn('Job', undefined, { worker: '/widget-pages/job.js', params: { do: 'finish' }, grace: 60_000 }),
      waits: deck.spawn('Waits', () => 'waited'),
    };
    Object.assign(globalThis, { deck, runs, statuses, open });
    while (runs.holds.status !== 'running' || !runs.job.progress) await new Promise((passed) => setTimeout(passed));
  });
  await page.goto('/widget-pages/');
  await page.evaluate(() => { history.back(); }).catch(() => {});
  await expect.poll(() => page.evaluate(() => globalThis.isKept).catch(() => null)).toBe(true);

  const seen = await page.evaluate(async () => {
    const { deck, runs, statuses, open } = globalThis;
    const fresh = await deck.spawn('Fresh', () => 'fresh', { priority: 'user-blocking', lane: deck.lane('other', { limit: 1 }).name }).result;
    await runs.sleeps.result;
    const error = await runs.late.result.catch(({ name }) => name);
    const before = [runs.holds.status, runs.job.status, await runs.waits.result];
    runs.job.cancel();
    open('held');
    const after = [await runs.holds.result, await runs.job.result];
    await deck.idle();
    return [fresh, error, before, after, statuses.filter((one) => one.startsWith('Holds')), deck.counts];
  });
  expect(seen).toEqual([
    'fresh',
    'TimeoutError',
    ['running', 'running', 'waited'],
    ['held', 'AbortError'],
    ['Holds queued', 'Holds running', 'Holds completed'],
    { queued: 0, running: 0, completed: 5, failed: 1, cancelled: 0 },
  ]);
  // Playwright waits for a load that does not happen in Firefox, so the page itself checks what is drawn.
  const drawn = () =>
    page.evaluate(() => {
      const rows = document.querySelector('#place > div').shadowRoot.querySelectorAll('[part=row]:not([hidden])');
      return [...rows].map((row) => `${row.querySelector('.td-title').textContent} ${row.dataset.status}`).sort();
    });
  await expect.poll(drawn).toEqual(['Fresh', 'Holds', 'Job', 'Late', 'Sleeps', 'Waits'].map((title) => `${title} ${title === 'Late' ? 'failed' : 'completed'}`));
});
