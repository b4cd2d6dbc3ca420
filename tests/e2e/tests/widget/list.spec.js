// The order of the list is kept while it has the focus or the pointer: runs that code starts are held back.

import { expect, test } from '../../widget.js';

test.beforeEach(async ({ inPage, page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await inPage(async ({ createDeck }) => {
    document.querySelector('#place').style.setProperty('--taskdeck-height', '600px');
    const deck = await createDeck({ target: '#place' });
    deck.define({ id: 'own', title: 'Own', run: () => {} });
    const spawn = (title, count = 1) => {
      for (let at = 0; at < count; at += 1) deck.spawn(title, () => {});
      return deck.idle();
    };
    Object.assign(globalThis, { deck, spawn });
    await spawn('First');
  });
});

const rows = (page, name) => page.getByRole('region', { name: 'Runs' }).getByRole('listitem', { name, exact: true });
const spawn = (page, title, count) => page.evaluate(([title, count]) => globalThis.spawn(title, count), [title, count]);

test('under the pointer, until it has left', async ({ page }) => {
  await rows(page, 'First').hover();
  await spawn(page, 'Others', 2);
  const news = page.getByRole('button', { name: '2 new' });
  await expect(news).toBeVisible();
  await expect(rows(page, 'Others')).toHaveCount(0);
  await page.mouse.move(0, 0);
  await expect(rows(page, 'Others')).toHaveCount(2);
  await expect(news).toBeHidden();
});

test('while it has the focus, and then what the user starts is let in alone', async ({ page }) => {
  await rows(page, 'First').focus();
  await spawn(page, 'Others');
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible();
  await page.evaluate(() => document.querySelector('#place > div').shadowRoot.querySelector('[aria-label="Run Own"]').click());
  await expect(rows(page, 'Own')).toHaveCount(1);
  await expect(rows(page, 'Others')).toHaveCount(0);
  await expect(rows(page, 'First')).toBeFocused();
  await rows(page, 'First').evaluate((row) => row.blur());
  await expect(rows(page, 'Others')).toHaveCount(1);
});

test('while it is scrolled, until the new runs are requested', async ({ page }) => {
  await spawn(page, 'Many', 60);
  await rows(page, 'Many').first().focus();
  await page.keyboard.press('End');
  await expect(rows(page, 'First')).toBeInViewport();
  await rows(page, 'First').evaluate((row) => row.blur());
  await page.mouse.move(0, 0);
  await spawn(page, 'Others');
  const news = page.getByRole('button', { name: '1 new' });
  await expect(news).toBeVisible();
  await expect(rows(page, 'First')).toBeInViewport();
  await news.click();
  await expect(rows(page, 'Others')).toBeInViewport();
  await expect(news).toBeHidden();
});
