// Why the wasm was not loaded, and what helps. This file is loaded only where that has happened.

import { describe } from './errors.js';

const MAGIC = '\0asm';

/** How the text of a file begins, where that can be read. */
function beginning(bytes) {
  const view = ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
  return String.fromCharCode(...view.subarray(0, 24));
}

/** Where the file is missing: what its place says of the bundler. */
function missing(file) {
  if (/\/\.vite\//.test(file)) return "Vite has moved the JavaScript of the package away from it: add optimizeDeps: { exclude: ['taskdeck'] } to vite.config.js";
  return "copy the .wasm files of the package there (cp node_modules/taskdeck/*.wasm), or give their address: createDeck({ wasm: '/…_bg.wasm' })";
}

/** Of the file, what happened to it, and what helps: one line. */
export function whyNoWasm(file, error, { response, bytes, isCompiled }) {
  const said = describe(error)[0];
  if (isCompiled) {
    if (/without a face/.test(said)) return `${file}: ${said}; a deck with a target or strings needs taskdeck_wasm_bg.wasm`;
    const isOther = error instanceof WebAssembly.LinkError || error instanceof TypeError;
    return `${file}: ${said}${isOther ? '; it does not fit this JavaScript: copy the .wasm files of the same version of the package' : ''}`;
  }
  if (response && !response.ok) {
    return `${file}: the server answered ${`${response.status} ${response.statusText}`.trimEnd()}; ${missing(file)}`;
  }
  if (error?.code === 'ENOENT') return `${file}: there is no such file; ${missing(file)}`;
  if (/content security policy|\bCSP\b/i.test(said)) {
    return `${file}: the content security policy of the page forbids it; allow script-src 'wasm-unsafe-eval' (${said})`;
  }
  if (bytes && !beginning(bytes).startsWith(MAGIC)) {
    const type = response?.headers.get('content-type');
    return `${file}: it is no WebAssembly: it begins with ${JSON.stringify(beginning(bytes))}${type ? ` and is served as ${type}` : ''}; ${missing(file)}`;
  }
  if (bytes || response) return `${file}: it could not be compiled (${said}); where the file is damaged, copy it again from the package`;
  return `${file}: it could not be fetched (${said}); see that it can be reached, and that connect-src and CORS allow it, or give its bytes: createDeck({ wasm: bytes })`;
}
