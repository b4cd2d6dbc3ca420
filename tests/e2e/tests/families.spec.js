// Rows that wait, retry, have a time limit, or have child rows.

import { expect, test } from '../fixtures.js';

const RETRIES = 'Fails twice, then succeeds';
const PARENT = 'Children that misbehave';

test.beforeEach(async ({ deck }) => deck.open('?lab'));

const fold = (deck) => deck.row(PARENT).getByRole('button', { name: `Child runs of ${PARENT}`, exact: true });
const button = (deck, word) => deck.row(RETRIES).getByRole('button', { name: `${word} ${RETRIES}`, exact: true });

/** Waits until the run has failed once and waits for its next attempt. */
async function waiting(deck) {
  await deck.run(RETRIES);
  await expect(deck.row(RETRIES)).toContainText(/Retry in \d s · Attempt 2 of 4 · Attempt 1 fails on purpose/);
}

test.describe('attempts', () => {
  test('the wait before the next attempt counts down in seconds, and every attempt is kept', async ({ deck, page }) => {
    await deck.run(RETRIES);
    await expect(deck.row(RETRIES)).toContainText(/Attempt 3 of 4/, { timeout: 15_000 });
    const texts = await deck.row(RETRIES).locator('.td-detail').evaluate(async (detail) => {
      const row = detail.closest('li');
      const seen = [];
      // Waits until the pause of four seconds is over.
      await new Promise((over) => {
        const look = () => (row.dataset.status === 'queued' ? seen.push(detail.textContent) : over());
        new MutationObserver(look).observe(row, { subtree: true, characterData: true, childList: true, attributes: true, attributeFilter: ['data-status'] });
      });
      return seen;
    });
    const counted = texts.filter((text) => text.startsWith('Retry in'));
    expect(counted.length).toBeGreaterThanOrEqual(1);
    expect(new Set(counted).size, 'one change a second').toBe(counted.length);
    await deck.expectStatus(RETRIES, 'Completed', { timeout: 15_000 });
    await expect(deck.row(RETRIES)).toContainText('Attempt 3 of 4');
    await deck.openDetails(RETRIES);
    const attempts = deck.section('Attempts').getByRole('listitem');
    await expect(attempts).toHaveCount(2);
    await expect(attempts.nth(0)).toContainText(/Attempt 1.*failed after .*Attempt 1 fails on purpose/s);
    await expect(attempts.nth(1)).toContainText('Attempt 2 fails on purpose');
    // A success in the end shows no toast.
    await expect(deck.notifications.getByRole('listitem')).toHaveCount(0);
    await expect(page.getByRole('status').filter({ hasText: 'started' })).toHaveCount(0);
  });

  test('the countdown stops while the page is hidden', async ({ deck, page }) => {
    await waiting(deck);
    const hide = (hidden) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      }, hidden);
    await expect(deck.row(RETRIES)).toContainText(/Retry in [34] s · Attempt 3/, { timeout: 15_000 });
    await hide(true);
    const changes = await deck.row(RETRIES).locator('.td-detail').evaluate(async (detail) => {
      const row = detail.closest('li');
      let count = 0;
      // The wait of four seconds still ends.
      await new Promise((over) => {
        const look = () => (row.dataset.status === 'queued' ? (count += 1) : over());
        new MutationObserver(look).observe(row, { subtree: true, characterData: true, childList: true, attributes: true, attributeFilter: ['data-status'] });
      });
      return count;
    });
    expect(changes, 'the last timer may still strike').toBeLessThanOrEqual(1);
    await hide(false);
    await deck.expectStatus(RETRIES, 'Completed', { timeout: 15_000 });
  });

  test('Retry now starts the next attempt at once', async ({ deck }) => {
    await waiting(deck);
    await button(deck, 'Retry now').click();
    await expect(deck.row(RETRIES)).toContainText('Attempt 3 of 4');
    await button(deck, 'Retry now').focus();
    await deck.row(RETRIES).press('r');
    await deck.expectStatus(RETRIES, 'Completed');
    await expect(button(deck, 'Retry now')).toHaveCount(0);
    await expect(deck.row(RETRIES)).toBeFocused();
  });

  test('Stop retrying ends the attempts', async ({ deck }) => {
    await waiting(deck);
    await deck.unwatched(async () => {
      await deck.row(RETRIES).focus();
      await deck.page.keyboard.press('t');
      await deck.expectStatus(RETRIES, 'Failed');
      await expect(deck.row(RETRIES)).toContainText('Attempt 1 fails on purpose');
      await expect(deck.toast('Attempt 1 fails on purpose')).toHaveCount(1);
    });
    await expect(deck.row(RETRIES).getByRole('button', { name: `Retry ${RETRIES}`, exact: true })).toBeVisible();
  });

  test('a cancel ends the wait, and the details have the same buttons', async ({ deck }) => {
    await waiting(deck);
    await deck.openDetails(RETRIES);
    await expect(deck.details.getByRole('button', { name: 'Retry now' })).toBeVisible();
    await expect(deck.details.getByRole('button', { name: 'Stop retrying' })).toBeVisible();
    await deck.details.getByRole('button', { name: 'Cancel' }).click();
    await deck.expectStatus(RETRIES, 'Cancelled');
    await expect(deck.row(RETRIES)).toContainText('By you');
    await expect(deck.details.getByRole('button', { name: 'Stop retrying' })).toHaveCount(0);
  });

  test('a timeout is shown on the row, in the details, and as the cause of the failure', async ({ deck }) => {
    await deck.run('Outlasts its timeout');
    await expect(deck.row('Outlasts its timeout')).toContainText('At most 3 s');
    await deck.expectStatus('Outlasts its timeout', 'Failed', { timeout: 15_000 });
    await deck.openDetails('Outlasts its timeout');
    await expect(deck.section('Facts')).toContainText(/Timeout\s*3 s/);
  });
});

test.describe('child runs', () => {
  test('are folded under their parent, which shows a summary', async ({ deck }) => {
    await deck.run(PARENT);
    await expect(deck.row(PARENT)).toContainText(/\d+ of 12 done, \d failed/);
    await expect(deck.progress(PARENT)).toHaveAttribute('aria-valuenow', /\d+/);
    await expect(deck.rows()).toHaveCount(1);
    await expect(fold(deck)).toHaveAttribute('aria-expanded', 'false');
    await deck.expectStatus(PARENT, 'Done with problems', { timeout: 25_000 });
    // The text that the body returns does not hide what failed.
    await expect(deck.row(PARENT)).toContainText('2 failed');
    // The parent reports the failure.
    await expect(deck.notifications.getByRole('listitem').filter({ hasText: 'Child' })).toHaveCount(0);
    await expect(deck.runs).toContainText(/Runs\s*15/);
  });

  test('the mouse unfolds and folds them', async ({ deck }) => {
    await deck.run(PARENT);
    await fold(deck).click();
    await expect(deck.rows()).toHaveCount(13);
    await expect(deck.row('Child 2')).toHaveAttribute('aria-level', '2');
    await expect(deck.row('Child 2')).toHaveAttribute('aria-posinset', '2');
    await expect(deck.row('Child 2')).toHaveAttribute('aria-setsize', '12');
    await expect(deck.row(PARENT)).toHaveAttribute('aria-level', '1');
    await deck.expectStatus('Child 2', 'Failed');
    await deck.openDetails('Child 2');
    await expect(deck.details.getByRole('button', { name: PARENT })).toBeVisible();
    await deck.expectAccessible('.td-runs');
    await fold(deck).click();
    await expect(deck.rows()).toHaveCount(1);
  });

  test('the arrow keys unfold them, move in and out, and fold them', async ({ deck, page }) => {
    await deck.run(PARENT);
    await expect(fold(deck)).toBeVisible();
    await deck.row(PARENT).focus();
    await page.keyboard.press('ArrowRight');
    await expect(fold(deck)).toHaveAttribute('aria-expanded', 'true');
    await expect(deck.row(PARENT)).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(deck.row('Child 1')).toBeFocused();
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowDown');
    await expect(deck.row('Child 4')).toBeFocused();
    await expect(deck.row('Child 4').getByRole('button', { name: 'Child runs of Child 4' })).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await expect(deck.row('Child of a child')).toHaveAttribute('aria-level', '3');
    await page.keyboard.press('ArrowRight');
    await expect(deck.row('Child of a child')).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await expect(deck.row('Child 4')).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await expect(deck.rows('Child of a child')).toHaveCount(0);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(deck.row(PARENT)).toBeFocused();
    await expect(deck.rows()).toHaveCount(1);
  });

  test('folding moves the focus from a hidden child to its parent', async ({ deck }) => {
    await deck.run(PARENT);
    await fold(deck).click();
    await deck.row('Child 3').focus();
    // A screen reader presses it like this, without moving focus there.
    await fold(deck).evaluate((toggle) => toggle.click());
    await expect(deck.rows()).toHaveCount(1);
    await expect(deck.row(PARENT)).toBeFocused();
  });

  test('of ten thousand, only the visible ones are in the page', async ({ deck, page }) => {
    await deck.fillNumber(await deck.field(PARENT, 'Children'), '9000');
    await deck.run(PARENT);
    await expect(deck.row(PARENT)).toContainText(/of 9,000 done/);
    await fold(deck).click();
    await expect(deck.row('Child 1')).toHaveAttribute('aria-setsize', '9000');
    expect(await page.locator('.td-row').count()).toBeLessThan(130);
    await deck.row(PARENT).press('End');
    await expect(deck.row('Child 9000')).toBeFocused();
    await deck.row('Child 9000').press('ArrowLeft');
    await expect(deck.row(PARENT)).toBeFocused();
    await deck.cancel(PARENT);
    await deck.expectStatus(PARENT, 'Cancelled', { timeout: 20_000 });
    expect(await page.locator('.td-row').count()).toBeLessThan(130);
  });

  test('a search shows the children that match without their parents', async ({ deck }) => {
    await deck.run(PARENT);
    await deck.runs.getByRole('searchbox', { name: 'Search runs' }).fill('of a child');
    await expect(deck.rows('Child of a child')).toHaveCount(2);
    await expect(deck.row('Child of a child')).toHaveAttribute('aria-level', '1');
  });

  test('fit a page of 320 px', async ({ deck, page }) => {
    await page.setViewportSize({ width: 320, height: 800 });
    await deck.run(PARENT);
    await deck.run(RETRIES);
    await fold(deck).click();
    await expect(deck.row('Child 3')).toBeVisible();
    await deck.expectNoSidewaysScroll();
    await deck.expectAccessible('.td-runs');
  });
});
