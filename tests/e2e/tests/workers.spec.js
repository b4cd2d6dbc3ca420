// Work off the page: workers that are cancelled, die, never start, and are replaced.

import { test, expect } from '../fixtures.js';

/** Watches the page's frames until `stop`, and says the longest time between two, in milliseconds. */
async function watchFrames(page) {
  await page.evaluate(() => {
    let last = performance.now();
    globalThis.longestFrame = 0;
    const look = (now) => {
      globalThis.longestFrame = Math.max(globalThis.longestFrame, now - last);
      last = now;
      globalThis.frame = requestAnimationFrame(look);
    };
    globalThis.frame = requestAnimationFrame(look);
  });
  return async () => page.evaluate(() => (cancelAnimationFrame(globalThis.frame), globalThis.longestFrame));
}

/** How many milliseconds pass until the row says this, by the page's own clock. */
async function timeUntil(deck, title, word, act) {
  const row = await deck.row(title).elementHandle();
  const seen = deck.page.evaluate(
    ([element, text]) =>
      new Promise((resolve) => {
        const says = () => element.querySelector('.td-word').textContent === text && resolve(performance.now());
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

  test('that spins in a plain function is terminated at once, and a fresh one takes its place', async ({ deck }) => {
    const title = 'Spins in a worker';
    await deck.run(title);
    await deck.expectStatus(title, 'Running');
    await expect(deck.row(title)).toContainText(/\d/);
    const took = await timeUntil(deck, title, 'Cancelled', () => deck.cancel(title));
    expect(took).toBeLessThan(500);
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
    expect(took).toBeLessThan(2_000 + 300 + 200);
  });

  test('that panics fails its run alone, with the message and the place', async ({ deck }) => {
    const title = 'Panics in a worker';
    await deck.run(title);
    await deck.expectStatus(title, 'Failed');
    await expect(deck.row(title)).toContainText('on purpose, in a worker');
    await deck.openDetails(title);
    await expect(deck.details).toContainText('src/tasks/lab/worker.rs');
    await expect(deck.details).toContainText('About to panic');
  });

  test('that dies without a word is noticed, and its run is lost', async ({ deck }) => {
    const title = 'Kills its worker';
    await deck.run(title);
    await deck.expectStatus(title, 'Failed', { timeout: 15_000 });
    await expect(deck.row(title)).toContainText('The worker has ended without a word');
  });

  test('that uses up its memory fails its run alone and says so', async ({ deck }) => {
    const title = 'Uses up memory in a worker';
    await deck.run(title);
    await deck.expectStatus(title, 'Failed', { timeout: 25_000 });
    await expect(deck.row(title)).toContainText(/memory/);
    await deck.run('Ends at once');
    await deck.expectStatus('Ends at once', 'Completed');
  });
});
