// Bodies: sync, async, thenable, throwing anything; their arguments and their reports.

import { expect, test } from '../../widget.js';

test('a body never starts inside the call that spawns it', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    let started = false;
    const run = deck.spawn('Later', () => { started = true; });
    const before = [started, run.status, run.attempt];
    await run.result;
    return [before, started, run.status, run.attempt];
  });
  expect(seen).toEqual([[false, 'queued', 0], true, 'completed', 1]);
});

test('a body may return, promise, or be a thenable', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    const bodies = [
      () => 1,
      async () => 2,
      () => ({ then: (resolve) => resolve(3) }),
      () => undefined,
      async () => new Promise((resolve) => setTimeout(() => resolve(4))),
    ];
    return Promise.all(bodies.map((body) => deck.spawn('Body', body).result));
  });
  expect(seen).toEqual([1, 2, 3, undefined, 4]);
});

test('result rejects with the very object that was thrown, whatever it is', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const deck = await createDeck();
    const circle = { name: 'circle' };
    circle.cause = circle;
    const getter = Object.defineProperty(new Error(), 'message', { get() { throw new Error('no'); } });
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const things = ['a text', '', undefined, null, 0, Symbol('s'), Object.freeze({ message: 'frozen' }), getter, circle, () => {}, 10n, new Error('plain')];
    const result = [];
    for (const thing of things) {
      for (const body of [() => { throw thing; }, async () => { throw thing; }, () => ({ then: (_, reject) => reject(thing) })]) {
        const run = deck.spawn('Throws', body);
        const error = await rejection(run.result);
        result.push(error === thing && run.status === 'failed' && typeof run.error.message === 'string' && run.error.cause === thing);
      }
    }
    const proxy = deck.spawn('Throws', () => { throw revoked.proxy; });
    // It cannot be the value of a promise, because reading its `then` throws.
    const same = proxy.result.catch((error) => error === revoked.proxy);
    result.push((await same) && proxy.error.message.length > 0);
    return result;
  });
  expect(seen).toHaveLength(37);
  expect(seen.every((one) => one === true)).toBe(true);
});

test('an error has its kind, message, attempt and cause', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const deck = await createDeck();
    const run = deck.spawn('Fails', () => { throw new TypeError('no paper'); });
    const before = run.error;
    const error = await rejection(run.result);
    return [before, { ...run.error, cause: run.error.cause === error }];
  });
  expect(seen).toEqual([null, { kind: 'error', message: 'no paper', attempt: 1, cause: true }]);
});

test('an error of a body is not an unhandled rejection, unless result was read and not handled', async ({ inPage, problems }) => {
  // A failure without a listener goes to the console: see console.spec.js.
  problems.allow(/"Fails" has failed, and nothing listens/);
  const seen = await inPage(async ({ createDeck, turn, rejection }) => {
    const deck = await createDeck();
    const rejections = [];
    const note = (event) => {
      event.preventDefault();
      rejections.push(event.reason.message);
    };
    addEventListener('unhandledrejection', note);
    deck.spawn('Fails', async () => { throw new Error('not awaited'); });
    deck.spawn('Fails', () => { throw new Error('not awaited'); });
    const cancelled = deck.spawn('Cancelled', (ctx) => ctx.sleep(1e6));
    await turn();
    cancelled.cancel();
    await deck.idle();
    await rejection(deck.spawn('Fails', () => { throw new Error('handled'); }).result);
    await turn();
    const before = [...rejections];
    deck.spawn('Fails', () => { throw new Error('not handled'); }).result;
    await deck.idle();
    await turn();
    await turn();
    return [before, rejections];
  });
  expect(seen).toEqual([[], ['not handled']]);
});

test('an AbortError after a cancel is a cancel, and a failure without one', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection, gate }) => {
    const deck = await createDeck();
    const abort = () => new DOMException('stopped', 'AbortError');
    const before = deck.spawn('Before', () => { throw abort(); });
    await rejection(before.result);
    const body = gate(false);
    const after = deck.spawn('After', body);
    await body.started;
    after.cancel();
    body.fail(abort());
    await rejection(after.result);
    const other = gate(false);
    const failed = deck.spawn('Other', other);
    await other.started;
    failed.cancel();
    other.fail(new Error('could not be undone'));
    await rejection(failed.result);
    return [before.status, after.status, failed.status, failed.error.message];
  });
  expect(seen).toEqual(['failed', 'cancelled', 'failed', 'could not be undone']);
});

test('ctx has id, attempt, params and signal, and its functions work without it', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    deck.define({
      id: 'task',
      run: async ({ id, attempt, params, signal, progress, log, sleep, yield: turn }, given) => {
        progress(1, 2, 'half');
        log('a line');
        await sleep(0);
        await turn();
        return [id, attempt, params === given, params.format, signal instanceof AbortSignal, signal.aborted];
      },
    });
    const run = deck.start('task', { format: 'csv' }, { id: 'mine' });
    return [await run.result, run.progress];
  });
  expect(seen[0]).toEqual(['mine', 1, true, 'csv', true, false]);
  expect(seen[1]).toEqual({ done: 1, total: 2, fraction: 0.5, message: 'half' });
});

test('sleep rejects with the signal’s reason', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection, later }) => {
    const deck = await createDeck();
    const [asleep, aborted] = [later(), later()];
    const run = deck.spawn('Sleeps', async (ctx) => {
      const slept = ctx.sleep(2 ** 40);
      asleep.resolve();
      const reason = await rejection(slept);
      aborted.resolve(reason === ctx.signal.reason && reason === 'enough');
      throw reason;
    });
    await asleep.promise;
    run.cancel('enough');
    return [await aborted.promise, await rejection(run.result), run.status];
  });
  expect(seen).toEqual([true, 'enough', 'cancelled']);
});

test('yield waits for a real turn of the event loop', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    const { result } = deck.spawn('Yields', async (ctx) => {
      const order = [];
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => order.push('turn');
      port2.postMessage(0);
      Promise.resolve().then(() => order.push('microtask'));
      while (!order.includes('turn')) await ctx.yield();
      return order;
    });
    return result;
  });
  expect(seen).toEqual(['microtask', 'turn']);
});

test('yield rejects with the signal’s reason once that has fired, so that a loop that only yields is cancelled', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection, turn, until }) => {
    const deck = await createDeck();
    const unheard = [];
    addEventListener('unhandledrejection', (event) => { event.preventDefault(); unheard.push(event.reason); });
    const loops = (options) => deck.spawn('Loops', async (ctx) => {
      for (let turns = 1; ; turns += 1) {
        await ctx.yield();
        ctx.progress(turns);
      }
    }, options);
    const all = [];
    for (const reason of [undefined, 'enough', { code: 7 }]) {
      const run = loops();
      await until(() => run.progress?.done > 3);
      run.cancel(reason);
      const error = await rejection(run.result);
      all.push([reason === undefined ? error.name : error === reason, run.status]);
    }
    const late = loops({ timeout: 50 });
    all.push([(await rejection(late.result)).name, late.status]);
    const job = deck.spawn('Loops', undefined, { worker: '/widget-pages/job.js', params: { do: 'yield' } });
    await until(() => job.progress);
    job.cancel('enough');
    all.push([await rejection(job.result), job.status]);
    // A turn that is not awaited causes no unhandled rejection, and after the end it is an ordinary turn.
    let kept;
    const gone = deck.spawn('Gone', async (ctx) => { kept = ctx.yield; ctx.signal.addEventListener('abort', () => { ctx.yield(); }); await ctx.sleep(1e6); });
    await until(() => kept);
    gone.cancel();
    await rejection(gone.result);
    const ended = deck.spawn('Ended', (ctx) => { kept = ctx.yield; });
    await ended.result;
    all.push([await kept(), ended.status]);
    await turn();
    return [all, unheard];
  });
  expect(seen).toEqual([
    [['AbortError', 'cancelled'], [true, 'cancelled'], [true, 'cancelled'], ['TimeoutError', 'failed'], ['enough', 'cancelled'], [undefined, 'completed']],
    [],
  ]);
});

test('progress is null, or has done, total, fraction and message', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate }) => {
    const deck = await createDeck();
    const body = gate();
    const run = deck.spawn('Counts', body);
    const ctx = await body.started;
    const all = [run.progress];
    for (const given of [[3], [3, 4], [4, 4, 'done'], [5n, 10n], [1, 0], [2, null]]) {
      ctx.progress(...given);
      all.push(run.progress);
    }
    body.open();
    await run.result;
    return all;
  });
  expect(seen).toEqual([
    null,
    { done: 3, total: null, fraction: null, message: null },
    { done: 3, total: 4, fraction: 0.75, message: null },
    { done: 4, total: 4, fraction: 1, message: 'done' },
    { done: 5, total: 10, fraction: 0.5, message: 'done' },
    { done: 1, total: null, fraction: null, message: 'done' },
    { done: 2, total: null, fraction: null, message: 'done' },
  ]);
});

test('invalid progress does no harm and warns once', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate }) => {
    const warned = [];
    console.warn = (text) => warned.push(text);
    const deck = await createDeck();
    const body = gate();
    const run = deck.spawn('Odd', body);
    const ctx = await body.started;
    ctx.progress(1, 2);
    const fractions = [];
    for (const given of [[NaN, 2], [-1, 2], [9, 2], ['three', 2], [1, 'x'], [{}, []], [Infinity, 1], [1, NaN], [Symbol('s')], []]) {
      ctx.progress(...given);
      const { done, total, fraction } = run.progress;
      fractions.push(Number.isFinite(done) && done >= 0 && (total === null || done <= total) && (fraction === null || (fraction >= 0 && fraction <= 1)));
    }
    body.open();
    await run.result;
    return [fractions.every(Boolean), warned.length];
  });
  expect(seen).toEqual([true, 1]);
});

test('progress and log after the end are ignored, with one warning', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const warned = [];
    console.warn = (text) => warned.push(text);
    const deck = await createDeck();
    let kept;
    const run = deck.spawn('Ends', (ctx) => {
      kept = ctx;
      ctx.progress(1, 4);
    });
    await run.result;
    kept.progress(3, 4);
    kept.log('too late');
    kept.progress(4, 4);
    return [run.progress.done, warned.length];
  });
  expect(seen).toEqual([1, 1]);
});

test('wrap makes a function that starts a run with its arguments after ctx', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    const add = deck.wrap('Add', (ctx, a, b) => [typeof ctx.progress, a + b], { priority: 'background' });
    const [first, second] = [add(1, 2), add(3, 4)];
    return [await first.result, await second.result, first.title, first.id !== second.id, first.priority];
  });
  expect(seen).toEqual([['function', 3], ['function', 7], 'Add', true, 'background']);
});

test('a child run ends before its parent, and fails it unless its result was read', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const deck = await createDeck({ concurrency: 1 });
    const order = [];
    const parent = deck.spawn('Parent', (ctx) => {
      ctx.spawn('Child', async (child) => { await child.sleep(1); order.push('child'); });
    }, { onComplete: () => order.push('parent') });
    await parent.result;
    await deck.idle();
    const unasked = deck.spawn('Unasked', (ctx) => { ctx.spawn('Breaks', () => { throw new Error('no'); }); });
    const error = await rejection(unasked.result);
    const supervised = deck.spawn('Asked', async (ctx) => {
      const child = ctx.spawn('Breaks', () => { throw new Error('no'); });
      return (await rejection(child.result)).message;
    });
    return [order, error.message, await supervised.result];
  });
  expect(seen).toEqual([['child', 'parent'], '"Breaks" failed', 'no']);
});

test('children are cancelled with their parent, and the ctx of an ended run starts none', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, rejection, thrown }) => {
    const deck = await createDeck();
    const [above, below] = [gate(), gate()];
    let child;
    const parent = deck.spawn('Parent', (ctx) => {
      child = ctx.spawn('Child', below);
      return above(ctx);
    });
    await below.started;
    parent.cancel();
    await rejection(parent.result);
    const ctx = await above.started;
    return [child.status, child.reason, thrown(() => ctx.spawn('Late', () => {})).code];
  });
  expect(seen).toEqual(['cancelled', 'parent', 'parent-ended']);
});
