// Console output: failures without a listener, and how a run is printed.

import { expect, test } from '../../widget.js';

test('a failure without a listener is logged to the console once; one with a listener is not', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection, turn, until }) => {
    const lines = [];
    console.error = (...given) => lines.push(given);
    const fail = () => { throw Object.assign(new Error('no'), { code: 'NO' }); };
    const deck = await createDeck();
    deck.spawn('Alone', fail, { retry: { limit: 2, delay: 0 } });
    deck.spawn('Late', (ctx) => ctx.sleep(1e6), { timeout: 10 });
    deck.spawn('Parent', (ctx) => { ctx.spawn('Child', () => { throw new TypeError('in a child'); }); });
    await deck.idle();
    await until(() => lines.length >= 3);
    const alone = lines.splice(0).map(([text, error]) => [text, error.name, error.code ?? error.cause?.message ?? null]).sort();
    // Handled by a result, a callback, a cancel, a parent that awaits.
    await rejection(deck.spawn('Asked', fail).result);
    deck.spawn('Told', fail, { onError: () => {} });
    deck.spawn('Cancelled', (ctx) => ctx.sleep(1e6)).cancel();
    await deck.spawn('Asks', (ctx) => ctx.spawn('Child', fail).result.catch(() => {})).result;
    await deck.idle();
    // Handled by a listener, a subscriber, a face.
    for (const listen of [(deck) => deck.addEventListener('error', () => {}), (deck) => deck.addEventListener('statuschange', () => {}), (deck) => deck.subscribe(() => {})]) {
      const other = await createDeck();
      listen(other);
      other.spawn('Heard', fail);
      await other.idle();
    }
    const shown = await createDeck({ target: '#place' });
    shown.spawn('Shown', fail);
    await shown.idle();
    for (let i = 0; i < 5; i += 1) await turn();
    return [alone, lines];
  });
  expect(seen).toEqual([
    [
      ['Taskdeck: "Alone" has failed, and nothing listens for it:', 'Error', 'NO'],
      ['Taskdeck: "Late" has failed, and nothing listens for it:', 'TimeoutError', 23],
      ['Taskdeck: "Parent" has failed, and nothing listens for it:', 'Error', 'in a child'],
    ],
    [],
  ]);
});

test('JSON.stringify(run) is its snapshot, whatever was thrown', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const deck = await createDeck();
    const run = deck.spawn('Fine', (ctx) => { ctx.progress(1, 2, 'half'); });
    const queued = JSON.parse(JSON.stringify(run)).status;
    await run.result;
    const same = JSON.stringify(run) === JSON.stringify(deck.getSnapshot().runs[0]);
    const circle = {};
    circle.self = circle;
    const odd = [];
    for (const thrown of [Object.assign(new Error('round'), { circle }), Object.assign(new Error('big'), { n: 1n }), 7n]) {
      const run = deck.spawn('Odd', () => { throw thrown; });
      await rejection(run.result);
      odd.push(JSON.parse(JSON.stringify({ run })).run.error);
    }
    const { error } = deck.spawn('Gone', () => {});
    const gone = deck.spawn('Gone', (ctx) => ctx.sleep(1e6));
    gone.cancel(circle);
    await rejection(gone.result);
    return [queued, same, odd, error, typeof JSON.parse(JSON.stringify(gone)).reason];
  });
  expect(seen).toEqual([
    'queued',
    true,
    ['round', 'big', '7'].map((cause) => ({ kind: 'error', message: cause, attempt: 1, cause })),
    null,
    'string',
  ]);
});

test('the console shows a run by its class name', async ({ page, inPage, browserName }) => {
  test.skip(browserName !== 'chromium', 'Firefox has no text for it');
  const lines = [];
  page.on('console', (message) => lines.push(message));
  await inPage(async ({ createDeck }) => {
    const run = (await createDeck()).spawn('Fine', () => {});
    await run.result;
    console.log(run);
  });
  await expect.poll(() => lines.length).toBe(1);
  expect(lines[0].text()).toBe('Run');
  expect(await lines[0].args()[0].jsonValue()).toMatchObject({ title: 'Fine', status: 'completed' });
});
