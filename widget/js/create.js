// Decks that may have a face.

import { deckOptions } from './deck-options.js';
import { Deck } from './deck.js';
import { createFace, loadTray, tools } from './face.js';
import { load } from './face-module.js';

export async function createDeck(given) {
  const settings = deckOptions(given);
  const { target, face = target !== undefined, strings, variant } = settings;
  // Only the module with a face has the texts that `strings` are checked against.
  const loading = load(face || strings !== undefined, settings.wasm, settings.chunks);
  if (target && variant === 'tray') await Promise.all([loading, loadTray()]);
  const wasm = await loading;
  if (strings) wasm.checkStrings(strings, wasm, tools);
  return new Deck(wasm, settings, face && ((...parts) => createFace(...parts, settings)));
}
