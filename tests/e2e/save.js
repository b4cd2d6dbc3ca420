// Files saved by the page, as bytes.

import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';

/** Presses Save in the details and returns the saved file. Where it was saved before, the button is called *Saved*. */
export async function save(deck, name, label = 'Save') {
  const button = deck.details.getByRole('button', { name: `${label} ${name}`, exact: true });
  return saved(deck.page, name, () => button.click());
}

/** Calls `act`, which saves a file whose name is `name` or matches it, and returns that file. */
export async function saved(page, name, act) {
  const isFirefox = page.context().browser().browserType().name() === 'firefox';
  const file = await (isFirefox ? savedThere(page, act) : downloaded(page, act));
  if (typeof name === 'string') expect(file.name).toBe(name);
  else expect(file.name).toMatch(name);
  return file.contents;
}

async function downloaded(page, act) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), contents: await readFile(await download.path()) };
}

/** WebDriver BiDi does not report downloads, so this records what the page hands to the browser. */
async function savedThere(page, act) {
  await page.evaluate(() => {
    const blobs = new Map();
    const { createObjectURL } = URL;
    delete globalThis.saved;
    URL.createObjectURL = (blob) => {
      const address = createObjectURL.call(URL, blob);
      blobs.set(address, blob);
      return address;
    };
    HTMLElement.prototype.click = function () {
      globalThis.saved = { name: this.download, blob: blobs.get(this.href) };
    };
  });
  await act();
  await page.waitForFunction(() => globalThis.saved);
  const [name, text64] = await page.evaluate(async () => {
    const bytes = new Uint8Array(await globalThis.saved.blob.arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
    return [globalThis.saved.name, btoa(text)];
  });
  return { name, contents: Buffer.from(text64, 'base64') };
}
