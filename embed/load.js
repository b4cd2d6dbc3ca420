// The one instance of the wasm of this module.

import init, * as wasm from './taskdeck_wasm.js';

let loading;

/** Loads the wasm, once; where that failed, the next call tries again. */
export function load(source) {
  loading ??= init(source === undefined ? undefined : { module_or_path: source }).then(() => wasm);
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}
