// Decks for tests: their time goes on only when the test says so. They need no browser.

import { number } from './checks.js';
import { Clock } from './clock.js';
import { headlessOptions } from './deck-options.js';
import { ENGINE } from './engine-module.js';
import { compileSource } from './load.js';
import { inGlobals } from './testing-instance.js';

/** The compiled engine. */
let compiled;

export async function createTestDeck({ now = 0, wasm, ...given } = {}) {
  const clock = new Clock(number(now, 'now'));
  const settings = headlessOptions(given);
  if (wasm !== undefined) compiled = compileSource(wasm);
  compiled ??= compileSource(ENGINE.file, ENGINE.name);
  const module = await compiled.catch((error) => {
    compiled = undefined;
    throw error;
  });
  const { start } = inGlobals(clock.globals());
  return { deck: await start(module, settings), clock };
}
