// Taskdeck for any page. Importing it does nothing; `createDeck` loads the wasm.

export { createDeck } from './deck.js';
