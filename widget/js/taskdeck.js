// Taskdeck for any page. Importing it does nothing: `createDeck` loads the WebAssembly.

export { createDeck } from './create.js';
export { mountFace } from './face.js';
