// Code with the hooks for React that must compile, and code that must not. tests/widget/types.spec.js compiles it; nothing runs.

import type { Deck, Run, RunSnapshot } from '../../../widget/js/taskdeck.js';
import { DeckProvider, useDeck, useDeckContext, useRun, useRuns, useTask, type RunFilter } from '../../../widget/js/react.js';

type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | void => undefined;

declare const place: { readonly current: HTMLDivElement | null };
declare const mutable: { current: HTMLElement | null };

// The deck may be null.
const plain = useDeck();
holds<Same<typeof plain, Deck | null>>();
useDeck({ target: place, variant: 'tray', concurrency: 2 });
useDeck({ target: mutable });
useDeck({ target: '#tasks' });
useDeck({ target: document.body, theme: 'dark' });
holds<Same<ReturnType<typeof useDeck>, Deck | null>>();

// The deck has the types of the tasks that `define` adds: parameters and results.
const typed = useDeck({ target: place }, (deck) =>
  deck.define({
    id: 'export',
    params: [
      { name: 'year', type: 'number', required: true },
      { name: 'format', type: 'select', options: ['csv', 'json'] },
    ],
    async run(ctx, params) {
      holds<Same<typeof params, { year: number; format: 'csv' | 'json' }>>();
      return { rows: params.year };
    },
  }),
);
const run = typed!.start('export', { year: 2026 });
holds<Same<typeof run, Run<{ rows: number }>>>();
const untyped = useDeck(undefined, (deck) => {
  deck.define({ id: 'x', run() {} });
});
holds<Same<typeof untyped, Deck | null>>();

const runs = useRuns(typed, { status: ['running', 'queued'], task: 'export', search: 'x' });
holds<Same<typeof runs, readonly RunSnapshot[]>>();
useRuns(plain);
useRuns(null);
useRuns(undefined, { status: 'failed' });
const filter: RunFilter = { status: 'completed' };
useRuns(plain, filter);

const one = useRun(plain, run.id);
holds<Same<typeof one, RunSnapshot | null>>();
useRun(null, undefined);

// A task has the parameters and the result that the type of the deck lists.
const task = useTask(typed, 'export');
const started = task.start({ year: 2026 }, { priority: 'background' });
holds<Same<typeof started, Run<{ rows: number }>>>();
holds<Same<typeof task.last, RunSnapshot | null>>();
const anyTask = useTask(plain, 'x').start({ anything: 1 });
holds<Same<typeof anyTask, Run<any>>>();
useTask(null, 'x').cancelAll('enough').toFixed();

const shared = useDeckContext();
holds<Same<typeof shared, Deck | null>>();
const sharedTyped = useDeckContext<NonNullable<typeof typed>>();
holds<Same<typeof sharedTyped, typeof typed>>();
DeckProvider({ options: { concurrency: 2 }, define: (deck) => deck.define({ id: 'x', run() {} }), children: 'text' });
DeckProvider({ deck: plain, children: [] });

// @ts-expect-error no such task
useTask(typed, 'exprot');
// @ts-expect-error a required parameter is missing
task.start({});
// @ts-expect-error a deck that was created elsewhere has its options already
DeckProvider({ deck: plain, options: { concurrency: 2 } });
// @ts-expect-error it may be null
plain.spawn('x', () => {});
// @ts-expect-error a required parameter is missing
typed!.start('export', {});
// @ts-expect-error not an option
useDeck({ concurency: 4 });
// @ts-expect-error not an element
useDeck({ target: { current: 'text' } });
// @ts-expect-error no such status
useRuns(plain, { status: 'ended' });
// @ts-expect-error not a filter
useRuns(plain, { title: 'x' });
// @ts-expect-error a snapshot does not change
runs[0].status = 'failed';
// @ts-expect-error nor does the list
runs.push(runs[0]);
// @ts-expect-error not a deck
useRuns({});
