// Explains a failed load of the WebAssembly and suggests a fix. Loaded only after such a failure.

const MAGIC = '\0asm';

/** Returns the first characters of a file. */
function beginning(bytes) {
  const view = ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
  return String.fromCharCode(...view.subarray(0, 24));
}

/** Returns the fix for a missing file. The address may give away the bundler. */
function fixForMissing(file) {
  if (!/\.wasm\b/.test(file)) return 'give the bytes or the address of a .wasm file of the package';
  if (/\/\.vite\//.test(file)) return "Vite has moved the JavaScript of the package away from it: add optimizeDeps: { exclude: ['taskdeck'] } to vite.config.js";
  return "copy the .wasm files of the package there (cp node_modules/taskdeck/*.wasm), or give their address: createDeck({ wasm: '/…_bg.wasm' })";
}

/** Returns one line with the file, the message of the error and a fix. */
export function whyNoWasm(file, error, message, { response, bytes, isCompiled }) {
  if (isCompiled) {
    if (/without a face/.test(message)) return `${file}: ${message}; a deck with a target or strings needs taskdeck_wasm_bg.wasm`;
    const isOther = error instanceof WebAssembly.LinkError || error instanceof TypeError;
    return `${file}: ${message}${isOther ? '; it does not fit this JavaScript: copy the .wasm files of the same version of the package' : ''}`;
  }
  if (response && !response.ok) {
    return `${file}: the server answered ${`${response.status} ${response.statusText}`.trimEnd()}; ${fixForMissing(file)}`;
  }
  if (error?.code === 'ENOENT') return `${file}: there is no such file; ${fixForMissing(file)}`;
  if (/content security policy|\bCSP\b/i.test(message)) {
    return `${file}: the content security policy of the page forbids it; allow script-src 'wasm-unsafe-eval' (${message})`;
  }
  if (bytes && !beginning(bytes).startsWith(MAGIC)) {
    const type = response?.headers.get('content-type');
    return `${file}: it is no WebAssembly: it begins with ${JSON.stringify(beginning(bytes))}${type ? ` and is served as ${type}` : ''}; ${fixForMissing(file)}`;
  }
  if (bytes || response) return `${file}: it could not be compiled (${message}); where the file is damaged, copy it again from the package`;
  return `${file}: it could not be fetched (${message}); see that it can be reached, and that connect-src and CORS allow it, or give its bytes: createDeck({ wasm: bytes })`;
}
