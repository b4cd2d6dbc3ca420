// What one does with a result: copy it, save its files, sort and filter its tables. And the drawer that shows it.

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, deflateSync } from 'node:zlib';
import { cells } from '../cells.js';
import { expect, test } from '../fixtures.js';
import { save, saved } from '../save.js';

const IMAGES = 'Convert images';
const HASH = 'Hash files';

/** Returns a grey picture. */
function png(width, height) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height, 0x7f).map((byte, at) => (at % (width + 1) === 0 ? 0 : byte));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

const picture = (name, width) => ({ name, mimeType: 'image/png', buffer: png(width, 8) });

/** Converts pictures of these names and opens the details of the run. Returns its title. */
async function convert(deck, names) {
  await deck.choose(IMAGES, names.map((name, at) => picture(name, 8 + at)), 'Images');
  await deck.run(IMAGES);
  const title = `${IMAGES}: ${names.length} files`;
  await deck.expectStatus(title, 'Completed');
  await deck.openDetails(title);
  return title;
}

/** Replaces the folder picker, which no test can drive: it gives a folder of the origin's private file system. */
async function pickFolders(page, files = []) {
  await page.evaluate(async (files) => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry('picked', { recursive: true }).catch(() => {});
    const folder = await root.getDirectoryHandle('picked', { create: true });
    for (const name of files) {
      const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await writable.write('mine');
      await writable.close();
    }
    globalThis.folder = folder;
    globalThis.showDirectoryPicker = async (options) => {
      if (options.mode !== 'readwrite') throw new TypeError('the folder is written to');
      return folder;
    };
  }, files);
}

/** Returns the sizes of the files in that folder by name. */
function picked(page) {
  return page.evaluate(async () => {
    const sizes = {};
    for await (const [name, handle] of globalThis.folder.entries()) sizes[name] = (await handle.getFile()).size;
    return sizes;
  });
}

const saveAll = (deck, title, count) => deck.details.getByRole('button', { name: `Save all (${count}) of ${title}`, exact: true });

test.beforeEach(async ({ deck }) => deck.open());

test.describe('Save all', () => {
  test('writes every file into the picked folder and replaces none', async ({ deck, page }) => {
    const title = await convert(deck, ['a.png', 'b.png', 'c.png']);
    await pickFolders(page, ['a.png', 'b (2).png', 'b.png']);
    await saveAll(deck, title, 3).click();
    const button = deck.details.getByRole('button', { name: `Saved ${title}`, exact: true });
    await expect(button).toHaveText('Saved');
    await expect(deck.announcement('Saved 3 files')).toHaveCount(1);
    await expect(deck.section('Result').getByRole('button', { name: /^Saved / })).toHaveCount(3);
    const sizes = await picked(page);
    expect(Object.keys(sizes).toSorted()).toEqual(['a (2).png', 'a.png', 'b (2).png', 'b (3).png', 'b.png', 'c.png']);
    expect([sizes['a.png'], sizes['b.png'], sizes['b (2).png']]).toEqual([4, 4, 4]);
    expect(Math.min(...['a (2).png', 'b (3).png', 'c.png'].map((name) => sizes[name]))).toBeGreaterThan(40);

    // Another press saves them again, beside the first ones.
    await button.click();
    // A file that is being put in place cannot be read for a moment.
    await expect.poll(async () => Object.keys(await picked(page).catch(() => ({}))).length).toBe(9);
  });

  test('does nothing if the picker is closed', async ({ deck, page }) => {
    const title = await convert(deck, ['a.png', 'b.png']);
    await page.evaluate(() => {
      globalThis.showDirectoryPicker = async () => {
        globalThis.asked = true;
        throw new DOMException('closed', 'AbortError');
      };
    });
    await saveAll(deck, title, 2).click();
    await page.waitForFunction(() => globalThis.asked);
    await expect(saveAll(deck, title, 2)).toHaveText('Save all (2)');
    await expect(deck.section('Result').getByRole('button', { name: /^Save / })).toHaveCount(2);
    await expect(deck.runs.getByText('was not saved')).toHaveCount(0);
  });

  test('names the file that could not be written, and keeps those before it', async ({ deck, page }) => {
    const title = await convert(deck, ['a.png', 'b.png', 'c.png']);
    await pickFolders(page);
    await page.evaluate(() => {
      const { getFileHandle } = FileSystemDirectoryHandle.prototype;
      globalThis.folder.getFileHandle = async function (name, options) {
        if (name === 'b.png' && options?.create) throw new DOMException('The disk is full', 'QuotaExceededError');
        return getFileHandle.call(this, name, options);
      };
    });
    await saveAll(deck, title, 3).click();
    await expect(deck.runs.getByText('b.png was not saved: The disk is full')).toBeVisible();
    expect(Object.keys(await picked(page))).toEqual(['a.png']);
    await expect(saveAll(deck, title, 3)).toBeVisible();
  });

  test('without a folder picker, it is one ZIP archive', async ({ deck, page }, testInfo) => {
    await page.evaluate(() => (globalThis.showDirectoryPicker = undefined));
    const title = await convert(deck, ['a.png', 'A.png', 'größe.png']);
    const archive = await saved(page, 'Convert images (3 files).zip', () => saveAll(deck, title, 3).click());
    const path = testInfo.outputPath('all.zip');
    await writeFile(path, archive);
    const unzip = (...args) => promisify(execFile)('unzip', [...args, path], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    expect((await unzip('-t')).stdout).toContain('No errors detected');
    const names = (await unzip('-Z1')).stdout.trimEnd().split('\n');
    expect(names).toEqual(['a.png', 'A (2).png', 'größe.png']);
    await expect(deck.details.getByRole('button', { name: `Saved ${title}`, exact: true })).toBeVisible();
  });

  test('a file that was saved by itself is saved wherever it is', async ({ deck, page }) => {
    const title = await convert(deck, ['a.png', 'b.png']);
    await save(deck, 'a.png');
    await expect(deck.details.getByRole('button', { name: 'Saved a.png', exact: true })).toHaveText('Saved');
    await expect(saveAll(deck, title, 2)).toBeVisible();
    await save(deck, 'b.png');
    await expect(deck.details.getByRole('button', { name: `Saved ${title}`, exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await deck.lookAway();
    await deck.unfold(title);
    await deck.openDetails(`${IMAGES}: a.png`);
    await expect(deck.details.getByRole('button', { name: 'Saved a.png', exact: true })).toBeVisible();
  });
});

test('a text is copied from the head of the details', async ({ deck, page }) => {
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => {
      globalThis.copied = text;
    };
  });
  await deck.choose(HASH, { name: 'a.txt', mimeType: '', buffer: Buffer.from('abc') });
  await deck.run(HASH);
  await deck.expectStatus(`${HASH}: a.txt`, 'Completed');
  await deck.openDetails(`${HASH}: a.txt`);
  await deck.details.getByRole('button', { name: `Copy ${HASH}: a.txt`, exact: true }).click();
  await expect.poll(() => page.evaluate(() => globalThis.copied)).toMatch(/^ba7816bf[0-9a-f]{56}$/);
  const button = deck.details.getByRole('button', { name: `Copied ${HASH}: a.txt`, exact: true });
  await expect(button).toHaveText('Copied');
  await expect(deck.announcement('Copied')).toHaveCount(1);
  await expect(deck.details.getByRole('button', { name: `Copy ${HASH}: a.txt`, exact: true })).toBeVisible();
});

test('image files are a list of thumbnails, names and savings', async ({ deck, page }) => {
  await (await deck.field(IMAGES, 'Format')).selectOption('JPEG');
  await deck.choose(IMAGES, [picture('large.png', 2_000), picture('small.png', 8)], 'Images');
  await deck.run(IMAGES);
  const title = `${IMAGES}: 2 files`;
  await deck.expectStatus(title, 'Completed');
  await page.evaluate(() => {
    const { revokeObjectURL } = URL;
    globalThis.revoked = [];
    URL.revokeObjectURL = (address) => {
      globalThis.revoked.push(address);
      revokeObjectURL.call(URL, address);
    };
  });
  await deck.openDetails(title);
  const items = deck.section('Result').getByRole('list').getByRole('listitem');
  await expect(items).toHaveCount(2);
  await expect(items.first()).toContainText(/large\.jpg\s*\d+\sB → [\d.]+\sk?B, [\d,]+\s% larger/);
  await expect(items.first().locator('.td-larger')).toHaveCSS('color', 'rgb(138, 82, 0)');
  const images = items.locator('img');
  await expect(images).toHaveCount(2);
  await expect.poll(() => images.evaluateAll((all) => all.every((image) => image.naturalWidth > 0))).toBe(true);
  await deck.expectAccessible('.td-details');
  // Closing the details frees them.
  const address = await images.first().getAttribute('src');
  await page.keyboard.press('Escape');
  await expect(deck.details).toHaveCount(0);
  expect(await page.evaluate(() => globalThis.revoked)).toContain(address);
});

test.describe('a table', () => {
  const title = `${HASH}: SHA256SUMS of 230 files`;

  /** Hashes 230 files, named so that the order of texts differs from that of numbers. */
  async function hash(deck) {
    const files = Array.from({ length: 230 }, (_, at) => ({ name: `file ${230 - at}.txt`, mimeType: '', buffer: Buffer.from(`${at}`) }));
    await deck.choose(HASH, files);
    await deck.run(HASH);
    await deck.expectStatus(title, 'Completed', { timeout: 25_000 });
    await deck.openDetails(title);
  }

  const names = async (deck) => (await cells(deck)).map(([name]) => name);

  test('is sorted by a press on the head of a column, and shows 200 rows at first', async ({ deck, page }) => {
    test.setTimeout(60_000);
    await hash(deck);
    const head = deck.details.getByRole('columnheader').first();
    expect((await names(deck)).slice(0, 2)).toEqual(['file 230.txt', 'file 229.txt']);
    expect(await names(deck)).toHaveLength(200);
    await expect(head).not.toHaveAttribute('aria-sort');
    await head.getByRole('button').click();
    await expect(head).toHaveAttribute('aria-sort', 'ascending');
    await expect.poll(async () => (await names(deck)).slice(0, 3)).toEqual(['file 1.txt', 'file 2.txt', 'file 3.txt']);
    await head.getByRole('button').click();
    await expect(head).toHaveAttribute('aria-sort', 'descending');
    await head.getByRole('button').press('Enter');
    await expect(head).not.toHaveAttribute('aria-sort');

    await expect(deck.section('Result')).toContainText('The first 200 of 230 are shown');
    await deck.details.getByRole('button', { name: 'Show more' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => names(deck)).toHaveLength(230);
    // The button is gone, so the focus is on the table.
    await expect.poll(() => deck.focused()).toMatch(/^group: /);
  });

  test('is filtered, copied as it is shown, and opened wide', async ({ deck, page }) => {
    test.setTimeout(60_000);
    await page.evaluate(() => {
      navigator.clipboard.writeText = async (text) => {
        globalThis.copied = text;
      };
    });
    await hash(deck);
    const result = deck.section('Result');
    await result.getByRole('searchbox').fill('22.TXT file');
    await expect(deck.announcement('3 of 230')).toHaveCount(1);
    await result.getByRole('button', { name: 'Copy 3 rows as CSV' }).click();
    await expect.poll(() => page.evaluate(() => globalThis.copied?.trimEnd().split('\r\n').length)).toBe(4);

    const open = result.getByRole('button', { name: /^Open wide/ });
    await open.click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('row')).toHaveCount(4);
    await expect(dialog.getByRole('searchbox')).toHaveValue('22.TXT file');
    const { width } = await dialog.boundingBox();
    expect(width).toBeGreaterThan(1_200);
    await deck.expectAccessible('dialog[open]');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(open).toBeFocused();
    await expect(deck.details).toBeVisible();

    await result.getByRole('searchbox').fill('nothing like it');
    await expect(result).toContainText('No row matches');
  });
});

test.describe('the drawer', () => {
  const width = async (deck) => Math.round((await deck.details.boundingBox()).width);

  test('is made wider and narrower with the keyboard and the pointer', async ({ deck, page }) => {
    await deck.choose(HASH, { name: 'a.txt', mimeType: '', buffer: Buffer.from('abc') });
    await deck.run(HASH);
    await deck.openDetails(`${HASH}: a.txt`);
    const edge = deck.details.getByRole('separator', { name: 'Width of the details' });
    await expect(edge).toHaveAttribute('aria-orientation', 'vertical');
    await expect(edge).toHaveAttribute('aria-valuemin', '320');
    await expect(edge).toHaveAttribute('aria-valuemax', '768');
    await expect(edge).toHaveAttribute('aria-valuenow', '420');
    expect(await width(deck)).toBe(420);
    await edge.focus();
    await page.keyboard.press('ArrowLeft');
    await expect(edge).toHaveAttribute('aria-valuenow', '436');
    await expect.poll(() => width(deck)).toBe(436);
    await page.keyboard.press('Home');
    await expect.poll(() => width(deck)).toBe(320);
    await page.keyboard.press('End');
    await expect.poll(() => width(deck)).toBe(768);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => width(deck)).toBe(752);

    const box = await edge.boundingBox();
    await page.mouse.move(box.x + 4, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 104, box.y + 120, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => width(deck)).toBe(652);
    await page.mouse.move(box.x, box.y + 100);
    await expect.poll(() => width(deck)).toBe(652);
    await deck.expectAccessible();

    // The width is kept for the next run.
    await page.keyboard.press('Escape');
    await deck.openDetails(`${HASH}: a.txt`);
    expect(await width(deck)).toBe(652);
  });

  test('mirrors its edge from right to left, and has none as a sheet', async ({ deck, page }) => {
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await deck.choose(HASH, { name: 'a.txt', mimeType: '', buffer: Buffer.from('abc') });
    await deck.run(HASH);
    await deck.openDetails(`${HASH}: a.txt`);
    const edge = deck.details.getByRole('separator');
    await edge.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => width(deck)).toBe(436);
    expect((await deck.details.boundingBox()).x).toBe(0);
    await page.setViewportSize({ width: 900, height: 800 });
    await expect(edge).toBeHidden();
    await deck.expectNoSidewaysScroll();
    await page.evaluate(() => document.documentElement.removeAttribute('dir'));
  });

  test('shows the result first, and what developers need only to them', async ({ deck }) => {
    await deck.choose(HASH, { name: 'a.txt', mimeType: '', buffer: Buffer.from('abc') });
    await deck.run(HASH);
    await deck.expectStatus(`${HASH}: a.txt`, 'Completed');
    await deck.openDetails(`${HASH}: a.txt`);
    const headings = deck.details.getByRole('heading', { level: 3 });
    await expect(headings.first()).toHaveText('Result');
    await expect(headings.last()).toHaveText('Facts');
    await expect(deck.section('Facts').getByText('Id', { exact: true })).toHaveCount(0);
  });
});
