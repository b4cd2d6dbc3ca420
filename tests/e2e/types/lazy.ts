// Code with a lazy deck that must compile, and code that must not. tests/widget/types.spec.js compiles it; nothing runs.

import { lazyDeck, type LazyDeck } from '../../../widget/js/lazy.js';
import type { Deck, Run, Schedule } from '../../../widget/js/taskdeck.js';

type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | void => undefined;

const deck = lazyDeck({ target: '#tasks', preload: 'idle', concurrency: 2 });
holds<Same<typeof deck, LazyDeck>>();
holds<Same<typeof deck.ready, Promise<Deck<{}>>>>();
// @ts-expect-error not a time to load
lazyDeck({ preload: 'soon' });

const typed = deck.define({ id: 'export', params: [{ name: 'year', type: 'number', required: true }], run: (_ctx, params) => `${params.year}` });
const run = typed.start('export', { year: 2026 }, { onComplete: (value) => value.length });
holds<Same<typeof run, Run<string>>>();
// @ts-expect-error not a task
typed.start('exprot', { year: 2026 });
const schedule = typed.schedule('export', { year: 2026 }, { every: 60_000 });
holds<Same<typeof schedule, Schedule>>();
// @ts-expect-error a list of runs needs the whole deck
deck.runs();
(await typed.ready).start('export', { year: 2026 });

const add = deck.wrap('Add', async (_ctx, a: number, b: number) => a + b);
const sum: number = await add.with({ id: 'sum' })(1, 2).result;
deck.cancel('sum', sum);
deck.destroy();
