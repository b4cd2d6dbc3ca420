// Code that must compile, and code that must not. tests/widget/types.spec.js compiles it; nothing runs.

import { createDeck, mountFace, type Deck, type Run, type RunSnapshot, type Wrapped } from '../../../widget/js/taskdeck.js';
import { expose } from '../../../widget/js/worker.js';

type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | void => undefined;

const deck = await createDeck({ target: '#tasks', variant: 'dashboard', concurrency: 4, theme: 'auto' });

// The result of a body is the result of its run.
const sum = deck.spawn('Sum', async (ctx) => {
  ctx.progress(1, 2, 'half');
  ctx.summary('1 of 2');
  ctx.problem('line 7 has no date');
  // @ts-expect-error not a text
  ctx.problem(new Error('no'));
  await ctx.sleep(10);
  const child = ctx.spawn('Child', () => 'text');
  holds<Same<typeof child, Run<string>>>();
  await fetch('/', { signal: ctx.signal });
  return 1 + 1;
});
holds<Same<typeof sum, Run<number>>>();
holds<Same<typeof sum.result, Promise<number>>>();
const status: 'queued' | 'running' | 'cancelling' | 'completed' | 'failed' | 'cancelled' = sum.status;
void status;

const add = deck.wrap('Add', (_ctx, a: number, b: string) => `${a}${b}`);
holds<Same<typeof add, Wrapped<[a: number, b: string], string>>>();
// @ts-expect-error not an argument of the function
add('1', 'b');
const added = add(1, 'a');
holds<Same<typeof added, Run<string>>>();
const addedLater = add.with({ delay: 1000 })(1, 'a');
holds<Same<typeof addedLater, Run<string>>>();
const again = added.retry({ priority: 'background' });
holds<Same<typeof again, Run<string>>>();

const lengths = deck.map(['a', 'b'], async (item, child, index) => item.length + index + child.attempt, { concurrency: 2, title: (item) => item.trim() });
holds<Same<typeof lengths, Run<number[]>>>();
const settled = deck.map(new Set([1]), (item) => `${item}`, { settle: true });
holds<Same<typeof settled, Run<PromiseSettledResult<string>[]>>>();
async function* pages() {
  yield { page: 1 };
}
const drawn = deck.map(pages(), ({ page }) => page);
holds<Same<typeof drawn, Run<number[]>>>();
const parent: string | null = drawn.parent;
const lines: readonly { at: number; text: string }[] = drawn.log;
const summary: string | null = drawn.summary;
const problems: number = drawn.toJSON().problems;
const retryOf: string | null = again.retryOf;
void [parent, lines, summary, problems, retryOf];
const remove: () => void = mountFace(deck, '#place', { variant: 'tray', header: 'compact', controls: { pause: false } });
remove();
await deck.onEmpty();
await deck.onSizeLessThan(10);

// The declared parameters of a task are those of its body and of its starts.
const typed = deck.define({
  id: 'export',
  title: 'Export report',
  params: [
    { name: 'format', type: 'select', options: ['csv', { value: 'json', label: 'JSON' }] },
    { name: 'rows', type: 'number', min: 1 },
    { name: 'name', required: true },
    { name: 'header', type: 'switch' },
    { name: 'note', default: '' },
    { name: 'files', type: 'files' },
  ],
  overlap: 'queue',
  priority: 'user-visible',
  timeout: 60_000,
  retry: { limit: 3, delay: 1000, factor: 2, maxDelay: 30_000, jitter: true, when: (error) => error.status === 503 },
  async run(ctx, params) {
    holds<Same<typeof params, { format: 'csv' | 'json'; name: string; header: boolean; note: string; rows?: number; files?: File[] }>>();
    holds<Same<typeof ctx.params, typeof params>>();
    return { bytes: params.rows ?? 0 };
  },
});
const run = typed.start('export', { name: 'x', format: 'json' }, { onComplete: ({ bytes }) => bytes.toFixed() });
holds<Same<typeof run, Run<{ bytes: number }>>>();
typed.start('export', { name: 'x', files: new File([], 'x') });
(typed as Deck).start('defined elsewhere', { anything: 1 });
deck.start('export', { anything: 1 });
typed.schedule('export', { name: 'x' }, { every: 60_000, suspendAfter: { failures: 3 } });

// @ts-expect-error no such task
typed.start('exprot');
// @ts-expect-error no such task
typed.schedule('exprot', {}, { every: 60_000 });
// @ts-expect-error a required parameter is missing
typed.start('export', {});
// @ts-expect-error no such format
typed.start('export', { name: 'x', format: 'xml' });
// @ts-expect-error no such parameter
typed.start('export', { name: 'x', colour: 'red' });
// @ts-expect-error a number, not a text
typed.start('export', { name: 'x', rows: '3' });
// @ts-expect-error no such status
deck.runs({ status: 'ended' });
// @ts-expect-error no such priority
deck.spawn('x', () => {}, { priority: 'high' });
// @ts-expect-error no such overlap
deck.spawn('x', () => {}, { overlap: 'que' });
// @ts-expect-error no such option
deck.spawn('x', () => {}, { timeuot: 5 });
// @ts-expect-error no body and no worker
deck.spawn('x', undefined, {});
// @ts-expect-error no such kind of parameter
deck.define({ id: 'y', params: [{ name: 'x', type: 'colour' }], run() {} });
// @ts-expect-error a snapshot does not change
deck.getSnapshot().runs[0].status = 'failed';
// @ts-expect-error a run's status is not set
sum.status = 'failed';
// @ts-expect-error not an option of createDeck
void createDeck({ concurency: 4 });
void createDeck({ header: false, controls: { concurrency: false, pause: false, search: false, palette: false, settings: false, clear: false } });
// @ts-expect-error there is no such header
void createDeck({ header: 'none' });
// @ts-expect-error there is no such control
void createDeck({ controls: { serach: false } });
void createDeck({ strings: { Run: 'Starten', 'Cancel {title}': '{title} abbrechen' } });
// @ts-expect-error there is no such text
void createDeck({ strings: { Rum: 'Starten' } });
// @ts-expect-error a replacement is a text
void createDeck({ strings: { Run: 7 } });
// @ts-expect-error a run of a number does not give a text
const text: Run<string> = sum;
void text;

deck.addEventListener('statuschange', (event) => holds<Same<typeof event.detail, RunSnapshot>>());
deck.addEventListener('idle', ({ detail }) => holds<Same<typeof detail, null>>());
const leave: () => void = deck.subscribe(() => deck.getSnapshot().counts.running.toFixed());
leave();
deck.spawn('Hash', undefined, { worker: new URL('./job.js', import.meta.url), params: { file: new File([], 'x') } });
deck.spawn('Hash', null, { worker: () => new Worker('./job.js') });

deck.spawn('Hash', null, { worker: './job.js', workerReady: 30_000 });
deck.define({ id: 'hash', worker: './job.js', workerReady: 30_000, retry: { when: async (error) => error.status === 503 } });
const snapshot: RunSnapshot = sum.toJSON();
void snapshot;

expose(async (ctx, params: { a: number }) => {
  ctx.log(`${params.a}`);
  ctx.summary('in a worker');
  ctx.problem('one');
  // @ts-expect-error a body in a worker starts no runs
  ctx.spawn('x', () => {});
  return params.a;
});
