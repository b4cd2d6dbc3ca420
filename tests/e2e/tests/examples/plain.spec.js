// The plain page: an upload queue.

import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { expect, looksRight, test } from '../../example.js';
import { bytes } from '../../server.js';

test.use({ name: 'plain' });
test.setTimeout(120_000);

const file = (name, size) => ({ name, mimeType: 'application/octet-stream', buffer: bytes(name.length, size) });
const described = ({ name, buffer }) => ({ name, size: buffer.length, sha256: createHash('sha256').update(buffer).digest('hex') });

test('files are sent two at a time; a busy server is retried, a broken one by Retry; a cancel stops sending', async ({ page, deck, example }, testInfo) => {
  const choose = (...files) => page.locator('#files').setInputFiles(files);
  const sent = [];

  await test.step('chosen files arrive unchanged', async () => {
    sent.push(file('report, final.pdf', 300_000), file('nothing.txt', 0));
    await choose(...sent);
    for (const { name } of sent) await deck.expectStatus(name, 'Completed');
    await expect(page.getByRole('link', { name: 'report, final.pdf' })).toBeVisible();
    expect((await example.get('/files')).sort((a, b) => b.size - a.size)).toEqual(sent.map(described));
  });

  await test.step('a refused upload is retried', async () => {
    await page.getByLabel('busy at first').check();
    await expect.poll(() => example.get('/mood')).toEqual({ mood: 'flaky' });
    sent.push(file('photo.jpg', 50_000));
    await choose(sent[2]);
    await deck.expectStatus('photo.jpg', 'Completed');
    await expect(deck.row('photo.jpg')).toContainText('Attempt 2 of 5');
  });

  await test.step('a cancelled upload leaves nothing, and the next one starts', async () => {
    await example.mood('slow');
    // The files are larger than the system's socket buffers, whose contents count as sent.
    const slow = ['one.mov', 'two.mov', 'three.mov'].map((name) => testInfo.outputPath(name));
    for (const path of slow) await writeFile(path, bytes(0, 16_000_000));
    await choose(...slow);
    await expect(deck.progress('one.mov')).toHaveAttribute('aria-valuenow', /^[1-9]/);
    await deck.expectStatus('three.mov', 'Queued');
    await deck.cancel('one.mov');
    await deck.expectStatus('one.mov', 'Cancelled');
    await deck.expectStatus('three.mov', 'Running');
    await example.mood('well');
    for (const name of ['two.mov', 'three.mov']) await deck.expectStatus(name, 'Completed');
    expect((await example.get('/files')).map(({ name }) => name)).not.toContain('one.mov');
  });

  await test.step('a permanent failure waits for Retry', async () => {
    await example.mood('broken');
    // Moves the pointer out of the list: while it is there, no new rows are shown.
    await page.getByRole('heading', { name: 'Hand in your files' }).click();
    await choose(file('last.txt', 10));
    await deck.expectStatus('last.txt', 'Failed');
    await expect(deck.row('last.txt')).toContainText('The server answered 500: the disk is full');
    await example.mood('well');
    await deck.retry('last.txt');
    await expect(page.getByRole('link', { name: 'last.txt' })).toBeVisible();
  });

  await looksRight(page, deck);
});
