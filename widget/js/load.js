// Loads a module of this package, once.

import { quoted } from './checks.js';
import { describe, warnOnce } from './errors.js';

const hasExport = (module, wanted) => WebAssembly.Module.exports(module).some(({ name }) => name === wanted);
export const hasFace = (module) => hasExport(module, 'mount_face');

/** Returns the error of a failed load: it names the file, the cause, and a fix. */
async function loadError(file, error, details = {}) {
  const [message] = describe(error);
  let why = `${file}: ${message}`;
  try {
    const { whyNoWasm } = await import('./why-wasm.js');
    why = whyNoWasm(file, error, message, details);
  } catch {
    // Without the explanation, the message of the error has to do.
  }
  return Object.assign(new Error(`Taskdeck could not load ${why}`, { cause: error }), { code: 'load' });
}

/** Reads a file from disk in Node; undefined elsewhere, and for addresses of no file. */
async function readFromDisk(address, packaged) {
  if (!globalThis.process?.getBuiltinModule) return undefined;
  return (await import('./read-file.js')).readFromDisk(address, packaged);
}

/** Compiles a module. Leaves the response and the bytes in `details`, for the explanation of a failure. */
async function compile(given, details, packaged) {
  if (given instanceof WebAssembly.Module) return given;
  if (typeof given?.byteLength !== 'number') {
    const isAddress = typeof given === 'string' || given instanceof URL;
    const bytes = isAddress ? await readFromDisk(String(given), packaged) : undefined;
    if (!bytes) {
      const response = (details.response = given instanceof Response ? given : await fetch(given));
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      if (/^application\/wasm\b/.test(response.headers.get('content-type'))) return WebAssembly.compileStreaming(response);
    }
    given = bytes ?? (await details.response.arrayBuffer());
  }
  details.bytes = given;
  return WebAssembly.compile(given);
}

export async function compileSource(source, packaged) {
  const details = {};
  let file = packaged ?? 'what was given as wasm';
  try {
    const given = await (packaged ? source() : source);
    file = String(given?.url ?? given?.href ?? (typeof given === 'string' ? given : file)).slice(0, 300) || file;
    return await compile(given, details, packaged);
  } catch (error) {
    throw await loadError(file, error, details);
  }
}

async function start(module, source) {
  const [wasm, compiled] = await Promise.all([
    module.glue().catch(async (error) => {
      throw await loadError('its own code', error);
    }),
    source === undefined ? compileSource(module.file, module.name) : compileSource(source),
  ]);
  try {
    if (!hasExport(compiled, 'core_new')) throw new TypeError('it is another module');
    if (module.hasFace && !hasFace(compiled)) throw new Error('it is the engine alone, without a face');
    if (!module.hasFace && hasFace(compiled)) throw new Error('it is the module with a face, and taskdeck/headless has none');
    const exports = await wasm.default({ module_or_path: compiled });
    return { ...wasm, exports, memory: exports.memory };
  } catch (error) {
    throw await loadError(source === undefined ? module.name : 'what was given as wasm', error, { isCompiled: true });
  }
}

/**
 * Returns the only instance of a module. After a failed load, the next call tries again. `given` is the source that the page gave,
 * where `source` is compiled from it already.
 */
export function loadOnce(module, source, given = source) {
  const address = typeof given === 'string' || given instanceof URL ? String(given) : undefined;
  if (module.ready && address !== undefined && address !== module.address) {
    warnOnce(`wasm: ${quoted(address)} has no effect, as the WebAssembly is loaded already`);
  }
  module.ready ??= start(module, source).catch((error) => {
    module.ready = undefined;
    module.address = undefined;
    throw error;
  });
  module.address ??= address;
  return module.ready;
}
