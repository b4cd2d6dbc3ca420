/**
 * The address of a WebAssembly file of this package, for `createDeck({ wasm })`, as a bundler gives it that treats such files as
 * assets. Vite needs `?url` after the name.
 */
declare const address: string;
export default address;
