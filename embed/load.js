// The one instance of the wasm of this module.

import init, * as wasm from './taskdeck_wasm.js';

/** Loads the wasm, once: `init` sees to it, and tries again where it has failed. */
export async function load(source) {
  await init(source === undefined ? undefined : { module_or_path: source });
  return wasm;
}
