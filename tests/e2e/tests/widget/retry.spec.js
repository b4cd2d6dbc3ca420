// `run.retry`: an ended run is started again.

import { expect, test } from '../../widget.js';

for (const face of [false, true]) {
  test.describe(face ? 'with the module of a face' : 'with the small module', () => {
    test('a run that failed, was cancelled or has completed is started again, and the new run is returned', async ({ inPage, problems }) => {
      // A face that is not on the page writes what it would show.
      problems.allow(/^console: Send: call 1$/);
      const seen = await inPage(async ({ createDeck, rejection }, face) => {
        const deck = await createDeck({ face });
        let calls = 0;
        const run = deck.spawn('Send', (ctx) => [ctx.params.to, (calls += 1)][ctx.params.fails && calls < 2 ? fail() : 1], { params: { to: 'home', fails: true } });
        function fail() {
          throw new Error(`call ${calls}`);
        }
        const error = await rejection(run.result);
        const again = run.retry();
        const all = [error.message, again !== run, again.id !== run.id, again.title, await rejection(again.result).then(() => 'failed', () => 'completed')];
        const third = again.status === 'failed' ? again.retry() : again;
        all.push(await third.result, await third.retry().result, third.status);
        const cancelled = deck.spawn('Wait', (ctx) => ctx.sleep(5), { delay: 60_000 });
        cancelled.cancel();
        await rejection(cancelled.result);
        const resumed = cancelled.retry();
        return [...all, resumed.retryNow(), await resumed.result.then(() => resumed.status)];
      }, face);
      expect(seen).toEqual(['call 1', true, true, 'Send', 'completed', 2, 3, 'completed', false, 'completed']);
    });

    test('a run of a task keeps its parameters, and its task is run again', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck }, face) => {
        const deck = await createDeck({ face });
        const params = [{ name: 'year', type: 'number', required: true }, { name: 'files', type: 'files' }];
        deck.define({ id: 'export', title: 'Export', params, run: (ctx, { year, files }) => `${year} ${files?.[0]?.name}` });
        const run = deck.start('export', { year: 2026, files: new File(['x'], 'a.txt') });
        const first = await run.result;
        const again = run.retry();
        return [first, await again.result, again.task, again.params.year, deck.runs({ task: 'export' }).length];
      }, face);
      expect(seen).toEqual(['2026 a.txt', '2026 a.txt', 'export', 2026, 2]);
    });
  });
}

test('options of the call go before those of the old run, whose id is not taken over', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection, until }) => {
    const deck = await createDeck();
    const called = [];
    const options = { id: 'mine', priority: 'background', retry: { limit: 1, delay: 1 }, onError: () => called.push('old'), signal: new AbortController().signal };
    const run = deck.spawn('Fails', () => { throw new Error('no'); }, options);
    await rejection(run.result);
    const stop = new AbortController();
    const again = run.retry({ id: 'again', priority: 'user-blocking', delay: 60_000, onError: () => called.push('new'), signal: stop.signal });
    const { priority, id } = again;
    again.retryNow();
    await rejection(again.result);
    await until(() => called.length === 2);
    const third = run.retry({ delay: 60_000, signal: stop.signal });
    stop.abort('enough');
    return [priority, id, again.toJSON().attempts, called.sort(), third.id.startsWith('run-'), await rejection(third.result)];
  });
  expect(seen).toEqual(['user-blocking', 'again', 2, ['new', 'old'], true, 'enough']);
});

test('a live run, a child, and a deck that is gone refuse, and say why', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, thrown, rejection }) => {
    const deck = await createDeck();
    const body = gate();
    const run = deck.spawn('Live', body);
    await body.started;
    const all = [thrown(() => run.retry())];
    let child;
    await deck.spawn('Parent', (ctx) => (child = ctx.spawn('Child', () => 1)).result).result;
    all.push(thrown(() => child.retry()), thrown(() => run.retry({ nonsense: 1 })));
    run.cancel();
    await rejection(run.result);
    deck.destroy();
    return [...all, thrown(() => run.retry())].map(({ is, code }) => [is, code]);
  });
  expect(seen).toEqual([['Error', 'live'], ['Error', 'not-repeatable'], ['TypeError', 'nonsense'], ['Error', 'shutdown']]);
});

test('a retry on screen and one by code are linked: the old row no longer offers it', async ({ inPage, page }) => {
  await inPage(async ({ createDeck, rejection }) => {
    const deck = (globalThis.deck = await createDeck({ target: '#place' }));
    let calls = 0;
    globalThis.run = deck.spawn('Flaky', () => { if ((calls += 1) === 1) throw new Error('once'); });
    await rejection(globalThis.run.result);
  });
  const retry = page.getByRole('region', { name: 'Runs' }).getByRole('button', { name: 'Retry Flaky' });
  await expect(retry).toBeVisible();
  expect(await page.evaluate(() => globalThis.run.retry().result.then(() => 'done'))).toBe('done');
  await expect(retry).toBeHidden();
});

test('options of the call replace those of the first one, after a failure as after a success', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, thrown, until }) => {
    const deck = await createDeck();
    const all = [];
    for (const fails of [true, false]) {
      const called = [];
      const [old, stop] = [new AbortController(), new AbortController()];
      const body = (ctx) => { if (fails && called.length === 0) throw new Error('no'); return ctx.sleep(fails || called.length > 0 ? 60_000 : 0); };
      const options = { delay: 1, signal: old.signal, onError: () => called.push('old error'), onComplete: () => called.push('old complete'), onCancel: () => called.push('old cancel') };
      const run = deck.spawn('Once', body, options);
      await run.result.catch(() => {});
      await until(() => called.length === 1);
      const again = run.retry({ signal: stop.signal, onCancel: () => called.push('new cancel') });
      await until(() => again.status === 'running');
      old.abort();
      const status = again.status;
      stop.abort();
      await again.result.catch(() => {});
      await until(() => called.length === 2);
      all.push([status, again.status, called, thrown(() => run.retry({ worker: 'x.js' })).code]);
    }
    return all;
  });
  expect(seen).toEqual([
    ['running', 'cancelled', ['old error', 'new cancel'], 'fn'],
    ['running', 'cancelled', ['old complete', 'new cancel'], 'fn'],
  ]);
});

test('a run that a body has joined keeps its own place: it has no parent, and can be retried', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, rejection, until }) => {
    const deck = await createDeck();
    const body = gate();
    const root = deck.spawn('Load', body, { key: 'k', overlap: 'join' });
    let joined;
    const other = deck.spawn('Other', (ctx) => {
      joined = ctx.spawn('Load', body, { key: 'k', overlap: 'join' });
    });
    await until(() => joined);
    body.fail(new Error('no'));
    await Promise.all([rejection(root.result), other.result.catch(() => {})]);
    return [joined === root, root.parent, typeof root.retry().id];
  });
  expect(seen).toEqual([true, null, 'string']);
});
