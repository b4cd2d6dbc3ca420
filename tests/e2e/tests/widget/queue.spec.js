// Waiting for the queue, options per call, and what snapshots say of parents and logs.

import { expect, test } from '../../widget.js';

for (const withFace of [false, true]) {
  test.describe(withFace ? 'with a face' : 'without a face', () => {
    test.use({ withFace });

    test('onEmpty resolves when nothing waits to start, onSizeLessThan when fewer wait', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, gate, turn }) => {
        const deck = await createDeck({ concurrency: 1 });
        await deck.onEmpty();
        const bodies = Array.from({ length: 4 }, () => gate());
        bodies.forEach((body) => deck.spawn('One', body));
        const order = [];
        const note = (what) => () => order.push(`${what}: ${deck.counts.queued} wait, ${deck.counts.running} run`);
        const waits = [deck.onSizeLessThan(3).then(note('fewer than 3')), deck.onEmpty().then(note('empty')), deck.idle().then(note('idle'))];
        for (const body of bodies) {
          await body.started;
          await turn();
          body.open();
        }
        await Promise.all(waits);
        await deck.onSizeLessThan(1);
        return order;
      });
      expect(seen).toEqual(['fewer than 3: 2 wait, 1 run', 'empty: 0 wait, 1 run', 'idle: 0 wait, 0 run']);
    });

    test('both resolve when the deck is destroyed; a wrong size is named', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, gate, thrown }) => {
        const deck = await createDeck({ concurrency: 1 });
        const first = deck.spawn('One', gate());
        deck.spawn('Two', () => {}).result.catch(() => {});
        first.result.catch(() => {});
        const empty = deck.onEmpty().then(() => 'resolved');
        const wrong = [thrown(() => deck.onSizeLessThan(0)).code, thrown(() => deck.onSizeLessThan('many')).code];
        deck.destroy();
        return [await empty, ...wrong];
      });
      expect(seen).toEqual(['resolved', 'size', 'size']);
    });

    test('a wrapped function takes options for one call', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, thrown }) => {
        const deck = await createDeck();
        const add = deck.wrap('Add', (ctx, a, b) => a + b, { priority: 'background' });
        const other = add.with({ id: 'sum', priority: 'user-blocking' })(1, 2);
        return [await add(1, 1).result, await other.result, other.id, other.priority, add(0, 0).priority, thrown(() => add.with({ prority: 1 })).message];
      });
      expect(seen.slice(0, 5)).toEqual([2, 3, 'sum', 'user-blocking', 'background']);
      expect(seen[5]).toContain('did you mean "priority"');
    });

    test('snapshots have the parent and the newest lines of the log', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, until }) => {
        const deck = await createDeck();
        let changes = 0;
        deck.subscribe(() => (changes += 1));
        let child;
        const run = deck.spawn('Parent', async (ctx) => {
          for (let line = 1; line <= 25; line += 1) ctx.log(`line ${line}`);
          child = ctx.spawn('Child', () => {});
          await child.result;
        });
        await run.result;
        const { log, parent } = run.toJSON();
        const before = changes;
        const talker = deck.spawn('Talks', async (ctx) => {
          await until(() => changes > before);
          const seen = changes;
          ctx.log('hello');
          await until(() => changes > seen);
        });
        await talker.result;
        return [
          parent, child.parent === run.id, deck.getSnapshot().runs.find(({ title }) => title === 'Child').parent === run.id,
          log.length, log[0].text, log[19].text, log.every(({ at }) => Math.abs(at - Date.now()) < 60_000), run.log === run.log, Object.isFrozen(run.log),
        ];
      });
      expect(seen).toEqual([null, true, true, 20, 'line 6', 'line 25', true, true, true]);
    });

    test('a cancel from code has the reason caller, one on screen user', async ({ inPage, page }) => {
      await inPage(async ({ createDeck, gate }) => {
        const deck = (globalThis.deck = await createDeck({ target: '#place' }));
        globalThis.runs = ['By code', 'On screen', 'All'].map((title) => deck.spawn(title, gate()));
      });
      await page.evaluate(() => globalThis.runs[0].cancel());
      await page.getByRole('button', { name: 'Cancel On screen' }).click();
      await expect.poll(() => page.evaluate(() => globalThis.runs[1].status)).toBe('cancelled');
      const seen = await page.evaluate(async () => {
        globalThis.deck.cancelAll();
        await globalThis.deck.idle();
        const error = await globalThis.runs[0].result.catch((error) => error);
        return [...globalThis.runs.map(({ reason }) => reason), error.name];
      });
      expect(seen).toEqual(['caller', 'user', 'caller', 'AbortError']);
    });

    test('a deck and a run can be disposed of', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck }) => {
        if (!Symbol.asyncDispose) return 'not here';
        const deck = await createDeck();
        const run = deck.spawn('Wait', (ctx) => ctx.sleep(60_000));
        await run[Symbol.asyncDispose]();
        const other = deck.spawn('Wait', (ctx) => ctx.sleep(60_000));
        other.result.catch(() => {});
        other[Symbol.dispose]();
        await deck.idle();
        const third = deck.spawn('Wait', (ctx) => ctx.sleep(60_000));
        third.result.catch(() => {});
        await deck[Symbol.asyncDispose]();
        return [run.status, other.status, third.status, deck.activeCount];
      });
      if (seen !== 'not here') expect(seen).toEqual(['cancelled', 'cancelled', 'cancelled', 0]);
    });

    test('subscribers learn of the end of a deck', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, turn }) => {
        const deck = await createDeck();
        const run = deck.spawn('Wait', (ctx) => ctx.sleep(60_000));
        run.result.catch(() => {});
        const statuses = [];
        deck.subscribe(() => statuses.push(deck.getSnapshot().runs[0]?.status ?? run.status));
        deck.destroy();
        await turn();
        await turn();
        return statuses.at(-1);
      });
      expect(seen).toBe('cancelled');
    });

    test('a reason that JSON cannot hold is its message, and a wrong time to sleep is refused', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, rejection, until }) => {
        const deck = await createDeck();
        const run = deck.spawn('Wait', (ctx) => ctx.sleep(60_000));
        await until(() => run.status === 'running');
        run.cancel(new Error('because'));
        await rejection(run.result);
        const errors = await Promise.all(['1s', NaN, undefined].map((ms) => rejection(deck.spawn('Sleeps', (ctx) => ctx.sleep(ms)).result)));
        return [JSON.parse(JSON.stringify(run)).reason, errors.map(({ code }) => code)];
      });
      expect(seen).toEqual(['because', ['ms', 'ms', 'ms']]);
    });
  });
}
