import { lazyDeck } from 'taskdeck/lazy';

const deck = lazyDeck({ target: '#tasks' });
const run = deck.spawn('Count', async (ctx) => {
  await ctx.yield();
  return 'counted';
});
document.title = await run.result;
