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

/** Starts runs in every state: completed, failed, running. */
async function scene(deck) {
  const { page } = deck;
  const hash = deck.card('Hash files');
  await hash.locator('input[type=file]').first().setInputFiles([
    { name: 'holiday.mp4', mimeType: 'video/mp4', buffer: bytes(0, 24_000_000) },
    { name: 'thesis.pdf', mimeType: 'application/pdf', buffer: bytes(7, 3_200_000) },
  ]);
  await deck.run('Hash files');
  const download = (await deck.form('Download')).getByRole('textbox').first();
  await download.fill(server.file({ id: 'missing', status: 404, text: 'Not Found', name: 'release-2.1.tar.gz' }));
  await deck.run('Download');
  await deck.rows().filter({ hasText: 'Failed' }).first().waitFor();
  await download.fill(server.file({ id: 'half', size: 96_000_000, hold: 61_000_000, name: 'debian-12.iso' }));
  await deck.run('Download');
  await server.held('half');
  await deck.progress(/debian/).waitFor();
  await page.mouse.move(0, 0);
  await deck.card('Hash files').getByRole('heading').scrollIntoViewIfNeeded();
  await deck.tasks.getByRole('heading', { name: 'Tasks' }).scrollIntoViewIfNeeded();
}

try {
  for (const colorScheme of ['light', 'dark']) {
    server.reset();
    const page = await browser.newPage({ baseURL: server.origin, colorScheme, viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 });
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
