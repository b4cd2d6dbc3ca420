// Does what its parameters say, in a worker.
import { expose } from '/widget/worker.js';

let violations = 0;
addEventListener('securitypolicyviolation', () => { violations += 1; });

/** Whether this worker may make code of a text. */
function makesCode() {
  try {
    return new Function('return true')();
  } catch {
    return false;
  }
}

expose(async (ctx, params) => {
  ctx.progress(1, 4, 'in a worker');
  ctx.log('a line from a worker');
  switch (params?.do) {
    case 'add':
      return { sum: params.a + params.b, id: ctx.id, attempt: ctx.attempt };
    case 'throw':
      throw new RangeError('thrown in a worker');
    case 'throw-function':
      throw () => {};
    case 'return-function':
      return () => {};
    case 'wait':
      await ctx.sleep(1e9);
      return 'never';
    case 'finish':
      return new Promise((resolve) => ctx.signal.addEventListener('abort', () => resolve(ctx.signal.reason.name ?? ctx.signal.reason)));
    case 'deaf':
      return new Promise(() => {});
    case 'spin':
      for (;;);
    case 'die':
      setTimeout(() => { throw new Error('died of it'); });
      return new Promise(() => {});
    case 'policy':
      await ctx.sleep(1);
      await ctx.yield();
      return { violations, allowed: makesCode() };
    case 'odd':
      ctx.progress(NaN, 4);
      ctx.progress('x', {});
      return 'odd';
    default:
      return params ?? null;
  }
});
