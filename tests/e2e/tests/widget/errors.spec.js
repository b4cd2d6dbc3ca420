// Errors and the face: which ones open the dialog by themselves, and which become toasts.

import { expect, test } from '../../widget.js';

const notifications = (page) => page.getByRole('region', { name: /^Notifications/ });

test('a failed run shows a toast; a critical one opens the dialog, set on a task or a run', async ({ page, inPage }) => {
  await inPage(async ({ createDeck }) => {
    globalThis.deck = await createDeck({ target: '#place' });
    await globalThis.deck.preload();
    // A failure whose row is in view is no toast while the window is looked at.
    dispatchEvent(new Event('blur'));
    const run = () => { throw new Error('<img src=x onerror="globalThis.isMarkup = true"> & <b>bold</b>', { cause: 'javascript:alert(1)' }); };
    globalThis.deck.define({ id: 'plain', title: 'Plain <i>title</i>', run });
    globalThis.deck.define({ id: 'critical', title: 'Critical', critical: true, run });
    globalThis.deck.start('plain');
    globalThis.deck.start('critical', {}, { critical: false });
  });
  const modal = page.getByRole('alertdialog');
  await expect(notifications(page)).toContainText('Plain <i>title</i>');
  await expect(notifications(page)).toContainText('Critical');
  await expect(modal).toHaveCount(0);
  for (const [id, options] of [['critical', {}], ['plain', { critical: true }]]) {
    await page.evaluate(([id, options]) => { globalThis.deck.start(id, {}, options); }, [id, options]);
    await expect(modal).toContainText('<img src=x onerror="globalThis.isMarkup = true"> & <b>bold</b>');
    await expect(modal.getByRole('listitem')).toHaveText('javascript:alert(1)');
    await expect(modal.locator('a, img, b, i')).toHaveCount(0);
    await modal.getByRole('button', { name: 'Close' }).click();
    await expect(modal).toHaveCount(0);
  }
  await page.evaluate(() => {
    globalThis.deck.spawn('Linked', () => { throw new Error('See https://a.example/b, not javascript:alert(1) or ftp://c.example'); }, { critical: true });
  });
  const links = modal.getByRole('link');
  await expect(links).toHaveText(['https://a.example/b']);
  await expect(links).toHaveAttribute('href', 'https://a.example/b');
  await expect(links).toHaveAttribute('rel', /\bnoopener\b/);
  await expect(links).toHaveAttribute('target', '_blank');
  await modal.getByRole('button', { name: 'Close' }).click();
  expect(await page.evaluate(() => [globalThis.isMarkup ?? false, globalThis.deck.runs().map((run) => run.status)])).toEqual([false, Array(5).fill('failed')]);
});

test('uncaught errors of the page are shown with captureGlobalErrors only, and never interrupt typing', async ({ page, inPage, problems }) => {
  problems.allow(/Oops|Ignored|Typed|Late|ResizeObserver|AbortError|no permission|stopped/);
  await inPage(async ({ createDeck }) => {
    globalThis.deck = await createDeck({ target: '#place' });
    const input = document.body.appendChild(document.createElement('input'));
    input.id = 'input';
    globalThis.oops = (text) => setTimeout(() => { throw new Error(text); });
    globalThis.reject = (reason) => { Promise.reject(reason); };
  });
  const modal = page.getByRole('alertdialog');
  const oops = (text) => page.evaluate((text) => { globalThis.oops(text); }, text);
  const expectReported = (text) => expect.poll(() => problems.all.some((one) => one.includes(text))).toBe(true);
  await oops('Ignored by default');
  await expectReported('Ignored by default');
  await page.evaluate(() => globalThis.deck.report(new Error('Told'), 'By the page'));
  await expect(notifications(page).getByRole('listitem')).toHaveText(/By the page/);
  await expect(modal).toHaveCount(0);

  await page.evaluate(async () => {
    globalThis.deck.destroy();
    globalThis.deck = await globalThis.createDeck({ target: '#place', captureGlobalErrors: true });
    // Errors that are ignored.
    globalThis.reject(new DOMException('stopped', 'AbortError'));
    dispatchEvent(new ErrorEvent('error', { message: 'ResizeObserver loop completed with undelivered notifications.' }));
  });
  await expectReported('stopped');
  await oops('Oops, an error');
  await expect(modal).toContainText('Oops, an error');
  await expect(modal).not.toContainText('1 of');
  await page.evaluate(() => { globalThis.reject(new Error('Oops, a rejection')); });
  await expect(modal).toContainText('1 of 2');
  await modal.getByRole('button', { name: 'Close' }).click();

  await page.locator('#input').pressSequentially('a');
  await oops('Typed over');
  await expect(notifications(page)).toContainText('Typed over');
  await expect(modal).toHaveCount(0);
  await expect(page.locator('#input')).toBeFocused();

  await page.evaluate(() => globalThis.deck.destroy());
  await oops('Late');
  await expectReported('Late');
  await expect(page.locator('#place > *')).toHaveCount(0);
});

test('at most one dialog is open on the page; further errors are added to it, and resetErrors allows it to open again', async ({ page, inPage }) => {
  await inPage(async ({ createDeck }) => {
    const decks = [await createDeck({ target: '#place' }), await createDeck({ target: '#place', variant: 'tray' })];
    Object.assign(globalThis, { decks });
    globalThis.fail = (n, text) => decks[n].spawn(`Fails ${text}`, () => { throw new Error(text); }, { critical: true });
    globalThis.fail(0, 'first');
  });
  const modal = page.getByRole('alertdialog');
  await expect(modal).toContainText('first');
  await page.evaluate(async () => {
    globalThis.fail(0, 'second');
    globalThis.fail(1, 'elsewhere');
    await Promise.all(globalThis.decks.map((deck) => deck.idle()));
  });
  await expect(modal).toHaveCount(1);
  await expect(modal).toContainText('1 of 2');
  await modal.getByRole('button', { name: 'Close' }).click();
  await expect(modal).toHaveCount(0);
  // After three openings in five seconds, further errors become toasts until a dialog is requested.
  for (const text of ['third', 'fourth']) {
    await page.evaluate((text) => { globalThis.fail(0, text); }, text);
    await expect(modal).toContainText(text);
    await modal.getByRole('button', { name: 'Close' }).click();
    await expect(modal).toHaveCount(0);
  }
  await page.evaluate(() => { globalThis.fail(0, 'fifth'); });
  await expect(notifications(page).first()).toContainText('fifth');
  await expect(modal).toHaveCount(0);
  await page.evaluate(() => {
    globalThis.decks[0].resetErrors();
    globalThis.fail(0, 'sixth');
  });
  await expect(modal).toContainText('sixth');
});
