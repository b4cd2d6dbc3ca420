// What people come for, in as few clicks as possible. A click is a press in the page after the files were chosen or
// dropped; the system's dialogs count none.

import { createHash } from 'node:crypto';
import { drop } from '../drag.js';
import { expect, test } from '../fixtures.js';
import { saved } from '../save.js';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** Counts presses in the page. Returns a function that returns how many there were. */
async function counted(page) {
  await page.evaluate(() => {
    globalThis.clicks = 0;
    addEventListener('click', (event) => {
      if (event.isTrusted) globalThis.clicks += 1;
    }, { capture: true });
  });
  return () => page.evaluate(() => globalThis.clicks);
}

/** Presses the button of this name, wherever it is. */
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/** Returns images that the browser has drawn: `[name, type, contents]`. */
async function pictures(page, count) {
  const drawn = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 64);
    const context = canvas.getContext('2d');
    context.fillStyle = '#36c';
    context.fillRect(8, 8, 40, 40);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  return Array.from({ length: count }, (_, number) => [`photo-${number + 1}.jpg`, 'image/jpeg', Buffer.from(drawn)]);
}

test.beforeEach(async ({ deck }) => deck.open());

test('a file is hashed and its digest copied in 2 clicks', async ({ deck, page }) => {
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => {
      globalThis.copied = text;
    };
  });
  const clicks = await counted(page);
  await drop(page, [['release.iso', '', 'some bytes']]);
  const title = 'Hash files: release.iso';
  await press(page, 'Run Hash files');
  await deck.expectStatus(title, 'Completed');
  await expect(deck.row(title)).toContainText(`SHA-256 ${sha256('some bytes').slice(0, 8)}…`);
  await press(page, `Copy ${title}`);
  await expect.poll(() => page.evaluate(() => globalThis.copied)).toBe(sha256('some bytes'));
  expect(await clicks()).toBe(2);
});

test('a folder is checked against its sums with 1 drop', async ({ deck, page }) => {
  const clicks = await counted(page);
  const files = ['a', 'b', 'c'].map((name) => [`${name}.txt`, 'text/plain', name]);
  const sums = files.map(([name, , text]) => `${sha256(text)}  ${name}\n`).join('');
  await drop(page, [...files, ['SHA256SUMS', '', sums]]);
  const title = 'Hash files: SHA256SUMS of 4 files';
  await deck.expectStatus(title, 'Completed');
  await expect(deck.row(title)).toContainText('3 OK');
  expect(await clicks()).toBe(0);
});

test('eight images are converted and saved in at most 4 clicks', async ({ deck, page }) => {
  // Without a folder picker, one ZIP is saved.
  await page.evaluate(() => {
    delete globalThis.showDirectoryPicker;
  });
  const clicks = await counted(page);
  await drop(page, await pictures(page, 8));
  const title = 'Convert images: 8 files';
  await press(page, 'Run Convert images');
  await deck.expectStatus(title, 'Completed');
  await expect(deck.row(title)).toContainText('8 converted');
  await saved(page, /\.zip$/, () => press(page, `Save all (8) of ${title}`));
  expect(await clicks()).toBeLessThanOrEqual(4);
});

test('two files are compressed and saved in at most 3 clicks', async ({ deck, page }) => {
  await page.evaluate(() => {
    delete globalThis.showDirectoryPicker;
  });
  const clicks = await counted(page);
  await drop(page, [
    ['a.log', '', 'a line\n'.repeat(1_000)],
    ['b.log', '', 'another line\n'.repeat(1_000)],
  ]);
  const title = 'Compress files: 2 files';
  await press(page, 'Compress files instead');
  await press(page, 'Run Compress files');
  await deck.expectStatus(title, 'Completed');
  await saved(page, /\.zip$/, () => press(page, `Save all (2) of ${title}`));
  expect(await clicks()).toBeLessThanOrEqual(3);
});

test('a CSV is inspected in at most 2 clicks', async ({ deck, page }) => {
  const clicks = await counted(page);
  await drop(page, [['orders.csv', 'text/csv', 'id,name\n1,a\n2,b\n']]);
  const title = 'Inspect data: orders.csv';
  await press(page, 'Run Inspect data');
  await deck.expectStatus(title, 'Completed');
  await expect(deck.row(title)).toContainText('2 rows · 2 columns');
  // A click on the row opens its details.
  await deck.row(title).getByText(title, { exact: true }).click();
  await expect(deck.section('Result').getByRole('row', { name: 'id integer 0 1 2', exact: true })).toBeVisible();
  expect(await clicks()).toBeLessThanOrEqual(2);
});
