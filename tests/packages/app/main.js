import { createDeck } from 'taskdeck';

const deck = await createDeck({ target: '#tasks' });

async function count(ctx) {
  for (let i = 1; i <= 3; i++) {
    ctx.progress(i, 3);
    await ctx.yield();
  }
  return 'counted';
}

// With `?worker` the body runs in a worker, whose module the bundler has to find.
const worker = () => new Worker(new URL('./job.js', import.meta.url), { type: 'module' });
const run = location.search === '?worker' ? deck.spawn('Count', undefined, { worker }) : deck.spawn('Count', count);
document.title = await run.result;
