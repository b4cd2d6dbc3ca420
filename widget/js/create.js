// Decks that may have a face.

import { deckOptions } from './deck-options.js';
import { Deck } from './deck.js';
import { Face } from './face.js';
import { load } from './face-module.js';
import { checkStrings } from './strings.js';

export async function createDeck(given) {
  const settings = deckOptions(given);
  const { target, face = target !== undefined, strings } = settings;
  // Only the module with a face has the texts that `strings` are checked against.
  const wasm = await load(face || strings !== undefined, settings.wasm, settings.chunks);
  if (strings) checkStrings(strings, wasm);
  return new Deck(wasm, settings, face && ((...parts) => new Face(...parts, settings)));
}
