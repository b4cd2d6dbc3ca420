// The types of the hooks for React 18 and later.

import type { Deck, DeckOptions, RunSnapshot } from './taskdeck.js';

/** What `createDeck` takes, where `target` may also be a ref: `const place = useRef<HTMLDivElement>(null)`. */
export interface UseDeckOptions extends Omit<DeckOptions, 'target'> {
  /**
   * Where the face is drawn: a ref, an element, or a selector. The element must be drawn with the component, and
   * stay as long. Without one there is no face.
   */
  target?: { readonly current: Element | null } | Element | string | null;
}

/** Which runs: of these statuses, of this task, with this text in title, task, id or error. */
export type RunFilter = NonNullable<Parameters<Deck['runs']>[0]>;

/**
 * A deck of this component: null until it is ready, and while the page is rendered on a server. It is made once
 * the component is on the page, and destroyed, with its runs, when the component has gone for good; StrictMode and a
 * hot reload leave it as it is. Options are those of the first render, but for `concurrency`, which may change; for
 * others give the component another `key`.
 *
 * What `createDeck` rejects with is thrown while rendering, to the next error boundary.
 *
 * @param define called once with each deck, before anybody else sees it: the place to define tasks. What it
 *   returns says which tasks the deck knows
 *
 * ```tsx
 * const deck = useDeck({ target: place }, (deck) =>
 *   deck.define({ id: 'export', params: [{ name: 'year', type: 'number', required: true }], run: exportYear }),
 * );
 * deck?.start('export', { year: 2026 });
 * ```
 */
export function useDeck(options?: UseDeckOptions): Deck | null;
export function useDeck<D extends Deck<any>>(options: UseDeckOptions | undefined, define: (deck: Deck) => D): D | null;
export function useDeck(options: UseDeckOptions | undefined, define: (deck: Deck) => void): Deck | null;

/**
 * The runs of a deck, newest first, those that fit the filter; none while there is no deck. The component is
 * rendered anew when one of them changes, at most once a frame for progress. The list, and each snapshot in it, is
 * the same object until it says something else, so rows can be `memo`.
 */
export function useRuns(deck: Deck<any> | null | undefined, filter?: RunFilter): readonly RunSnapshot[];
