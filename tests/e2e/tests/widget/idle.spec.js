// A deck with nothing to do costs the page nothing.

import { expect, test } from '../../widget.js';

test.use({ widgetPage: '/widget-pages/counted.html' });

test('a deck without live runs has no timer and no frame for five seconds', async ({ page, inPage }) => {
  const seen = await inPage(async ({ createDeck, until, rejection }) => {
    const { counters } = globalThis;
    await import('/widget/element.js');
    const make = async () => {
      const element = document.createElement('task-deck');
      document.querySelector('#place').append(element);
      const target = '#place';
      return [await createDeck(), await createDeck({ target }), await createDeck({ target, variant: 'tray' }), await element.ready];
    };
    // A face that lists ended runs has one timer: the next minute changes *1 min ago*.
    const isQuiet = (clocks = 0) => Object.entries(counters.now()).every(([kind, number]) => number <= (kind === 'timers' ? clocks : 0) || !/timers|frames|intervals|callbacks|workers|ports|blobs/.test(kind));
    const decks = [...(await make()), ...(await make())];
    for (const deck of decks) {
      deck.define({ id: 'task', params: [{ name: 'text' }], run: () => {} });
      deck.subscribe(() => {});
      deck.addEventListener('progress', () => {});
    }
    await until(() => isQuiet());
    const madeForRuns = counters.made.timers;
    for (const deck of decks.slice(4)) {
      deck.spawn('Done', async (ctx) => { ctx.progress(1, 2); await ctx.sleep(1); await ctx.yield(); });
      const asleep = deck.spawn('Asleep', (ctx) => ctx.sleep(1e6), { timeout: 1e6 });
      const slow = deck.spawn('Slow', (ctx) => ctx.sleep(1e6), { timeout: 5 });
      const fails = deck.spawn('Fails', () => { throw new Error('no'); }, { retry: { limit: 1, delay: 1 } });
      const job = deck.spawn('Job', undefined, { worker: '/widget-pages/job.js', params: { do: 'wait' } });
      await until(() => job.progress);
      asleep.cancel();
      job.cancel();
      await Promise.all([slow, fails].map((run) => rejection(run.result)));
      await deck.idle();
    }
    // What is shown only for a moment disappears; after that nothing can become active.
    await until(() => isQuiet(3));
    const animations = [...document.querySelectorAll('#place > *')].flatMap(({ shadowRoot }) => shadowRoot.getAnimations());
    return [madeForRuns > 0, counters.made.workers, animations.length];
  });
  expect(seen).toEqual([true, 4, 0]);
  const made = () => page.evaluate(() => ({ ...globalThis.counters.made }));
  const before = await made();
  // There is no event to wait for, so this is the time that is observed.
  await new Promise((passed) => setTimeout(passed, 5000));
  expect(await made()).toEqual(before);
});
