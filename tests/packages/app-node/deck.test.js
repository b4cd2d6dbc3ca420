import { expect, test } from 'vitest';
import { createDeck } from 'taskdeck';
import { createDeck as createHeadlessDeck } from 'taskdeck/headless';
import { lazyDeck } from 'taskdeck/lazy';
import { createTestDeck } from 'taskdeck/testing';

test('a deck without options starts runs, dispatches events and cancels', async () => {
  const deck = await createDeck();
  const statuses = [];
  deck.addEventListener('statuschange', ({ detail }) => statuses.push(detail.status));
  const run = deck.spawn('Fetch', async (ctx) => {
    await ctx.sleep(1);
    const response = await fetch('data:text/plain,counted', { signal: ctx.signal });
    return response.text();
  });
  expect(await run.result).toBe('counted');
  let hasBegun;
  const begun = new Promise((resolve) => { hasBegun = resolve; });
  const stopped = deck.spawn('Yields', async (ctx) => {
    hasBegun();
    for (;;) await ctx.yield();
  });
  await begun;
  setTimeout(() => stopped.cancel('enough'));
  await expect(stopped.result).rejects.toBe('enough');
  expect(statuses).toEqual(['queued', 'running', 'completed', 'queued', 'running', 'cancelling', 'cancelled']);
  deck.destroy();
});

test('a wasm that cannot be loaded rejects with the code load', async () => {
  for (const wasm of ['file:///nowhere/taskdeck_engine_bg.wasm', new TextEncoder().encode('<!doctype html>')]) {
    const error = await createDeck({ wasm }).catch((error) => error);
    // If the first test has loaded the engine already, nothing is loaded again.
    if (error instanceof Error) expect(error.code).toBe('load');
  }
});

test('a headless deck runs, and refuses a face', async () => {
  const deck = await createHeadlessDeck({ concurrency: 2 });
  expect(await deck.map([1, 2, 3], (item) => item * 2).result).toEqual([2, 4, 6]);
  deck.destroy();
  const error = await createHeadlessDeck({ target: 'body' }).catch((error) => error);
  expect([error.constructor, error.code]).toEqual([TypeError, 'target']);
});

test('runs without options keep their times in virtual time, and are the same before and after something reads them', async () => {
  const { deck, clock } = await createTestDeck({ concurrency: 2 });
  const ended = [];
  const sleeps = (name, ms) => async (ctx) => {
    await ctx.sleep(ms);
    ended.push(name);
    return name;
  };
  const runs = [deck.spawn('A', sleeps('a', 30)), deck.spawn('B', sleeps('b', 10)), deck.spawn('C', sleeps('c', 10)), deck.spawn('D', sleeps('d', 10))];
  expect(runs.map(({ status }) => status)).toEqual(['queued', 'queued', 'queued', 'queued']);
  await clock.advance(15);
  const statuses = ['running', 'completed', 'running', 'queued'];
  expect(runs.map(({ status }) => status)).toEqual(statuses);
  expect(deck.counts).toEqual({ queued: 1, running: 2, completed: 1, failed: 0, cancelled: 0 });
  expect(deck.getSnapshot().runs.map(({ status }) => status).reverse()).toEqual(statuses);
  expect(runs.map(({ status }) => status)).toEqual(statuses);
  await clock.runAll();
  expect(await Promise.all(runs.map(({ result }) => result))).toEqual(['a', 'b', 'c', 'd']);
  expect(ended).toEqual(['b', 'c', 'a', 'd']);
  const begin = runs[0].createdAt;
  expect(runs.map(({ startedAt, finishedAt }) => [startedAt - begin, finishedAt - begin])).toEqual([[0, 30], [0, 10], [10, 20], [20, 30]]);
  deck.destroy();
});

test('a lazy deck loads at its first use, also where there is no page to be idle', async () => {
  const deck = lazyDeck({ preload: 'idle' });
  deck.define({ id: 'add', run: (ctx, { a, b }) => a + b });
  const cancelled = deck.spawn('Cancelled', () => 'never');
  cancelled.cancel('enough');
  const run = deck.start('add', { a: 1, b: 2 });
  expect([run.id === '', run.status, cancelled.status]).toEqual([false, 'queued', 'cancelled']);
  await expect(cancelled.result).rejects.toBe('enough');
  expect(await run.result).toBe(3);
  const whole = await deck.ready;
  expect(whole.get(run.id).status).toBe('completed');
  deck.destroy();
  const missing = lazyDeck({ target: 'body', wasm: 'file:///nowhere/taskdeck_wasm_bg.wasm' });
  const error = await missing.spawn('x', () => {}).result.catch((error) => error);
  expect(['load', 'target']).toContain(error.code);
  missing.destroy();
});

test('summaries and problems work without a page, in virtual time too', async () => {
  const { deck } = await createTestDeck();
  const run = deck.spawn('Import', (ctx) => {
    ctx.problem('Line 7 has no date');
    ctx.summary('8 of 9 lines');
  });
  await run.result;
  const again = run.retry();
  await again.result;
  expect([run.status, run.summary, run.problems, again.retryOf === run.id, deck.counts.completed]).toEqual(['completed', '8 of 9 lines', 1, true, 2]);
  expect(deck.clearFinished()).toBe(2);
  const wrong = deck.spawn('Wrong', (ctx) => ctx.summary(8));
  await expect(wrong.result).rejects.toMatchObject({ name: 'TypeError', code: 'summary' });
  for (const option of ['header', 'controls']) {
    const error = await createTestDeck({ [option]: option === 'header' ? 'compact' : {} }).catch((error) => error);
    expect(error.code).toBe(option);
  }
  deck.destroy();
});

/** The virtual time is far beyond the time that the test takes. */
const HOUR = 3_600_000;

test('in virtual time, retries, delays, timeouts, deadlines, rates and sleeps happen in their order', async () => {
  const { deck, clock } = await createTestDeck({ concurrency: 10, now: 1_000 });
  const seen = [];
  const note = (what) => () => seen.push(`${what} at ${clock.now - 1_000}`);
  let calls = 0;
  const flaky = () => {
    note('attempt')();
    if ((calls += 1) < 3) throw new Error('busy');
  };
  deck.spawn('Flaky', flaky, { retry: { limit: 3, delay: HOUR, factor: 2, maxDelay: 10 * HOUR }, onComplete: note('completed') });
  deck.spawn('Late', note('late'), { delay: 2 * HOUR });
  deck.spawn('Sleeps', async (ctx) => ctx.sleep(HOUR / 2), { onComplete: note('slept') });
  deck.spawn('Slow', (ctx) => ctx.sleep(100 * HOUR), { timeout: HOUR / 4, onError: note('timed out') });
  deck.spawn('Never', (ctx) => ctx.sleep(100 * HOUR), { deadline: HOUR / 3, onError: note('over its deadline') });
  deck.lane('slow', { rate: { starts: 1, window: 4 * HOUR } });
  for (const name of ['first', 'second']) deck.spawn(name, note(name), { lane: 'slow' });
  await clock.advance(0);
  // Lanes take turns, in an order of their own.
  expect(seen.toSorted()).toEqual(['attempt at 0', 'first at 0']);
  await clock.runAll();
  expect(seen.slice(2)).toEqual([
    `timed out at ${HOUR / 4}`, `over its deadline at ${HOUR / 3}`, `slept at ${HOUR / 2}`, `attempt at ${HOUR}`, `late at ${2 * HOUR}`,
    `attempt at ${3 * HOUR}`, `completed at ${3 * HOUR}`, `second at ${4 * HOUR}`,
  ]);
  expect(deck.runs({ search: 'Flaky' })[0].createdAt).toBe(1_000);
  deck.destroy();
});

test('schedules start in virtual time, each deck has a clock of its own, and a wrong time is refused', async () => {
  const [one, other] = [await createTestDeck(), await createTestDeck()];
  let starts = 0;
  one.deck.define({ id: 'sync', run: () => (starts += 1) });
  const schedule = one.deck.schedule('sync', {}, { every: HOUR, at: HOUR });
  await one.clock.advance(24 * HOUR);
  expect([starts, one.clock.now, other.clock.now, schedule.next]).toEqual([24, 24 * HOUR, 0, 25 * HOUR]);
  await expect(one.clock.runAll()).rejects.toThrow('stop the schedules');
  expect(() => one.clock.advance(-1)).toThrow(RangeError);
  expect(() => one.clock.advance('5')).toThrow(TypeError);
  other.deck.define({ id: 'once', run: () => 'done' });
  other.deck.schedule('once', {}, { at: new Date(HOUR) });
  other.deck.spawn('Sleeps for no time', async (ctx) => {
    for (let times = 0; times < 1_000; times += 1) await ctx.sleep(0);
  });
  await other.clock.advance(HOUR);
  expect(other.deck.runs({ status: 'completed' }).map(({ title }) => title)).toEqual(['once', 'Sleeps for no time']);
  await expect(createTestDeck({ now: 1e20 })).rejects.toMatchObject({ code: 'now' });
  await expect(createTestDeck({ target: 'body' })).rejects.toMatchObject({ code: 'target' });
  one.deck.destroy();
  other.deck.destroy();
});

test('a run that takes turns without end is reported instead of hanging', async () => {
  const { deck, clock } = await createTestDeck();
  const run = deck.spawn('Spins', async (ctx) => {
    for (;;) await ctx.yield();
  });
  run.result.catch(() => {});
  await expect(clock.advance(1)).rejects.toThrow('do not come to rest');
  run.cancel();
  await clock.advance(0);
  expect(run.status).toBe('cancelled');
  deck.destroy();
}, 60_000);
