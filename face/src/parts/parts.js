// Loads the parts of the program. script/split appends the parts to this file, each with the name of its function that the
// program imports, and their build.

/** What parts import: the exports of the program. */
let program;
/** Returns where a file is: an address, a `Response`, bytes or a module. */
let placeOf = (file, address) => address;
/** The last failure of each part. */
const failures = new Map();
const parts = [];

/** Connects the parts to the program. `place` is called with the name of a file and its address beside the glue. */
export function connectParts(exports, place) {
  program = exports;
  if (place) placeOf = place;
}

/** Loads every part. */
export const loadAllParts = () => Promise.all(parts.map((load) => load()));

/** Where the file of a part that failed was looked for. */
export const partAddress = (name) => failures.get(name)?.address ?? '';

/** Whether the file of a part that failed is gone, or belongs to another build. */
export const partIsGone = (name) => failures.get(name)?.isGone ?? false;

async function compiled(given, address) {
  if (given instanceof WebAssembly.Module) return given;
  if (typeof given?.byteLength === 'number') return WebAssembly.compile(given);
  const response = given instanceof Response ? given : await fetch(address);
  if (!response.ok) throw { status: response.status };
  const isWasm = /^application\/wasm\b/.test(response.headers.get('content-type'));
  return isWasm ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

const buildOf = (module) => WebAssembly.Module.customSections(module, 'build').map((bytes) => new TextDecoder().decode(bytes))[0];

/**
 * Returns what loads a part, once: a failed load is tried again. A part is started after the one that it lies under, and its
 * file is loaded beside the other's.
 */
function part(name, file, defaultAddress, build, above) {
  let loading;
  const start = async () => {
    const given = await placeOf(file, String(defaultAddress()));
    const address = given instanceof Response ? given.url : String(given);
    let module;
    try {
      module = await compiled(given, address);
      if (buildOf(module) !== build) throw { status: 404 };
    } catch (error) {
      throw Object.assign(new Error(`the part ${name} did not load`, { cause: error }), { address, isGone: [404, 410].includes(error?.status) });
    }
    return module;
  };
  const load = async () => {
    const own = start();
    own.catch(() => {});
    await above?.();
    await WebAssembly.instantiate(await own, { __wasm_split: program });
  };
  const once = () => {
    loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  parts.push(once);
  return once;
}

/** Returns the function that the program imports. It calls back with what it was given, and whether the part is there. */
const loader = (name, load) => async (callback, data) => {
  let isThere = true;
  try {
    await load();
  } catch (error) {
    failures.set(name, error);
    isThere = false;
  }
  program.__indirect_function_table.get(callback)(data, isThere);
};
