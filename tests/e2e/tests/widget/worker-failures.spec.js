// Workers that fail: their errors, and that no run stays live for ever.

import { expect, test } from '../../widget.js';

const script = { 'Content-Type': 'text/javascript' };

/** Modules at /job/NAME.js. */
const modules = {
  syntax: 'const a = ;',
  throws: 'throw new TypeError("boom");',
  rejects: 'await 0; throw new TypeError("boom later");',
  nothing: 'postMessage("hello");',
  late: 'import { expose } from "/widget/worker.js"; await new Promise((r) => setTimeout(r, 400)); expose(() => "late");',
  twice: 'import { expose } from "/widget/worker.js"; expose(() => "once"); expose(() => "twice");',
  'closes-first': 'import { expose } from "/widget/worker.js"; self.close(); expose(() => 1);',
  'imports-missing': 'import { expose } from "/widget/worker.js";\nimport {\n  a,\n} from "./missing.js";\nexpose(() => a);',
  'imports-bare': '// import x from "comment"\nconst text = "y from \'z\'";\nimport { expose } from "taskdeck/worker";\nexpose(() => 1);',
};

test.beforeEach(({ server, problems, baseURL }) => {
  void baseURL;
  problems.allow(/404|Failed to load|loading|error|boom|blocked|MIME|disallowed|Loading|Cross-Origin|twice|may not load data/i);
  server.answer(/^\/job\//, (request, response) => {
    const name = request.url.replace(/^\/job\/|\.js$/g, '');
    if (name === 'page') return response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>');
    if (name === 'busy') return response.writeHead(503, script).end();
    if (!modules[name]) return response.writeHead(404, { 'Content-Type': 'text/plain' }).end();
    return response.writeHead(200, script).end(modules[name]);
  });
});

/** Returns the error of a run in a worker. */
const failure = async ({ createDeck }, [address, options]) => {
  const deck = await createDeck();
  const run = deck.spawn('Job', undefined, { worker: address, ...options });
  const error = await run.result.catch((error) => error);
  deck.destroy();
  return { kind: run.error?.kind, status: run.status, message: error.message ?? error, same: run.error?.message === error.message };
};

const cases = [
  ['/job/nowhere.js', {}, /^the worker at http:\/\/[^ ]*\/job\/nowhere\.js could not be loaded: the server answered 404 Not Found$/],
  ['/job/busy.js', {}, /busy\.js could not be loaded: the server answered 503/],
  ['/job/page.js', {}, /page\.js could not be loaded: it is served as text\/html, which is no script$/],
  ['/job/syntax.js', {}, /syntax\.js could not be loaded: the browser gives no reason: look in the console/],
  ['/job/throws.js', {}, /throws\.js has failed: TypeError: boom \(http:.*throws\.js:1:7\)$/],
  ['/job/rejects.js', {}, /rejects\.js has failed: TypeError: boom later/],
  ['/job/imports-missing.js', {}, /imports-missing\.js (could not be loaded|was not ready within 10000 ms): it imports "\.\/missing\.js": the server answered 404/],
  ['/job/imports-bare.js', {}, /it imports "taskdeck\/worker", a name that only a bundler resolves in a worker/],
  ['/job/nothing.js', { workerReady: 300 }, /nothing\.js was not ready within 300 ms: its module has to call expose\(fn\)/],
  ['/job/closes-first.js', {}, /closes-first\.js has ended by self\.close\(\)/],
  ['/job/late.js', { workerReady: 50 }, /late\.js was not ready within 50 ms/],
  ['http://127.0.0.1:9/job.js', {}, /^the worker at http:\/\/127\.0\.0\.1:9\/job\.js could not be (made|loaded): /],
  ['blob:nowhere', {}, /the worker at blob:nowhere could not be (made|loaded): /],
];

for (const [address, options, message] of cases) {
  test(`a worker at ${address} fails its run: ${message.source.slice(-40)}`, async ({ inPage }) => {
    const seen = await inPage(failure, [address, options]);
    expect(seen).toEqual({ kind: 'lost', status: 'failed', message: expect.stringMatching(message), same: true });
  });
}

test('workerReady sets how long a worker may take; a second call of expose fails', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const deck = await createDeck();
    deck.define({ id: 'late', worker: '/job/late.js', workerReady: 10 });
    const values = [
      await deck.start('late', {}, { workerReady: Infinity }).result,
      await deck.spawn('Late', undefined, { worker: '/job/late.js' }).result,
      (await rejection(deck.start('late').result)).message.includes('within 10 ms'),
    ];
    const twice = await rejection(deck.spawn('Twice', undefined, { worker: '/job/twice.js' }).result).catch((error) => error);
    return [...values, /once|twice/.test(twice.message)];
  });
  expect(seen).toEqual(['late', 'late', true, true]);
});

for (const what of ['close', 'close-later']) {
  test(`the run of a worker that ends by ${what} is lost, and can be retried`, async ({ inPage }) => {
    const seen = await inPage(async ({ createDeck, rejection }, what) => {
      const deck = await createDeck();
      const run = deck.spawn('Job', undefined, { worker: '/widget-pages/job.js', params: { do: what }, retry: { limit: 1, delay: 0 } });
      const { message } = await rejection(run.result);
      return [run.error.kind, run.attempt, message.includes('/widget-pages/job.js has ended by self.close()')];
    }, what);
    expect(seen).toEqual(['lost', 2, true]);
  });
}

test('a value returned in the turn of a close is the result', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    return deck.spawn('Job', undefined, { worker: '/widget-pages/job.js', params: { do: 'close-return' } }).result;
  });
  expect(seen).toBe('returned');
});

test('the run of a worker that the page terminates is lost', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection, until }) => {
    const deck = await createDeck();
    let made;
    const worker = () => (made = new Worker('/widget-pages/job.js', { type: 'module' }));
    const run = deck.spawn('Job', undefined, { worker, params: { do: 'deaf' } });
    await until(() => run.progress);
    made.terminate();
    const { message } = await rejection(run.result);
    return [run.error.kind, message];
  });
  expect(seen).toEqual(['lost', 'the worker that the function returned was terminated before its body had ended']);
});

/** Returns what is visible of an error from a worker. */
const thrown = async ({ createDeck, rejection }, params) => {
  const deck = await createDeck();
  const run = deck.spawn('Job', undefined, { worker: '/widget-pages/job.js', params });
  globalThis.thrown = await rejection(run.result);
  globalThis.isCause = run.error.cause === globalThis.thrown;
  return [run.error.kind, run.error.message, globalThis.isCause];
};

test('a thrown error keeps its class, name, message, code, cause, stack and own fields; functions are left out', async ({ page, inPage }) => {
  expect(await inPage(thrown, { do: 'throw-error' })).toEqual(['error', 'in a worker', true]);
  const seen = await page.evaluate(() => {
    const { thrown } = globalThis;
    const { name, message, code, cause, headers, request, inner, stack } = thrown;
    return [
      [thrown instanceof TypeError, name, message, code, stack.includes('job.js')],
      [cause instanceof Error, cause.message, cause.code, Object.keys(thrown).sort()],
      [headers.get('retry-after'), request, 'toJSON' in thrown],
      [inner instanceof RangeError, inner.message, inner.code],
    ];
  });
  expect(seen).toEqual([
    [true, 'HttpError', 'in a worker', 503, true],
    [true, 'deeper', 'DEEP', expect.arrayContaining(['code', 'headers', 'inner', 'request'])],
    ['5', { url: '/x' }, false],
    [true, 'field', 'FIELD'],
  ]);
});

test('AggregateErrors, circular causes, DOMExceptions, own classes and other values arrive unchanged', async ({ page, inPage }) => {
  await inPage(thrown, { do: 'throw-many' });
  const errors = () => page.evaluate(() => {
    const { errors, message } = globalThis.thrown;
    return [globalThis.thrown instanceof AggregateError, message, errors[0] instanceof Error, errors[0].message, errors[0].code, errors[1]];
  });
  expect(await errors()).toEqual([true, 'many', true, 'one', 1, 'two']);
  await inPage(thrown, { do: 'throw-circle' });
  expect(await page.evaluate(() => [globalThis.thrown.cause.message, globalThis.thrown.cause.cause === globalThis.thrown])).toEqual(['and round', true]);
  await inPage(thrown, { do: 'throw-dom' });
  expect(await page.evaluate(() => [globalThis.thrown instanceof DOMException, globalThis.thrown.name, globalThis.thrown.code])).toEqual([true, 'NotFoundError', 8]);
  await inPage(thrown, { do: 'throw-own' });
  expect(await page.evaluate(() => [globalThis.thrown instanceof RangeError, globalThis.thrown.name, globalThis.thrown.limit])).toEqual([true, 'Refused', 7]);
  expect(await inPage(thrown, { do: 'throw-proxy' })).toEqual(['error', 'an error that cannot be read was thrown', true]);
  for (const value of ['text', 7, null, { code: 7, list: [1] }]) {
    await inPage(thrown, { do: 'throw-value', value });
    expect(await page.evaluate(() => globalThis.thrown)).toEqual(value);
  }
  await inPage(thrown, { do: 'throw-part' });
  expect(await page.evaluate(() => globalThis.thrown)).toEqual({ code: 7 });
});

test('a value that cannot be sent, in either direction, is a failure with that cause', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const deck = await createDeck();
    const worker = '/widget-pages/job.js';
    const back = await rejection(deck.spawn('Job', undefined, { worker, params: { do: 'return-function' } }).result);
    const there = await rejection(deck.spawn('Job', undefined, { worker, params: { do: () => {} } }).result);
    return [back, there].map(({ name, message }) => [name, message]);
  });
  expect(seen).toEqual([
    ['DataCloneError', expect.stringMatching(/^the result cannot be sent from the worker: /)],
    ['DataCloneError', expect.stringMatching(/^the parameters cannot be sent to the worker at http.*job\.js: /)],
  ]);
});

test('the reason of a cancel arrives in the worker with its class, name and code', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, until }) => {
    const deck = await createDeck();
    const run = deck.spawn('Job', undefined, { worker: '/widget-pages/job.js', params: { do: 'reason' } });
    await until(() => run.progress);
    run.cancel(Object.assign(new TypeError('closing'), { name: 'Closing', code: 9 }));
    return run.result;
  });
  expect(seen).toEqual({ name: 'Closing', message: 'closing', code: 9, is: true });
});
