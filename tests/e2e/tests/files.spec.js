// Chosen or dropped files: how equal names are made different, and lists of digests among the files.

import { createHash } from 'node:crypto';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cells } from '../cells.js';
import { expect, test } from '../fixtures.js';
import { save } from '../save.js';

const HASH = 'Hash files';
const digest = (text, algorithm = 'sha256') => createHash(algorithm).update(text).digest('hex');
const file = (name, text) => ({ name, mimeType: '', buffer: Buffer.from(text) });

/** Writes files by path, all with the same date. */
async function tree(testInfo, files) {
  for (const [path, text] of Object.entries(files)) {
    const at = testInfo.outputPath(path);
    await mkdir(dirname(at), { recursive: true });
    await writeFile(at, text);
    await utimes(at, 499_162_500, 499_162_500);
  }
  return (path) => testInfo.outputPath(path);
}

/** Runs a task on the chosen files and returns the rows of its table. */
async function rows(deck, title, word = 'Completed') {
  await deck.run(HASH);
  await deck.expectStatus(title, word);
  await deck.openDetails(title);
  return cells(deck);
}

test.beforeEach(async ({ deck }) => deck.open());

test.describe('files are told apart by the object, not by the name', () => {
  test('two files of the same name, size and date, chosen one after the other, are both kept', async ({ deck }, testInfo) => {
    const at = await tree(testInfo, { 'm1/package.json': '{"a":1}', 'm2/package.json': '{"b":2}' });
    await deck.choose(HASH, at('m1/package.json'));
    await deck.choose(HASH, at('m2/package.json'));
    await expect(deck.card(HASH)).toContainText('2 files, 14 B');
    await expect(deck.card(HASH)).toContainText('1 file looks like a copy of another: same name, size and date');
    expect(await rows(deck, `${HASH}: SHA256SUMS of 2 files`)).toEqual([
      ['package.json', '', digest('{"a":1}')],
      ['package (2).json', '', digest('{"b":2}')],
    ]);
  });

  test('two folders of the same name, chosen one after the other, are both kept', async ({ browserName, deck }, testInfo) => {
    test.skip(browserName === 'firefox', 'WebDriver BiDi gives no folders to a field');
    const photos = { 'p1.jpg': 'one', 'p2.jpg': 'two!' };
    const files = ['disk1', 'disk2'].flatMap((disk) => Object.entries(photos).map(([name, text]) => [`${disk}/photos/${name}`, text]));
    const at = await tree(testInfo, Object.fromEntries(files));
    const folder = (await deck.form('Find duplicates')).getByLabel('Files: choose a folder');
    await folder.setInputFiles(at('disk1/photos'));
    await folder.setInputFiles(at('disk2/photos'));
    await expect(deck.card('Find duplicates')).toContainText('4 files, 14 B');
    await deck.run('Find duplicates');
    await deck.expectStatus('Find duplicates: 4 files', 'Completed');
    await deck.openDetails('Find duplicates: 4 files');
    await expect(deck.section('Result')).toContainText('2 groups of equal files among 4');
    expect((await cells(deck)).map(([group, path]) => [group, path])).toEqual([
      ['1', 'photos (2)/p2.jpg'],
      ['1', 'photos/p2.jpg'],
      ['2', 'photos (2)/p1.jpg'],
      ['2', 'photos/p1.jpg'],
    ]);
  });

  test('results of the same name are saved under different names', async ({ deck }) => {
    await deck.choose('Compress files', [file('x.txt', 'one'), file('x.txt', 'other')]);
    await deck.run('Compress files');
    await deck.expectStatus('Compress files: 2 files', 'Completed');
    await deck.openDetails('Compress files: 2 files');
    await expect(deck.section('Result').getByRole('button', { name: /^Save / })).toHaveCount(2);
    await save(deck, 'x.txt.gz');
    await save(deck, 'x (2).txt.gz');
    await deck.page.keyboard.press('Escape');
    await deck.lookAway();
    await deck.unfold('Compress files: 2 files');
    await deck.openDetails('Compress files: x (2).txt');
    // It was saved with its parent, and is saved again.
    await save(deck, 'x (2).txt.gz', 'Saved');
  });
});

test.describe('a list of digests', () => {
  test('among the files is what they are checked against, with expected and found digests', async ({ deck }) => {
    const files = ['a', 'b', 'c', 'd', 'e'].map((name) => file(name, name));
    const lines = files.map(({ name }) => `${digest(name === 'd' ? 'another' : name)}  ${name}\n`);
    await deck.choose(HASH, [...files, file('SHA256SUMS', lines.join(''))]);
    const all = `${HASH}: SHA256SUMS of 6 files`;
    const table = await rows(deck, all, 'Failed');
    expect(table).toHaveLength(5);
    expect(table[3]).toEqual(['d', 'MISMATCH', digest('another'), digest('d'), 'SHA-256']);
    await expect(deck.section('Result')).toContainText('4 of 5 match');
    await expect(deck.section('Result')).toContainText('SHA256SUMS was taken as a list of digests.');
    await expect(deck.row(all)).toContainText('4 of 5 match; MISMATCH: d');
    await deck.expectAccessible();
  });

  test('among the files is hashed like any other file if that option is set', async ({ deck }) => {
    await deck.choose(HASH, [file('a', 'a'), file('SHA256SUMS', `${digest('z')}  a\n`)]);
    await (await deck.field(HASH, 'Use a list among the files')).uncheck();
    const table = await rows(deck, `${HASH}: SHA256SUMS of 2 files`);
    expect(table.map(([path]) => path)).toEqual(['a', 'SHA256SUMS']);
  });

  test('with five lines checks the one chosen file, and can ignore the others', async ({ deck }) => {
    const lines = ['a', 'b', 'c', 'd', 'e'].map((name) => `SHA1(${name})= ${digest(name, 'sha1')}\n`).join('');
    await (await deck.field(HASH, 'Check against')).fill(lines);
    await deck.choose(HASH, file('a', 'a'));
    const table = await rows(deck, `${HASH}: SHA256SUMS of 1 file`, 'Failed');
    expect(table.map(([path, check]) => [path, check])).toEqual([['a', 'OK'], ...['b', 'c', 'd', 'e'].map((name) => [name, 'MISSING'])]);
    await expect(deck.section('Error')).toContainText('Ignore what was not picked');
    await deck.page.keyboard.press('Escape');
    await (await deck.field(HASH, 'Ignore what was not picked')).check();
    await deck.choose(HASH, file('a', 'a'));
    await deck.run(HASH);
    await deck.expectStatus(`${HASH}: a`, 'Completed');
    await deck.openDetails(`${HASH}: a`);
    await expect(deck.section('Result')).toContainText('4 other files of the list were not picked.');
  });

  test('that is dropped with its files checks them', async ({ deck, page }) => {
    const list = `${digest('one')}  a.txt\n${digest('two')}  sub/a.txt\n`;
    const transfer = await page.evaluateHandle((text) => {
      const dragged = new DataTransfer();
      dragged.items.add(new File(['one'], 'a.txt'));
      dragged.items.add(new File([text], 'SHA256SUMS'));
      return dragged;
    }, list);
    const zone = page.locator('.td-card:has-text("Hash files") .td-drop-zone');
    for (const event of ['dragenter', 'dragover', 'drop']) await zone.dispatchEvent(event, { dataTransfer: transfer });
    const all = `${HASH}: SHA256SUMS of 2 files`;
    await deck.expectStatus(all, 'Failed');
    await deck.openDetails(all);
    expect((await cells(deck)).map(([path, check]) => [path, check])).toEqual([
      ['a.txt', 'OK'],
      ['sub/a.txt', 'MISSING'],
    ]);
  });
});

test.describe('removing chosen files', () => {
  test('moves the focus to the button that chooses files', async ({ deck, page }) => {
    await deck.choose(HASH, file('a', 'a'));
    await deck.card(HASH).getByRole('button', { name: 'Files: remove' }).focus();
    await page.keyboard.press('Enter');
    await expect(deck.card(HASH).getByLabel('Files', { exact: true })).toBeFocused();
    await expect(deck.card(HASH).getByRole('button', { name: 'Files: remove' })).toHaveCount(0);
    await deck.choose(HASH, file('a', 'a'));
    await deck.card(HASH).getByRole('button', { name: 'Files: remove' }).focus();
    await page.keyboard.press('Space');
    await expect(deck.card(HASH).getByLabel('Files', { exact: true })).toBeFocused();
  });
});
