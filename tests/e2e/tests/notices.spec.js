// Notifications and the work: which failures are toasts, where Details and Show error lead, and that toasts cover no
// control that has focus.

import { expect, test } from '../fixtures.js';

/** Fails a run with this message while the page is not looked at, so that there is a toast. */
async function failUnwatched(deck, message) {
  await (await deck.form('Fails')).getByLabel('Message').fill(message);
  await deck.unwatched(async () => {
    await deck.run('Fails');
    await expect(deck.toast(message)).toBeVisible();
  });
}

/** Starts a run that fails once the returned function is called. */
async function startFailing(deck, server) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await deck.page.route('**/*id=slow*', async (route) => {
    await released;
    await route.fulfill({ status: 404, body: '' });
  });
  await (await deck.form('Download')).getByLabel('Address').fill(server.file({ id: 'slow', size: 10, name: 'slow.bin' }));
  await deck.run('Download');
  return release;
}

/** Returns the points of the focused control that something else covers, of its middle and four near its corners. */
const coveredPoints = (page) =>
  page.evaluate(() => {
    const focused = document.activeElement;
    // The end of the page is no control, nor is what is scrolled, which gets focus in Firefox.
    if (!focused || focused === document.body || focused.matches('.td-scroll, .td-list')) return [];
    const { left, top, right, bottom } = focused.getBoundingClientRect();
    const points = [
      [(left + right) / 2, (top + bottom) / 2],
      ...[left + 3, right - 3].flatMap((x) => [top + 3, bottom - 3].map((y) => [x, y])),
    ];
    return points
      .filter(([x, y]) => {
        const found = document.elementFromPoint(x, y);
        return found?.closest('.td-toasts, .td-storms') && !found.closest('.td-toasts, .td-storms').contains(focused);
      })
      .map(([x, y]) => `${focused.getAttribute('aria-label') ?? focused.textContent.trim()} at ${Math.round(x)}, ${Math.round(y)}`);
  });

test.describe('a failure', () => {
  test.beforeEach(async ({ deck }) => deck.open('?lab'));

  test('of the run whose details are open is no toast, but is kept as read and announced', async ({ deck, page, problems, server }) => {
    problems.allow(/404/);
    const release = await startFailing(deck, server);
    await deck.rows(/slow|Download/).first().getByRole('button', { name: /^Details of/ }).click();
    await expect(deck.details).toBeVisible();
    release();
    await expect(deck.announcement(/failed: /)).toBeAttached();
    // Longer than a toast may take to appear.
    await page.waitForTimeout(700);
    await expect(deck.notifications.getByRole('listitem')).toHaveCount(0);
    await deck.header.getByRole('button', { name: 'Notification history', exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'Notification history' }).getByRole('listitem')).toHaveCount(1);
  });

  test('has Details, which open the drawer and dismiss the toasts of that run only', async ({ deck, page }) => {
    await failUnwatched(deck, 'the first');
    await failUnwatched(deck, 'the second');
    const search = deck.runs.getByRole('searchbox');
    await search.focus();
    await page.keyboard.press('F8');
    await expect(deck.toast('the second').getByRole('button', { name: 'Details of Fails' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(deck.details).toHaveAccessibleName('Details of Fails');
    await expect(deck.details).toContainText('the second');
    await expect(deck.modal).toHaveCount(0);
    await expect(deck.toast('the second')).toHaveCount(0);
    await expect(deck.toast('the first')).toBeVisible();
    await expect(deck.details.getByRole('heading', { name: 'Fails' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(deck.details).toHaveCount(0);
    await expect(search).toBeFocused();
  });

  test('has Show error, whose dialog has it first and then all others of the moment', async ({ deck }) => {
    for (const message of ['the first', 'the second', 'the third']) await failUnwatched(deck, message);
    await deck.toast('the second').getByRole('button', { name: 'Show error of Fails' }).click();
    await expect(deck.modal).toContainText('1 of 3');
    await expect(deck.modal).toHaveAccessibleDescription('the second');
    const next = deck.modal.getByRole('button', { name: 'Next error' });
    await next.click();
    await expect(deck.modal).toHaveAccessibleDescription('the first');
    await next.click();
    await expect(deck.modal).toHaveAccessibleDescription('the third');
  });

  test('is read in the bell, which dismisses all toasts and leads to the details', async ({ deck, page }) => {
    await failUnwatched(deck, 'the first');
    await failUnwatched(deck, 'the second');
    const bell = deck.header.getByRole('button', { name: /^Notification history/ });
    await expect(bell).toHaveAccessibleName('Notification history, 2 new');
    await bell.click();
    await expect(deck.notifications.getByRole('listitem')).toHaveCount(0);
    await expect(bell).toHaveAccessibleName('Notification history');
    const history = page.getByRole('dialog', { name: 'Notification history' });
    await expect(history).toBeFocused();
    await history.getByRole('listitem').filter({ hasText: 'the first' }).getByRole('button', { name: 'Details of Fails' }).click();
    await expect(deck.details).toContainText('the first');
    await expect(history).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(bell).toBeFocused();
  });
});

test.describe('toasts and the banner cover no control that has focus', () => {
  /** Presses the button of a task that may be out of view. */
  const run = (page, title) => page.evaluate((title) => document.querySelector(`button[aria-label="Run ${title}"]`).click(), title);

  /**
   * Moves focus through the page and returns the points that were covered. At the end focus leaves the page, and in
   * Firefox its events are not sent again when it is back.
   */
  async function coveredOnTheWay(deck) {
    const { page } = deck;
    const covered = [];
    const seen = new Set();
    for (let i = 0; i < 200; i += 1) {
      await page.keyboard.press('Tab');
      // Two frames: one in which focus has moved, and one in which the page has scrolled.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      covered.push(...(await coveredPoints(page)));
      seen.add(await deck.focused());
      if ((await deck.focused()) === 'nothing') break;
    }
    expect(seen.size).toBeGreaterThan(20);
    return covered;
  }

  // A narrow page has the tasks behind one tab and the runs behind the other.
  for (const [width, height, tab] of [[1280, 800], [800, 600], [320, 640, 'Runs'], [320, 640, 'Tasks']]) {
    test(`toasts, at ${width} px${tab ? `, beside ${tab}` : ''}`, async ({ deck, page }) => {
      test.slow();
      await page.setViewportSize({ width, height });
      await deck.open('?lab');
      // Rows down to the end of the window.
      for (let i = 0; i < 15; i += 1) await run(page, 'Ends at once');
      await deck.unwatched(async () => {
        for (const title of ['Fails', 'Fails with hostile text']) await run(page, title);
        await expect(deck.notifications.getByRole('listitem')).toHaveCount(2);
      });
      if (tab) await deck.showTab(tab);
      expect(await coveredOnTheWay(deck)).toEqual([]);
    });
  }

  for (const tab of ['Runs', 'Tasks']) {
    test(`a banner, at 320 px, beside ${tab}`, async ({ deck, page }) => {
      test.slow();
      await page.setViewportSize({ width: 320, height: 640 });
      await deck.open('?lab');
      await run(page, 'Error storm');
      await expect(page.getByRole('region', { name: 'Many failures' })).toContainText('200 failed');
      await deck.showTab(tab);
      expect(await coveredOnTheWay(deck)).toEqual([]);
    });
  }

  test('a toast that appears over the focused control makes the page scroll', async ({ deck, page, problems, server }) => {
    problems.allow(/404/);
    await page.setViewportSize({ width: 320, height: 640 });
    await deck.open('?lab');
    const release = await startFailing(deck, server);
    // A start shows the runs.
    await expect(page.getByRole('tab', { name: 'Runs (1)' })).toHaveAttribute('aria-selected', 'true');
    await deck.showTab('Tasks');
    const button = deck.card('Fails').getByRole('button', { name: 'Run Fails' });
    await button.focus();
    await button.evaluate((element) => element.scrollIntoView({ block: 'end' }));
    const before = await button.boundingBox();
    release();
    await expect(deck.notifications.getByRole('listitem')).toHaveCount(1);
    await expect(button).toBeFocused();
    await expect.poll(async () => (await button.boundingBox()).y).toBeLessThan(before.y);
    await expect.poll(() => coveredPoints(page)).toEqual([]);
  });
});

test.describe('announcements', () => {
  test.beforeEach(async ({ deck }) => deck.open('?lab'));

  test('how many runs match a filter', async ({ deck }) => {
    for (const title of ['Ends at once', 'Fails', 'Fails']) await deck.run(title);
    await deck.expectStatus('Fails', 'Failed');
    const status = deck.runs.getByRole('combobox', { name: 'Status' });
    await status.selectOption('Failed');
    await expect(deck.announcement('2 runs match')).toBeAttached();
    await deck.runs.getByRole('searchbox').pressSequentially('nothing like that');
    await expect(deck.announcement('0 runs match')).toBeAttached();
    await deck.runs.getByRole('searchbox').fill('');
    await status.selectOption('Every status');
    await expect(deck.announcement('All runs are shown')).toBeAttached();
  });

  test('that the deck is paused and resumed', async ({ deck, page }) => {
    const announced = (text) => page.locator('.td-announcer').filter({ hasText: text });
    // A live run, because there is something to pause only then.
    await deck.run('Never ends');
    await deck.header.getByRole('button', { name: 'Pause' }).click();
    await expect(announced('Paused')).toBeAttached();
    await deck.header.getByRole('button', { name: 'Resume' }).click();
    await expect(announced('Resumed')).toBeAttached();
  });
});
