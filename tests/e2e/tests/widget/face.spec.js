// How a face and the JavaScript of a deck affect each other.

import { expect, test } from '../../widget.js';

test('a deck appends its own host to its target, which decks may share; destroy removes it', async ({ page, inPage }) => {
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

test('a card runs its task with the parameters of its form', async ({ page, inPage }) => {
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

test('a retry from the row has the options of the first run: callbacks, parameters, retry, signal', async ({ page, inPage }) => {
  await inPage(async ({ createDeck, later }) => {
    const deck = await createDeck({ target: '#place' });
    const notices = [];
    const given = { file: new File(['x'], 'x.txt'), call: () => 'called' };
    const controller = new AbortController();
    const waits = later();
    let calls = 0;
    deck.define({
      id: 'send',
      title: 'Send',
      run: async (ctx, params) => {
        calls += 1;
        if (calls === 1 || (calls === 2 && ctx.attempt === 1)) throw Object.assign(new Error('busy'), { again: calls === 2 });
        ctx.progress(1, 2);
        notices.push(`called ${params === given} ${ctx.params.call()} in attempt ${ctx.attempt}`);
        if (calls === 3) return 'sent';
        waits.resolve();
        return new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason)));
      },
    });
    const options = {
      signal: controller.signal,
      retry: { limit: 5, delay: 0, when: (error) => { notices.push(`when ${error.again}`); return error.again; } },
      onStart: (run) => notices.push(`start ${run.id === first.id}`),
      onProgress: ({ done }) => notices.push(`progress ${done}`),
      onComplete: (value) => notices.push(`complete ${value}`),
      onError: (error) => notices.push(`error ${error.message}`),
      onCancel: (reason) => notices.push(`cancel ${reason}`),
    };
    const first = deck.start('send', given, options);
    Object.assign(globalThis, { deck, notices, controller, waits, again: () => deck.start('send', given, options) });
  });
  const notices = () => page.evaluate(() => globalThis.notices);
  const first = ['start true', 'when false', 'error busy'];
  await expect.poll(notices).toEqual(first);
  await page.getByRole('region', { name: 'Runs' }).getByRole('button', { name: 'Retry Send' }).click();
  const second = [...first, 'start false', 'when true', 'called true called in attempt 2', 'progress 1', 'complete sent'];
  await expect.poll(notices).toEqual(second);
  // Cancelled while it waits and while it runs. Its signal holds for the retry too.
  const cancelled = await page.evaluate(async () => {
    const { deck, notices, again } = globalThis;
    deck.pause();
    again().cancel('not now');
    await deck.idle();
    notices.splice(0);
    return deck.runs()[0].status;
  });
  expect(cancelled).toBe('cancelled');
  // While focus is in the list, new rows wait.
  await page.getByRole('button', { name: '1 new', exact: true }).click();
  await page.getByRole('region', { name: 'Runs' }).getByRole('button', { name: 'Retry Send' }).click();
  await page.evaluate(async () => {
    const { deck, controller, waits } = globalThis;
    deck.resume();
    await waits.promise;
    controller.abort('closing');
    await deck.idle();
  });
  expect((await notices()).sort()).toEqual(['called true called in attempt 1', 'cancel closing', 'progress 1', 'start false']);
});

test('report shows an error, as a failed run does that nobody sees', async ({ page, inPage, deck }) => {
  await inPage(async ({ createDeck }) => {
    const deck = (globalThis.deck = await createDeck({ target: '#place' }));
    deck.report(new Error('The disk is full', { cause: new Error('quota of 5 MB') }), 'Saving');
    deck.resetErrors();
  });
  const print = () => page.evaluate(() => globalThis.deck.spawn('Print', () => { throw new Error('Out of paper'); }).result.catch(() => {}));
  await expect(deck.toast('The disk is full')).toBeVisible();
  // The row in view says it already.
  await print();
  await deck.expectStatus('Print', 'Failed');
  await expect(deck.toast('Out of paper')).toHaveCount(0);
  await deck.unwatched(print);
  await expect(deck.toast('Out of paper')).toBeVisible();
});

test('keys of its commands and selection do nothing in the page around it', async ({ page, inPage }) => {
  await inPage(async ({ createDeck }) => {
    const deck = await createDeck({ target: '#place' });
    globalThis.deck = deck;
    deck.define({ id: '"]\' #odd', title: 'Wait', run: (ctx) => new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason))) });
    document.body.insertAdjacentHTML('afterbegin', '<input aria-label="Of the page">');
  });
  const commands = page.getByRole('dialog', { name: 'Commands' });
  await page.getByLabel('Of the page').focus();
  await page.keyboard.press('Control+k');
  await expect(commands).toBeHidden();

  await page.getByRole('searchbox', { name: 'Search runs' }).focus();
  for (const times of [1, 2]) {
    await page.keyboard.press('Control+k');
    await expect(commands.getByRole('combobox')).toBeFocused();
    await page.keyboard.type('run wait');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => globalThis.deck.counts.running)).toBe(times);
  }
  await expect(page.getByRole('searchbox', { name: 'Search runs' })).toBeFocused();

  await page.getByRole('checkbox', { name: 'Select all that match' }).check();
  await page.getByRole('region', { name: 'Selected runs' }).getByRole('button', { name: 'Cancel 2' }).click();
  await expect.poll(() => page.evaluate(() => globalThis.deck.counts.cancelled)).toBe(2);
});
