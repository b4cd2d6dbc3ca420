// The list of runs: few rows in the page, an order that stands still, the keyboard, and what asks first.

import { expect, test } from '../fixtures.js';

const LAB = '?lab';
const positions = (deck) =>
  deck.runs.getByRole('listitem').evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('aria-posinset'))));

/** Error storm puts 200 errors into the console on purpose. */
test.beforeEach(({ problems }) => problems.allow(/storm|fails on purpose|caused by/i));

/** Rests the pointer where no list is. */
const pointerAway = (page) => page.mouse.move(2, 2);

test('of many runs only those on screen are in the page, in their order', async ({ deck, page }) => {
  await deck.open(LAB);
  await deck.run('Error storm');
  await pointerAway(page);
  await expect(deck.rows('Error storm').first()).toHaveAttribute('aria-setsize', '200');
  expect(await deck.runs.getByRole('listitem').count()).toBeLessThanOrEqual(150);

  await deck.rows('Error storm').last().scrollIntoViewIfNeeded();
  await expect.poll(async () => (await positions(deck)).at(-1)).toBeGreaterThan(20);
  const shown = await positions(deck);
  expect(shown).toEqual([...shown].sort((a, b) => a - b));
  expect(shown.length).toBeLessThanOrEqual(150);
});

test('the order stands still under the pointer, and newcomers are let in', async ({ deck }) => {
  await deck.open(LAB);
  await deck.run('Ends at once');
  await deck.row('Ends at once').hover();
  await deck.card('Ends at once').getByRole('button', { name: 'Run Ends at once' }).dispatchEvent('click');
  const newcomers = deck.runs.getByRole('button', { name: '1 new' });
  await expect(newcomers).toBeVisible();
  await expect(deck.rows('Ends at once')).toHaveCount(1);
  await newcomers.click();
  await expect(deck.rows('Ends at once')).toHaveCount(2);
  await expect(newcomers).toBeHidden();
});

test('arrows move between rows, Enter opens the details, Escape gives the focus back', async ({ deck, page }) => {
  await deck.open(LAB);
  await deck.run('Error storm');
  await expect(deck.rows('Error storm').first()).toHaveAttribute('aria-setsize', '200');
  await pointerAway(page);
  await deck.rows('Error storm').first().focus();
  const at = () => page.evaluate(() => document.activeElement.getAttribute('aria-posinset'));
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
  await expect.poll(at).toBe('6');
  await page.keyboard.press('End');
  await expect.poll(at).toBe('200');
  await page.keyboard.press('Home');
  await expect.poll(at).toBe('1');
  await page.keyboard.press('Enter');
  const details = page.getByRole('region', { name: 'Details of Error storm' });
  await expect(details.getByRole('heading', { name: 'Error storm' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect.poll(at).toBe('1');
  await page.keyboard.press('/');
  await expect(deck.runs.getByRole('searchbox')).toBeFocused();
});

test('a row that has the focus keeps it while the list is scrolled', async ({ deck, page }) => {
  await deck.open(LAB);
  await deck.run('Error storm');
  await pointerAway(page);
  await deck.rows('Error storm').nth(2).focus();
  await page.mouse.move(900, 500);
  await page.mouse.wheel(0, 5000);
  await expect.poll(async () => (await positions(deck)).at(-1)).toBeGreaterThan(60);
  expect(await page.evaluate(() => document.activeElement.getAttribute('aria-posinset'))).toBe('3');
});

test('a search without hits says so, and shows every run again', async ({ deck }) => {
  await deck.open(LAB);
  await deck.run('Ends at once');
  await expect(deck.row('Ends at once')).toBeVisible();
  await deck.runs.getByRole('searchbox').fill('nothing is called that');
  await expect(deck.runs.getByText('0 of 1')).toBeVisible();
  await deck.expectAccessible();
  await deck.runs.getByRole('button', { name: 'Show every run' }).click();
  await expect(deck.row('Ends at once')).toBeVisible();
});

test('cancelling ten runs or more asks first, with the focus on Keep running', async ({ deck, page }) => {
  await deck.open(LAB);
  for (let i = 0; i < 10; i++) await deck.run('Never ends');
  await expect(page).toHaveTitle(/^4 running/);
  await deck.runs.getByRole('button', { name: 'Cancel all' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel 10 runs?' });
  await expect(dialog.getByRole('button', { name: 'Keep running' })).toBeFocused();
  await deck.expectAccessible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page).toHaveTitle(/^4 running/);
  await deck.runs.getByRole('button', { name: 'Cancel all' }).click();
  await dialog.getByRole('button', { name: 'Cancel 10 runs' }).click();
  await expect(page).toHaveTitle('Taskdeck');
});

test('a run that waits says why', async ({ deck }) => {
  await deck.open(LAB);
  for (let i = 0; i < 5; i++) await deck.run('Never ends');
  await expect(deck.row('Never ends')).toContainText('4 of 4 running in main');
});

test('leaving the page with live runs asks', async ({ browserName, deck, page }) => {
  test.skip(browserName === 'firefox', 'WebDriver BiDi answers the question itself');
  await deck.open(LAB);
  await deck.run('Never ends');
  await deck.expectStatus('Never ends', 'Running');
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.accept();
});
