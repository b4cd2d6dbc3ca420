// The module of decks without a face.

import { loadOnce } from './load.js';

// Bundlers find the files by these expressions, so they have to be literals.
export const ENGINE = {
  name: 'taskdeck_engine_bg.wasm',
  glue: () => import('./taskdeck_engine.js'),
  file: () => new URL('./taskdeck_engine_bg.wasm', import.meta.url),
  hasFace: false,
  ready: undefined,
  address: undefined,
};

export const loadEngine = (source, given) => loadOnce(ENGINE, source, given);
