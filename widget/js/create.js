// Decks that may have a face.

import { deckOptions } from './deck-options.js';
import { Deck } from './deck.js';
import { createFace, loadTray, tools } from './face.js';
import { load } from './face-module.js';

export async function createDeck(given) {
  const settings = deckOptions(given);
  const { target, face = target !== undefined, strings, variant } = settings;
  const isTray = target && variant === 'tray';
  // The texts that `strings` are checked against are in what a face is made of.
  const need = strings !== undefined ? 'face' : isTray ? 'tray' : face && 'face';
  const loading = load(need, settings.wasm, settings.chunks);
  if (isTray) await Promise.all([loading, loadTray()]);
  const wasm = await loading;
  if (strings) wasm.checkStrings(strings, wasm, tools);
  return new Deck(wasm, settings, face && ((...parts) => createFace(...parts, settings)));
}
