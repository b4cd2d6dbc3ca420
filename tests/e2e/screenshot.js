// Takes the README's screenshots from the running release: docs/images/dashboard-light.png and -dark.png.

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { Deck } from './deck.js';
import { bytes, startServer } from './server.js';

const into = fileURLToPath(new URL('../../docs/images/', import.meta.url));
await mkdir(into, { recursive: true });
const server = await startServer();
const browser = await chromium.launch({ executablePath: process.env.TASKDECK_CHROMIUM ?? '/usr/bin/chromium', args: ['--disable-gpu'] });

/** Draws pictures of some size in the page: `[{ name, mimeType, buffer }]`. */
async function pictures(page, count) {
  const drawn = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1_200, 900);
    const context = canvas.getContext('2d');
    const sky = context.createLinearGradient(0, 0, 0, 900);
    [['0', '#27487f'], ['0.5', '#e7936d'], ['1', '#f7d9a8']].forEach(([at, colour]) => sky.addColorStop(Number(at), colour));
    context.fillStyle = sky;
    context.fillRect(0, 0, 1_200, 900);
    for (let hill = 0; hill < 6; hill += 1) {
      context.fillStyle = `hsl(${220 + hill * 6} 45% ${38 - hill * 5}%)`;
      context.beginPath();
      context.moveTo(0, 900);
      for (let x = 0; x <= 1_200; x += 2) context.lineTo(x, 420 + hill * 80 + Math.sin(x / (170 - hill * 17) + hill * 2) * 60 + Math.sin(x * 7.3) * 3);
      context.lineTo(1_200, 900);
      context.fill();
    }
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  return Array.from({ length: count }, (_, at) => ({ name: `holiday-${at + 1}.png`, mimeType: 'image/png', buffer: Buffer.from(drawn) }));
}

/** Starts runs in every state: completed with results, with problems, failed, running. */
async function scene(deck) {
  const { page } = deck;
  await deck.choose('Hash files', [{ name: 'thesis.pdf', mimeType: 'application/pdf', buffer: bytes(7, 3_200_000) }]);
  await deck.run('Hash files');
  await deck.row('Hash files: thesis.pdf').filter({ hasText: 'SHA-256' }).waitFor();
  await (await deck.field('Convert images', 'Format')).selectOption({ label: 'WebP' });
  const images = [...(await pictures(page, 7)), { name: 'scan.png', mimeType: 'image/png', buffer: Buffer.from('no picture') }];
  await deck.choose('Convert images', images, 'Images');
  await deck.run('Convert images');
  await deck.row('Convert images: 8 files').filter({ hasText: 'Done with problems' }).waitFor();
  await deck.choose('Inspect data', { name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(`id,date,amount\n${'7,2026-03-01,12.50\n'.repeat(60_000)}`) });
  await (await deck.field('Inspect data', 'Convert to')).selectOption({ label: 'Nothing' });
  await deck.run('Inspect data');
  await deck.row('Inspect data: orders.csv').filter({ hasText: '60,000 rows' }).waitFor();
  const download = (await deck.form('Download')).getByRole('textbox').first();
  await download.fill(server.file({ id: 'missing', status: 404, text: 'Not Found', name: 'release-2.1.tar.gz' }));
  await deck.run('Download');
  await deck.rows().filter({ hasText: 'Failed' }).first().waitFor();
  await (await deck.form('Download')).getByRole('textbox').first().fill(server.file({ id: 'half', size: 96_000_000, hold: 61_000_000, name: 'debian-12.iso' }));
  await deck.run('Download');
  await server.held('half');
  await deck.progress(/debian/).waitFor();
  // A closed form shows all tasks.
  await page.getByRole('button', { name: 'Form of Download' }).click();
  await deck.openDetails('Convert images: 8 files');
  await page.mouse.move(0, 0);
  await page.waitForTimeout(700);
}

try {
  for (const colorScheme of ['light', 'dark']) {
    server.reset();
    const page = await browser.newPage({ baseURL: server.origin, colorScheme, viewport: { width: 1600, height: 880 }, deviceScaleFactor: 2 });
    const deck = new Deck(page);
    await deck.open();
    await scene(deck);
    const path = `${into}dashboard-${colorScheme}.png`;
    await page.screenshot({ path });
    console.log(path);
    await page.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
