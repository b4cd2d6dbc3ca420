// Overlap, retry, schedules.

import { expect, test } from '../../widget.js';

/** Starts a task three times while the first run is live. Returns how the runs ended. */
const overlaps = async ({ createDeck, later, until }, overlap) => {
  const deck = await createDeck();
  const [release, started] = [later(), []];
  deck.define({
    id: 'save',
    overlap,
    run: async (ctx, { n }) => {
      started.push(n);
      const stopped = new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason)));
      await Promise.race([release.promise, stopped]);
      return n;
    },
  });
  const outcomes = [];
  const start = (n) => {
    try {
      const run = deck.start('save', { n });
      outcomes[n] = run.result.then((value) => value, () => run.reason);
      return run;
    } catch (error) {
      outcomes[n] = error.code;
      return undefined;
    }
  };
  const first = start(0);
  await until(() => started.length === 1);
  const [second, third] = [start(1), start(2)];
  const same = second === first && third === first;
  await until(() => deck.counts.running + deck.counts.queued === deck.activeCount);
  if (overlap === 'restart') await until(() => started.includes(2));
  const sofar = [...started];
  release.resolve();
  return [sofar, await Promise.all(outcomes), same];
};

for (const [overlap, started, outcomes, same] of [
  ['queue', [0], [0, 1, 2], false],
  ['drop', [0], [0, 'skipped', 'skipped'], false],
  ['restart', [0, 2], ['replaced', 'replaced', 2], false],
  ['keep-latest', [0], [0, 'replaced', 2], false],
  ['join', [0], [0, 0, 0], true],
  ['refuse', [0], [0, 'overlap', 'overlap'], false],
]) {
  test(`overlap ${overlap}`, async ({ inPage }) => {
    expect(await inPage(overlaps, overlap)).toEqual([started, outcomes, same]);
  });
}

test('overlap allow is the default, and runs of different keys do not overlap', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, until }) => {
    const deck = await createDeck();
    const body = gate();
    deck.define({ id: 'free', run: body });
    deck.define({ id: 'keyed', overlap: 'queue', run: body });
    deck.start('free');
    deck.start('free');
    await until(() => deck.counts.running === 2);
    deck.start('keyed', {}, { key: 'a' });
    deck.start('keyed', {}, { key: 'b' });
    const waits = deck.start('keyed', {}, { key: 'a' });
    await until(() => deck.counts.running === 4);
    const status = waits.status;
    body.open();
    await deck.idle();
    return [status, waits.status];
  });
  expect(seen).toEqual(['queued', 'completed']);
});

test('each call that joins a run has its own callbacks', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate }) => {
    const deck = await createDeck();
    const body = gate();
    const values = [];
    const spawn = (name) => deck.spawn('Load', body, { overlap: 'join', onComplete: (value) => values.push(`${name} ${value}`) });
    const [one, two] = [spawn('one'), spawn('two')];
    body.open('list');
    await deck.idle();
    return [one === two, values];
  });
  expect(seen).toEqual([true, ['one list', 'two list']]);
});

test('retry makes further attempts of the same run', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const deck = await createDeck();
    const attempts = [];
    const body = (ctx) => {
      attempts.push(ctx.attempt);
      if (ctx.attempt < 3) throw new Error(`attempt ${ctx.attempt}`);
      return 'in the end';
    };
    const run = deck.spawn('Tries', body, { retry: { limit: 5, delay: 1, factor: 1, jitter: true } });
    const value = await run.result;
    const once = deck.spawn('Tries', body, { retry: { limit: 1, delay: 0 } });
    return [value, attempts, run.attempt, (await rejection(once.result)).message, once.error.attempt];
  });
  expect(seen).toEqual(['in the end', [1, 2, 3, 1, 2], 3, 'attempt 2', 2]);
});

/** Returns the milliseconds of each wait before another attempt. */
const waits = async ({ createDeck, rejection }, retry) => {
  const deck = await createDeck();
  const at = [];
  const run = deck.spawn('Tries', () => { at.push(performance.now()); throw new Error('again'); }, { retry });
  await rejection(run.result);
  return at.slice(1).map((time, i) => time - at[i]);
};

test('each wait is longer than the one before by the factor', async ({ inPage }) => {
  const [first, second] = await inPage(waits, { limit: 2, delay: 20, factor: 15 });
  // No timer fires early. That one fires late proves nothing.
  expect(first).toBeGreaterThanOrEqual(19);
  expect(second).toBeGreaterThanOrEqual(299);
});

test('no wait is longer than maxDelay', async ({ inPage }) => {
  // Without the bound, the third wait would be almost three hours.
  const seen = await inPage(waits, { limit: 3, delay: 10, factor: 1000, maxDelay: 20 });
  expect(seen).toHaveLength(3);
});

test('with jitter a wait is a random part of the whole', async ({ inPage }) => {
  // The chance that none of nine waits is below nine tenths of the maximum is one in a thousand million.
  const seen = await inPage(waits, { limit: 9, delay: 300, factor: 1, jitter: true });
  expect(Math.min(...seen)).toBeLessThan(270);
});

test('the first wait is a second by default', async ({ inPage }) => {
  const seen = await inPage(waits, { limit: 1 });
  expect(seen[0]).toBeGreaterThanOrEqual(999);
});

test('when(error) receives the very error, and decides whether to retry', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const uncaught = [];
    addEventListener('error', (event) => { event.preventDefault(); uncaught.push(event.error.message); });
    const deck = await createDeck();
    const received = [];
    const errors = [{ status: 503 }, { status: 404 }];
    const when = (error) => { received.push(errors.indexOf(error)); return error.status === 503; };
    deck.define({ id: 'send', retry: { limit: 5, delay: 0, when }, run: (ctx) => { throw errors[ctx.attempt - 1]; } });
    const run = deck.start('send');
    const error = await rejection(run.result);
    const broken = deck.spawn('Send', () => { throw new Error('no'); }, { retry: { limit: 5, delay: 0, when: () => { throw new Error('in when'); } } });
    await rejection(broken.result);
    return [received, error === errors[1], run.attempt, broken.attempt, uncaught];
  });
  expect(seen).toEqual([[0, 1], true, 2, 1, ['in when']]);
});

test('an asynchronous when is awaited, and a cancel or a timeout ends the wait', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection, turn, until }) => {
    const uncaught = [];
    addEventListener('error', (event) => { event.preventDefault(); uncaught.push(event.error.message); });
    addEventListener('unhandledrejection', (event) => { event.preventDefault(); uncaught.push(event.reason); });
    const deck = await createDeck();
    const all = [];
    const fails = (when, options) => deck.spawn('Fails', () => { throw new Error('body'); }, { retry: { limit: 2, delay: 0, when }, ...options });
    const answers = [
      async () => false,
      async () => true,
      async () => 0,
      () => Promise.reject(new Error('in when')),
      () => ({ then: (resolve) => setTimeout(resolve, 5, false) }),
      async (error) => error.message === 'body',
    ];
    for (const when of answers) {
      const run = fails(when);
      all.push([(await rejection(run.result)).message, run.attempt, run.status]);
    }
    const never = () => new Promise(() => {});
    const cancelled = fails(never);
    await until(() => cancelled.status === 'running');
    await turn();
    cancelled.cancel('enough');
    all.push([await rejection(cancelled.result), cancelled.attempt, cancelled.status]);
    const late = fails(never, { timeout: 50 });
    all.push([(await rejection(late.result)).name, late.attempt, late.status]);
    const gone = fails(never);
    await until(() => gone.status === 'running');
    await turn();
    deck.destroy();
    all.push([(await rejection(gone.result)).name, gone.attempt, gone.status]);
    return [all, uncaught];
  });
  expect(seen).toEqual([
    [
      ['body', 1, 'failed'],
      ['body', 3, 'failed'],
      ['body', 1, 'failed'],
      ['body', 1, 'failed'],
      ['body', 1, 'failed'],
      ['body', 3, 'failed'],
      ['enough', 1, 'cancelled'],
      ['TimeoutError', 1, 'failed'],
      ['AbortError', 1, 'cancelled'],
    ],
    ['in when'],
  ]);
});

test('a run that waits for its next attempt has no slot, and retryNow ends the wait', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, until }) => {
    const deck = await createDeck({ concurrency: 1 });
    const run = deck.spawn('Tries', (ctx) => { if (ctx.attempt === 1) throw new Error('no'); return 'yes'; }, { retry: { limit: 1, delay: 1e6 } });
    const before = run.retryNow();
    await until(() => run.status === 'queued' && run.attempt === 1);
    const other = await deck.spawn('Other', () => 'has the slot').result;
    return [before, other, run.retryNow(), await run.result, run.retryNow()];
  });
  expect(seen).toEqual([false, 'has the slot', true, 'yes', false]);
});

test('a schedule starts its task repeatedly, and can be paused, run now, and stopped', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, until, thrown }) => {
    const deck = await createDeck();
    let starts = 0;
    deck.define({ id: 'sync', run: (ctx, params) => { starts += params.by; } });
    const schedule = deck.schedule('sync', { by: 1 }, { every: 20 });
    const all = [Math.abs(schedule.next - Date.now()) < 5000, schedule.paused];
    await until(() => starts >= 2);
    all.push(schedule.pause(), schedule.paused, schedule.next);
    await deck.idle();
    const before = starts;
    const run = schedule.runNow();
    await run.result;
    all.push(starts - before, run.title, schedule.resume(), schedule.paused, schedule.stop(), schedule.stop(), schedule.next);
    return [...all, thrown(() => schedule.runNow()).code];
  });
  expect(seen).toEqual([true, false, true, true, null, 1, 'sync', true, false, true, false, null, 'ended']);
});

test('a schedule starts once at a time, and suspends itself after failures', async ({ inPage, problems }) => {
  problems.allow(/"fails" has failed, and nothing listens/);
  const seen = await inPage(async ({ createDeck, until }) => {
    const deck = await createDeck();
    let starts = 0;
    deck.define({ id: 'once', run: () => { starts += 1; } });
    deck.define({ id: 'fails', run: () => { throw new Error('no'); } });
    const once = deck.schedule('once', undefined, { at: new Date(Date.now() + 20) });
    await until(() => starts === 1);
    const fails = deck.schedule('fails', undefined, { every: 10, suspendAfter: { failures: 2, window: 60_000 } });
    await until(() => fails.state === 'suspended');
    return [once.state, starts, deck.counts.failed, fails.next, await deck.idle()];
  });
  expect(seen).toEqual(['ended', 1, 3, null, undefined]);
});
