import { createDeck } from 'taskdeck';

const deck = await createDeck({ target: '#tasks' });
const run = deck.spawn('Count', async (ctx) => {
  for (let i = 1; i <= 3; i++) {
    ctx.progress(i, 3);
    await ctx.yield();
  }
  return 'counted';
});
document.title = await run.result;
