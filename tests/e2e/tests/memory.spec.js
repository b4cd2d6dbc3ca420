// What the page remembers in the browser, and what it does not.

import { expect, test } from '../fixtures.js';

/** Returns what is stored: each value by the name of its concern. */
const stored = (page) =>
  page.evaluate(() => Object.fromEntries(Object.entries({ ...localStorage }).map(([key, text]) => [key, text.startsWith('{') ? JSON.parse(text) : text])));

async function reload(deck) {
  await deck.page.reload();
  await deck.ready();
}

test('a visit that chooses nothing stores nothing', async ({ deck, page }) => {
  await deck.open('?lab');
  await deck.run('Fails');
  await deck.expectStatus('Fails', 'Failed');
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, '']);
});

/** What is stored while the form of this task is open. */
const open = (task) => ({ 'taskdeck.task': { version: 1, value: task } });

test('the open form and its choices come back, and its defaults are not stored', async ({ deck, page }) => {
  await deck.open('?lab');
  const message = (await deck.form('Fails')).getByLabel('Message');
  const own = await message.inputValue();
  await message.fill('once more');
  await expect.poll(() => stored(page)).toEqual({ ...open('fails'), 'taskdeck.forms': { version: 1, value: { fails: { message: 'once more' } } } });
  await reload(deck);
  await expect(message).toBeVisible();
  await expect(message).toHaveValue('once more');
  await message.fill(own);
  await expect.poll(() => stored(page)).toEqual(open('fails'));
  await deck.card('Fails').getByRole('button', { name: 'Form of Fails', exact: true }).click();
  await expect.poll(() => stored(page)).toEqual({});
});

test('files and passwords are not stored', async ({ deck, page }) => {
  await deck.open('?lab');
  await deck.choose('Hash files', [{ name: 'private.txt', mimeType: 'text/plain', buffer: Buffer.from('private') }]);
  const address = (await deck.form('Watch an address')).getByLabel('Address', { exact: true });
  await address.fill('https://ada:secret@example.com/');
  await deck.fillNumber(await deck.field('Watch an address', 'Interval, in seconds'), '5');
  await expect.poll(() => stored(page)).toEqual({ ...open('watch-address'), 'taskdeck.forms': { version: 1, value: { 'watch-address': { every: '5' } } } });
});

test('the limit of a queue and the filter come back', async ({ deck, page }) => {
  await deck.open('?lab');
  const limit = page.getByRole('spinbutton', { name: 'Limit of network' });
  await deck.openQueue();
  await limit.fill('3');
  await limit.press('Enter');
  await page.keyboard.press('Escape');
  await deck.runs.getByRole('combobox', { name: 'Status' }).selectOption('Failed');
  await expect.poll(() => stored(page)).toEqual({
    'taskdeck.filter': { version: 1, value: 'failed' },
    'taskdeck.lanes': { version: 1, value: { network: 3 } },
  });
  await reload(deck);
  await deck.openQueue();
  await expect(limit).toHaveValue('3');
  await expect(deck.runs.getByRole('combobox', { name: 'Status' }).locator('option:checked')).toHaveText('Failed');
});

test('what does not fit any more is ignored', async ({ deck, page }) => {
  await page.addInitScript(() => {
    // The empty page before ours has no storage in Firefox.
    if (!location.host) return;
    const of = (value, version = 1) => JSON.stringify({ version, value });
    localStorage.setItem('taskdeck.theme', 'pink');
    localStorage.setItem('taskdeck.filter', of('failed', 2));
    localStorage.setItem('taskdeck.lanes', of({ network: 0, workers: 'many', gone: 3 }));
    localStorage.setItem('taskdeck.task', of('gone'));
    localStorage.setItem('taskdeck.forms', of({ fails: { message: 7, gone: 'x' }, gone: [], 'watch-address': { every: '-3' } }));
    localStorage.setItem('taskdeck.developer', '{');
  });
  await deck.open('?lab');
  await expect(deck.runs.getByRole('combobox', { name: 'Status' }).locator('option:checked')).toHaveText('Every status');
  await expect((await deck.form('Fails')).getByLabel('Message')).toHaveValue('This task fails on purpose');
  await expect(await deck.field('Watch an address', 'Interval, in seconds')).toHaveValue('60');
  await deck.run('Fails');
  await deck.expectStatus('Fails', 'Failed');
});

test('a storage that is refused is no error', async ({ deck, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } });
  });
  await deck.open('?lab');
  await (await deck.form('Fails')).getByLabel('Message').fill('once more');
  await deck.run('Fails');
  await deck.expectStatus('Fails', 'Failed');
});

test('a storage that is full is no error', async ({ deck, page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
  });
  await deck.open('?lab');
  await (await deck.form('Fails')).getByLabel('Message').fill('once more');
  await deck.run('Fails');
  await deck.expectStatus('Fails', 'Failed');
});
