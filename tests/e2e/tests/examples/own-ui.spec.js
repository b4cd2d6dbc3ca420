// The page with an interface of its own: a queue of 20 files, above two routes.

import { expect, looksRight, test } from '../../example.js';
import { emulatesMedia } from '../../fixtures.js';

test.use({ name: 'own-ui' });
test.setTimeout(120_000);

test('20 files are sent, retried and cancelled in a list of the page; the queue outlives a change of route', async ({ page, deck, example, browserName }) => {
  const rows = page.getByRole('list', { name: 'Files' }).getByRole('listitem');
  const row = (name) => rows.and(page.getByRole('listitem', { name, exact: true }));
  const action = (verb, name) => page.getByRole('button', { name: name ? `${verb} ${name}` : verb, exact: true });
  const counted = (text) => expect(page.getByRole('heading', { level: 2 })).toHaveText(text);
  const sendSamples = () => action('Make 20 sample files').click();

  await test.step('20 files arrive, and the live region says so once', async () => {
    await page.evaluate(() => {
      const status = document.querySelector('[role=status]');
      globalThis.said = [];
      new MutationObserver(() => globalThis.said.push(status.textContent)).observe(status, { subtree: true, childList: true, characterData: true });
    });
    await sendSamples();
    await counted('20 of 20 sent');
    await expect(rows).toHaveCount(20);
    expect(await example.get('/files')).toHaveLength(20);
    await expect(page.getByRole('status')).toHaveText('20 of 20 files sent');
    expect(await page.evaluate(() => globalThis.said)).toEqual(['Sending files', '20 of 20 files sent']);
  });

  await test.step('a busy server is tried again, and the focus stays', async () => {
    await example.mood('flaky');
    await action('Send again', 'Scan 02.pdf').click();
    await expect(row('Scan 02.pdf')).toContainText('Attempt 1 of 5 failed, and another follows');
    await expect(action('Cancel', 'Scan 02.pdf')).toBeFocused();
    await expect(row('Scan 02.pdf')).toContainText('Sent, ');
    await expect(action('Send again', 'Scan 02.pdf')).toBeFocused();
    // The retry takes the place of the first run.
    await expect(rows.nth(1)).toHaveAccessibleName('Scan 02.pdf');
    await counted('20 of 20 sent');
  });

  await test.step('one of many failed files is retried by keyboard', async () => {
    await page.reload();
    await example.mood('broken');
    await sendSamples();
    await expect(rows.filter({ hasText: 'The server answered 500' })).toHaveCount(20);
    await expect(page.getByRole('status')).toHaveText('0 of 20 files sent');
    await example.mood('well');
    await action('Retry', 'Scan 05.pdf').focus();
    await page.keyboard.press('Enter');
    await counted('1 of 20 sent');
    await expect(action('Send again', 'Scan 05.pdf')).toBeFocused();
  });

  await test.step('a change of route keeps the queue, and the other route shows how many are running', async () => {
    await page.reload();
    await example.mood('slow');
    await sendSamples();
    await expect(rows.getByRole('progressbar')).toHaveCount(3);
    await expect.poll(() => page.getByLabel('Progress of Scan 01.pdf').evaluate(({ value }) => value)).toBeGreaterThan(0);
    const whole = () => page.getByLabel('Progress of all files').evaluate(({ value, max }) => value / max);
    expect(await whole()).toBeGreaterThan(0);

    await page.getByRole('link', { name: 'About' }).click();
    await expect(page.getByRole('heading', { name: 'Uploads go on' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Uploads 3 running' })).toBeVisible();
    await expect(rows).toHaveCount(0);
    await page.getByRole('link', { name: 'Uploads' }).click();
    await expect(rows).toHaveCount(20);
    await expect(rows.getByRole('progressbar')).toHaveCount(3);
    expect(await whole()).toBeLessThan(1);
  });

  await test.step('one is cancelled, and then all', async () => {
    await action('Cancel', 'Scan 02.pdf').click();
    await expect(row('Scan 02.pdf')).toContainText('Cancelled');
    await expect(action('Retry', 'Scan 02.pdf')).toBeFocused();
    await expect(rows.getByRole('progressbar')).toHaveCount(3);
    await action('Cancel all').click();
    await expect(rows.filter({ hasText: 'Cancelled' })).toHaveCount(20);
    await expect(action('Cancel all')).toBeFocused();
    await expect(page.getByRole('link', { name: 'Uploads', exact: true })).toBeVisible();
    await expect(page.getByRole('status')).toHaveText('0 of 20 files sent');
  });

  await test.step('files are chosen, also two of one name', async () => {
    await example.mood('well');
    const file = (text) => ({ name: 'chosen.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
    await page.getByLabel('Choose files').setInputFiles([file('one'), file('other')]);
    await expect(row('chosen.txt').filter({ hasText: 'Sent, ' })).toHaveCount(2);
  });

  await test.step('there is no face of ours, and only the small module is loaded', async () => {
    const modules = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.endsWith('.wasm')));
    expect(modules).toEqual([expect.stringContaining('taskdeck_engine_bg')]);
    expect(await page.evaluate(() => Array.from(document.body.children, ({ id }) => id))).toEqual(['root']);
    expect(await page.evaluate(() => [...document.querySelectorAll('*')].filter(({ shadowRoot }) => shadowRoot).length)).toBe(0);
  });

  if (emulatesMedia(browserName)) {
    await page.emulateMedia({ colorScheme: 'dark' });
    await deck.expectAccessible();
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await looksRight(page, deck);
  await page.getByRole('link', { name: 'About' }).click();
  await looksRight(page, deck);
});
