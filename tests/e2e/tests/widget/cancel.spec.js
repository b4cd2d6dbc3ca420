// Cancelling, timeouts, the grace, abandoning.

import { expect, test } from '../../widget.js';

test('cancel fires the signal at once; a body that rejects with its reason is cancelled', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, rejection }) => {
    const deck = await createDeck();
    const body = gate();
    const run = deck.spawn('Stops', body);
    const ctx = await body.started;
    const all = [run.status, ctx.signal.aborted, run.cancel(), ctx.signal.aborted, run.status];
    const reason = await rejection(run.result);
    return [...all, run.status, reason === ctx.signal.reason, reason.name, reason instanceof DOMException, run.cancel(), run.reason];
  });
  expect(seen).toEqual(['running', false, true, true, 'cancelling', 'cancelled', true, 'AbortError', true, false, 'caller']);
});

test('the passed reason is the reason of the signal, and result rejects with it', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, rejection }) => {
    const deck = await createDeck();
    const body = gate();
    const reasons = [];
    const run = deck.spawn('Stops', body, { onCancel: (reason) => reasons.push(reason) });
    const ctx = await body.started;
    const first = new Error('closing time');
    const second = run.cancel(first) && run.cancel('another');
    const reason = await rejection(run.result);
    await deck.idle();
    return [second, reason === first, ctx.signal.reason === first, reasons.length === 1 && reasons[0] === first, run.reason === first];
  });
  expect(seen).toEqual([true, true, true, true, true]);
});

test('a queued run that is cancelled never starts', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, rejection }) => {
    const deck = await createDeck({ concurrency: 1 });
    const body = gate();
    const first = deck.spawn('Busy', body);
    let started = false;
    const second = deck.spawn('Waits', () => { started = true; });
    await body.started;
    const all = [second.cancel(), second.status, second.startedAt, second.attempt];
    body.open();
    await first.result;
    return [...all, (await rejection(second.result)).name, started];
  });
  expect(seen).toEqual([true, 'cancelled', null, 0, 'AbortError', false]);
});

test('a body that returns a value is completed, also after a cancel', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate }) => {
    const deck = await createDeck();
    const body = gate(false);
    const run = deck.spawn('Saves', body);
    await body.started;
    run.cancel();
    body.open('saved');
    return [await run.result, run.status];
  });
  expect(seen).toEqual(['saved', 'completed']);
});

test('cancel of a finished or unknown run returns false', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    const run = deck.spawn('Ends', () => 1, { id: 'it' });
    await run.result;
    return [run.cancel(), deck.cancel('it'), deck.cancel('unknown'), run.status];
  });
  expect(seen).toEqual([false, false, false, 'completed']);
});

test('after the grace a run is not stopping, keeps its slot, and can be abandoned', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, rejection, until }) => {
    const warned = [];
    console.warn = (text) => warned.push(text);
    const deck = await createDeck({ concurrency: 1 });
    const body = gate(false);
    const run = deck.spawn('Deaf', body, { grace: 30 });
    const ctx = await body.started;
    const next = deck.spawn('Next', () => 'started');
    const all = [run.abandon()];
    run.cancel();
    all.push(run.abandon(), run.notStopping);
    await until(() => run.notStopping);
    all.push(run.status, next.status, run.abandon(), run.status, run.abandoned, run.abandon());
    const reason = await rejection(run.result);
    ctx.progress(1, 2);
    body.open('too late');
    return [...all, reason.name, await next.result, run.status, run.progress, warned.length];
  });
  expect(seen).toEqual([false, false, false, 'cancelling', 'queued', true, 'cancelled', true, false, 'AbortError', 'started', 'cancelled', null, 1]);
});

test('a timeout fires the signal with a TimeoutError, with which the run fails after the abort', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, rejection }) => {
    const deck = await createDeck();
    const body = gate();
    const run = deck.spawn('Slow', body, { timeout: 20 });
    const ctx = await body.started;
    const error = await rejection(run.result);
    return [error instanceof DOMException, error.name, ctx.signal.reason.name, run.status, run.error.kind];
  });
  expect(seen).toEqual([true, 'TimeoutError', 'TimeoutError', 'failed', 'timeout']);
});

test('a timeout is retried, and keeps the slot until the body has stopped', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, later, until }) => {
    const deck = await createDeck({ concurrency: 1 });
    const stop = later();
    let first;
    const run = deck.spawn('Slow', async (ctx) => {
      if (ctx.attempt > 1) return ctx.attempt;
      first = ctx;
      await stop.promise;
      throw ctx.signal.reason;
    }, { timeout: 20, retry: { limit: 1, delay: 0 } });
    const next = deck.spawn('Next', () => {});
    await until(() => run.status === 'cancelling');
    await until(() => first.signal.aborted);
    const waits = next.status;
    stop.resolve();
    return [waits, await run.result, run.attempt];
  });
  expect(seen).toEqual(['queued', 2, 2]);
});

test('a body that returns a value after its timeout is completed', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, until }) => {
    const deck = await createDeck();
    const body = gate(false);
    const run = deck.spawn('Slow', body, { timeout: 20 });
    await body.started;
    await until(() => run.status === 'cancelling');
    body.open('late');
    return [await run.result, run.status];
  });
  expect(seen).toEqual(['late', 'completed']);
});

test('an abandoned run that timed out has failed, and is not retried', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, rejection, until }) => {
    const deck = await createDeck();
    const run = deck.spawn('Deaf', gate(false), { timeout: 10, grace: 10, retry: { limit: 5, delay: 0 } });
    await until(() => run.notStopping);
    run.abandon();
    const error = await rejection(run.result);
    return [error.name, run.status, run.attempt, run.abandoned];
  });
  expect(seen).toEqual(['TimeoutError', 'failed', 1, true]);
});

test('a deadline bounds the whole run', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const deck = await createDeck();
    const run = deck.spawn('Never', () => { throw new Error('no'); }, { deadline: 50, retry: { limit: Infinity, delay: 1000 } });
    const error = await rejection(run.result);
    return [error.name, run.error.kind, run.attempt];
  });
  expect(seen).toEqual(['TimeoutError', 'timeout', 1]);
});

test('an outer signal cancels the run; a queued one is cancelled before abort() returns', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, rejection }) => {
    const deck = await createDeck({ concurrency: 1 });
    const [running, queued] = [new AbortController(), new AbortController()];
    const body = gate();
    const first = deck.spawn('Runs', body, { signal: running.signal });
    const ctx = await body.started;
    const second = deck.spawn('Waits', () => {}, { signal: queued.signal });
    queued.abort('not any more');
    const all = [second.status];
    running.abort();
    all.push(first.status, ctx.signal.aborted, ctx.signal.reason === running.signal.reason);
    const reason = await rejection(first.result);
    const never = deck.spawn('Never', () => {}, { signal: AbortSignal.abort('before') });
    return [...all, reason === running.signal.reason, await rejection(second.result), never.status, await rejection(never.result)];
  });
  expect(seen).toEqual(['cancelled', 'cancelling', true, true, true, 'not any more', 'cancelled', 'before']);
});

test('the listener to an outer signal is removed when the run has ended', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    const { signal } = new AbortController();
    const count = { added: 0, removed: 0 };
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...given) => { count.added += 1; add(...given); };
    signal.removeEventListener = (...given) => { count.removed += 1; remove(...given); };
    await deck.spawn('Ends', () => {}, { signal }).result;
    return count;
  });
  expect(seen).toEqual({ added: 1, removed: 1 });
});

test('cancelAll cancels every live run with the reason', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, rejection }) => {
    const deck = await createDeck({ concurrency: 1 });
    const body = gate();
    const runs = [deck.spawn('A', body), deck.spawn('B', () => {}), deck.spawn('C', () => {})];
    const ctx = await body.started;
    const cancelled = deck.cancelAll('closing');
    const aborted = ctx.signal.aborted;
    return [cancelled, aborted, await Promise.all(runs.map((run) => rejection(run.result))), deck.cancelAll()];
  });
  expect(seen).toEqual([3, true, ['closing', 'closing', 'closing'], 0]);
});
