// The module of decks with a face, and the choice between the two modules.

import { ENGINE, loadEngine } from './engine-module.js';
import { compileSource, hasFace, loadOnce } from './load.js';

// Bundlers find the files by these expressions, so they have to be literals.
const FULL = {
  name: 'taskdeck_wasm_bg.wasm',
  // What only a face needs of the JavaScript comes with its module.
  glue: async () => Object.assign({}, ...(await Promise.all([import('./taskdeck_wasm.js'), import('./deck-face.js')]))),
  file: () => new URL('./taskdeck_wasm_bg.wasm', import.meta.url),
  hasFace: true,
  ready: undefined,
  address: undefined,
};

/** Returns the exports of the module for a deck. A deck without a face uses a module that is loaded already or that was given. */
export async function load(withFace, source) {
  if (withFace || FULL.ready) return loadOnce(FULL, source);
  if (ENGINE.ready || source === undefined) return loadEngine(source);
  const module = await compileSource(source);
  return hasFace(module) ? loadOnce(FULL, module, source) : loadEngine(module, source);
}
