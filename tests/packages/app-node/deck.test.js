import { expect, test } from 'vitest';
import { createDeck } from 'taskdeck';

test('a deck without options starts runs, dispatches events and cancels', async () => {
  const deck = await createDeck();
  const statuses = [];
  deck.addEventListener('statuschange', ({ detail }) => statuses.push(detail.status));
  const run = deck.spawn('Fetch', async (ctx) => {
    await ctx.sleep(1);
    const response = await fetch('data:text/plain,counted', { signal: ctx.signal });
    return response.text();
  });
  expect(await run.result).toBe('counted');
  const stopped = deck.spawn('Yields', async (ctx) => {
    for (;;) await ctx.yield();
  });
  setTimeout(() => stopped.cancel('enough'));
  await expect(stopped.result).rejects.toBe('enough');
  expect(statuses).toEqual(['queued', 'running', 'completed', 'queued', 'running', 'cancelling', 'cancelled']);
  deck.destroy();
});

test('a wasm that cannot be loaded rejects with the code load', async () => {
  for (const wasm of ['file:///nowhere/taskdeck_engine_bg.wasm', new TextEncoder().encode('<!doctype html>')]) {
    const error = await createDeck({ wasm }).catch((error) => error);
    // If the first test has loaded the engine already, nothing is loaded again.
    if (error instanceof Error) expect(error.code).toBe('load');
  }
});
