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

/** Loads the module, and tells its parts where their files are. */
async function loadWhole(source, given, chunks) {
  const wasm = await loadOnce(FULL, source, given);
  // A bundler gives the module another name, and then finds its parts itself.
  const isPlain = FULL.address?.split(/[?#]/)[0].endsWith(FULL.name);
  const beside = (file, address) => (isPlain ? new URL(file, new URL(FULL.address, document.baseURI)).href : address);
  wasm.connectParts(wasm.exports, chunks ?? beside);
  return wasm;
}

/** Loads what a face is made of. After a failed load, the next call tries again. */
async function withFace(loading) {
  const wasm = await loading;
  try {
    await wasm.load_face();
  } catch (error) {
    throw Object.assign(new Error(`Taskdeck could not load its face: ${error.message}`, { cause: error }), { code: 'load' });
  }
  return wasm;
}

/**
 * Returns the exports of the module for a deck. `need` is what that must have now: a `'face'`, a `'tray'`, whose face is loaded
 * later, or nothing. A deck without a face uses a module that is loaded already or that was given.
 */
export async function load(need, source, chunks) {
  if (need === 'tray') return loadWhole(source, source, chunks);
  if (need === 'face') return withFace(loadWhole(source, source, chunks));
  if (FULL.ready) return loadWhole(source, source, chunks);
  if (ENGINE.ready || source === undefined) return loadEngine(source);
  const module = await compileSource(source);
  return hasFace(module) ? loadWhole(module, source, chunks) : loadEngine(module, source);
}
