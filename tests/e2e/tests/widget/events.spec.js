// Notifications: events, callbacks, subscribers.

import { expect, test } from '../../widget.js';

test('statuschange is dispatched for each change in order, with the snapshot of that moment', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const deck = await createDeck();
    const notices = [];
    const kinds = ['statuschange', 'progress', 'error', 'idle'];
    for (const kind of kinds) deck.addEventListener(kind, ({ detail }) => notices.push(`${kind} ${detail?.status ?? ''}`.trim()));
    const run = deck.spawn('Fails', (ctx) => { ctx.progress(1, 2); throw new Error('no'); });
    const inside = notices.length;
    await rejection(run.result);
    await deck.idle();
    return [inside, notices];
  });
  expect(seen).toEqual([0, ['statuschange queued', 'statuschange running', 'progress failed', 'statuschange failed', 'error failed', 'idle']]);
});

test('listeners are called in a microtask, for the first run too', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    const order = [];
    deck.addEventListener('statuschange', ({ detail }) => order.push(detail.status));
    const turn = new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { order.push('next turn'); port1.close(); resolve(); };
      port2.postMessage('');
    });
    const run = deck.spawn('First', () => {});
    await Promise.all([run.result, turn]);
    return order;
  });
  expect(seen).toEqual(['queued', 'running', 'completed', 'next turn']);
});

test('detail is a frozen snapshot that does not change with the run', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    const notices = [];
    deck.addEventListener('statuschange', ({ detail }) => notices.push(detail));
    await deck.spawn('Runs', () => {}, { id: 'it', priority: 'background' }).result;
    const [first] = notices;
    return [Object.isFrozen(first), first.id, first.title, first.status, first.priority, first.startedAt, notices.at(-1).finishedAt >= first.createdAt];
  });
  expect(seen).toEqual([true, 'it', 'Runs', 'queued', 'background', null, true]);
});

test('progress is dispatched at most once a frame, and with the last value before the end', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, until }) => {
    const deck = await createDeck();
    const [events, callbacks] = [[], []];
    deck.addEventListener('progress', ({ detail }) => events.push(detail.progress.done));
    const run = deck.spawn('Counts', async (ctx) => {
      for (let i = 1; i <= 500; i += 1) ctx.progress(i, 1000);
      await until(() => events.length > 0);
      for (let i = 501; i <= 1000; i += 1) ctx.progress(i, 1000);
    }, { onProgress: ({ done, fraction }) => callbacks.push([done, fraction]) });
    await run.result;
    await deck.idle();
    return [events, callbacks];
  });
  expect(seen).toEqual([[500, 1000], [[500, 0.5], [1000, 1]]]);
});

test('callbacks are called once, with their value and the run', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate }) => {
    const deck = await createDeck();
    const notices = [];
    const options = (id) => ({
      id,
      onStart: (run) => notices.push(`start ${run.id}`),
      onComplete: (value, run) => notices.push(`complete ${run.id} ${value}`),
      onError: (error, run) => notices.push(`error ${run.id} ${error}`),
      onCancel: (reason, run) => notices.push(`cancel ${run.id} ${reason}`),
    });
    deck.spawn('A', () => 1, options('a'));
    await deck.idle();
    deck.spawn('B', () => { throw 'no'; }, { ...options('b'), retry: { limit: 1, delay: 0 } });
    await deck.idle();
    const body = gate();
    const run = deck.spawn('C', body, options('c'));
    await body.started;
    run.cancel();
    await deck.idle();
    deck.pause();
    deck.spawn('D', () => {}, options('d')).cancel('not any more');
    await deck.idle();
    return notices;
  });
  expect(seen).toEqual(['start a', 'complete a 1', 'start b', 'error b no', 'start c', 'cancel c caller', 'cancel d not any more']);
});

test('an error of a callback or listener is reported as uncaught, and changes nothing', async ({ page, inPage, problems }) => {
  problems.allow(/broken/);
  const seen = await inPage(async ({ createDeck }) => {
    const uncaught = [];
    addEventListener('error', (event) => { uncaught.push(event.error.message); });
    const deck = await createDeck();
    deck.addEventListener('statuschange', ({ detail }) => { if (detail.status === 'completed') throw new Error('broken listener'); });
    deck.subscribe(() => { throw new Error('broken subscriber'); });
    const run = deck.spawn('Fine', () => 'fine', { onStart() { throw new Error('broken callback'); }, onComplete() { throw new Error('broken end'); } });
    const value = await run.result;
    await deck.idle();
    return [value, run.status, [...new Set(uncaught)].sort()];
  });
  expect(seen).toEqual(['fine', 'completed', ['broken callback', 'broken end', 'broken listener', 'broken subscriber']]);
});

test('getSnapshot returns the same frozen object until something changes', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate }) => {
    const deck = await createDeck();
    const empty = deck.getSnapshot();
    const same = deck.getSnapshot() === empty;
    const body = gate();
    deck.spawn('Runs', body, { id: 'it' });
    const queued = deck.getSnapshot();
    const ctx = await body.started;
    const running = deck.getSnapshot();
    const still = deck.getSnapshot() === running;
    ctx.progress(1, 2);
    const progressed = deck.getSnapshot();
    deck.pause();
    const paused = deck.getSnapshot();
    const different = new Set([empty, queued, running, progressed, paused]).size;
    return [same, still, different, Object.isFrozen(running), Object.isFrozen(running.runs), running.runs[0].status, progressed.runs[0].progress.fraction, paused.isPaused, running.counts, empty.runs];
  });
  expect(seen).toEqual([true, true, 5, true, true, 'running', 0.5, true, { queued: 0, running: 1, completed: 0, failed: 0, cancelled: 0 }, []]);
});

test('subscribers are called once a turn, until they unsubscribe', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, turn }) => {
    const deck = await createDeck();
    let calls = 0;
    const leave = deck.subscribe(() => { calls += 1; });
    const other = deck.subscribe(() => {});
    deck.pause();
    for (let i = 0; i < 100; i += 1) deck.spawn('One', () => {});
    await turn();
    await turn();
    const some = calls;
    leave();
    leave();
    deck.resume();
    await deck.idle();
    other();
    return [some > 0 && some <= 5, calls === some];
  });
  expect(seen).toEqual([true, true]);
});

test('idle is dispatched when the last run has ended', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, turn }) => {
    const deck = await createDeck();
    let idle = 0;
    deck.addEventListener('idle', () => { idle += 1; });
    await turn();
    const before = idle;
    for (let i = 0; i < 5; i += 1) deck.spawn('One', () => {});
    await deck.idle();
    return [before, idle];
  });
  expect(seen).toEqual([0, 1]);
});
