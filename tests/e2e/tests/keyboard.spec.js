// Every function by keyboard, and focus that is never lost.

import { expect, test } from '../fixtures.js';

test.beforeEach(async ({ deck }) => deck.open('?lab'));

/** Presses Tab until `target` has focus. */
async function tabTo(deck, target, key = 'Tab') {
  for (let i = 0; i < 120; i += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await deck.page.keyboard.press(key);
  }
  throw new Error(`Tab does not lead to it; focus is on ${await deck.focused()}`);
}

test('the keyboard alone runs, follows, inspects, cancels and retries', async ({ deck, page }) => {
  test.setTimeout(60_000);
  await tabTo(deck, deck.card('Never ends').getByRole('button', { name: 'Run Never ends' }));
  await page.keyboard.press('Enter');
  await deck.expectStatus('Never ends', 'Running');
  await tabTo(deck, deck.row('Never ends'));

  await page.keyboard.press('Enter');
  await expect(deck.details.getByRole('heading', { name: 'Never ends' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(deck.details).toHaveCount(0);
  await expect(deck.row('Never ends')).toBeFocused();

  await page.keyboard.press('c');
  await deck.expectStatus('Never ends', 'Cancelled');
  await expect(deck.row('Never ends')).toBeFocused();

  await page.keyboard.press('r');
  await expect(deck.rows('Never ends')).toHaveCount(2);
  await expect(deck.row('Never ends').getByText('Running', { exact: true })).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(deck.row('Never ends')).toBeFocused();
  await tabTo(deck, deck.row('Never ends').getByRole('button', { name: 'Cancel Never ends' }));
  await page.keyboard.press('Space');
  await deck.expectStatus('Never ends', 'Cancelled');
});

test('arrows, Home and End move between the rows', async ({ deck, page }) => {
  for (const title of ['Ends at once', 'Fails', 'Never ends']) await deck.run(title);
  await deck.expectStatus('Fails', 'Failed');
  await expect(deck.runs.getByRole('listitem')).toHaveCount(3);
  await deck.row('Never ends').focus();
  for (const [key, title] of [
    ['ArrowDown', 'Fails'],
    ['ArrowDown', 'Ends at once'],
    ['ArrowDown', 'Ends at once'],
    ['ArrowUp', 'Fails'],
    ['Home', 'Never ends'],
    ['ArrowUp', 'Never ends'],
    ['End', 'Ends at once'],
  ]) {
    await page.keyboard.press(key);
    await expect(deck.row(title)).toBeFocused();
  }
});

test('Tab stops at one row only, the one that the arrows moved to', async ({ deck, page }) => {
  for (const title of ['Ends at once', 'Fails', 'Never ends']) await deck.run(title);
  await deck.expectStatus('Fails', 'Failed');
  await expect(deck.runs.getByRole('listitem')).toHaveCount(3);
  await deck.row('Never ends').focus();
  await page.keyboard.press('ArrowDown');
  await expect(deck.row('Fails')).toBeFocused();
  expect(await page.locator('.td-row[tabindex="0"]:visible').count()).toBe(1);
  await deck.runs.getByRole('searchbox').focus();
  await tabTo(deck, deck.row('Fails'));
});

test('single letters do nothing outside of Runs', async ({ deck, page }) => {
  await deck.run('Never ends');
  await deck.expectStatus('Never ends', 'Running');
  await deck.card('Never ends').getByRole('button', { name: 'Run Never ends' }).focus();
  for (const key of ['c', 'r', '/', '?']) await page.keyboard.press(key);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(deck.card('Never ends').getByRole('button', { name: 'Run Never ends' })).toBeFocused();
  await deck.expectStatus('Never ends', 'Running');
  await expect(deck.rows('Never ends')).toHaveCount(1);
});

test('single letters are typed into the search', async ({ deck, page }) => {
  await deck.run('Never ends');
  await deck.expectStatus('Never ends', 'Running');
  const search = deck.runs.getByRole('searchbox');
  await search.focus();
  await page.keyboard.type('cr?/');
  await expect(search).toHaveValue('cr?/');
  await search.fill('');
  await deck.expectStatus('Never ends', 'Running');
});

test('a key that is not available now says why', async ({ deck, page }) => {
  await deck.run('Ends at once');
  await deck.expectStatus('Ends at once', 'Completed');
  await deck.row('Ends at once').focus();
  await page.keyboard.press('c');
  await expect(deck.announcement('The run has ended').first()).toBeVisible();
});

test('"?" shows every key, and why some are not available now', async ({ deck, page }) => {
  await deck.run('Never ends');
  await deck.expectStatus('Never ends', 'Running');
  await deck.row('Never ends').focus();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  for (const name of ['Next run', 'Details of the run', 'Cancel the run', 'Search runs', 'Go to the notifications']) {
    await expect(sheet.getByText(name, { exact: true })).toBeVisible();
  }
  await expect(sheet).toContainText('The run has not ended');
  await deck.expectAccessible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(deck.row('Never ends')).toBeFocused();
  // The button does the same, for users who do not know the key.
  await (await deck.openQueue()).getByRole('button', { name: 'Keys' }).click();
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(deck.header.getByRole('button', { name: /^Queue/ })).toBeFocused();
});

test('F8 moves the focus to the notifications from anywhere, and Escape returns it', async ({ deck, page }) => {
  await deck.unwatched(async () => {
    await deck.run('Fails');
    await expect(deck.toast('This task fails on purpose')).toBeVisible();
  });
  const search = deck.runs.getByRole('searchbox');
  await search.focus();
  await page.keyboard.press('F8');
  await expect(deck.toast('This task fails on purpose').getByRole('button', { name: 'Details of Fails' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(search).toBeFocused();
});

test('focus stays on the row when its run ends and its button disappears', async ({ deck }) => {
  await deck.fillNumber((await deck.form('Timer')).getByLabel('Seconds'), '3');
  await deck.run('Timer');
  await deck.expectStatus('Timer', 'Running');
  await deck.row('Timer').getByRole('button', { name: 'Cancel Timer' }).focus();
  await deck.expectStatus('Timer', 'Completed', { timeout: 20_000 });
  await expect(deck.row('Timer')).toBeFocused();
});

test('focus stays on the card when its run ends', async ({ deck }) => {
  await deck.form('Timer');
  await deck.run('Timer');
  await deck.card('Timer').getByRole('button', { name: 'Cancel Timer' }).focus();
  await deck.page.keyboard.press('Enter');
  await deck.expectStatus('Timer', 'Cancelled');
  await expect(deck.card('Timer').getByRole('button', { name: 'Run Timer' })).toBeFocused();
});

test('focus stays in the details when their run is cancelled and retried', async ({ deck, page }) => {
  await deck.run('Never ends');
  await deck.expectStatus('Never ends', 'Running');
  await deck.openDetails('Never ends');
  await deck.details.getByRole('button', { name: 'Cancel Never ends' }).focus();
  await page.keyboard.press('Enter');
  await expect(deck.details.getByText('Cancelled', { exact: true })).toBeVisible();
  await expect.poll(() => deck.details.evaluate((details) => details.contains(document.activeElement))).toBe(true);
  await deck.details.getByRole('button', { name: 'Retry Never ends' }).focus();
  await page.keyboard.press('Enter');
  await expect(deck.details).toContainText('A retry of Never ends');
  await expect.poll(() => deck.details.evaluate((details) => details.contains(document.activeElement))).toBe(true);
});

test('focus stays in the list when the focused row is cleared', async ({ deck, page }) => {
  await deck.run('Ends at once');
  await deck.expectStatus('Ends at once', 'Completed');
  await deck.row('Ends at once').focus();
  const clear = deck.runs.getByRole('button', { name: 'Clear finished' });
  await clear.focus();
  await page.keyboard.press('Enter');
  await expect(deck.runs.getByRole('listitem')).toHaveCount(0);
  await expect(clear).toBeFocused();
});

test('many runs that come and go do not move the focus', async ({ deck, page }) => {
  await deck.run('Never ends');
  await deck.expectStatus('Never ends', 'Running');
  const row = deck.row('Never ends');
  await row.focus();
  await page.evaluate(() => {
    document.querySelector('button[aria-label="Run Error storm"]').click();
    document.querySelector('button[aria-label="Run Ends at once"]').click();
  });
  await expect(deck.header).toContainText('200 failed');
  await expect(deck.rows('Ends at once')).toHaveCount(1);
  await expect(row).toBeFocused();
  await page.keyboard.press('c');
  await deck.expectStatus('Never ends', 'Cancelled');
  await expect(row).toBeFocused();
});

test('focus moves from the button of a sample to its run, and from Show every run to the first row', async ({ deck, page }) => {
  await deck.open();
  await deck.runs.getByRole('button', { name: 'Hash files, with a sample', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(deck.row('Hash files: sample.bin')).toBeFocused();
  await deck.runs.getByRole('searchbox').fill('no run is called this');
  await deck.runs.getByRole('button', { name: 'Show every run' }).focus();
  await page.keyboard.press('Enter');
  await expect(deck.row('Hash files: sample.bin')).toBeFocused();
});
