// *Find duplicates*, on real files.

import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cells } from '../cells.js';
import { expect, test } from '../fixtures.js';
import { save } from '../save.js';
import { bytes } from '../server.js';

const TASK = 'Find duplicates';
const sha256 = (buffer) => createHash('sha256').update(buffer).digest('hex');

/** Writes files by path into a folder of this name. */
async function folder(testInfo, name, files) {
  const at = testInfo.outputPath(name);
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(`${at}/${path}`), { recursive: true });
    await writeFile(`${at}/${path}`, contents);
  }
  return at;
}

/** Chooses a folder. The browser first visits every file in it. */
async function chooseFolder(deck, path) {
  await (await deck.form(TASK)).getByLabel('Files: choose a folder').setInputFiles(path, { timeout: 60_000 });
}

test.beforeEach(async ({ deck }) => deck.open());

test.describe('a folder', () => {
  test.skip(({ browserName }) => browserName === 'firefox', 'WebDriver BiDi gives no folders to a field');

  test('groups equal files, the most wasteful group first, and saves the result as CSV', async ({ deck }, testInfo) => {
    const large = bytes(0, 1_500_000);
    const other = Buffer.from(large);
    other[1_400_000] ^= 1;
    const files = {
      'sea.raw': large,
      'copies/sea.raw': large,
      'other.raw': other,
      'a, "b".txt': 'notes',
      'copies/notes.txt': 'notes',
      'todo.txt': 'alone in its size',
      'none.txt': '',
      'copies/none.txt': '',
    };
    await chooseFolder(deck, await folder(testInfo, 'photos', files));
    await deck.run(TASK);
    const title = `${TASK}: photos (8 files)`;
    await deck.expectStatus(title, 'Completed');
    await deck.openDetails(title);
    await expect(deck.section('Result')).toContainText(
      '3 groups of equal files among 8; 1.5 MB wasted. The 2 empty files are one of the groups and waste nothing.',
    );
    const [sea, notes, none] = [sha256(large), sha256('notes'), sha256('')];
    const wanted = [
      ['1', 'photos/copies/sea.raw', '1.5 MB', '2', sea.slice(0, 12)],
      ['1', 'photos/sea.raw', '1.5 MB', '2', sea.slice(0, 12)],
      ['2', 'photos/a, "b".txt', '5 B', '2', notes.slice(0, 12)],
      ['2', 'photos/copies/notes.txt', '5 B', '2', notes.slice(0, 12)],
      ['3', 'photos/copies/none.txt', '0 B', '2', none.slice(0, 12)],
      ['3', 'photos/none.txt', '0 B', '2', none.slice(0, 12)],
    ];
    expect(await cells(deck)).toEqual(wanted);
    const lines = (await save(deck, 'duplicates.csv')).toString().split('\r\n');
    expect(lines.slice(0, 4)).toEqual([
      'Group,File,Bytes,Copies,SHA-256',
      `1,photos/copies/sea.raw,1500000,2,${sea}`,
      `1,photos/sea.raw,1500000,2,${sea}`,
      `2,"photos/a, ""b"".txt",5,2,${notes}`,
    ]);
    await deck.expectAccessible();
  });

  test('lists a file that disappears during the run, and checks the others', async ({ deck }, testInfo) => {
    const path = await folder(testInfo, 'mixed', { 'a.txt': 'same', 'b.txt': 'same', 'gone.txt': 'same' });
    await chooseFolder(deck, path);
    await expect(deck.card(TASK)).toContainText('3 files, 12 B');
    await rm(`${path}/gone.txt`);
    await deck.run(TASK);
    const title = `${TASK}: mixed (3 files)`;
    await deck.expectStatus(title, 'Done with problems');
    await expect(deck.row(title)).toContainText('2 files in 1 group · 4 B could be freed · 1 unreadable');
    await deck.openDetails(title);
    await expect(deck.section('Result')).toContainText('1 file could not be read and may have copies.');
    const rows = deck.section('Result').getByRole('row');
    await expect(rows.filter({ hasText: 'mixed/gone.txt' })).toContainText(/byte 0: \w+/);
    await expect(rows.filter({ hasText: /mixed\/[ab]\.txt/ })).toHaveCount(2);
  });

  test('does not take a file that disappears before the run for an empty one', async ({ deck, page }, testInfo) => {
    const path = await folder(testInfo, 'early', { 'a.txt': '', 'b.txt': '', 'gone.txt': 'not empty' });
    // The browser determines the size of a file when a script reads it: after this, that is too late.
    await page.evaluate(() => addEventListener('change', (event) => event.stopImmediatePropagation(), { capture: true, once: true }));
    await chooseFolder(deck, path);
    await rm(`${path}/gone.txt`);
    await deck.card(TASK).getByLabel('Files: choose a folder').dispatchEvent('change');
    await deck.run(TASK);
    const title = `${TASK}: early (3 files)`;
    await deck.expectStatus(title, 'Done with problems');
    await deck.openDetails(title);
    await expect(deck.section('Result')).toContainText('The 2 empty files are one of the groups and waste nothing. 1 file could not be read');
    await expect(deck.section('Result').getByRole('row').filter({ hasText: 'early/gone.txt' })).toHaveCount(1);
  });

  test('ten thousand small files are one run', async ({ deck }, testInfo) => {
    test.setTimeout(120_000);
    const files = Array.from({ length: 10_000 }, (_, number) => [`${number % 100}/${number}.txt`, `${10_000 + (number >> 1)}`]);
    await chooseFolder(deck, await folder(testInfo, 'many', Object.fromEntries(files)));
    await deck.run(TASK);
    const title = `${TASK}: many (10,000 files)`;
    await deck.expectStatus(title, 'Completed', { timeout: 90_000 });
    await deck.openDetails(title);
    await expect(deck.section('Result')).toContainText('5,000 groups of equal files among 10,000; 25 kB wasted.');
    await expect(deck.section('Result')).toContainText('The first 200 of 10,000 are shown');
  });
});

test('without equal files, the result says that there are none', async ({ deck }, testInfo) => {
  const path = await folder(testInfo, 'different', { 'a.txt': 'one', 'b.txt': 'two' });
  await deck.choose(TASK, [`${path}/a.txt`, `${path}/b.txt`]);
  await expect(deck.card(TASK)).toContainText('2 files, 6 B');
  await deck.run(TASK);
  await deck.expectStatus(`${TASK}: 2 files`, 'Completed');
  await deck.openDetails(`${TASK}: 2 files`);
  await expect(deck.section('Result')).toContainText('No two of 2 files are equal.');
  await expect(deck.section('Result').getByRole('row')).toHaveCount(0);
});

test('keeps a file that is chosen twice, because it may be another one, and says so', async ({ deck }, testInfo) => {
  const path = await folder(testInfo, 'twice', { 'a.txt': 'one' });
  await deck.choose(TASK, `${path}/a.txt`);
  await deck.choose(TASK, `${path}/a.txt`);
  await expect(deck.card(TASK)).toContainText('1 file looks like a copy of another: same name, size and date');
  await deck.run(TASK);
  await deck.expectStatus(`${TASK}: 2 files`, 'Completed');
  await deck.openDetails(`${TASK}: 2 files`);
  await expect(deck.section('Result')).toContainText('a file that was chosen twice is its own copy.');
  expect((await cells(deck)).map(([, file]) => file)).toEqual(['a (2).txt', 'a.txt']);
});

test('the sample has two groups', async ({ deck }) => {
  await (await deck.form(TASK)).getByRole('button', { name: `Try a sample of ${TASK}` }).click();
  const title = `${TASK}: sample (7 files)`;
  await deck.expectStatus(title, 'Completed');
  await deck.openDetails(title);
  expect((await cells(deck)).map(([group]) => group)).toEqual(['1', '1', '1', '2', '2']);
});
