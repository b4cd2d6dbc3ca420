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
  test('the wait for the next one is counted down by the second, and every attempt is kept', async ({ deck, page }) => {
    await deck.run(RETRIES);
    await expect(deck.row(RETRIES)).toContainText(/Attempt 3 of 4/, { timeout: 15_000 });
    const heard = await deck.row(RETRIES).locator('.td-detail').evaluate(async (detail) => {
      const row = detail.closest('li');
      const seen = [];
      // Waits until the pause of four seconds is over.
      await new Promise((over) => {
        const look = () => (row.dataset.status === 'queued' ? seen.push(detail.textContent) : over());
        new MutationObserver(look).observe(row, { subtree: true, characterData: true, childList: true, attributes: true, attributeFilter: ['data-status'] });
      });
      return seen;
    });
    const counted = heard.filter((text) => text.startsWith('Retry in'));
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

  test('nothing is counted down while nobody can see the page', async ({ deck, page }) => {
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

  test('a person can let the next one begin now', async ({ deck }) => {
    await waiting(deck);
    await button(deck, 'Retry now').click();
    await expect(deck.row(RETRIES)).toContainText('Attempt 3 of 4');
    await button(deck, 'Retry now').focus();
    await deck.row(RETRIES).press('r');
    await deck.expectStatus(RETRIES, 'Completed');
    await expect(button(deck, 'Retry now')).toHaveCount(0);
    await expect(deck.row(RETRIES)).toBeFocused();
  });

  test('a person can say that there shall be no more', async ({ deck }) => {
    await waiting(deck);
    await button(deck, 'Stop retrying').click();
    await deck.expectStatus(RETRIES, 'Failed');
    await expect(deck.row(RETRIES)).toContainText('Attempt 1 fails on purpose');
    await expect(deck.toast('Attempt 1 fails on purpose')).toHaveCount(1);
    await expect(deck.row(RETRIES).getByRole('button', { name: `Retry ${RETRIES}`, exact: true })).toBeVisible();
  });

  test('a wait that is cancelled is cancelled, and the details offer the same', async ({ deck }) => {
    await waiting(deck);
    await deck.openDetails(RETRIES);
    await expect(deck.details.getByRole('button', { name: 'Retry now' })).toBeVisible();
    await expect(deck.details.getByRole('button', { name: 'Stop retrying' })).toBeVisible();
    await deck.details.getByRole('button', { name: 'Cancel' }).click();
    await deck.expectStatus(RETRIES, 'Cancelled');
    await expect(deck.row(RETRIES)).toContainText('By you');
    await expect(deck.details.getByRole('button', { name: 'Stop retrying' })).toHaveCount(0);
  });

  test('a limit in time is said, and so is that it was reached', async ({ deck }) => {
    await deck.run('Outlasts its timeout');
    await expect(deck.row('Outlasts its timeout')).toContainText('At most 3 s');
    await deck.expectStatus('Outlasts its timeout', 'Failed', { timeout: 15_000 });
    await deck.openDetails('Outlasts its timeout');
    await expect(deck.section('Facts')).toContainText(/Timeout\s*3 s/);
  });
});

test.describe('child runs', () => {
  test('they are folded under their parent, which sums them up', async ({ deck }) => {
    await deck.run(PARENT);
    await expect(deck.row(PARENT)).toContainText(/\d+ of 12 done, \d failed/);
    await expect(deck.progress(PARENT)).toHaveAttribute('aria-valuenow', /\d+/);
    await expect(deck.rows()).toHaveCount(1);
    await expect(fold(deck)).toHaveAttribute('aria-expanded', 'false');
    await deck.expectStatus(PARENT, 'Completed', { timeout: 25_000 });
    await expect(deck.row(PARENT)).toContainText('10 of 12 done, 2 failed');
    // The parent reports the failure.
    await expect(deck.notifications.getByRole('listitem').filter({ hasText: 'Child' })).toHaveCount(0);
    await expect(deck.runs).toContainText(/Runs\s*15/);
  });

  test('the mouse unfolds them and folds them again', async ({ deck }) => {
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

  test('the keyboard unfolds them, goes in, comes back and folds them', async ({ deck, page }) => {
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

  test('folding does not lose the focus of a row that goes away with it', async ({ deck }) => {
    await deck.run(PARENT);
    await fold(deck).click();
    await deck.row('Child 3').focus();
    // A screen reader presses it like this, without moving focus there.
    await fold(deck).evaluate((toggle) => toggle.click());
    await expect(deck.rows()).toHaveCount(1);
    await expect(deck.row(PARENT)).toBeFocused();
  });

  test('of ten thousand only what can be seen is in the page', async ({ deck, page }) => {
    await deck.fillNumber(deck.card(PARENT).getByLabel('Children', { exact: true }), '9000');
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

  test('who searches sees what was found, not what it stands under', async ({ deck }) => {
    await deck.run(PARENT);
    await deck.runs.getByRole('searchbox', { name: 'Search runs' }).fill('of a child');
    await expect(deck.rows('Child of a child')).toHaveCount(2);
    await expect(deck.row('Child of a child')).toHaveAttribute('aria-level', '1');
  });

  test('at 320 px everything has its room', async ({ deck, page }) => {
    await page.setViewportSize({ width: 320, height: 800 });
    await deck.run(PARENT);
    await deck.run(RETRIES);
    await fold(deck).click();
    await expect(deck.row('Child 3')).toBeVisible();
    await deck.expectNoSidewaysScroll();
    await deck.expectAccessible('.td-runs');
  });
});
