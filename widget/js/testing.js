// Decks for tests: their time goes on only when the test says so. They need no browser.

import { integer, object } from './checks.js';
import { Clock, LATEST } from './clock.js';
import { headlessOptions } from './deck-options.js';
import { ENGINE } from './engine-module.js';
import { outOfRange } from './errors.js';
import { compileSource } from './load.js';
import { inGlobals } from './testing-instance.js';

/** The compiled engine. */
let compiled;

const time = integer(0);

export async function createTestDeck(given = {}) {
  const { now = 0, wasm, ...options } = object(given, 'createTestDeck');
  if (time(now, 'now') > LATEST) throw outOfRange('now', `now must be at most ${LATEST}, and is ${now}`);
  const clock = new Clock(now);
  const settings = headlessOptions(options, 'createTestDeck', 'a test deck has no face: leave it out');
  if (wasm !== undefined) compiled = compileSource(wasm);
  compiled ??= compileSource(ENGINE.file, ENGINE.name);
  const module = await compiled.catch((error) => {
    compiled = undefined;
    throw error;
  });
  const { start } = inGlobals(clock.globals());
  return { deck: await start(module, settings), clock };
}
