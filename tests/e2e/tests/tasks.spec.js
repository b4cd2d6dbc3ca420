// The built-in tasks on real input: files with known digests, pictures, archives, and a server that misbehaves like
// real ones.

import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { crc32, deflateSync, gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from '../fixtures.js';
import { cells } from '../cells.js';
import { save } from '../save.js';
import { bytes, digest, DIST } from '../server.js';

const file = (name, buffer, mimeType = 'application/octet-stream') => ({ name, mimeType, buffer: Buffer.from(buffer) });
const sha256 = (buffer) => createHash('sha256').update(buffer).digest('hex');

/** Records copied texts where a test can read them, because a clipboard needs a permission. */
async function catchCopies(page) {
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => {
      globalThis.copied = text;
    };
  });
  return () => page.evaluate(() => globalThis.copied);
}

test.describe('Hash files', () => {
  test.beforeEach(async ({ deck }) => deck.open());

  test('the digest of a file is right and can be copied', async ({ deck, page }) => {
    const copied = await catchCopies(page);
    await deck.choose('Hash files', file('a.bin', bytes(0, 3_000_000)));
    await deck.run('Hash files');
    const title = 'Hash files: a.bin';
    await deck.expectStatus(title, 'Completed', { timeout: 20_000 });
    const sum = digest(3_000_000);
    await expect(deck.row(title)).toContainText(`SHA-256 ${sum.slice(0, 8)}…${sum.slice(-4)}`);
    await deck.openDetails(title);
    await expect(deck.section('Result')).toContainText(sum);
    await deck.details.getByRole('button', { name: 'Copy SHA-256' }).click();
    await expect.poll(copied).toBe(sum);
  });

  test('several files are one run with a child for each, an empty file has the right digest, and a list is saved', async ({ deck }) => {
    const files = { 'a.bin': bytes(0, 1_200_000), 'b.txt': Buffer.from('hello\n'), 'empty.txt': Buffer.alloc(0) };
    await deck.choose('Hash files', Object.entries(files).map(([name, buffer]) => file(name, buffer)));
    await deck.run('Hash files');
    const all = 'Hash files: SHA256SUMS of 3 files';
    await deck.expectStatus(all, 'Completed', { timeout: 20_000 });
    await deck.openDetails(all);
    expect(await cells(deck)).toEqual(Object.entries(files).map(([name, buffer]) => [name, '', sha256(buffer)]));
    const saved = (await save(deck, 'SHA256SUMS')).toString();
    expect(saved).toBe(Object.entries(files).map(([name, buffer]) => `${sha256(buffer)}  ${name}\n`).join(''));
    await deck.page.keyboard.press('Escape');
    await deck.lookAway();
    await deck.unfold(all);
    for (const [name, buffer] of Object.entries(files)) {
      await deck.expectStatus(`Hash files: ${name}`, 'Completed');
      await deck.openDetails(`Hash files: ${name}`);
      await expect(deck.section('Result')).toContainText(sha256(buffer));
    }
  });

  for (const [algorithm, name] of [
    ['SHA-512', 'sha512'],
    ['SHA-384', 'sha384'],
    ['SHA-1', 'sha1'],
    ['MD5', 'md5'],
  ]) {
    test(`${algorithm} can be chosen`, async ({ deck }) => {
      await deck.choose('Hash files', file('a.bin', bytes(0, 100_000)));
      await (await deck.field('Hash files', 'Algorithm')).selectOption(algorithm);
      await deck.run('Hash files');
      await deck.expectStatus('Hash files: a.bin', 'Completed');
      await deck.openDetails('Hash files: a.bin');
      await expect(deck.section('Result')).toContainText(digest(100_000, name));
    });
  }

  test('checked against a list, each file is OK, MISMATCH or MISSING', async ({ deck }) => {
    const list = await deck.field('Hash files', 'Check against');
    await list.fill(`${sha256('one')}  one.txt\n${sha256('not two')} *two.txt\n\n${sha256('three')}  three.txt\n`);
    await deck.choose('Hash files', [file('one.txt', 'one'), file('two.txt', 'two')]);
    await deck.run('Hash files');
    const all = 'Hash files: SHA256SUMS of 2 files';
    await deck.expectStatus(all, 'Failed');
    await deck.lookAway();
    await deck.unfold(all);
    await deck.expectStatus('Hash files: one.txt', 'Completed');
    await deck.expectStatus('Hash files: two.txt', 'Failed');
    await expect(deck.row('Hash files: two.txt')).toContainText('MISMATCH');
    await deck.expectStatus(all, 'Failed');
    await expect(deck.row(all)).toContainText('1 of 3 match; MISMATCH: two.txt; MISSING: three.txt');
    await deck.openDetails(all);
    expect(await cells(deck)).toEqual([
      ['one.txt', 'OK', sha256('one'), sha256('one'), 'SHA-256'],
      ['two.txt', 'MISMATCH', sha256('not two'), sha256('two'), 'SHA-256'],
      ['three.txt', 'MISSING', sha256('three'), '', 'SHA-256'],
    ]);
  });

  test('a list without a digest is refused at its field with the line, and nothing starts', async ({ deck }) => {
    const list = await deck.field('Hash files', 'Check against');
    await list.fill('# a comment\nthis is no digest\n');
    await deck.choose('Hash files', file('one.txt', 'one'));
    await deck.run('Hash files');
    await expect(list).toHaveAttribute('aria-invalid', 'true');
    await expect(list).toHaveAccessibleDescription(/Line 2:/);
    await expect(list).toBeFocused();
    await expect(deck.runs.getByRole('listitem')).toHaveCount(0);
  });

  test('an invalid line is reported with its number, and the others are checked', async ({ deck }) => {
    const list = await deck.field('Hash files', 'Check against');
    await list.fill(`${sha256('one')}  one.txt\nthis is no digest\n${sha256('two')}  two.txt\n`);
    await deck.choose('Hash files', [file('one.txt', 'one'), file('two.txt', 'two')]);
    await deck.run('Hash files');
    const all = 'Hash files: SHA256SUMS of 2 files';
    await deck.expectStatus(all, 'Done with problems');
    await deck.openDetails(all);
    await expect(deck.section('Result')).toContainText('2 of 2 match; 1 line of the list not used');
    await expect(deck.section('Result')).toContainText('Line 2:');
  });

  test('without a file, the field shows the problem, and nothing starts', async ({ deck }) => {
    await deck.run('Hash files');
    const files = deck.card('Hash files').getByLabel('Files', { exact: true });
    await expect(files).toHaveAttribute('aria-invalid', 'true');
    await expect(files).toHaveAccessibleDescription(/.+/);
    await expect(deck.runs.getByRole('listitem')).toHaveCount(0);
  });

  test('a file that disappears during the run fails with the browser’s reason', async ({ deck }, testInfo) => {
    const path = testInfo.outputPath('gone.bin');
    await writeFile(path, bytes(0, 300_000));
    await deck.choose('Hash files', path);
    await rm(path);
    await deck.run('Hash files');
    await deck.expectStatus('Hash files: gone.bin', 'Failed');
    await deck.openDetails('Hash files: gone.bin');
    await expect(deck.section('Error')).toContainText('Reading failed at byte 0');
    // The browser's message is listed as the cause.
    await expect(deck.section('Error').getByRole('listitem')).toHaveText([/\w+/]);
  });

  test('a folder is hashed file by file, with the paths', async ({ browserName, deck }, testInfo) => {
    test.skip(browserName === 'firefox', 'WebDriver BiDi gives no folders to a field');
    const folder = testInfo.outputPath('folder');
    await mkdir(`${folder}/inner`, { recursive: true });
    await writeFile(`${folder}/one.txt`, 'one');
    await writeFile(`${folder}/inner/two.txt`, 'two');
    await (await deck.form('Hash files')).getByLabel('Files: choose a folder').setInputFiles(folder);
    await deck.run('Hash files');
    const all = 'Hash files: SHA256SUMS of 2 files';
    await deck.expectStatus(all, 'Completed');
    await deck.openDetails(all);
    expect((await cells(deck)).map(([path]) => path).toSorted()).toEqual(['folder/inner/two.txt', 'folder/one.txt']);
  });
});

test.describe('Convert images', () => {
  test.beforeEach(async ({ deck }) => deck.open());

  /** Returns a grey picture with metadata like that of a camera. */
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
    return Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', header),
      chunk('tEXt', Buffer.from('Comment\0taken at home')),
      chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height, 0x7f).map((byte, at) => (at % (width + 1) === 0 ? 0 : byte)))),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  }

  test('an image is converted to another format and size, with a preview', async ({ deck }) => {
    await deck.choose('Convert images', file('picture.png', png(64, 32), 'image/png'), 'Images');
    await (await deck.field('Convert images', 'Format')).selectOption('JPEG');
    await deck.fillNumber(await deck.field('Convert images', 'Longest edge, in pixels'), '16');
    await deck.run('Convert images');
    const title = 'Convert images: picture.png';
    await deck.expectStatus(title, 'Completed');
    await deck.openDetails(title);
    await expect(deck.section('Result')).toContainText(/64 × 32, \d+ B → 16 × 8, \d+ B/);
    const preview = deck.details.getByRole('img', { name: 'Preview of picture.jpg' });
    await expect.poll(() => preview.evaluate((image) => [image.naturalWidth, image.naturalHeight])).toEqual([16, 8]);
    const saved = await save(deck, 'picture.jpg');
    expect(saved.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  });

  test('removes metadata', async ({ deck }) => {
    expect(png(8, 8).includes('taken at home')).toBe(true);
    await deck.choose('Convert images', file('picture.png', png(8, 8), 'image/png'), 'Images');
    await deck.run('Convert images');
    await deck.expectStatus('Convert images: picture.png', 'Completed');
    await deck.openDetails('Convert images: picture.png');
    const saved = await save(deck, 'picture.png');
    expect(saved.subarray(1, 4).toString()).toBe('PNG');
    expect(saved.includes('taken at home')).toBe(false);
  });

  test('a file that is not an image or too large fails alone, and the others continue', async ({ deck }) => {
    const files = [file('notes.txt', 'not a picture', 'text/plain'), file('wide.png', png(70_000, 1), 'image/png'), file('fine.png', png(8, 8), 'image/png')];
    await deck.choose('Convert images', files, 'Images');
    await deck.run('Convert images');
    const all = 'Convert images: 3 files';
    await deck.expectStatus(all, 'Done with problems');
    await expect(deck.row(all)).toContainText('1 converted · 2 unreadable');
    await deck.openDetails(all);
    expect(await cells(deck)).toEqual([
      ['notes.txt', expect.stringMatching(/^Failed: notes.txt is not an image/)],
      ['wide.png', expect.stringMatching(/^Failed: .*too large/)],
      ['fine.png', expect.stringMatching(/^8 × 8, /)],
    ]);
    expect((await save(deck, 'fine.png')).subarray(1, 4).toString()).toBe('PNG');
    await deck.page.keyboard.press('Escape');
    await deck.lookAway();
    await deck.unfold(all);
    await deck.expectStatus('Convert images: fine.png', 'Completed');
    await deck.expectStatus('Convert images: notes.txt', 'Failed');
    await expect(deck.row('Convert images: notes.txt')).toContainText('notes.txt is not an image');
    await deck.expectStatus('Convert images: wide.png', 'Failed');
    await expect(deck.row('Convert images: wide.png')).toContainText(/70,?000.*too large|too large.*70,?000/i);
  });

  /** Returns a GIF of one-pixel frames. */
  function gif(frames) {
    const frame = '\x21\xf9\x04\0\x14\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0';
    return Buffer.from(`GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff${frame.repeat(frames)};`, 'latin1');
  }

  test('a damaged file fails with the damage, and nothing can be saved', async ({ deck }) => {
    const none = '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0" viewBox="0 0 1 1"/>';
    const files = [
      file('cut.png', png(64, 32).subarray(0, 80), 'image/png'),
      file('none.svg', none, 'image/svg+xml'),
      file('page.jpg', '<!doctype html><title>404</title>', 'image/jpeg'),
    ];
    await deck.choose('Convert images', files, 'Images');
    await deck.run('Convert images');
    const all = 'Convert images: 3 files';
    await deck.expectStatus(all, 'Failed');
    await deck.openDetails(all);
    expect(await cells(deck)).toEqual([
      ['cut.png', 'Failed: cut.png is damaged: it ends at byte 80 before its picture does'],
      ['none.svg', 'Failed: none.svg has no size: its width or its height is 0'],
      ['page.jpg', 'Failed: page.jpg is not an image: it is a web page (HTML)'],
    ]);
    await expect(deck.details.getByRole('button', { name: /^Save/ })).toHaveCount(0);
  });

  test('losses are reported, for one file and for several', async ({ deck }) => {
    await deck.choose('Convert images', file('moves.gif', gif(3), 'image/gif'), 'Images');
    await deck.run('Convert images');
    await deck.expectStatus('Convert images: moves.gif', 'Completed');
    await deck.openDetails('Convert images: moves.gif');
    await expect(deck.section('Result')).toContainText('First of 3 frames');
    await deck.page.keyboard.press('Escape');
    await deck.lookAway();
    await deck.choose('Convert images', [file('moves.gif', gif(2), 'image/gif'), file('still.gif', gif(1), 'image/gif')], 'Images');
    await deck.run('Convert images');
    await deck.expectStatus('Convert images: 2 files', 'Completed');
    await deck.openDetails('Convert images: 2 files');
    expect(await cells(deck)).toEqual([
      ['moves.gif', expect.stringMatching(/^1 × 1, .*First of 2 frames/)],
      ['still.gif', expect.not.stringMatching(/frame/)],
    ]);
  });

  test('a drawing is rendered at the requested size', async ({ deck }) => {
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"><rect width="24" height="24" fill="#00f"/></svg>';
    await deck.choose('Convert images', file('small.svg', drawing, 'image/svg+xml'), 'Images');
    await deck.fillNumber(await deck.field('Convert images', 'Longest edge, in pixels'), '512');
    await deck.run('Convert images');
    await deck.expectStatus('Convert images: small.svg', 'Completed');
    await deck.openDetails('Convert images: small.svg');
    await expect(deck.section('Result')).toContainText(/24 × 24, \d+ B → 512 × 512, /);
    const preview = deck.details.getByRole('img', { name: 'Preview of small.webp' });
    await expect.poll(() => preview.evaluate((image) => [image.naturalWidth, image.naturalHeight])).toEqual([512, 512]);
  });

  test('images keep their formats', async ({ deck }) => {
    await deck.choose('Convert images', [file('a.png', png(8, 8), 'image/png'), file('b.gif', gif(1), 'image/gif')], 'Images');
    await deck.run('Convert images');
    const all = 'Convert images: 2 files';
    await deck.expectStatus(all, 'Completed');
    await deck.openDetails(all);
    expect((await save(deck, 'a.png')).subarray(1, 4).toString()).toBe('PNG');
    expect((await save(deck, 'b.webp')).subarray(8, 12).toString()).toBe('WEBP');
  });

  test('a format that the browser cannot write fails the run with that cause', async ({ deck, server }) => {
    // Without an encoder for the format, a browser writes PNG, in the worker too.
    const withoutWebP = `const { convertToBlob } = OffscreenCanvas.prototype;
      OffscreenCanvas.prototype.convertToBlob = function () {
        return convertToBlob.call(this, { type: 'image/png' });
      };`;
    const start = await readFile(join(DIST, 'worker-start.js'), 'utf8');
    server.answer(/worker-start\.js/, (request, response) => {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(withoutWebP + start);
    });
    await deck.choose('Convert images', file('picture.png', png(8, 8), 'image/png'), 'Images');
    await (await deck.field('Convert images', 'Format')).selectOption('WebP');
    await deck.run('Convert images');
    await deck.expectStatus('Convert images: picture.png', 'Failed');
    await expect(deck.row('Convert images: picture.png')).toContainText('This browser cannot write WebP');
  });
});

test.describe('Compress files', () => {
  const text = Buffer.from('a line that comes again and again\n'.repeat(50_000));

  test.beforeEach(async ({ deck }) => deck.open());

  async function unpack(deck, ...given) {
    await deck.choose('Compress files', file(...given));
    // The button says what becomes of a .gz file.
    await deck.card('Compress files').getByRole('button', { name: 'Unpack Compress files', exact: true }).click();
  }

  test('gzip files are compatible with other tools, both ways', async ({ deck }) => {
    await deck.choose('Compress files', file('a.log', text));
    await deck.run('Compress files');
    await deck.expectStatus('Compress files: a.log', 'Completed');
    await deck.openDetails('Compress files: a.log');
    await expect(deck.section('Result')).toContainText(/1\.7\d? MB → [\d.]+ kB/);
    const packed = await save(deck, 'a.log.gz');
    expect(gunzipSync(packed).equals(text)).toBe(true);

    await deck.page.keyboard.press('Escape');
    await unpack(deck, 'b.log.gz', gzipSync(text));
    await deck.lookAway();
    await deck.expectStatus('Compress files: b.log.gz', 'Completed');
    await deck.openDetails('Compress files: b.log.gz');
    expect((await save(deck, 'b.log')).equals(text)).toBe(true);
  });

  test('all members are unpacked, and trailing data is reported', async ({ deck }) => {
    const members = [gzipSync('first\n'), gzipSync(''), gzipSync(text), Buffer.alloc(1024)];
    await unpack(deck, 'two.gz', Buffer.concat(members));
    await deck.expectStatus('Compress files: two.gz', 'Completed');
    await deck.openDetails('Compress files: two.gz');
    await expect(deck.section('Result')).toContainText('1,024 zero bytes of padding');
    expect((await save(deck, 'two')).equals(Buffer.concat([Buffer.from('first\n'), text]))).toBe(true);
  });

  test('what is packed is packed again only if that is chosen', async ({ deck }) => {
    await deck.choose('Compress files', file('a.csv.gz', gzipSync(text)));
    const button = deck.card('Compress files').getByRole('button', { name: /^(Run|Unpack) Compress files$/ });
    await expect(button).toHaveText('Unpack');
    await (await deck.field('Compress files', 'Action')).selectOption('Compress (gzip)');
    await expect(button).toHaveText('Run');
    await deck.run('Compress files');
    await deck.expectStatus('Compress files: a.csv.gz', 'Completed');
    await deck.openDetails('Compress files: a.csv.gz');
    expect(gunzipSync(gunzipSync(await save(deck, 'a.csv.gz.gz'))).equals(text)).toBe(true);
  });

  test('damaged input fails with the position', async ({ deck }) => {
    const packed = gzipSync(bytes(0, 400_000));
    packed.fill(0xff, 200_000, 200_064);
    await unpack(deck, 'damaged.gz', packed);
    await deck.expectStatus('Compress files: damaged.gz', 'Failed');
    await expect(deck.row('Compress files: damaged.gz')).toContainText(/damaged between bytes [\d,]+ and [\d,]+|damaged: it ends at byte/);
    await deck.openDetails('Compress files: damaged.gz');
    await expect(deck.details.getByRole('button', { name: /^Save/ })).toHaveCount(0);
  });

  test('truncated input fails with the position', async ({ deck }) => {
    await unpack(deck, 'short.gz', gzipSync(bytes(0, 400_000)).subarray(0, 150_000));
    await deck.expectStatus('Compress files: short.gz', 'Failed');
    await expect(deck.row('Compress files: short.gz')).toContainText('it ends at byte 150,000 before its data does');
  });

  test('a file that is not gzip is refused', async ({ deck }) => {
    await unpack(deck, 'notes.gz', 'not packed at all');
    await deck.expectStatus('Compress files: notes.gz', 'Failed');
    await expect(deck.row('Compress files: notes.gz')).toContainText('This is not a gzip file');
  });

  test('a decompression bomb is stopped at the bound, with that cause', async ({ deck }) => {
    await deck.fillNumber(await deck.field('Compress files', 'Largest output, in MB'), '1');
    await unpack(deck, 'bomb.gz', gzipSync(Buffer.alloc(30_000_000)));
    await deck.expectStatus('Compress files: bomb.gz', 'Failed');
    await expect(deck.row('Compress files: bomb.gz')).toContainText('Stopped: more than 1 MB came out');
  });

  test('an invalid bound is refused at its field', async ({ deck }) => {
    const limit = await deck.field('Compress files', 'Largest output, in MB');
    await deck.fillNumber(limit, '0');
    await deck.choose('Compress files', file('a.log', 'a'));
    await deck.run('Compress files');
    await expect(limit).toHaveAttribute('aria-invalid', 'true');
    await expect(limit).toBeFocused();
    await expect(deck.runs.getByRole('listitem')).toHaveCount(0);
  });
});

test.describe('Download', () => {
  const title = 'Download: file';

  test.beforeEach(async ({ deck, problems }) => {
    problems.allow(/Failed to load|CORS|Cross-Origin|ERR_|NetworkError|404|net::/i);
    await deck.open();
  });

  async function download(deck, address) {
    await (await deck.form('Download')).getByLabel('Address').fill(address);
    await deck.run('Download');
  }

  test('saves the bytes that were sent, under the name from the server', async ({ deck, server }) => {
    await download(deck, server.file({ id: 'whole', size: 2_500_000, name: 'größe.bin' }));
    // The title of the run has the name that the server sent.
    await deck.expectStatus('Download: größe.bin', 'Completed');
    await deck.openDetails('Download: größe.bin');
    expect(sha256(await save(deck, 'größe.bin'))).toBe(digest(2_500_000));
  });

  test('shows its progress, and a cancel closes the connection', async ({ deck, server }) => {
    await download(deck, server.file({ id: 'half', size: 8_000_000, hold: 4_000_000 }));
    await server.held('half');
    await expect(deck.progress(title)).toHaveAttribute('aria-valuenow', /^(4\d|50)$/);
    await expect(deck.row(title)).toContainText('of 8 MB');
    await deck.cancel(title);
    await deck.expectStatus(title, 'Cancelled');
    // The server notices: the browser closed the connection with half of the file unsent.
    const closed = await server.closed('half');
    expect(closed.byClient).toBe(true);
    expect(closed.sent).toBeLessThan(8_000_000);
    await deck.openDetails(title);
    await expect(deck.details.getByRole('button', { name: /^Save/ })).toHaveCount(0);
  });

  test('without a length, shows the bytes so far', async ({ deck, server }) => {
    await download(deck, server.file({ id: 'endless', size: 4_000_000, hold: 2_000_000, length: false }));
    await server.held('endless');
    await expect(deck.progress(title)).not.toHaveAttribute('aria-valuenow');
    await expect(deck.row(title)).toContainText('2 MB');
    server.release('endless');
    await deck.expectStatus(title, 'Completed');
  });

  test('is complete after compression and redirects', async ({ deck, server }) => {
    await download(deck, server.file({ id: 'packed', size: 700_000, gzip: true, redirects: 2, name: 'a.bin' }));
    await deck.expectStatus('Download: a.bin', 'Completed');
    await deck.openDetails('Download: a.bin');
    expect(sha256(await save(deck, 'a.bin'))).toBe(digest(700_000));
  });

  test('works from another origin that allows it', async ({ deck, server }) => {
    await download(deck, server.file({ size: 5_000, cors: true, other: true }));
    await deck.expectStatus(title, 'Completed');
  });

  test('an HTTP error shows status and text', async ({ deck, server }) => {
    await download(deck, server.file({ status: 404, text: 'No Such Page' }));
    await deck.expectStatus(title, 'Failed');
    await expect(deck.row(title)).toContainText('The server answered 404 No Such Page');
  });

  test('a broken connection fails, and no partial file is saved', async ({ deck, server }) => {
    await download(deck, server.file({ size: 3_000_000, cut: 1_000_000, length: true }));
    await deck.expectStatus(title, 'Failed');
    await expect(deck.row(title)).toContainText(/cut after [\d,]+ of 3,000,000 bytes\. Nothing was saved|Wrong length: [\d,]+ bytes came/);
    await deck.openDetails(title);
    await expect(deck.details.getByRole('button', { name: /^Save/ })).toHaveCount(0);
  });

  test('a wrong length fails, and is named', async ({ deck, server }) => {
    await download(deck, server.file({ size: 1_000, claim: 2_000 }));
    await deck.expectStatus(title, 'Failed');
    await expect(deck.row(title)).toContainText(/cut after [\d,]+ of 2,000 bytes|1,000 bytes came, but the server announced 2,000/);
  });

  for (const [address, why] of [
    ['example.com/file', /https:\/\//],
    ['ftp://example.com/', /Only https:\/\/ and http:\/\//],
    ['https://', /host is missing/],
    ['', /.+/],
  ]) {
    test(`an invalid address is refused at its field: "${address}"`, async ({ deck }) => {
      await download(deck, address);
      const field = (await deck.form('Download')).getByLabel('Address');
      await expect(field).toHaveAttribute('aria-invalid', 'true');
      await expect(field).toHaveAccessibleDescription(why);
      await expect(field).toBeFocused();
      await expect(deck.runs.getByRole('listitem')).toHaveCount(0);
    });
  }

  test('a site that no page may read is distinguished from one that does not exist', async ({ deck, server }) => {
    await download(deck, server.file({ other: true }));
    await deck.expectStatus(title, 'Failed');
    await expect(deck.row(title)).toContainText('is reachable, but does not let pages read it');
  });

  test('for an address that does not answer, the failure claims no more than is known', async ({ deck }) => {
    // Returns a port that was free a moment ago.
    const port = await new Promise((resolve) => {
      const holder = createServer().listen(0, '127.0.0.1', () => {
        const { port: free } = holder.address();
        holder.close(() => resolve(free));
      });
    });
    await download(deck, `http://127.0.0.1:${port}/file`);
    await deck.expectStatus(title, 'Failed');
    await expect(deck.row(title)).toContainText(`127.0.0.1:${port} could not be reached, or the browser refused it`);
  });

  test('without a network, says that the device is offline', async ({ browserName, context, deck, server }) => {
    test.skip(browserName === 'firefox', 'WebDriver BiDi cannot take the network away');
    await context.setOffline(true);
    await download(deck, server.file());
    await deck.expectStatus(title, 'Failed');
    await expect(deck.row(title)).toContainText('This device is offline');
    // The next test has the same page.
    await context.setOffline(false);
  });
});

test.describe('Check addresses', () => {
  test.beforeEach(async ({ deck, problems }) => {
    problems.allow(/Failed to load|CORS|Cross-Origin|ERR_|NetworkError|404|net::/i);
    await deck.open();
  });

  test('each address has its line, whatever happens to the others', async ({ deck, page, server }) => {
    const copied = await catchCopies(page);
    const addresses = {
      fine: server.file({ size: 1_500 }),
      missing: server.file({ status: 404, text: 'Not Found', size: 10 }),
      hidden: server.file({ other: true }),
      readable: server.file({ other: true, cors: true, size: 20 }),
    };
    const list = ['', addresses.fine, '   ', addresses.missing, 'no address', addresses.hidden, '', addresses.readable, ''];
    await (await deck.form('Check addresses')).getByLabel('Addresses', { exact: true }).fill(list.join('\n'));
    await deck.run('Check addresses');
    await deck.expectStatus('Check addresses', 'Done with problems');
    await expect(deck.row('Check addresses')).toContainText('2 OK · 1 error · 1 unreachable · 1 invalid');
    await deck.openDetails('Check addresses');
    await expect(deck.details.getByRole('columnheader')).toHaveText(['Address', 'Status', 'Time', 'Size']);
    const found = await cells(deck);
    expect(found.map(([address]) => address)).toEqual([addresses.fine, addresses.missing, 'no address', addresses.hidden, addresses.readable]);
    const [fine, missing, bad, hidden, readable] = found;
    expect(fine).toEqual([addresses.fine, '200 OK', expect.stringMatching(/^[\d,]+ ms$/), '1.5 kB']);
    expect(missing.slice(1)).toEqual(['404 Not Found', expect.stringMatching(/ ms$/), '10 B']);
    expect(bad[1]).toMatch(/^not an address/);
    expect(hidden.slice(1)).toEqual([
      'hidden from pages, or could not be reached, or the browser refused it',
      expect.stringMatching(/^[\d,]+ ms$/),
      '',
    ]);
    expect(readable[1]).toBe('200 OK');
    await deck.details.getByRole('button', { name: 'Copy as CSV' }).click();
    await expect.poll(copied).toContain(`Address,Status,Time,Size\r\n${addresses.fine},200 OK,`);
    expect((await copied()).trimEnd().split('\r\n')).toHaveLength(6);
  });

  test('requests no more addresses at a time than the limit', async ({ deck, server }) => {
    const held = (id) => server.file({ id, size: 200_000, hold: 100_000, length: false });
    await (await deck.form('Check addresses')).getByLabel('Addresses', { exact: true }).fill(['a', 'b', 'c'].map(held).join('\n'));
    await deck.fillNumber(await deck.field('Check addresses', 'Requests at once'), '2');
    await deck.run('Check addresses');
    await Promise.all([server.held('a'), server.held('b')]);
    await expect(deck.row('Check addresses')).toContainText('0 of 3 ');
    expect(server.seen('c').requests).toBe(0);
    server.release('a');
    await server.started('c');
    server.release('b');
    server.release('c');
    await deck.expectStatus('Check addresses', 'Completed');
  });

  test('a cancel of the run cancels its children', async ({ deck, server }) => {
    const held = (id) => server.file({ id, size: 200_000, hold: 100_000, length: false });
    await (await deck.form('Check addresses')).getByLabel('Addresses', { exact: true }).fill(['a', 'b', 'c'].map(held).join('\n'));
    await deck.fillNumber(await deck.field('Check addresses', 'Requests at once'), '2');
    await deck.run('Check addresses');
    await Promise.all([server.held('a'), server.held('b')]);
    await deck.openQueue();
    const network = deck.lanes.getByRole('listitem', { name: 'network', exact: true });
    await expect(network.getByRole('spinbutton', { name: 'Limit of network' })).toHaveAccessibleDescription('2 of 16');
    await deck.page.keyboard.press('Escape');
    await deck.cancel('Check addresses');
    await deck.expectStatus('Check addresses', 'Cancelled');
    await server.closed('a');
    await server.closed('b');
    await expect(deck.header).toContainText('All done');
    await deck.openQueue();
    await expect(network.getByRole('spinbutton')).toHaveAccessibleDescription('0 of 16');
    expect(server.seen('c').requests).toBe(0);
  });

  test('an empty list is refused at its field', async ({ deck }) => {
    const list = (await deck.form('Check addresses')).getByLabel('Addresses', { exact: true });
    await list.fill(' \n\n');
    await deck.run('Check addresses');
    await expect(list).toHaveAttribute('aria-invalid', 'true');
    await expect(deck.runs.getByRole('listitem')).toHaveCount(0);
  });
});

test.describe('Watch an address', () => {
  const TASK = 'Watch an address';
  const titleOf = (address) => `Watch ${address.replace('http://', '')}`;

  /** Fills the form and presses Run; returns the schedule. */
  async function watch(deck, address, failures) {
    await deck.open();
    await (await deck.form(TASK)).getByLabel('Address', { exact: true }).fill(address);
    await deck.fillNumber(await deck.field(TASK, 'Interval, in seconds'), '1');
    if (failures) await deck.fillNumber(await deck.field(TASK, 'Failures allowed'), failures);
    await deck.run(TASK);
    return deck.schedule(titleOf(address));
  }

  test.beforeEach(({ problems }) => problems.allow(/Failed to load|CORS|Cross-Origin|ERR_|NetworkError|503|net::/i));

  test('requests the address until it is stopped, and says what the site hides', async ({ deck, server }) => {
    const address = server.file({ other: true });
    const schedule = await watch(deck, address);
    await expect(schedule).toContainText('Every 1 s · Next in 1 s');
    await expect(deck.card(TASK).getByRole('list', { name: `Schedules of ${TASK}` })).toContainText('Every 1 s · Next in 1 s');
    await expect(schedule).toContainText(/([3-9]|\d\d) starts/);
    // The runs of a schedule are with it, and in the list once it has ended.
    await expect(deck.rows(titleOf(address))).toHaveCount(0);
    await schedule.getByRole('button', { name: `Stop ${titleOf(address)}` }).click();
    await expect(deck.schedules).toBeHidden();
    await expect(deck.runs.getByRole('heading', { name: 'Runs' })).toBeFocused();
    await deck.expectStatus(titleOf(address), 'Completed');
    await deck.openDetails(titleOf(address));
    await expect(deck.details.getByRole('img', { name: /^Time to answer: \d+ times, .*the last [\d,]+ ms$/ })).toBeVisible();
    await expect(deck.details.getByRole('columnheader')).toHaveText(['When', 'Found', 'Time to answer (ms)']);
    const found = await cells(deck);
    expect(found.length).toBeGreaterThan(2);
    for (const [, words, time] of found) {
      expect(words).toBe('reachable, status hidden');
      expect(time).toMatch(/^[\d,]+$/);
    }
    await deck.expectAccessible();
  });

  test('is suspended after repeated failures, shows why, and continues when resumed', async ({ deck, server }) => {
    const address = server.file({ status: 503, text: 'Service Unavailable', size: 10 });
    const schedule = await watch(deck, address, '1');
    const why = 'Suspended after 2 failures in 4 s: The server answered 503 Service Unavailable';
    await expect(schedule).toContainText(why);
    await expect(deck.card(TASK)).toContainText(why);
    await expect(schedule).toContainText('2 starts');
    await deck.expectAccessible();
    await schedule.getByRole('button', { name: `Resume ${titleOf(address)}` }).click();
    await expect(schedule).toContainText('Next in 1 s');
    await expect(schedule).toContainText(why);
    await expect(schedule).toContainText('4 starts');
  });
});

test.describe('Try a sample', () => {
  // The samples of two tasks have problems, to show how they are reported.
  for (const [task, status] of [
    ['Hash files', 'Completed'],
    ['Convert images', 'Completed'],
    ['Compress files', 'Completed'],
    ['Inspect data', 'Done with problems'],
    ['Download', 'Completed'],
    ['Check addresses', 'Done with problems'],
  ]) {
    test(`of ${task} produces a result without any input`, async ({ deck, problems }) => {
      // One address of a sample is missing on purpose.
      problems.allow(/404/);
      test.setTimeout(90_000);
      await deck.open();
      await (await deck.form(task)).getByRole('button', { name: `Try a sample of ${task}` }).click();
      const row = deck.row(new RegExp(`^${task}`));
      await expect(row.getByText(status, { exact: true })).toBeVisible({ timeout: 60_000 });
      await row.getByRole('button', { name: /^Details of/ }).click();
      await expect(deck.section('Result').getByRole('button', { name: /^(Copy|Save)/ }).first()).toBeVisible();
    });
  }
});
