import type { Deck, DeckOptions } from './taskdeck.js';

/**
 * `<task-deck variant header without concurrency theme locale>`: a deck as an element. Importing this module defines the element.
 *
 * `header` is `full`, `compact` or `none`. `without` lists the controls that are left out: `without="pause search"`.
 *
 * Changes of `theme` and `concurrency` apply at once. The other attributes are read when the deck is created. Moving the
 * element in the document keeps its runs. Removing it stops them and destroys the deck; if it is put back, it creates a new
 * deck.
 */
export declare class TaskDeckElement extends HTMLElement {
  /** The deck; `null` before it is ready and after the element was removed. */
  readonly deck: Deck | null;
  /** Resolves with the deck. Rejects if the deck cannot be created. */
  readonly ready: Promise<Deck>;
  /** Options of `createDeck` that have no attribute, such as `strings`; they go before the attributes. Set them before the element is put into the document. */
  options: Omit<DeckOptions, 'target'>;
}

declare global {
  interface HTMLElementTagNameMap {
    'task-deck': TaskDeckElement;
  }
}
