// Decks that may have a face.

import { deckOptions } from './deck-options.js';
import { Deck } from './deck.js';
import { checkStrings, createFace, loadStrings, loadTray } from './face.js';
import { load } from './face-module.js';

export async function createDeck(given) {
  const settings = deckOptions(given);
  const { target, face = target !== undefined, strings, variant } = settings;
  const isTray = target && variant === 'tray';
  const loading = [load(isTray ? 'tray' : face && 'face', settings.wasm, settings.chunks)];
  if (isTray) loading.push(loadTray());
  // A face that is mounted later may have some.
  if (strings || (face && !target)) loading.push(loadStrings());
  const [wasm] = await Promise.all(loading);
  if (strings) checkStrings(strings);
  return new Deck(wasm, settings, face && ((...parts) => createFace(...parts, settings)));
}
