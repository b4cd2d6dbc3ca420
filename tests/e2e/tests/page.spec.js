// The page as a whole: its title and icon, its address, and the confirmation before it is left.

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

test.describe('while the page is not looked at', () => {
  const look = (page, away) => page.evaluate((away) => dispatchEvent(new Event(away ? 'blur' : 'focus')), away);
  const icon = (page) => page.evaluate(() => decodeURIComponent(document.querySelector('link[rel~=icon]').href));

  test('its title and icon say what has ended, until it is looked at', async ({ deck, page }) => {
    await deck.open('?lab');
    const plain = await icon(page);
    expect(plain).not.toContain('data:');
    await deck.run('Ends at once');
    await deck.expectStatus('Ends at once', 'Completed');
    await expect(page).toHaveTitle('Taskdeck');
    await look(page, true);
    for (let i = 0; i < 3; i += 1) await deck.run('Ends at once');
    await expect(page).toHaveTitle('✓ 3 done · Taskdeck');
    const done = await icon(page);
    expect(done).toMatch(/^data:image\/svg\+xml,<svg/);
    await deck.run('Never ends');
    await expect(page).toHaveTitle('✓ 3 done · 1 running · Taskdeck');
    await deck.run('Fails');
    await expect(page).toHaveTitle('! 1 failed · 1 running · Taskdeck');
    expect(await icon(page)).not.toBe(done);
    await look(page, false);
    await expect(page).toHaveTitle('1 running · Taskdeck');
    const running = await icon(page);
    expect([plain, done]).not.toContain(running);
    await deck.cancel('Never ends');
    await expect(page).toHaveTitle('Taskdeck');
    expect(await icon(page)).toBe(plain);
  });
});

test.describe('the address', () => {
  const fragment = (page) => page.evaluate(() => location.hash);
  // `page.goBack` waits for an event that WebDriver BiDi does not send where only the fragment changes.
  const go = (page, delta) => page.evaluate((delta) => history.go(delta), delta);

  test('names the open run: Back closes it, Forward opens it, and another run replaces it', async ({ deck, page }) => {
    await deck.open('?lab');
    await deck.run('Ends at once');
    await deck.run('Fails');
    await deck.openDetails('Fails');
    await expect.poll(() => fragment(page)).toBe('#run/run-2');
    const before = await page.evaluate(() => history.length);
    await page.evaluate(() => document.querySelector('[aria-label="Details of Ends at once"]').click());
    await expect(deck.details).toHaveAccessibleName('Details of Ends at once');
    await expect.poll(() => fragment(page)).toBe('#run/run-1');
    expect(await page.evaluate(() => history.length)).toBe(before);
    await go(page, -1);
    await expect(deck.details).toHaveCount(0);
    await expect.poll(() => fragment(page)).toBe('');
    await go(page, 1);
    await expect(deck.details).toHaveAccessibleName('Details of Ends at once');
    await page.keyboard.press('Escape');
    await expect(deck.details).toHaveCount(0);
    await expect.poll(() => fragment(page)).toBe('');
    expect(page.url()).toContain('?lab');
  });

  test('closing and opening at once leaves the newest run open', async ({ deck, page }) => {
    await deck.open('?lab');
    await deck.run('Ends at once');
    await deck.run('Fails');
    await deck.openDetails('Fails');
    await expect.poll(() => fragment(page)).toBe('#run/run-2');
    await page.evaluate(async () => {
      document.querySelector('[aria-label="Close details"]').click();
      await new Promise((done) => requestAnimationFrame(done));
      document.querySelector('[aria-label="Details of Ends at once"]').click();
    });
    await expect(deck.details).toHaveAccessibleName('Details of Ends at once');
    await expect.poll(() => fragment(page)).toBe('#run/run-1');
    await go(page, -1);
    await expect(deck.details).toHaveCount(0);
  });

  test('a run that is not there is a notice, and the address is cleaned', async ({ deck, page }) => {
    await deck.open('?lab');
    await deck.run('Ends at once');
    await deck.openDetails('Ends at once');
    await expect.poll(() => fragment(page)).toBe('#run/run-1');
    await page.reload();
    await deck.ready();
    await expect(deck.announcement('This run is no longer here')).toBeVisible();
    expect(await fragment(page)).toBe('');
    await expect(deck.details).toHaveCount(0);
    // A link that is followed in the page opens its run.
    await deck.run('Ends at once');
    await deck.expectStatus('Ends at once', 'Completed');
    await page.evaluate(() => { location.hash = '#run/run-1'; });
    await expect(deck.details).toHaveAccessibleName('Details of Ends at once');
  });
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

  test('asks while a schedule is there', async ({ deck, page, server }) => {
    await deck.open();
    const task = 'Watch an address';
    await (await deck.form(task)).getByLabel('Address', { exact: true }).fill(server.file({ size: 10 }));
    await deck.run(task);
    await expect(deck.schedules).toContainText('200 OK');
    expect(await objects(page)).toBe(true);
    await deck.schedules.getByRole('button', { name: /^Stop / }).click();
    await expect.poll(() => objects(page)).toBe(false);
  });

  test('a waiting run counts as live', async ({ deck, page }) => {
    await deck.open('?lab');
    await deck.command('Pause');
    await deck.run('Ends at once');
    await deck.expectStatus('Ends at once', 'Queued');
    expect(await objects(page)).toBe(true);
  });
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
