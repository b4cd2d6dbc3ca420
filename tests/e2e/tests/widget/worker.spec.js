// Bodies in workers.

import { expect, test } from '../../widget.js';

for (const how of ['URL', 'function']) {
  test(`a body runs in a worker passed as a ${how}, with the same ctx`, async ({ inPage }) => {
    const seen = await inPage(async ({ createDeck }, how) => {
      const deck = await createDeck();
      const address = new URL('/widget-pages/job.js', location.href);
      const worker = how === 'URL' ? address : () => new Worker(address, { type: 'module' });
      deck.define({ id: 'job', worker });
      const run = deck.start('job', { do: 'add', a: 1, b: 2 }, { id: 'it' });
      const value = await run.result;
      const spawned = deck.spawn('Job', undefined, { worker, params: { do: 'add', a: 3, b: 4 } });
      return [value, run.progress, (await spawned.result).sum];
    }, how);
    expect(seen).toEqual([{ sum: 3, id: 'it', attempt: 1 }, { done: 1, total: 4, fraction: 0.25, message: 'in a worker' }, 7]);
  });
}

test('an error thrown in a worker is the failure, with its class and message', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const deck = await createDeck();
    deck.define({ id: 'job', worker: '/widget-pages/job.js' });
    const all = [];
    for (const what of ['throw', 'throw-function', 'return-function', 'die']) {
      const run = deck.start('job', { do: what });
      const error = await rejection(run.result);
      all.push([run.status, run.error.kind, error instanceof Error || error instanceof DOMException, error.message !== '']);
    }
    const run = deck.start('job', { do: 'throw' });
    const { name, message } = await rejection(run.result);
    return [all, name, message];
  });
  expect(seen).toEqual([
    [['failed', 'error', true, true], ['failed', 'error', true, true], ['failed', 'error', true, true], ['failed', 'lost', true, true]],
    'RangeError',
    'thrown in a worker',
  ]);
});

test('a worker receives a cancel, and is terminated if it has not stopped after the grace', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection, until }) => {
    const NativeWorker = Worker;
    let alive = 0;
    globalThis.Worker = class extends NativeWorker {
      constructor(...given) {
        super(...given);
        alive += 1;
      }

      terminate() {
        super.terminate();
        alive -= 1;
      }
    };
    const deck = await createDeck();
    deck.define({ id: 'job', worker: '/widget-pages/job.js', grace: 200 });
    const start = async (what, options) => {
      const run = deck.start('job', { do: what }, options);
      await until(() => run.progress);
      return run;
    };
    const all = [];
    const waits = await start('wait');
    waits.cancel();
    all.push([(await rejection(waits.result)).name, waits.status]);
    const finishes = await start('finish', { grace: 60_000 });
    finishes.cancel();
    all.push([await finishes.result, finishes.status]);
    for (const what of ['deaf', 'spin']) {
      const run = await start(what);
      run.cancel();
      all.push([run.status, (await rejection(run.result)).name, run.status, run.abandoned]);
    }
    const slow = deck.start('job', { do: 'deaf' }, { timeout: 300, grace: 10 });
    all.push([(await rejection(slow.result)).name, slow.status]);
    return [all, alive];
  });
  expect(seen).toEqual([
    [['AbortError', 'cancelled'], ['AbortError', 'completed'], ['cancelling', 'AbortError', 'cancelled', false], ['cancelling', 'AbortError', 'cancelled', false], ['TimeoutError', 'failed']],
    0,
  ]);
});

test('a worker that cannot be created or loaded fails the run', async ({ inPage, problems }) => {
  problems.allow(/404|Failed to load|loading|error/i);
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const deck = await createDeck();
    const all = [];
    for (const worker of ['/widget-pages/nowhere.js', () => ({}), () => { throw new Error('none left'); }]) {
      const run = deck.spawn('Job', undefined, { worker });
      await rejection(run.result);
      all.push([run.status, run.error.kind]);
    }
    return all;
  });
  expect(seen).toEqual([['failed', 'lost'], ['failed', 'error'], ['failed', 'error']]);
});

test('a worker that is not ready yet receives a cancel when it is', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, until }) => {
    const deck = await createDeck();
    const run = deck.spawn('Job', undefined, { worker: '/widget-pages/job.js', params: { do: 'finish' }, grace: 60_000 });
    await until(() => run.status === 'running');
    const before = [run.progress, run.cancel('closing')];
    return [...before, await run.result.catch((error) => error), run.status];
  });
  expect(seen).toEqual([null, true, 'closing', 'completed']);
});

test('destroy terminates workers', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, until, rejection }) => {
    let terminated = 0;
    const deck = await createDeck();
    const worker = () => {
      const made = new Worker('/widget-pages/job.js', { type: 'module' });
      const terminate = made.terminate.bind(made);
      made.terminate = () => { terminated += 1; terminate(); };
      return made;
    };
    const run = deck.spawn('Job', undefined, { worker, params: { do: 'deaf' } });
    await until(() => run.progress);
    const result = rejection(run.result);
    deck.destroy();
    return [terminated, (await result).name];
  });
  expect(seen).toEqual([1, 'AbortError']);
});
