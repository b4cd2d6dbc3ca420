// `deck.map`: a run for each item, as children of one.

import { expect, test } from '../../widget.js';

for (const withFace of [false, true]) {
  test.describe(withFace ? 'with a face' : 'without a face', () => {
    test.use({ withFace });

    test('results come in the order of the items, and no more children are live than allowed', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck }) => {
        const deck = await createDeck({ concurrency: 8 });
        let [live, most] = [0, 0];
        const run = deck.map([30, 5, 20, 1, 10], async (ms, ctx, index) => {
          most = Math.max(most, (live += 1));
          await ctx.sleep(ms);
          live -= 1;
          return `${index}: ${ms}`;
        }, { concurrency: 2, name: 'Wait', title: (ms, index) => `Wait ${ms} (${index})` });
        const results = await run.result;
        const titles = deck.runs().map(({ title }) => title).sort();
        return [results, most, titles, run.status, run.progress.done, run.progress.total, deck.runs().every((one) => one === run || one.parent === run.id)];
      });
      const results = ['0: 30', '1: 5', '2: 20', '3: 1', '4: 10'];
      const titles = ['Wait', 'Wait 1 (3)', 'Wait 10 (4)', 'Wait 20 (2)', 'Wait 30 (0)', 'Wait 5 (1)'];
      expect(seen).toEqual([results, 2, titles, 'completed', 5, 5, true]);
    });

    test('items are drawn from iterables, generators, async generators and lists of promises, when they are needed', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, gate, turn }) => {
        const deck = await createDeck();
        let drawn = 0;
        async function* source() {
          while (drawn < 5) yield (drawn += 1);
        }
        const bodies = Array.from({ length: 5 }, () => gate());
        const run = deck.map(source(), (item, ctx) => bodies[item - 1](ctx), { concurrency: 2 });
        await Promise.all([bodies[0].started, bodies[1].started]);
        for (let turns = 0; turns < 10; turns += 1) await turn();
        const early = drawn;
        bodies.forEach((body) => body.open('x'));
        const double = (item) => item * 2;
        return [
          early, (await run.result).length, await deck.map(new Set([1, 2]), double).result, await deck.map((function* () { yield 3; })(), double).result,
          await deck.map([Promise.resolve(4), 5], double).result, await deck.map([], double).result,
        ];
      });
      expect(seen).toEqual([2, 5, [2, 4], [6], [8, 10], []]);
    });

    test('the first failure rejects with the very error and cancels the others; no more items are drawn', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, rejection }) => {
        const deck = await createDeck();
        const wrong = new Error('the second');
        let closed = false;
        function* source() {
          try {
            for (let item = 1; ; item += 1) yield item;
          } finally {
            closed = true;
          }
        }
        const run = deck.map(source(), async (item, ctx) => {
          if (item === 2) throw wrong;
          await ctx.sleep(60_000);
        }, { concurrency: 3, title: (item) => `Item ${item}` });
        const error = await rejection(run.result);
        await deck.idle();
        const of = (title) => deck.runs({ search: title })[0]?.status;
        return [error === wrong, run.status, of('Item 1'), of('Item 2'), of('Item 3'), of('Item 4'), closed];
      });
      expect(seen).toEqual([true, 'failed', 'cancelled', 'failed', 'cancelled', undefined, true]);
    });

    test('with settle every item has its outcome, and nothing is stopped', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck }) => {
        const deck = await createDeck();
        const run = deck.map([1, 2, 3], (item) => { if (item === 2) throw new Error('two'); return item; }, { settle: true });
        const results = await run.result;
        return [results.map(({ status, value, reason }) => [status, value ?? reason.message]), run.status];
      });
      expect(seen).toEqual([[['fulfilled', 1], ['rejected', 'two'], ['fulfilled', 3]], 'completed']);
    });

    test('a cancel, an outer signal and a source that never answers end it', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, rejection, gate }) => {
        const deck = await createDeck();
        const body = gate();
        const all = [];
        const run = deck.map([1, 2, 3], (item, ctx) => body(ctx), { concurrency: 1 });
        await body.started;
        run.cancel();
        all.push((await rejection(run.result)).name, run.status, run.reason);
        const stop = new AbortController();
        const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
        const waiting = deck.map(silent, () => {}, { signal: stop.signal, onCancel: (reason) => all.push(reason) });
        setTimeout(() => stop.abort('too late'), 20);
        all.push(await rejection(waiting.result), waiting.status);
        await deck.idle();
        return [...all, deck.activeCount];
      });
      expect(seen).toEqual(['AbortError', 'cancelled', 'caller', 'too late', 'too late', 'cancelled', 0]);
    });

    test('each child has the options of a child, the parent all others; a retry draws a list again and refuses a generator', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, rejection }) => {
        const deck = await createDeck();
        let calls = 0;
        const flaky = () => { if ((calls += 1) % 2 === 1) throw new Error('odd'); return calls; };
        const run = deck.map(['a', 'b'], flaky, { retry: { limit: 1, delay: 1 }, id: 'all', concurrency: 1 });
        const all = [await run.result, run.id, run.attempt, await run.retry().result];
        const once = deck.map((function* () { yield 1; })(), (item) => item);
        await once.result;
        return [...all, (await rejection(once.retry().result)).code];
      });
      expect(seen).toEqual([[2, 4], 'all', 1, [6, 8], 'not-repeatable']);
    });

    test('wrong arguments are named', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, thrown }) => {
        const deck = await createDeck();
        const calls = [
          () => deck.map(7, () => {}), () => deck.map([], 7), () => deck.map([], () => {}, { concurrency: 0 }), () => deck.map([], () => {}, { settle: 1 }),
          () => deck.map([], () => {}, { title: 'x' }), () => deck.map([], () => {}, { worker: 'x' }),
        ];
        return calls.map((call) => thrown(call).code);
      });
      expect(seen).toEqual(['items', 'fn', 'concurrency', 'settle', 'title', 'worker']);
    });

    test('children that count bytes add up on their parent', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, gate }) => {
        const deck = await createDeck();
        const bodies = [gate(), gate()];
        const run = deck.map([100, 300], async (total, ctx, index) => {
          ctx.progress(total / 10, total);
          await bodies[index](ctx);
        }, { unit: 'bytes' });
        await Promise.all(bodies.map((body) => body.started));
        const { done, total, fraction } = run.progress;
        bodies.forEach((body) => body.open());
        await run.result;
        return [done, total, fraction, run.progress.done];
      });
      expect(seen).toEqual([40, 400, 0.1, 400]);
    });

    test('a full queue is waited for, also where nothing else limits the children', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck }) => {
        const deck = await createDeck({ maxQueued: 3, concurrency: 2 });
        const items = Array.from({ length: 50 }, (_, index) => index);
        const results = await deck.map(items, async (item, ctx) => { await ctx.sleep(1); return item; }, { concurrency: Infinity, settle: true }).result;
        return results.filter(({ status }) => status === 'fulfilled').length;
      });
      expect(seen).toBe(50);
    });

    test('a source without end leaves the page its turns, and a child that cannot be started ends the mapping also with settle', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, rejection }) => {
        const deck = await createDeck();
        function* endless() {
          for (let item = 0; ; item += 1) yield item;
        }
        const run = deck.map(endless(), (item) => item, { settle: true, concurrency: Infinity });
        setTimeout(() => run.cancel('enough'), 30);
        const untitled = deck.map(endless(), (item) => item, { settle: true, title: (item) => { if (item > 3) throw new Error('no title'); return 'x'; } });
        const [stopped, failed] = await Promise.all([run, untitled].map(({ result }) => rejection(result)));
        return [stopped, failed.message];
      });
      expect(seen).toEqual(['enough', 'no title']);
    });

    test('its progress reaches listeners and callbacks, and counts what was started', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck }) => {
        const deck = await createDeck();
        const [called, heard] = [new Set(), new Set()];
        deck.addEventListener('progress', ({ detail }) => { if (detail.title === 'All') heard.add(detail.progress.done); });
        const run = deck.map([1, 2, 3], (item, ctx) => ctx.sleep(40), { name: 'All', concurrency: 1, onProgress: ({ done }) => called.add(done) });
        await run.result;
        const letters = deck.map('a👍b', (letter) => letter);
        const late = deck.map([1, Promise.reject(new Error('late')), 3], (item) => item, { settle: true });
        await Promise.all([letters.result, late.result]);
        return [[...called].sort(), [...heard].sort(), letters.progress.total, late.progress.done, late.progress.total];
      });
      expect(seen).toEqual([[0, 1, 2, 3], [0, 1, 2, 3], 3, 2, 2]);
    });

    test('a source that throws rejects it and is not closed; one that gives no objects is named', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, rejection }) => {
        const deck = await createDeck();
        let closed = 0;
        const source = (next) => ({ [Symbol.asyncIterator]: () => ({ next, return: () => (closed += 1) }) });
        const thrown = await rejection(deck.map(source(async () => { throw new Error('broken'); }), () => {}).result);
        const wrong = await rejection(deck.map(source(async () => 7), () => {}).result);
        return [thrown.message, wrong.code, closed];
      });
      expect(seen).toEqual(['broken', 'items', 1]);
    });

    test('a body maps under itself with ctx.map: one slot is enough, and a cancel reaches all', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, rejection, until }) => {
        const deck = await createDeck({ concurrency: 1 });
        let inner;
        const outer = deck.spawn('Outer', async (ctx) => {
          inner = ctx.map([1, 2], (item, child) => item * child.params.by, { params: { by: 3 } });
          return inner.result;
        });
        const all = [await outer.result, inner.parent === outer.id];
        const stopped = deck.spawn('Outer', (ctx) => (inner = ctx.map([1], (item, child) => child.sleep(60_000))).result);
        await until(() => inner.status === 'running');
        stopped.cancel();
        await rejection(stopped.result);
        await deck.idle();
        return [...all, inner.status];
      });
      expect(seen).toEqual([[3, 6], true, 'cancelled']);
    });
  });
}
