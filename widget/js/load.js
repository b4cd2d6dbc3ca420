// The wasm of this package: the engine of a deck alone, and the engine with a face. Each is loaded once.

import { describe } from './errors.js';

// Bundlers find the files by these expressions: they stand here word for word.
const ENGINE = {
  name: 'taskdeck_engine_bg.wasm',
  glue: () => import('./taskdeck_engine.js'),
  file: () => new URL('./taskdeck_engine_bg.wasm', import.meta.url),
  ready: undefined,
};
const WHOLE = {
  name: 'taskdeck_wasm_bg.wasm',
  glue: () => import('./taskdeck_wasm.js'),
  file: () => new URL('./taskdeck_wasm_bg.wasm', import.meta.url),
  ready: undefined,
};

const exports = (module, wanted) => WebAssembly.Module.exports(module).some(({ name }) => name === wanted);
const hasFace = (module) => exports(module, 'mount_face');

/** An error of loading: names the file, what happened to it, and what helps. */
async function failure(file, error, seen = {}) {
  let why = `${file}: ${describe(error)[0]}`;
  try {
    const { whyNoWasm } = await import('./why-wasm.js');
    why = whyNoWasm(file, error, seen);
  } catch {
    // It stays at that.
  }
  return Object.assign(new Error(`Taskdeck could not load ${why}`, { cause: error }), { code: 'load' });
}

/**
 * The bytes of a file on disk, where the address is one and this is Node, whose `fetch` knows no such address. A bundler for
 * servers may have moved our own file away: then that of the installed package is read.
 */
async function fromDisk(address, own) {
  const { process } = globalThis;
  const fs = process?.getBuiltinModule?.('node:fs/promises');
  const isFile = /^file:/i.test(address);
  if (!fs || (!isFile && (typeof document !== 'undefined' || /^[a-z][\w+.-]+:/i.test(address)))) return undefined;
  try {
    return await fs.readFile(isFile ? new URL(address) : address);
  } catch (error) {
    if (!own) throw error;
    try {
      const { createRequire } = process.getBuiltinModule('node:module');
      return await fs.readFile(createRequire(`${process.cwd()}/`).resolve(`taskdeck/${own}`));
    } catch {
      throw error;
    }
  }
}

/** The compiled module; notes in `seen` what it was made of. */
async function compile(given, seen, own) {
  if (given instanceof WebAssembly.Module) return given;
  if (typeof given?.byteLength !== 'number') {
    const isAddress = typeof given === 'string' || given instanceof URL;
    const bytes = isAddress ? await fromDisk(String(given), own) : undefined;
    if (!bytes) {
      const response = (seen.response = given instanceof Response ? given : await fetch(given));
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      if (/^application\/wasm\b/.test(response.headers.get('content-type'))) return WebAssembly.compileStreaming(response);
    }
    given = bytes ?? (await seen.response.arrayBuffer());
  }
  seen.bytes = given;
  return WebAssembly.compile(given);
}

async function compiled(source, own) {
  const seen = {};
  let file = own ?? 'what was given as wasm';
  try {
    const given = await (own ? source() : source);
    file = String(given?.url ?? given?.href ?? (typeof given === 'string' ? given : file)).slice(0, 300) || file;
    return await compile(given, seen, own);
  } catch (error) {
    throw await failure(file, error, seen);
  }
}

async function start(module, source) {
  const [wasm, made] = await Promise.all([
    module.glue().catch(async (error) => {
      throw await failure('its own code', error);
    }),
    source === undefined ? compiled(module.file, module.name) : compiled(source),
  ]);
  try {
    if (!exports(made, 'core_new')) throw new TypeError('it is another module');
    if (module === WHOLE && !hasFace(made)) throw new Error('it is the engine alone, without a face');
    const { memory } = await wasm.default({ module_or_path: made });
    return { ...wasm, memory };
  } catch (error) {
    throw await failure(source === undefined ? module.name : 'what was given as wasm', error, { isCompiled: true });
  }
}

/** The one instance of a module. Where it cannot be had, the next who asks tries again. */
function loaded(module, source) {
  module.ready ??= start(module, source).catch((error) => {
    module.ready = undefined;
    throw error;
  });
  return module.ready;
}

/** What is exported by the wasm for a deck. One without a face does with what is there, or with what is given. */
export async function load(withFace, source) {
  if (withFace || WHOLE.ready) return loaded(WHOLE, source);
  if (ENGINE.ready || source === undefined) return loaded(ENGINE, source);
  const module = await compiled(source);
  return loaded(hasFace(module) ? WHOLE : ENGINE, module);
}
