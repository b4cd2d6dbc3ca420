// A worker whose parameters choose what its body does.
import { expose } from '/widget/worker.js';

let violations = 0;
addEventListener('securitypolicyviolation', () => { violations += 1; });

/** Whether this worker may evaluate text as code. */
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
    case 'report': {
      const refusals = ['summary', 'problem'].map((name) => {
        try {
          ctx[name](5);
          return 'nothing';
        } catch (error) {
          return `${error.constructor.name} ${error.code}`;
        }
      });
      ctx.problem('one');
      ctx.problem('two');
      ctx.summary('from a worker');
      return refusals;
    }
    case 'throw':
      throw new RangeError('thrown in a worker');
    case 'throw-function':
      throw () => {};
    case 'throw-error':
      throw Object.assign(new TypeError('in a worker', { cause: Object.assign(new Error('deeper'), { code: 'DEEP' }) }), {
        name: 'HttpError',
        code: 503,
        headers: new Map([['retry-after', '5']]),
        request: { url: '/x', send() {} },
        toJSON: () => 'a function is left out',
        inner: Object.assign(new RangeError('field'), { code: 'FIELD' }),
      });
    case 'throw-many':
      throw new AggregateError([Object.assign(new Error('one'), { code: 1 }), 'two'], 'many');
    case 'throw-circle': {
      const error = new Error('round');
      error.cause = new Error('and round', { cause: error });
      throw error;
    }
    case 'throw-dom':
      throw new DOMException('no such thing', 'NotFoundError');
    case 'throw-own': {
      class Refused extends RangeError {
        get name() { return 'Refused'; }
        #secret = 1;
        limit = 7;
        get secret() { return this.#secret; }
      }
      throw new Refused('own class');
    }
    case 'throw-proxy': {
      const { proxy, revoke } = Proxy.revocable(new Error('gone'), {});
      revoke();
      throw proxy;
    }
    case 'throw-value':
      throw params.value;
    case 'throw-part':
      throw { code: 7, call() {} };
    case 'reason':
      return new Promise((resolve) => ctx.signal.addEventListener('abort', () => {
        const { name, message, code } = ctx.signal.reason;
        resolve({ name, message, code, is: ctx.signal.reason instanceof TypeError });
      }));
    case 'close':
      self.close();
      return new Promise(() => {});
    case 'close-later':
      setTimeout(() => close(), 20);
      return new Promise(() => {});
    case 'close-return':
      self.close();
      return 'returned';
    case 'yield':
      for (;;) await ctx.yield();
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
