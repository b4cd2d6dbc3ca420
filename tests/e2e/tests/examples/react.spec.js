// The React page: an export, page by page.

import { expect, looksRight, test } from '../../example.js';
import { saved } from '../../save.js';

test.use({ name: 'react' });
test.setTimeout(120_000);

test('a year is exported to a file with every order, also from a busy server; a cancel requests no more pages', async ({ page, deck, example }) => {
  const start = async (year) => {
    await page.getByLabel('Year').selectOption(year);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
  };
  const row = (name) => page.getByRole('list', { name: 'Exports' }).getByRole('listitem', { name, exact: true });

  await test.step('every order is in the file, once', async () => {
    const text = (await saved(page, 'orders-2025.csv', () => start('2025'))).toString();
    expect(text.startsWith('\uFEFFid,day,customer,item,amount\r\n2025-00001,')).toBe(true);
    const ids = [...text.matchAll(/^2025-\d{5}(?=,)/gm)].map(([id]) => id);
    expect([ids.length, new Set(ids).size, ids.at(-1)]).toEqual([730, 730, '2025-00730']);
    expect(text).toContain('"Grace ""Amazing"" Hopper"');
    expect(text).toContain(",'=Sum Ltd,");
    await expect(row('Export 1 (2025)')).toContainText('730 orders, saved');
  });

  await test.step('a busy server is requested again, only for the missing pages', async () => {
    await page.getByLabel('busy at first').check();
    await expect.poll(() => example.get('/mood')).toEqual({ mood: 'flaky' });
    const text = (await saved(page, 'orders-2024.csv', () => start('2024'))).toString();
    expect(text.match(/^2024-/gm)).toHaveLength(320);
  });

  await test.step('a cancel stops between two pages', async () => {
    await example.mood('slow');
    await start('2026');
    await expect(row('Export 3 (2026)')).toContainText('page 1 of 10');
    await row('Export 3 (2026)').getByRole('button', { name: 'Cancel Export 3 (2026)' }).click();
    await expect(row('Export 3 (2026)')).toContainText('cancelled');
    await expect(row('Export 3 (2026)').getByRole('progressbar')).toHaveCount(0);
  });

  await test.step('an error is shown on the page and in the tray', async () => {
    await example.mood('broken');
    await start('2026');
    await expect(row('Export 4 (2026)')).toContainText('The server answered 500: the disk is full');
    await page.getByRole('button', { name: /^Runs:/ }).click();
    await expect(deck.rows('Export orders')).toHaveCount(4);
    await deck.expectStatus('Export orders', 'Failed');
    await page.keyboard.press('Escape');
  });

  await looksRight(page, deck);
});
