// The faces of decks: `mountFace` puts one on the page and takes it away. Most of a face is in `deck-face.js`.

import { suggestion } from './checks.js';
import { faceOptions, targetElement } from './deck-options.js';
import { describe, outOfRange, refusal, uncaught, wrongType } from './errors.js';
import { Frame } from './frame.js';

/** What a face needs of the modules that every deck has, and the class of trays, once it is loaded. */
export const tools = { Frame, Tray: undefined, loadTray, describe, outOfRange, refusal, suggestion, uncaught, wrongType };

/** Loads the button of a tray. */
export async function loadTray() {
  ({ Tray: tools.Tray } = await import('./tray.js'));
}

/** What checks the texts that replace those of a face, once it is loaded. */
let strings;

/** Loads what `checkStrings` needs. */
export async function loadStrings() {
  strings ??= await import('./strings.js');
}

/** Checks the texts that replace those of a face: now, or once what that needs is loaded. */
export function checkStrings(given) {
  if (strings) strings.checkStrings(given, tools);
  else loadStrings().then(() => checkStrings(given)).catch(uncaught);
}

/** The faces of the decks that can have one. */
const faces = new WeakMap();

/** Creates the face of a deck, and shows it if there is a target. */
export function createFace(deck, wasm, core, settings) {
  const face = new wasm.DeckFace(tools, deck, wasm, core, settings);
  faces.set(deck, face);
  return face;
}

export function mountFace(deck, target, given) {
  const options = faceOptions(given);
  if (typeof deck?.spawn !== 'function') throw wrongType('deck', 'deck must be what createDeck has resolved with');
  const face = faces.get(deck);
  if (!face) throw refusal('face', 'this deck can have no face: create it with createDeck({ face: true }), of taskdeck and not of taskdeck/headless');
  if (options.strings) checkStrings(options.strings);
  return face.mount(targetElement(target), options);
}
