// Files that are dropped or pasted: they fill the form of the likeliest task, and start nothing that guesses.

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { cells } from '../cells.js';
import { drag, drop, paste } from '../drag.js';
import { expect, test } from '../fixtures.js';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const TEXT = [['a.txt', 'text/plain', 'dropped here']];
const CSV = [['orders.csv', 'text/csv', 'id,name\n1,a\n']];
const GZ = [['orders.csv.gz', 'application/gzip', gzipSync('id,name\n1,a\n')]];
const IMAGES = [
  ['a.jpg', 'image/jpeg', 'not really'],
  ['b.png', 'image/png', 'nor this'],
];

/** Expects that the form of this task has the files, with focus on its button, and that nothing has started. */
async function expectFilled(deck, task, files, button = 'Run') {
  await expect(deck.card(task).getByRole('button', { name: `${button} ${task}`, exact: true })).toBeFocused();
  for (const file of files) await expect(deck.card(task)).toContainText(file);
  await expect(deck.runs.getByRole('listitem')).toHaveCount(0);
}

/** Returns the names of the other tasks that are offered in the form of a task. */
const others = (deck, task) => deck.card(task).getByRole('group', { name: 'Other tasks for these files' }).getByRole('button');

test.beforeEach(async ({ deck }) => deck.open());

test.describe('dropped files', () => {
  test('never make the browser leave the page', async ({ deck, page }) => {
    for (const place of ['.td-header', '.td-runs', '.td-tasks', 'body', 'html']) {
      expect(await drag(page, place, ['dragover', 'drop'], TEXT), place).toEqual([true, true]);
      await page.keyboard.press('Escape');
    }
    await deck.ready();
  });

  test('dragged over the page, show the tasks that accept them; a drop on one fills its form', async ({ deck, page }) => {
    await drag(page, '.td-runs', ['dragenter', 'dragover'], TEXT);
    const overlay = page.locator('.td-drop-overlay');
    await expect(overlay).toContainText('Drop onto a task');
    await expect(overlay).toContainText('Hash files');
    await expect(overlay).toContainText('Compress files');
    // A text file is not an image.
    await expect(overlay).not.toContainText('Convert images');
    await drag(page, '.td-drop-target:has-text("Compress files")', ['dragenter', 'drop'], TEXT);
    await expectFilled(deck, 'Compress files', ['a.txt']);
    await expect(overlay).toHaveCount(0);
    // The task was chosen, so no other is offered.
    await expect(others(deck, 'Compress files')).toHaveCount(0);
  });

  test('on a field, fill it and start nothing', async ({ deck, page }) => {
    await deck.form('Hash files');
    await drag(page, '.td-card:has-text("Hash files") .td-drop-zone', ['dragenter', 'dragover', 'drop'], TEXT);
    await expectFilled(deck, 'Hash files', ['a.txt']);
    await deck.run('Hash files');
    await deck.expectStatus('Hash files: a.txt', 'Completed');
  });

  test('on a card, fill its form and start nothing', async ({ deck, page }) => {
    await drag(page, '.td-card:has-text("Compress files")', ['dragenter', 'dragover', 'drop'], TEXT);
    await expectFilled(deck, 'Compress files', ['a.txt']);
  });

  test('dragged out of the page, leave nothing behind', async ({ page }) => {
    await drag(page, '.td-runs', ['dragenter', 'dragover'], TEXT);
    await expect(page.locator('.td-drop-overlay')).toHaveCount(1);
    await drag(page, '.td-runs', ['dragleave'], TEXT);
    await expect(page.locator('.td-drop-overlay')).toHaveCount(0);
  });
});

test.describe('dropped beside all tasks, files fill the form of the likeliest one', () => {
  test('images are converted', async ({ deck, page }) => {
    await drop(page, IMAGES);
    await expectFilled(deck, 'Convert images', ['a.jpg', 'b.png']);
    await deck.expectAccessible();
  });

  test('a gzip file is unpacked', async ({ deck, page }) => {
    await drop(page, GZ);
    await expectFilled(deck, 'Compress files', ['orders.csv.gz'], 'Unpack');
    await page.keyboard.press('Enter');
    await deck.expectStatus('Compress files: orders.csv.gz', 'Completed');
    await deck.openDetails('Compress files: orders.csv.gz');
    await expect(deck.details.getByRole('button', { name: 'Save orders.csv', exact: true })).toBeVisible();
  });

  test('data is inspected', async ({ deck, page }) => {
    await drop(page, CSV);
    await expectFilled(deck, 'Inspect data', ['orders.csv']);
  });

  test('other files are hashed', async ({ deck, page }) => {
    await drop(page, [...TEXT, ...CSV, ['b.bin', '', 'x']]);
    await expectFilled(deck, 'Hash files', ['a.txt', 'b.bin', 'orders.csv']);
  });

  test('the other tasks that fit are beside it, and take the files', async ({ deck, page }) => {
    await drop(page, CSV);
    await expectFilled(deck, 'Inspect data', ['orders.csv']);
    await expect(others(deck, 'Inspect data')).toHaveText(['Hash files', 'Compress files']);
    await deck.card('Inspect data').getByRole('button', { name: 'Compress files instead' }).click();
    await expectFilled(deck, 'Compress files', ['orders.csv']);
    await expect(deck.card('Inspect data')).not.toContainText('orders.csv');
    // The way back is open.
    await expect(others(deck, 'Compress files')).toHaveText(['Inspect data', 'Hash files']);
    await deck.card('Compress files').getByRole('button', { name: 'Files: remove' }).click();
    await expect(others(deck, 'Compress files')).toHaveCount(0);
  });
});

test.describe('a list of digests that names other files of the drop', () => {
  const list = `${sha256('one')}  a.txt\n${sha256('two')}  sub/a.txt\n`;
  const files = [
    ['a.txt', 'text/plain', 'one'],
    ['SHA256SUMS', '', list],
  ];

  for (const [where, act] of [
    ['beside all tasks', (page) => drop(page, files)],
    ['onto Hash files', (page) => drag(page, '.td-card:has-text("Hash files")', ['dragenter', 'drop'], files)],
  ]) {
    test(`${where}, is checked at once`, async ({ deck, page }) => {
      await act(page);
      const all = 'Hash files: SHA256SUMS of 2 files';
      await deck.expectStatus(all, 'Failed');
      await deck.openDetails(all);
      expect((await cells(deck)).map(([path, check]) => [path, check])).toEqual([
        ['a.txt', 'OK'],
        ['sub/a.txt', 'MISSING'],
      ]);
    });
  }

  test('onto another task, fills the form of that task', async ({ deck, page }) => {
    await drag(page, '.td-card:has-text("Compress files")', ['dragenter', 'drop'], files);
    await expectFilled(deck, 'Compress files', ['a.txt', 'SHA256SUMS']);
  });

  test('that names none of them starts nothing', async ({ deck, page }) => {
    await drop(page, [files[0], ['SHA256SUMS', '', `${sha256('one')}  other.txt\n`]]);
    await expectFilled(deck, 'Hash files', ['a.txt', 'SHA256SUMS']);
  });
});

test.describe('pasted files', () => {
  test('work like dropped ones', async ({ deck, page }) => {
    expect(await paste(page, IMAGES)).toBe(true);
    await expectFilled(deck, 'Convert images', ['a.jpg', 'b.png']);
  });

  test('are taken while text is typed only if there is no text beside them', async ({ deck, page }) => {
    const addresses = (await deck.form('Check addresses')).getByLabel('Addresses', { exact: true });
    await addresses.focus();
    await expect(addresses).toBeFocused();
    expect(await paste(page, CSV, 'https://example.com')).toBe(false);
    await expect(deck.card('Inspect data')).not.toContainText('orders.csv');
    expect(await paste(page, CSV)).toBe(true);
    await expectFilled(deck, 'Inspect data', ['orders.csv']);
  });
});
