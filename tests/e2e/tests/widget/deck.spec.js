// The deck: tasks, lists, counts, pausing, lanes, idle, shutdown, destroy.

import { expect, test } from '../../widget.js';

test('a task starts by its id with its title, and a public id can be used again once its run has finished', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, thrown }) => {
    const deck = await createDeck();
    deck.define({ id: 'export', title: 'Export report', run: (ctx, { format }) => `report.${format}` });
    const run = deck.start('export', { format: 'csv' }, { id: 'one' });
    const taken = thrown(() => deck.start('export', {}, { id: 'one' })).code;
    const value = await run.result;
    const again = deck.start('export', { format: 'json' }, { id: 'one' });
    return [run.title, run.task, taken, value, await again.result, deck.get('one') === again, run.status, deck.runs().length];
  });
  expect(seen).toEqual(['Export report', 'export', 'id', 'report.csv', 'report.json', true, 'completed', 1]);
});

test('the body of a task can use this', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    deck.define({ id: 'mine', title: 'Mine', run() { return this.title; } });
    return deck.start('mine').result;
  });
  expect(seen).toBe('Mine');
});

test('runs are listed newest first, by status, task and text; get finds one', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, rejection }) => {
    const deck = await createDeck({ concurrency: 1 });
    deck.define({ id: 'task', run: () => { throw new Error('ran out of ink'); } });
    const failed = deck.start('task');
    await rejection(failed.result);
    const body = gate();
    const running = deck.spawn('Write a book', body);
    await body.started;
    const queued = deck.spawn('Read the news', () => {}, { id: 'news' });
    const names = (given) => deck.runs(given).map((run) => run.title);
    const all = [
      names(), names({ status: 'queued' }), names({ status: ['failed', 'running'] }), names({ task: 'task' }), names({ search: 'BOOK' }),
      names({ search: 'ink' }), names({ search: 'nothing' }), deck.get('news') === queued, deck.get('unknown'), deck.runs()[2] === failed,
      deck.activeCount, deck.activeIds.length === 2 && deck.activeIds[1] === 'news', deck.isActive('news'), deck.isActive(failed.id), deck.counts,
    ];
    running.cancel();
    await deck.idle();
    return [...all, deck.counts];
  });
  const counts = { queued: 1, running: 1, completed: 0, failed: 1, cancelled: 0 };
  expect(seen).toEqual([
    ['Read the news', 'Write a book', 'task'], ['Read the news'], ['Write a book', 'task'], ['task'], ['Write a book'],
    ['task'], [], true, undefined, true, 2, true, true, false, counts,
    { queued: 0, running: 0, completed: 1, failed: 1, cancelled: 1 },
  ]);
});

test('concurrency limits the running runs, and can be changed', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, until }) => {
    const deck = await createDeck();
    const bodies = Array.from({ length: 9 }, () => gate());
    bodies.forEach((body) => deck.spawn('One', body));
    await until(() => deck.counts.running === 4);
    const all = [deck.concurrency];
    deck.concurrency = 6;
    await until(() => deck.counts.running === 6);
    deck.concurrency = Infinity;
    await until(() => deck.counts.running === 9);
    all.push(deck.concurrency);
    bodies.forEach((body) => body.open());
    await deck.idle();
    return [...all, deck.counts.completed];
  });
  expect(seen).toEqual([4, Infinity, 9]);
});

test('priority comes before arrival, and can be changed while a run waits', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck({ concurrency: 1 });
    const order = [];
    deck.pause();
    const spawn = (title, priority) => deck.spawn(title, () => order.push(title), { priority, id: title });
    const runs = [spawn('a', 'background'), spawn('b'), spawn('c', 'user-blocking'), spawn('d', 'background')];
    const all = [deck.isPaused, runs[3].setPriority('user-blocking'), deck.setPriority('a', 'user-visible'), deck.setPriority('x', 'background')];
    deck.resume();
    await deck.idle();
    return [...all, order, runs[0].setPriority('background'), deck.isPaused, runs.map((run) => run.priority)];
  });
  expect(seen).toEqual([true, true, true, false, ['c', 'd', 'a', 'b'], false, false, ['user-visible', 'user-visible', 'user-blocking', 'user-blocking']]);
});

test('while a deck is paused nothing starts, and running runs continue', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, turn }) => {
    const deck = await createDeck();
    const body = gate();
    const first = deck.spawn('Runs', body);
    await body.started;
    deck.pause();
    const second = deck.spawn('Waits', () => 'started');
    body.open('done');
    const value = await first.result;
    await turn();
    const waits = second.status;
    deck.resume();
    return [value, waits, await second.result];
  });
  expect(seen).toEqual(['done', 'queued', 'started']);
});

test('a lane has slots of its own, and a rate', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, until }) => {
    const deck = await createDeck({ concurrency: 1 });
    deck.lane('network', { limit: 2 });
    const bodies = Array.from({ length: 4 }, () => gate());
    bodies.slice(1).forEach((body) => deck.spawn('Fetch', body, { lane: 'network' }));
    deck.spawn('Main', bodies[0]);
    await until(() => deck.counts.running === 3);
    const all = [deck.lane('network'), deck.lane('main').running, deck.lane('nowhere')];
    deck.lane('network', { limit: Infinity });
    await until(() => deck.counts.running === 4);
    bodies.forEach((body) => body.open());
    await deck.idle();
    deck.lane('slow', { limit: 9, rate: { starts: 2, window: 1e9 } });
    for (let i = 0; i < 3; i += 1) deck.spawn('Slow', () => {}, { lane: 'slow' });
    await until(() => deck.counts.completed === 6);
    return [...all, deck.counts.queued];
  });
  expect(seen).toEqual([{ name: 'network', limit: 2, running: 2, waiting: 1 }, 1, undefined, 1]);
});

test('keep bounds the finished runs; a run object that the page holds keeps its end', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck({ keep: 2 });
    const runs = [];
    for (let i = 0; i < 4; i += 1) {
      const run = deck.spawn(`Run ${i}`, (ctx) => { ctx.progress(i, 4); return i; });
      runs.push(run);
      await deck.idle();
    }
    const first = [runs[0].id, deck.get(runs[0].id), runs[0].status, runs[0].title, runs[0].progress?.done, await runs[0].result];
    return [deck.runs().map((run) => run.title), deck.counts.completed, ...first, deck.clearFinished(), deck.runs().length, await runs[3].result];
  });
  expect(seen.slice(0, 2)).toEqual([['Run 3', 'Run 2'], 2]);
  expect(seen.slice(3)).toEqual([undefined, 'completed', 'Run 0', 0, 0, 2, 0, 3]);
});

test('with keep 0, result still resolves', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const deck = await createDeck({ keep: 0 });
    const [value, error] = [deck.spawn('One', () => 1), deck.spawn('Fails', () => { throw 'no'; })];
    const results = [await value.result, await rejection(error.result)];
    return [...results, value.status, error.status, error.error.message, deck.runs().length];
  });
  expect(seen).toEqual([1, 'no', 'completed', 'failed', 'no', 0]);
});

test('ten thousand runs leave nothing behind but the kept ones', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck({ concurrency: Infinity, keep: 10 });
    let done = 0;
    for (let i = 0; i < 10_000; i += 1) deck.spawn('Small', () => { done += 1; });
    await deck.idle();
    return [done, deck.counts, deck.runs().length];
  });
  expect(seen).toEqual([10_000, { queued: 0, running: 0, completed: 10, failed: 0, cancelled: 0 }, 10]);
});

test('a run waits for its delay, and idle waits for it', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, turn }) => {
    const deck = await createDeck();
    await deck.idle();
    const run = deck.spawn('Much later', () => {}, { delay: 1e9 });
    let idle = false;
    const waits = deck.idle().then(() => { idle = true; });
    await turn();
    const before = [run.status, idle];
    run.retryNow();
    await waits;
    const soon = deck.spawn('Soon', () => {}, { delay: 30 });
    await deck.idle();
    return [before, run.status, soon.startedAt - soon.createdAt >= 29, soon.finishedAt >= soon.startedAt];
  });
  expect(seen).toEqual([['queued', false], 'completed', true, true]);
});

test('times are milliseconds since 1970, and do not change', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    const before = Date.now();
    const run = deck.spawn('Now', () => {});
    const created = run.createdAt;
    await run.result;
    const near = (time) => Math.abs(time - before) < 10_000;
    return [near(created), near(run.startedAt), near(run.finishedAt), run.createdAt === created];
  });
  expect(seen).toEqual([true, true, true, true]);
});

test('shutdown cancels all runs, abandons at its deadline, and refuses new runs', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, rejection, thrown }) => {
    const deck = await createDeck({ concurrency: 2 });
    const [good, deaf] = [gate(), gate(false)];
    const runs = [deck.spawn('Good', good, { id: 'good' }), deck.spawn('Deaf', deaf, { id: 'deaf' }), deck.spawn('Waits', () => {}, { id: 'waits' })];
    await good.started;
    await deaf.started;
    const closing = deck.shutdown({ timeout: 60_000 });
    const refused = thrown(() => deck.spawn('Late', () => {}));
    await rejection(runs[0].result);
    // The earlier deadline counts.
    deck.shutdown({ timeout: 0 });
    const report = await closing;
    const reasons = await Promise.all(runs.map((run) => rejection(run.result)));
    return [refused.code, { stopped: report.stopped.sort(), abandoned: report.abandoned }, runs.map((run) => [run.status, run.reason, run.abandoned]), reasons.map(({ name }) => name)];
  });
  expect(seen).toEqual([
    'shutdown',
    { stopped: ['good', 'waits'], abandoned: ['deaf'] },
    [['cancelled', 'shutdown', false], ['cancelled', 'shutdown', true], ['cancelled', 'shutdown', false]],
    ['AbortError', 'AbortError', 'AbortError'],
  ]);
});

test('drain waits for all runs instead', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, turn }) => {
    const deck = await createDeck({ concurrency: 1 });
    const runs = ['a', 'b'].map((id) => deck.spawn(id, async (ctx) => ctx.sleep(5), { id }));
    await turn();
    const report = await deck.shutdown({ drain: true });
    return [report, runs.map((run) => run.status)];
  });
  expect(seen).toEqual([{ stopped: ['a', 'b'], abandoned: [] }, ['completed', 'completed']]);
});

test('destroy ends every run, fires its signal, rejects its result, and leaves nothing', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, rejection, thrown }) => {
    const deck = await createDeck({ concurrency: 1 });
    deck.define({ id: 'task', run: () => {} });
    const schedule = deck.schedule('task', {}, { every: 1000 });
    const body = gate(false);
    const [runs, waits] = [deck.spawn('Runs', body), deck.spawn('Waits', () => {})];
    const ctx = await body.started;
    const results = [rejection(runs.result), rejection(waits.result)];
    deck.destroy();
    deck.destroy();
    const names = (await Promise.all(results)).map(({ name }) => name);
    ctx.progress(1, 2);
    body.open();
    return [
      names, ctx.signal.aborted, runs.status, runs.reason, runs.title, waits.status, runs.cancel(), thrown(() => deck.spawn('Late', () => {})).code,
      deck.counts.running, deck.runs(), schedule.state, await deck.idle(), deck.getSnapshot().runs.length,
    ];
  });
  expect(seen).toEqual([['AbortError', 'AbortError'], true, 'cancelled', 'owner', 'Runs', 'cancelled', false, 'shutdown', 0, [], 'ended', undefined, 0]);
});

test('a body may destroy its own deck', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection, turn }) => {
    const deck = await createDeck();
    const run = deck.spawn('Ends it', () => { deck.destroy(); });
    const error = await rejection(run.result);
    await turn();
    const other = await createDeck();
    return [error.name, run.status, await other.spawn('Fine', () => 'fine').result];
  });
  expect(seen).toEqual(['AbortError', 'cancelled', 'fine']);
});

test('decks share no state', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate }) => {
    const [one, two] = await Promise.all([createDeck({ concurrency: 1 }), createDeck({ concurrency: 1 })]);
    const body = gate();
    one.define({ id: 'task', run: body });
    two.define({ id: 'task', run: () => 2 });
    const run = one.start('task', {}, { id: 'same' });
    const value = await two.start('task', {}, { id: 'same' }).result;
    one.destroy();
    return [value, run.status, two.activeCount, await two.start('task').result];
  });
  expect(seen).toEqual([2, 'cancelled', 0, 2]);
});

test('two calls of createDeck load the wasm once, from beside the module', async ({ page, inPage }) => {
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const made = await inPage(async ({ createDeck }) => {
    let made = 0;
    for (const name of ['instantiate', 'instantiateStreaming']) {
      const original = WebAssembly[name];
      WebAssembly[name] = (...given) => { made += 1; return original.apply(WebAssembly, given); };
    }
    await Promise.all([createDeck(), createDeck()]);
    await createDeck();
    return made;
  });
  expect(made).toBe(1);
  expect(asked.filter((path) => path.endsWith('.wasm'))).toEqual(['/widget/taskdeck_engine_bg.wasm']);
});

test('a deck without a face loads the small module; after one with a face, every deck uses the full module', async ({ page, inPage }) => {
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const loaded = () => asked.filter((path) => /taskdeck_/.test(path)).sort();
  await inPage(async ({ createDeck }) => {
    globalThis.first = await createDeck();
    await globalThis.first.spawn('One', () => 1).result;
  });
  const engine = ['/widget/taskdeck_engine.js', '/widget/taskdeck_engine_bg.wasm'];
  expect(loaded()).toEqual(engine);
  const seen = await inPage(async ({ createDeck }) => {
    const [shown, words] = await Promise.all([createDeck({ target: 'body' }), createDeck({ strings: { Runs: 'Läufe' } })]);
    const hidden = await createDeck();
    const decks = [globalThis.first, shown, words, hidden];
    return Promise.all(decks.map((deck, number) => deck.spawn('Run', () => number).result));
  });
  expect(seen).toEqual([0, 1, 2, 3]);
  const parts = ['face', 'runs', 'soon'].map((part) => `/widget/taskdeck_wasm_${part}.wasm`);
  await expect.poll(loaded).toEqual([...engine, '/widget/taskdeck_wasm.js', '/widget/taskdeck_wasm_bg.wasm', ...parts]);
});

test('the sources of a deck without a face are three files, none of which explains a failure', async ({ inPage }) => {
  const loaded = await inPage(async ({ createDeck }) => {
    await (await createDeck()).spawn('One', () => 1).result;
    return performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
  });
  // The glue of the module and its snippets are made with it.
  const sources = loaded.filter((path) => /^\/widget\/[^/]+\.js$/.test(path) && !path.endsWith('/taskdeck_engine.js'));
  expect(sources.map((path) => path.replace(/chunk-\w+/, 'chunk')).sort()).toEqual(['/widget/chunk.js', '/widget/chunk.js', '/widget/taskdeck.js']);
});

const given = ['address', 'URL', 'bytes', 'module'].flatMap((as) => [[as, 'engine'], [as, 'wasm']]);
for (const [as, which] of given) {
  test(`the wasm can be passed as ${as}: taskdeck_${which}_bg.wasm`, async ({ inPage, problems }) => {
    problems.allow(/404/);
    const seen = await inPage(async ({ createDeck, rejection }, [as, which]) => {
      // A failed load is reported, and the next call tries again.
      const failed = await rejection(createDeck({ wasm: '/nowhere.wasm' }));
      const address = new URL(`/widget/taskdeck_${which}_bg.wasm`, location.href);
      const bytes = await (await fetch(address)).arrayBuffer();
      const wasm = { address: address.href, URL: address, bytes, module: await WebAssembly.compile(bytes) }[as];
      const deck = await createDeck({ wasm });
      return [failed instanceof Error, await deck.spawn('Fine', () => 'fine').result];
    }, [as, which]);
    expect(seen).toEqual([true, 'fine']);
  });
}

test('report without a face goes to the console', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const said = [];
    console.error = (...given) => said.push(given);
    const deck = await createDeck();
    deck.report(new Error('odd'), 'while reading');
    deck.resetErrors();
    return said.map((given) => given.map(String));
  });
  expect(seen).toEqual([['Taskdeck:', 'while reading', 'Error: odd']]);
});
