import { expose } from 'taskdeck/worker';

expose(async (ctx) => {
  ctx.progress(3, 3);
  await ctx.yield();
  return 'counted';
});
