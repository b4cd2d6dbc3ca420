// What a face and the JavaScript of a deck have to do with each other.

import { expect, test } from '../../widget.js';

test('a deck appends its own host to its target; several may share one; destroy takes it away', async ({ page, inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const place = document.querySelector('#place');
    const [one, two] = [await createDeck({ target: '#place' }), await createDeck({ target: place, variant: 'tray' })];
    const all = [place.childElementCount];
    one.destroy();
    all.push(place.childElementCount);
    two.destroy();
    return [...all, place.childElementCount];
  });
  expect(seen).toEqual([2, 1, 0]);
  await expect(page.getByRole('region', { name: 'Runs' })).toHaveCount(0);
});

test('a task is run by its card, with the parameters of its form', async ({ page, inPage }) => {
  await inPage(async ({ createDeck }) => {
    const deck = await createDeck({ target: '#place' });
    Object.assign(globalThis, { deck, seen: [] });
    deck.define({
      id: 'export',
      title: 'Export report',
      params: [{ name: 'format', type: 'select', label: 'Format', options: ['csv', 'json'] }],
      run: (ctx, params) => { globalThis.seen.push(params, ctx.params === params); },
    });
  });
  await page.getByRole('button', { name: 'Run Export report' }).click();
  await expect.poll(() => page.evaluate(() => globalThis.seen)).toEqual([{ format: 'csv' }, true]);
  const run = await page.evaluate(() => [globalThis.deck.runs()[0].task, globalThis.deck.runs()[0].params]);
  expect(run).toEqual(['export', { format: 'csv' }]);
});

test('Cancel in a row fires the signal; Retry calls the body again', async ({ page, inPage }) => {
  await inPage(async ({ createDeck }) => {
    const deck = await createDeck({ target: '#place' });
    Object.assign(globalThis, { deck, calls: 0 });
    deck.spawn('Wait for it', (ctx) => {
      globalThis.calls += 1;
      if (globalThis.calls > 1) return 'again';
      ctx.progress(1, 4);
      return new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason)));
    });
  });
  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25');
  await page.getByRole('button', { name: 'Cancel Wait for it' }).click();
  await page.getByRole('button', { name: 'Retry Wait for it' }).click();
  await expect.poll(() => page.evaluate(() => globalThis.deck.runs().map((run) => [run.status, run.title]))).toEqual([
    ['completed', 'Wait for it'],
    ['cancelled', 'Wait for it'],
  ]);
  expect(await page.evaluate(() => globalThis.deck.runs()[0].result)).toBe('again');
});

test('report shows an error, and a failed run too', async ({ page, inPage }) => {
  await inPage(async ({ createDeck }) => {
    const deck = await createDeck({ target: '#place' });
    deck.report(new Error('The disk is full', { cause: new Error('quota of 5 MB') }), 'Saving');
    deck.spawn('Print', () => { throw new Error('Out of paper'); });
    deck.resetErrors();
  });
  const notifications = page.getByRole('region', { name: /^Notifications/ });
  await expect(notifications).toContainText('The disk is full');
  await expect(notifications).toContainText('Out of paper');
});
