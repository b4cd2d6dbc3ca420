import type { Deck, DeckOptions } from './taskdeck.js';

/**
 * `<task-deck variant concurrency theme locale>`: a deck as an element. Importing the module defines it.
 *
 * `theme` and `concurrency` are followed; `variant` and `locale` are read when the deck is made. Moving the
 * element in the document keeps its runs. Removing it stops them and destroys the deck; put back, it has a
 * new one.
 */
export declare class TaskDeckElement extends HTMLElement {
  /** The deck; `null` before it is ready, and after the element was removed. */
  readonly deck: Deck | null;
  /** Resolves with the deck; rejects when it cannot be made. */
  readonly ready: Promise<Deck>;
  /** What attributes cannot say, as `strings`. Set it before the element is put into the document. */
  options: Omit<DeckOptions, 'target'>;
}

declare global {
  interface HTMLElementTagNameMap {
    'task-deck': TaskDeckElement;
  }
}
