// The release: its size over the network, and the time until it can be used.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { DIST, startServer } from '../e2e/server.js';

const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css', wasm: 'application/wasm', svg: 'image/svg+xml' };

/** Serves the release in brotli, like a host, and records the files that a page loads. */
export async function serve(loaded) {
  const packed = new Map();
  const server = await startServer();
  server.answer(/./, async (request, response) => {
    const path = new URL(request.url, server.origin).pathname;
    const file = path === '/' ? 'index.html' : path.slice(1);
    if (!packed.has(file)) {
      const bytes = await readFile(join(DIST, file)).catch(() => null);
      packed.set(file, bytes && brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    }
    const bytes = packed.get(file);
    if (!bytes) return response.writeHead(404).end();
    loaded.set(file, bytes.length);
    return response.writeHead(200, { 'Content-Type': TYPES[file.split('.').pop()] ?? 'text/plain', 'Content-Encoding': 'br', 'Content-Length': bytes.length }).end(bytes);
  });
  return server;
}

/**
 * Returns the bytes that the page loads, and for each round the milliseconds until a click on Run has started a run.
 */
export async function dashboard(browser, rounds) {
  const loaded = new Map();
  const server = await serve(loaded);
  const usable = [];
  // The first round only compresses the files.
  for (let round = 0; round <= rounds; round += 1) {
    const context = await browser.newContext({ baseURL: server.origin, viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    if (round > 0) {
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
      await cdp.send('Network.enable');
      await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 40, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 });
    }
    await page.addInitScript(() => {
      const look = () => {
        const button = [...document.querySelectorAll('.td-card .td-sample')][0];
        if (button) button.click();
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      const seen = () => {
        if (document.querySelector('li.td-row:not([hidden])')) globalThis.usable = performance.now();
        else requestAnimationFrame(seen);
      };
      requestAnimationFrame(seen);
    });
    await page.goto('/');
    const at = await page.waitForFunction(() => globalThis.usable, null, { timeout: 60_000 });
    if (round > 0) usable.push(await at.jsonValue());
    await context.close();
  }
  await server.stop();
  const worker = /worker/;
  const small = [...loaded].filter(([file]) => !worker.test(file)).reduce((sum, [, bytes]) => sum + bytes, 0);
  return { small, usable };
}
