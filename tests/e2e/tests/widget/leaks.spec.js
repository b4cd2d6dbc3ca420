// Nothing is left of a deck that is gone, however often one comes and goes.

import { expect, test } from '../../widget.js';

test.use({ widgetPage: '/widget-pages/counted.html' });

/** How many decks are created and destroyed in Chromium. In Firefox it is a tenth. */
const DECKS = Number(process.env.LEAKS_DECKS ?? 1000);

/** Adds a function to the page that creates decks with runs, twenty at a time, and ends them. */
const prepare = async ({ createDeck, gate, until, turn }) => {
  await import('/widget/element.js');
  const { memory } = await (await import('/widget/taskdeck_wasm.js')).default();
  const place = document.querySelector('#place');
  const { counters } = globalThis;
  const { signal: outer } = new AbortController();
  counters.watch(outer);
  const mounts = [
    async (variant) => {
      const deck = await createDeck({ target: place, variant, captureGlobalErrors: true });
      return { deck, end: () => deck.destroy() };
    },
    async (variant) => {
      const element = document.createElement('task-deck');
      element.setAttribute('variant', variant);
      place.append(element);
      return { deck: await element.ready, end: () => element.remove() };
    },
    async () => {
      const deck = await createDeck();
      return { deck, end: () => deck.destroy() };
    },
  ];
  const frame = () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  const start = (deck, isFull, withWorker) => {
    const body = gate(!withWorker);
    const runs = [deck.spawn('Goes on', body, { timeout: 1e6, signal: outer })];
    // A row of the list costs more than a deck, so not every deck has many.
    if (!isFull) return { runs, body };
    deck.define({ id: 'task', title: 'Task', params: [{ name: 'text' }], run: () => {} });
    deck.schedule('task', {}, { every: 1e7 });
    deck.addEventListener('statuschange', () => {});
    deck.subscribe(() => {});
    deck.spawn('Done', () => 'done', { onComplete() {} });
    deck.spawn('Fails', () => { throw new Error('no'); });
    runs.push(
      deck.spawn('Sleeps', (ctx) => { ctx.progress(1, 2); return ctx.sleep(1e6); }),
      deck.spawn('Tries again', () => { throw new Error('no'); }, { retry: { limit: 3, delay: 1e6 } }),
      deck.spawn('Later', () => {}, { delay: 1e6 }),
    );
    if (withWorker) runs.push(deck.spawn('Job', undefined, { worker: '/widget-pages/job.js', params: { do: 'deaf' } }));
    return { runs, body };
  };
  globalThis.comeAndGo = async (times) => {
    const wrong = [];
    for (let round = 0; round < times / 20; round += 1) {
      const all = [];
      for (let n = 0; n < 20; n += 1) {
        const { deck, end } = await mounts[n % 3](n % 2 ? 'tray' : 'dashboard');
        all.push({ deck, end, ...start(deck, n < 3, round % 10 === 0 && n === 0) });
      }
      await Promise.all(all.map(({ body }) => body.started));
      await frame();
      if (round % 10 === 0) await until(() => all[0].runs.at(-1).progress);
      for (const { end } of all) end();
      await until(() => all.every(({ runs }) => runs.every(({ status }) => status === 'cancelled')));
      for (const { runs, body } of all) {
        const ctx = await body.started;
        if (!ctx.signal.aborted || runs.some(({ reason }) => reason !== 'owner')) wrong.push(runs.map(({ reason }) => reason));
      }
    }
    // Work of this turn and this frame ends.
    await frame();
    await frame();
    await turn();
    return wrong;
  };
  globalThis.seen = () => ({ ...counters.now(), memory: memory.buffer.byteLength });
};

test('after shutdown no body runs in a worker, and no timer is left', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, until, thrown, gate }) => {
    const { counters } = globalThis;
    const deck = await createDeck();
    deck.define({ id: 'task', run: () => {} });
    deck.schedule('task', {}, { every: 1000 });
    const job = deck.spawn('Job', undefined, { worker: '/widget-pages/job.js', params: { do: 'spin' } });
    const deaf = deck.spawn('Deaf', gate(false), { timeout: 1e6 });
    deck.spawn('Asleep', (ctx) => ctx.sleep(1e6));
    deck.spawn('Tries', () => { throw new Error('no'); }, { retry: { limit: 1, delay: 1e6 } });
    deck.spawn('Later', () => {}, { delay: 1e6, deadline: 1e6 });
    await until(() => job.progress && deck.counts.running === 3);
    const before = counters.now();
    await deck.shutdown({ timeout: 0 });
    const { timers, intervals, frames, workers } = counters.now();
    const refused = [() => deck.spawn('Late', () => {}), () => deck.start('task')].map((call) => thrown(call).code);
    return [before.workers, before.timers > 0, timers, intervals, frames, workers, job.status, deaf.abandoned, deck.activeCount, refused];
  });
  expect(seen).toEqual([1, true, 0, 0, 0, 0, 'cancelled', true, 0, ['shutdown', 'shutdown']]);
});

test('a thousand decks with runs, with a face and without, leave nothing behind', async ({ page, inPage, browserName, problems }) => {
  // A failure whose row is not in view becomes a toast after half a second. Where the face goes just then, it is in the console.
  problems.allow(/^console: Fails: no$/);
  test.setTimeout(180_000 + DECKS * 100);
  await inPage(prepare);
  // Memory behind what a browser has not collected yet is not given back: Chromium can be told to.
  const devtools = browserName === 'chromium' ? await page.context().newCDPSession(page) : null;
  const comeAndGo = async (times) => {
    const wrong = [];
    for (let done = 0; done < times; done += 200) {
      wrong.push(...(await page.evaluate((times) => globalThis.comeAndGo(times), Math.min(200, times))));
      await devtools?.send('HeapProfiler.collectGarbage');
    }
    const { memory, ...seen } = await page.evaluate(() => globalThis.seen());
    return devtools ? { memory, ...seen, wrong } : { ...seen, wrong };
  };
  // Enough rounds for the kept records and the allocator to settle.
  const before = await comeAndGo(devtools ? 600 : 20);
  expect(before).toMatchObject({ wrong: [], timers: 0, intervals: 0, frames: 0, workers: 0, blobs: 0, listeners: 0, ports: 0, ResizeObserver: 0 });
  expect(await comeAndGo(devtools ? DECKS : DECKS / 10), 'what was there before').toEqual(before);
  expect(await page.evaluate(() => globalThis.counters.made.workers)).toBeGreaterThan(1);
});
