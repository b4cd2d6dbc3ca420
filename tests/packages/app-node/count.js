// Ends by itself, because a deck does not keep the process alive.
import { createDeck } from 'taskdeck';

const deck = await createDeck();
const seen = [];
const run = deck.spawn('Count', async (ctx) => {
  for (let i = 1; i <= 3; i++) {
    ctx.progress(i, 3);
    await ctx.sleep(30);
  }
  return 'counted';
}, { onProgress: ({ done }) => seen.push(done), timeout: 60_000 });
await run.result;
const stopped = deck.spawn('Yields', async (ctx) => {
  for (;;) await ctx.yield();
});
setTimeout(() => stopped.cancel(), 10);
await deck.idle();
if (seen.length !== 3 || stopped.status !== 'cancelled') throw new Error(`${seen}, ${stopped.status}`);
console.log(run);
