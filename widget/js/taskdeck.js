// The entry of the package. Importing it has no side effect; `createDeck` loads the WebAssembly.

export { createDeck } from './deck.js';
