import { expect, test } from 'vitest';
import { createDeck } from 'taskdeck';

test('a deck without options runs, tells and cancels', async () => {
  const deck = await createDeck();
  const told = [];
  deck.addEventListener('statuschange', ({ detail }) => told.push(detail.status));
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
  expect(told).toEqual(['queued', 'running', 'completed', 'queued', 'running', 'cancelling', 'cancelled']);
  deck.destroy();
});

test('what the wasm is not is said with its name', async () => {
  for (const wasm of ['file:///nowhere/taskdeck_engine_bg.wasm', new TextEncoder().encode('<!doctype html>')]) {
    const error = await createDeck({ wasm }).catch((error) => error);
    // The engine is there already after the first test: nothing is loaded twice.
    if (error instanceof Error) expect(error.code).toBe('load');
  }
});
