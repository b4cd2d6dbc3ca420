// What a person saves, as bytes.

import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';

/** Presses Save in the details, and returns what was saved. */
export async function save(deck, name) {
  const { page } = deck;
  const button = deck.details.getByRole('button', { name: `Save ${name}`, exact: true });
  if (page.context().browser().browserType().name() === 'firefox') return saveThere(page, button, name);
  const saving = page.waitForEvent('download');
  await button.click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe(name);
  return readFile(await download.path());
}

/** WebDriver BiDi tells nothing of downloads: what the page hands to the browser is looked at. */
async function saveThere(page, button, name) {
  await page.evaluate(() => {
    const blobs = new Map();
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      const address = createObjectURL.call(URL, blob);
      blobs.set(address, blob);
      return address;
    };
    HTMLElement.prototype.click = function () {
      globalThis.saved = { name: this.download, blob: blobs.get(this.href) };
    };
  });
  await button.click();
  const saved = await page.evaluate(async () => {
    const bytes = new Uint8Array(await globalThis.saved.blob.arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
    return [globalThis.saved.name, btoa(text)];
  });
  expect(saved[0]).toBe(name);
  return Buffer.from(saved[1], 'base64');
}
