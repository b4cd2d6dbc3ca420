import type { Deck, DeckOptions } from './taskdeck.js';

export type * from './taskdeck.js';

/** The options of a deck that can have no face. */
export type HeadlessOptions = Pick<DeckOptions, 'concurrency' | 'maxQueued' | 'keep' | 'wasm'>;

/**
 * Creates a deck that can have no face. A bundler that finds only this entry emits only the small module.
 * @throws TypeError whose `code` names an option of a face; an error with the code `load` when the module cannot be loaded
 */
export function createDeck(options?: HeadlessOptions): Promise<Deck>;
