// taskdeck/lazy: a deck that is there at once and loads the rest at its first use.

import { expect, test } from '../../widget.js';

test.use({ widgetPage: '/widget-pages/lazy.html' });

const ENGINE = /^\/widget\/taskdeck_(engine|wasm)_bg\.wasm$/;
const CODE = /^\/widget\/taskdeck\.js$/;

test('nothing but its own file is requested before the first use', async ({ inPage, page }) => {
  const before = await inPage(async ({ turn }) => {
    const { lazyDeck, loaded } = globalThis;
    const deck = (globalThis.deck = lazyDeck({ target: '#place', concurrency: 2 }));
    deck.define({ id: 'export', title: 'Export', run: () => 'exported' });
    deck.wrap('Wrapped', () => {}).with({ priority: 'background' });
    const cancelled = [deck.cancel('nothing'), deck.cancelAll()];
    for (let turns = 0; turns < 10; turns += 1) await turn();
    return [loaded(), cancelled, document.querySelector('#place').childElementCount];
  });
  expect(before).toEqual([['/widget/lazy.js'], [false, 0], 0]);
  expect(await page.evaluate(() => globalThis.deck.start('export').result)).toBe('exported');
  // The target is drawn when the rest is loaded.
  await expect(page.getByRole('button', { name: 'Run Export' })).toBeVisible();
  expect(await page.evaluate(() => globalThis.loaded().filter((path) => path.endsWith('.wasm')).length)).toBeGreaterThan(0);
});

test('a run has its id, title, status, result and callbacks at once, and they stay valid', async ({ inPage }) => {
  const seen = await inPage(async ({ turn }) => {
    const deck = globalThis.lazyDeck();
    deck.define({ id: 'add', title: 'Add', priority: 'background', run: (ctx, { a, b }) => a + b });
    const called = [];
    const callbacks = {
      onStart: (run) => called.push(['start', run === added]),
      onComplete: (value, run) => called.push(['complete', value, run === added]),
    };
    const added = deck.start('add', { a: 1, b: 2 }, callbacks);
    const named = deck.spawn('Named', (ctx) => ctx.id, { id: 'mine' });
    const { id, result } = added;
    const first = [added.title, added.task, added.priority, added.status, added.attempt, added.progress, added.params, added.toJSON().id === id, named.id, named.status];
    const value = await result;
    const whole = await deck.ready;
    await turn();
    const real = whole.get(id);
    return {
      first,
      value,
      called,
      later: [added.id === id, real.id === id, added.result === result, added.status, added.title, added.attempt, typeof added.startedAt, added.toJSON().status],
      named: [await named.result, whole.get('mine').title],
      none: deck.cancel(id),
    };
  });
  expect(seen).toEqual({
    first: ['Add', 'add', 'background', 'queued', 0, null, { a: 1, b: 2 }, true, 'mine', 'queued'],
    value: 3,
    called: [['start', true], ['complete', 3, true]],
    later: [true, true, true, 'completed', 'Add', 1, 'number', 'completed'],
    named: ['mine', 'Named'],
    none: false,
  });
});

test('what is asked for meanwhile happens in its order', async ({ inPage }) => {
  const seen = await inPage(async () => {
    const deck = globalThis.lazyDeck({ concurrency: 1 });
    const order = [];
    const note = (what) => () => void order.push(what);
    const first = deck.spawn('first', note('first'));
    deck.define({ id: 'task', run: (ctx, { n }) => void order.push(`task ${n}`) });
    deck.start('task', { n: 1 });
    const urgent = deck.spawn('urgent', note('urgent'));
    urgent.setPriority('user-blocking');
    deck.wrap('wrapped', (ctx, a, b) => void order.push(`wrapped ${a}${b}`))('a', 'b');
    deck.wrap('with', (ctx, a) => void order.push(`with ${a} ${ctx.id}`)).with({ id: 'w' })('c');
    const whole = await deck.ready;
    // What is started now comes after what waits.
    const after = deck.spawn('after', note('after'));
    await whole.idle();
    return [order, after === whole.get(after.id), first.status, whole.runs().length];
  });
  expect(seen).toEqual([['urgent', 'first', 'task 1', 'wrapped ab', 'with c w', 'after'], true, 'completed', 6]);
});

test('a cancel before the load ends the run at once, and the deck has it as cancelled', async ({ inPage }) => {
  const seen = await inPage(async ({ rejection }) => {
    const deck = globalThis.lazyDeck();
    const called = [];
    const never = () => called.push('the body');
    const onCancel = (reason, run) => called.push([reason, run.title]);
    const plain = deck.spawn('plain', never, { onCancel });
    const reasoned = deck.spawn('reasoned', never, { onCancel });
    const byId = deck.spawn('by id', never, { id: 'x', onCancel });
    const cancels = [plain.cancel(), plain.cancel(), reasoned.cancel('not now'), deck.cancel('x', 'by id')];
    const atOnce = [plain, reasoned, byId].map(({ status, reason }) => [status, reason]);
    const error = await rejection(plain.result);
    const early = [error.name, await rejection(reasoned.result), await rejection(byId.result), performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm')).length];
    const whole = await deck.ready;
    await whole.idle();
    return { cancels, atOnce, early, kept: whole.runs().map(({ title, status, reason }) => [title, status, reason]), called };
  });
  const all = [['cancelled', 'caller'], ['cancelled', 'not now'], ['cancelled', 'by id']];
  expect(seen).toEqual({
    cancels: [true, false, true, true],
    atOnce: all,
    early: ['AbortError', 'not now', 'by id', 0],
    kept: [['by id', ...all[2]], ['reasoned', ...all[1]], ['plain', ...all[0]]],
    called: [['caller', 'plain'], ['not now', 'reasoned'], ['by id', 'by id']],
  });
});

test('signals count before the load, in their order, and after it', async ({ inPage }) => {
  const seen = await inPage(async ({ rejection, gate }) => {
    const deck = globalThis.lazyDeck();
    const [early, late] = [new AbortController(), new AbortController()];
    const fired = deck.spawn('fired', () => {}, { signal: AbortSignal.abort('before') });
    deck.define({ id: 'one', overlap: 'drop', run: () => 'ran' });
    const first = deck.start('one', {}, { signal: early.signal });
    // Still dropped: the first one was live when this was asked for.
    const second = deck.start('one');
    early.abort('early');
    const body = gate();
    const runs = deck.spawn('runs', body, { signal: late.signal });
    const atOnce = [fired.status, first.status, second.status, runs.status];
    const reasons = [await rejection(fired.result), await rejection(first.result)];
    await deck.ready;
    await body.started;
    late.abort('late');
    return [atOnce, reasons, second.status, second.reason, await rejection(runs.result), runs.status];
  });
  expect(seen).toEqual([['cancelled', 'cancelled', 'queued', 'queued'], ['before', 'early'], 'cancelled', 'skipped', 'late', 'cancelled']);
});

test('what a call would throw rejects its result with the same code, and later calls throw it', async ({ inPage, problems }) => {
  problems.allow(/reported|invalid task|no task "nothing"/);
  const seen = await inPage(async ({ rejection, thrown, gate, until }) => {
    const deck = globalThis.lazyDeck({ concurrency: 1, maxQueued: 3 });
    const [uncaught, failed] = [[], []];
    addEventListener('error', (event) => {
      event.preventDefault();
      uncaught.push(event.error.code);
    });
    const body = gate();
    deck.define({ id: 'once', overlap: 'refuse', params: [{ name: 'year', type: 'number', required: true }], run: () => {} });
    deck.define({ id: 'wrong', runs: () => {} });
    const schedule = deck.schedule('nothing', {}, { every: 1000 });
    const refused = {
      overlap: (deck.start('once', { year: 1 }), deck.start('once', { year: 2 })),
      params: deck.start('once', { yaer: 1 }),
      task: deck.start('nothing'),
      id: (deck.spawn('x', body, { id: 'x' }), deck.spawn('x', body, { id: 'x', onError: ({ code }, { status, error }) => failed.push([code, status, error.kind]) })),
      title: deck.spawn(7, body),
      fn: deck.wrap('No function', 7)(),
      priority: deck.spawn('x', body, { priority: 'high' }),
      signal: deck.spawn('x', body, { signal: new AbortController() }),
      options: deck.spawn('x', body, 7),
      maxQueued: (deck.spawn('fills the queue', body), deck.spawn('one too many', body)),
    };
    const codes = {};
    for (const [name, run] of Object.entries(refused)) codes[name] = (await rejection(run.result)).code;
    const whole = await deck.ready;
    await until(() => failed.length > 0);
    // Nothing handles this one.
    const other = globalThis.lazyDeck();
    const unhandled = other.spawn('x', 7);
    await other.ready;
    await until(() => unhandled.status === 'failed');
    body.open();
    await whole.idle();
    return { codes, uncaught, failed, states: [refused.params.status, schedule.state], thrown: thrown(() => deck.spawn('x', 7)).code };
  });
  expect(seen).toEqual({
    codes: { overlap: 'overlap', params: 'params', task: 'task', id: 'id', title: 'title', fn: 'fn', priority: 'priority', signal: 'signal', options: 'a run', maxQueued: 'maxQueued' },
    uncaught: expect.arrayContaining(['runs', 'fn', 'task']),
    failed: [['id', 'failed', 'error']],
    states: ['failed', 'ended'],
    thrown: 'fn',
  });
});

for (const [what, file] of [['the WebAssembly', ENGINE], ['the code', CODE]]) {
  test(`a failed load of ${what} rejects what waits, and the next use tries again`, async ({ inPage, page, server, problems }) => {
    problems.allow(/404|503|Failed to load|Failed to fetch|Loading failed|error|ERR_/i);
    let isDown = true;
    server.answer(file, (request, response) => (isDown ? request.socket.destroy() : server.pass(request, response)));
    const failed = await inPage(async ({ rejection }) => {
      const deck = (globalThis.deck = globalThis.lazyDeck());
      const called = [];
      deck.define({ id: 'task', title: 'Task', run: (ctx, { n }) => `ran ${n}` });
      globalThis.schedule = deck.schedule('task', { n: 3 }, { at: Date.now() });
      const cancelled = deck.spawn('Cancelled', () => {}, { onCancel: (reason) => called.push(reason) });
      cancelled.cancel('no');
      const run = (globalThis.run = deck.start('task', { n: 1 }, { onError: ({ code }, run) => called.push([code, run.title]) }));
      const error = await rejection(run.result);
      const ready = await rejection(deck.ready);
      await Promise.resolve();
      return [error.code, error.message.startsWith('Taskdeck could not load'), error.cause instanceof Error, ready.code, run.status, run.cancel(), await rejection(cancelled.result), called];
    });
    expect(failed).toEqual(['load', true, true, 'load', 'failed', false, 'no', ['no', ['load', 'Task']]]);
    isDown = false;
    const again = await page.evaluate(async () => {
      const { deck, run, schedule } = globalThis;
      const [value, retried] = [deck.start('task', { n: 2 }).result, run.retry()];
      const seen = [await value, await retried.result, retried.id !== run.id];
      while (schedule.state !== 'ended') await new Promise((passed) => setTimeout(passed));
      const whole = await deck.ready;
      await whole.idle();
      return [...seen, whole.runs({ status: 'completed' }).length];
    });
    expect(again).toEqual(['ran 2', 'ran 1', true, 3]);
  });
}

test('destroy before the load ends what waits, and nothing is drawn', async ({ inPage, page, server }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  server.answer(ENGINE, async (request, response) => {
    await held;
    server.pass(request, response);
  });
  const seen = await inPage(async ({ rejection, thrown }) => {
    const { lazyDeck } = globalThis;
    const called = [];
    const deck = lazyDeck({ target: '#place' });
    const run = deck.spawn('Waits', () => called.push('the body'), { onCancel: (reason) => called.push(reason) });
    const ready = rejection(deck.ready);
    globalThis.ready = ready;
    const { result } = run;
    deck.destroy();
    deck.destroy();
    const error = await rejection(result);
    const unused = lazyDeck();
    unused.destroy();
    return [run.status, run.reason, error.name, called, deck.cancel(run.id), thrown(() => deck.spawn('x', () => {})).code, thrown(() => deck.define({})).code, (await rejection(unused.ready)).code];
  });
  expect(seen).toEqual(['cancelled', 'owner', 'AbortError', ['owner'], false, 'shutdown', 'shutdown', 'shutdown']);
  release();
  expect(await page.evaluate(async () => (await globalThis.ready).code)).toBe('shutdown');
  await expect(page.locator('#place > *')).toHaveCount(0);
});

test('ready loads, resolves once with the whole deck, and destroy destroys that', async ({ inPage }) => {
  const seen = await inPage(async ({ gate, rejection, thrown }) => {
    const deck = globalThis.lazyDeck({ concurrency: 3 });
    const { ready } = deck;
    const whole = await ready;
    const body = gate();
    const run = deck.spawn('Runs', body);
    await body.started;
    const same = [ready === deck.ready, whole.concurrency, whole.get(run.id) === run, deck.cancelAll('all')];
    const reason = await rejection(run.result);
    deck.destroy();
    return [...same, reason, thrown(() => whole.spawn('x', () => {})).code, thrown(() => deck.spawn('x', () => {})).code];
  });
  expect(seen).toEqual([true, 3, true, 1, 'all', 'shutdown', 'shutdown']);
});

test('a run that joins another one, and a schedule, are those of the deck', async ({ inPage }) => {
  const seen = await inPage(async ({ gate, until }) => {
    const deck = globalThis.lazyDeck();
    const body = gate();
    deck.define({ id: 'join', title: 'Join', overlap: 'join', run: body });
    const [one, two] = [deck.start('join'), deck.start('join')];
    const id = two.id;
    deck.define({ id: 'tick', title: 'Tick', run: () => 'tick' });
    const schedule = deck.schedule('tick', {}, { every: 100_000 });
    const changes = [schedule.state, schedule.pause(), schedule.pause(), schedule.state, schedule.paused, schedule.resume(), schedule.next];
    const now = schedule.runNow();
    const whole = await deck.ready;
    await until(() => one.status === 'running');
    const joined = [one.id === two.id, id !== two.id, deck.cancel(id, 'enough')];
    await whole.idle();
    return [changes, joined, two.status, now.title, await now.result, typeof schedule.next, schedule.state, schedule.stop(), schedule.state];
  });
  expect(seen).toEqual([['active', true, false, 'paused', true, true, null], [true, true, true], 'cancelled', 'Tick', 'tick', 'number', 'active', true, 'ended']);
});

test('idle: the rest is loaded when the page has nothing to do; wrong options are refused', async ({ inPage, page }) => {
  const seen = await inPage(async ({ thrown, rejection }) => {
    const { lazyDeck } = globalThis;
    globalThis.deck = lazyDeck({ preload: 'idle' });
    const wrong = [{ preload: 'soon' }, { preload: 7 }, 7, null].map((given) => thrown(() => lazyDeck(given))).map(({ is, code }) => [is, code]);
    const later = lazyDeck({ concurency: 2 });
    return [wrong, (await rejection(later.spawn('x', () => {}).result)).code, (await rejection(later.ready)).code];
  });
  expect(seen).toEqual([
    [['RangeError', 'preload'], ['TypeError', 'preload'], ['TypeError', 'lazyDeck'], ['TypeError', 'lazyDeck']],
    'concurency',
    'concurency',
  ]);
  await expect.poll(() => page.evaluate(() => globalThis.loaded().some((path) => path.endsWith('.wasm')))).toBe(true);
  expect(await page.evaluate(() => globalThis.deck.spawn('Runs', () => 'fine').result)).toBe('fine');
});
