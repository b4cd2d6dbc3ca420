// The wasm of this package: the engine of a deck alone, and the engine with a face. Each is loaded once.

const ENGINE = { glue: () => import('./taskdeck_engine.js'), ready: undefined };
const WHOLE = { glue: () => import('./taskdeck_wasm.js'), ready: undefined };

async function start(module, source) {
  const wasm = await module.glue();
  await wasm.default(source === undefined ? undefined : { module_or_path: source });
  return wasm;
}

/** The one instance of a module. Where it cannot be had, the next who asks tries again. */
function loaded(module, source) {
  module.ready ??= start(module, source).catch((error) => {
    module.ready = undefined;
    throw error;
  });
  return module.ready;
}

async function compiled(source) {
  const given = await source;
  if (given instanceof WebAssembly.Module) return given;
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return WebAssembly.compile(given);
  const response = given instanceof Response ? given : await fetch(given);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** What is exported by the wasm for a deck. One without a face does with what is there, or with what is given. */
export async function load(withFace, source) {
  if (withFace || WHOLE.ready) return loaded(WHOLE, source);
  if (ENGINE.ready || source === undefined) return loaded(ENGINE, source);
  const module = await compiled(source);
  const hasFace = WebAssembly.Module.exports(module).some(({ name }) => name === 'mount_face');
  return loaded(hasFace ? WHOLE : ENGINE, module);
}
