// The page as a whole: its title, and the confirmation before it is left.

import { expect, test } from '../fixtures.js';

test('the title shows how many runs are running', async ({ deck, page }) => {
  await deck.open('?lab');
  await expect(page).toHaveTitle('Taskdeck');
  await deck.run('Never ends');
  await expect(page).toHaveTitle('1 running · Taskdeck');
  await deck.run('Never ends');
  await expect(page).toHaveTitle('2 running · Taskdeck');
  await deck.runs.getByRole('button', { name: 'Cancel all' }).click();
  await expect(page).toHaveTitle('Taskdeck');
});

test.describe('leaving it', () => {
  test('asks for confirmation while runs are live', async ({ browserName, deck, page }) => {
    test.skip(browserName === 'firefox', 'WebDriver BiDi answers the question before a test can see it');
    await deck.open('?lab');
    await deck.run('Never ends');
    await deck.expectStatus('Never ends', 'Running');
    const dialog = page.waitForEvent('dialog');
    const closing = page.close({ runBeforeUnload: true });
    const question = await dialog;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await closing;
    await deck.expectStatus('Never ends', 'Running');
  });

  /** Returns whether the page asks for a confirmation before it is left. */
  const objects = (page) => page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));

  test('asks nothing before the first run and after the last', async ({ deck, page }) => {
    await deck.open('?lab');
    expect(await objects(page)).toBe(false);
    await deck.run('Never ends');
    await deck.expectStatus('Never ends', 'Running');
    expect(await objects(page)).toBe(true);
    await deck.cancel('Never ends');
    await deck.expectStatus('Never ends', 'Cancelled');
    await expect.poll(() => objects(page)).toBe(false);
  });

  test('a waiting run counts as live', async ({ deck, page }) => {
    await deck.open('?lab');
    await deck.header.getByRole('button', { name: 'Pause' }).click();
    await deck.run('Ends at once');
    await deck.expectStatus('Ends at once', 'Queued');
    expect(await objects(page)).toBe(true);
  });
});

test('the page stores nothing but the chosen theme', async ({ deck, page }) => {
  const stored = () => page.evaluate(async () => [Object.keys(localStorage).length, Object.keys(sessionStorage).length, document.cookie]);
  await deck.open('?lab');
  await deck.run('Fails');
  await deck.expectStatus('Fails', 'Failed');
  expect(await stored()).toEqual([0, 0, '']);
  await deck.header.getByRole('button', { name: 'Settings' }).click();
  await deck.header.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(stored).toEqual([1, 0, '']);
});

test('a press or focus outside folds the settings', async ({ deck, page }) => {
  await deck.open();
  const settings = deck.header.getByRole('button', { name: 'Settings' });
  const dark = deck.header.getByRole('radio', { name: 'Dark' });
  // A press on an empty place inside does not count as outside.
  await settings.click();
  await deck.header.getByText('Theme', { exact: true }).click();
  await expect(dark).toBeVisible();
  await deck.runs.getByRole('heading', { name: 'Runs' }).click();
  await expect(dark).toBeHidden();
  // Neither does focus on an element inside.
  await settings.click();
  await dark.focus();
  await expect(dark).toBeVisible();
  await deck.runs.getByRole('searchbox', { name: 'Search runs' }).focus();
  await expect(dark).toBeHidden();
  await settings.click();
  await page.keyboard.press('Escape');
  await expect(dark).toBeHidden();
  await expect(settings).toBeFocused();
});
