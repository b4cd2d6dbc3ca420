// The types of the hooks for React 18 and later. React's own types are not imported: a package that is linked does not find them.

import type { Deck, DeckOptions, KnownTask, ResultOf, Run, RunSnapshot, StartArguments, TaskId, TaskOf } from './taskdeck.js';

/** The options of `createDeck`, except that `target` may also be a ref: `const place = useRef<HTMLDivElement>(null)`. */
export interface UseDeckOptions extends Omit<DeckOptions, 'target'> {
  /**
   * The element for the face: a ref, an element, or a selector. The element must be rendered with the component and
   * stay as long as the component. Without a target the deck has no face.
   */
  target?: { readonly current: Element | null } | Element | string | null;
}

/** Selects runs of these statuses and this task, with this text in the title, task, id or error. */
export type RunFilter = NonNullable<Parameters<Deck['runs']>[0]>;

/**
 * Returns the deck of this component; null until the deck is ready, and while the page is rendered on a server.
 *
 * The deck is created after the component is mounted. It is destroyed, with its runs, when the component is unmounted for
 * good; StrictMode and a hot reload keep it. The options of the first render apply, except `concurrency`, which may
 * change. To change others, give the component another `key`.
 *
 * If `createDeck` rejects, the error is thrown during rendering, to the nearest error boundary.
 *
 * @param define Called once with each new deck, before the hook returns it. Define the tasks here. The type of the deck
 *   that it returns is the type that the hook returns.
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
 * Returns the runs of a deck that match the filter, newest first; an empty list without a deck.
 *
 * The component renders again when one of them changes, for progress at most once a frame. The list and each snapshot in
 * it stay the same objects until they change, so rows can use `memo`.
 */
export function useRuns(deck: Deck<any> | null | undefined, filter?: RunFilter): readonly RunSnapshot[];

/** Returns the run of this id, and renders again when it changes; null while there is none. */
export function useRun(deck: Deck<any> | null | undefined, id: string | null | undefined): RunSnapshot | null;

/** A task as one component uses it. Its functions stay the same as long as the deck and the id do. */
export interface TaskState<Task = unknown> {
  /** Its runs, newest first. */
  readonly runs: readonly RunSnapshot[];
  /** The newest of them; null before the first. */
  readonly last: RunSnapshot | null;
  /** Whether one of them has not ended. */
  readonly isLive: boolean;
  /** Starts a run. @throws Error while there is no deck, and as `deck.start` */
  start(...given: StartArguments<Task, ResultOf<Task>>): Run<ResultOf<Task>>;
  /** Cancels its live runs. Returns their number. */
  cancelAll(reason?: unknown): number;
}

/**
 * Returns what a button and a list for one task need, and renders again when one of its runs changes. If the type of the deck
 * lists its tasks, `start` takes the parameters of this one.
 */
export function useTask<Tasks extends Record<string, KnownTask>, const Id extends TaskId<Tasks>>(deck: Deck<Tasks> | null | undefined, id: Id): TaskState<TaskOf<Tasks, Id>>;

/**
 * Creates a deck as `useDeck` does, and provides it to all components below. Put it above the routes, so that a change of route
 * keeps the runs.
 *
 * ```tsx
 * <DeckProvider options={{ concurrency: 3 }} define={(deck) => deck.define(upload)}>
 *   <App />
 * </DeckProvider>
 * ```
 *
 * `deck` provides one that was created elsewhere, and is destroyed there: that of a test, for example.
 */
export function DeckProvider(props: DeckProviderProps): any;

/** What `DeckProvider` takes: the options and tasks of its own deck, or a deck. */
export type DeckProviderProps = { readonly children?: unknown } & (
  | { readonly options?: UseDeckOptions; readonly define?: (deck: Deck) => unknown; readonly deck?: never }
  | { readonly deck: Deck<any> | null | undefined }
);

/** Returns the deck of the nearest provider; null until it is ready. @throws Error without a provider */
export function useDeckContext<D extends Deck<any> = Deck>(): D | null;
