// Taskdeck without a face. A bundler that finds only this entry emits only the small module.

import { headlessOptions } from './deck-options.js';
import { Deck } from './deck.js';
import { loadEngine } from './engine-module.js';

export async function createDeck(given) {
  const settings = headlessOptions(given, 'createDeck', 'import createDeck from taskdeck, not from taskdeck/headless');
  return new Deck(await loadEngine(settings.wasm), settings);
}
