// The engine of a deck for tests. script/widget bundles this module with the glue into a function whose parameters are the
// globals, so each deck has a module of its own, in a time of its own.

import * as glue from 'taskdeck-engine';
import { Deck } from './deck.js';

export async function start(module, settings) {
  const { memory } = await glue.default({ module_or_path: module });
  return new Deck({ ...glue, memory }, settings);
}
