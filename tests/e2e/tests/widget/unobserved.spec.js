// Runs without options, in a deck that nothing observes, are run by JavaScript alone until something looks at the deck. No caller can
// see that: every promise holds with a face too, where the core has every run from the start.

import { expect, test } from '../../widget.js';

for (const withFace of [false, true]) {
  test.describe(withFace ? 'with a face' : 'without a face', () => {
    test.use({ withFace });

    test('in the turn of the spawn, every reading is right', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, gate }) => {
        const looks = {
          status: (deck, runs) => runs.map(({ status }) => status).join(),
          counts: (deck) => Object.values(deck.counts).join(),
          activeCount: (deck) => deck.activeCount,
          activeIds: (deck, runs) => deck.activeIds.map((id) => runs.findIndex((run) => run.id === id)).join(),
          isActive: (deck, runs) => runs.every(({ id }) => deck.isActive(id)),
          get: (deck, runs) => runs.every((run) => deck.get(run.id) === run),
          runs: (deck, runs) => deck.runs().reverse().every((run, at) => run === runs[at]),
          snapshot: (deck) => deck.getSnapshot().runs.map(({ title, status }) => `${title} ${status}`).join(),
          numbers: (deck) => `${deck.getSnapshot().activeCount} of ${deck.getSnapshot().concurrency}`,
          json: (deck, runs) => JSON.stringify(runs[2]).includes('"status":"queued"'),
          lane: (deck) => JSON.stringify(deck.lane('main')),
        };
        const seen = {};
        for (const [name, look] of Object.entries(looks)) {
          const deck = await createDeck({ concurrency: 2 });
          const runs = ['A', 'B', 'C'].map((title) => deck.spawn(title, gate()));
          for (const { result } of runs) result.catch(() => {});
          seen[name] = look(deck, runs);
          deck.destroy();
        }
        return seen;
      });
      expect(seen).toEqual({
        status: 'queued,queued,queued',
        counts: '3,0,0,0,0',
        activeCount: 3,
        activeIds: '0,1,2',
        isActive: true,
        get: true,
        runs: true,
        snapshot: 'C queued,B queued,A queued',
        numbers: '3 of 2',
        json: true,
        lane: '{"name":"main","limit":2,"running":0,"waiting":3}',
      });
    });

    test('whatever looks first while some run, wait and have completed sees each as it is, and all go on', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, gate, turn, until }) => {
        const looks = {
          'status and counts': () => {},
          activeIds: (deck) => deck.activeIds,
          getSnapshot: (deck) => deck.getSnapshot(),
          runs: (deck) => deck.runs({ status: 'running' }),
          get: (deck) => deck.get('nothing'),
          addEventListener: (deck) => deck.addEventListener('statuschange', () => {}),
          subscribe: (deck) => deck.subscribe(() => {}),
          concurrency: (deck) => (deck.concurrency = 2),
          'pause and resume': (deck) => [deck.pause(), deck.resume()],
          'a run with options': (deck) => deck.spawn('With', () => {}, { priority: 'background' }),
          'another lane': (deck) => deck.lane('other', { limit: 1 }),
          toJSON: (deck, runs) => runs[2].toJSON(),
        };
        const lines = [];
        for (const [name, look] of Object.entries(looks)) {
          const deck = await createDeck({ concurrency: 2 });
          const [first, third] = [gate(), gate()];
          const called = [];
          const noted = (title, body) => (ctx) => (called.push(title), body(ctx));
          const runs = Object.entries({ A: first, B: () => 'b', C: third, D: () => 'd' }).map(([title, body]) => deck.spawn(title, noted(title, body)));
          await third.started;
          await turn();
          const result = look(deck, runs);
          const more = name === 'a run with options' ? 1 : 0;
          const { queued, running, completed } = deck.counts;
          lines.push(`${name}: ${runs.map(({ status }) => status)}, ${queued - more} ${running} ${completed}`);
          if (name === 'activeIds' && result.join() !== [0, 2, 3].map((at) => runs[at].id).join()) lines.push('wrong ids');
          if (name === 'runs' && (result.length !== 2 || result[0] !== runs[2] || result[1] !== runs[0])) lines.push('wrong runs');
          first.open('a');
          third.open('c');
          lines.push((await Promise.all(runs.map(({ result }) => result))).join() + called.join());
          await deck.idle();
          await until(() => deck.counts.completed === 4 + more);
          if (new Set(runs.map(({ id }) => id)).size !== 4) lines.push('an id comes twice');
          deck.destroy();
        }
        return lines;
      });
      expect(seen.length).toBe(24);
      for (const [at, line] of seen.entries()) expect(line).toContain(at % 2 ? 'a,b,c,dA,B,C,D' : 'running,completed,running,queued, 1 2 1');
    });

    test('a cancel in the turn of the spawn leaves the body uncalled, a later one fires the signal', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, rejection }) => {
        const deck = await createDeck();
        let called = 0;
        const never = deck.spawn('Never', () => (called += 1));
        const other = deck.spawn('Other', () => 'other');
        const isCancelled = never.cancel('no');
        const after = never.status;
        let reason;
        const runs = deck.spawn('Runs', (ctx) => new Promise((_, reject) => {
          ctx.signal.addEventListener('abort', () => {
            reason = ctx.signal.reason;
            reject(reason);
          });
        }));
        const values = [await rejection(never.result), await other.result];
        await new Promise((resolve) => setTimeout(resolve));
        runs.cancel('stop');
        return [isCancelled, after, called, ...values, reason, await rejection(runs.result), runs.status, runs.cancel(), other.cancel(), deck.cancelAll()];
      });
      expect(seen).toEqual([true, 'cancelled', 0, 'no', 'other', 'stop', 'stop', 'cancelled', false, false, 0]);
    });

    test('what throws at the call throws there, and the run before it is not lost', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, thrown, gate }) => {
        const deck = await createDeck({ concurrency: 1, maxQueued: 2 });
        const body = gate();
        const first = deck.spawn('One', body);
        const codes = [
          thrown(() => deck.spawn(1, () => {})).code, thrown(() => deck.spawn('x')).code, thrown(() => deck.spawn('x', () => {}, { lane: 'none' })).code,
          thrown(() => deck.spawn('x', () => {}, { id: 7 })).code, thrown(() => deck.start('none')).code,
        ];
        await body.started;
        const more = [deck.spawn('Two', () => 2), deck.spawn('Three', () => 3)];
        codes.push(thrown(() => deck.spawn('Four', () => 4)).code);
        body.open(1);
        const values = await Promise.all([first, ...more].map(({ result }) => result));
        deck.destroy();
        return [...codes, thrown(() => deck.spawn('x', () => {})).code, ...values];
      });
      expect(seen).toEqual(['title', 'fn', 'lane', 'id', 'task', 'maxQueued', 'shutdown', 1, 2, 3]);
    });

    test('runs start in the order of their calls, with and without options', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck }) => {
        const deck = await createDeck({ concurrency: 1 });
        const order = [];
        const add = deck.wrap('Add', (ctx, name) => void order.push(name));
        for (let at = 0; at < 30; at += 1) {
          if (at % 10 === 4) deck.spawn('With', () => void order.push(at), { priority: 'user-visible' });
          else if (at % 3 === 0) add(at);
          else deck.spawn('Plain', () => void order.push(at));
        }
        await deck.idle();
        return order;
      });
      expect(seen).toEqual(Array.from({ length: 30 }, (_, at) => at));
    });

    test('a body that throws fails with what it threw, and can be retried', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, rejection }) => {
        const deck = await createDeck({ concurrency: 1 });
        const error = new RangeError('broken', { cause: new Error('inside') });
        let isBroken = true;
        const before = deck.spawn('Before', () => 'before');
        const run = deck.spawn('Fails', async () => {
          if (isBroken) throw error;
          return 'mended';
        });
        const after = deck.spawn('After', () => {
          throw 'a text';
        });
        const thrown = [await rejection(run.result) === error, await rejection(after.result)];
        isBroken = false;
        const again = run.retry();
        return [...thrown, await again.result, again.retryOf === run.id, run.error.kind, run.error.message, after.error.message, before.status, deck.counts.failed];
      });
      expect(seen).toEqual([true, 'a text', 'mended', true, 'error', 'broken', 'a text', 'completed', 2]);
    });

    test('destroy ends what has not started, what runs and what is awaited', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, gate, rejection }) => {
        const deck = await createDeck({ concurrency: 1 });
        const body = gate(false);
        const done = deck.spawn('Done', () => 'done');
        const runs = [deck.spawn('Runs', body), deck.spawn('Waits', () => {})];
        const context = await body.started;
        const fresh = deck.spawn('Fresh', () => {});
        const results = [...runs, fresh].map(({ result }) => rejection(result));
        const idle = deck.idle();
        const { signal } = context;
        deck.destroy();
        await idle;
        const names = (await Promise.all(results)).map(({ name }) => name);
        return [...names, signal.aborted, ...[done, ...runs, fresh].map(({ status }) => status), await done.result, fresh.reason, Object.values(deck.counts).join()];
      });
      expect(seen).toEqual(['AbortError', 'AbortError', 'AbortError', true, 'completed', 'cancelled', 'cancelled', 'cancelled', 'done', 'owner', '0,0,0,0,0']);
    });

    test('a body can report, start children and end its deck', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, rejection }) => {
        const deck = await createDeck({ concurrency: 1 });
        const run = deck.spawn('Parent', async (ctx) => {
          ctx.progress(1, 4, 'first');
          ctx.log('a line');
          const child = ctx.spawn('Child', (inner) => inner.id);
          ctx.summary('short');
          return [await child.result === child.id, child.parent === ctx.id, deck.get(ctx.id) === run, ...(await ctx.map([1, 2], (item) => item * 2).result)];
        });
        const next = deck.spawn('Next', (ctx) => deck.counts.running + ctx.attempt);
        const values = [...(await run.result), run.progress.message, run.log[0].text, run.summary, await next.result];
        const last = deck.spawn('Last', async () => deck.destroy());
        return [...values, (await rejection(last.result)).name, last.status];
      });
      expect(seen).toEqual([true, true, true, 2, 4, 'first', 'a line', 'short', 2, 'AbortError', 'cancelled']);
    });

    test('a listener hears nothing of what was before it', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, gate, turn }) => {
        const deck = await createDeck({ concurrency: 2 });
        const body = gate();
        const runs = [deck.spawn('A', () => {}), deck.spawn('B', body), deck.spawn('C', () => {}), deck.spawn('D', gate()), deck.spawn('E', () => {})];
        await body.started;
        await turn();
        const events = [];
        deck.addEventListener('statuschange', ({ detail }) => events.push(`${detail.title} ${detail.status}`));
        await turn();
        const before = events.length;
        body.open();
        await runs[4].result;
        await turn();
        return [before, ...events];
      });
      expect(seen).toEqual([0, 'B completed', 'E running', 'E completed']);
    });

    test('pause, another limit and a rate hold at once', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, gate, turn }) => {
        const states = [];
        const note = (deck) => states.push(`${deck.counts.queued} ${deck.counts.running}`);
        const deck = await createDeck({ concurrency: 1 });
        const bodies = Array.from({ length: 4 }, () => gate());
        bodies.forEach((body) => deck.spawn('One', body));
        deck.pause();
        await turn();
        note(deck);
        deck.resume();
        await bodies[0].started;
        deck.concurrency = 3;
        await bodies[2].started;
        note(deck);
        bodies.forEach(({ open }) => open());
        await deck.idle();
        deck.lane('main', { limit: 3, rate: { starts: 1, window: 100_000 } });
        const first = deck.spawn('First', () => {});
        deck.spawn('Second', () => {});
        await first.result;
        await turn();
        note(deck);
        deck.destroy();
        return states;
      });
      expect(seen).toEqual(['4 0', '1 3', '1 0']);
    });
  });
}

test('the newest are kept, with their ids and times', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck({ keep: 10, concurrency: 3 });
    const began = Date.now();
    const runs = Array.from({ length: 500 }, (_, at) => deck.spawn('Work', () => at));
    const oldest = runs[0];
    await deck.idle();
    const counted = deck.counts.completed;
    const kept = deck.runs();
    const { createdAt, startedAt, finishedAt } = runs[499];
    const inOrder = began - 1 <= createdAt && createdAt <= startedAt && startedAt <= finishedAt && finishedAt <= Date.now() + 1;
    const numbers = runs.map(({ id }) => Number(id.slice('run-'.length)));
    const later = deck.spawn('Later', () => 'later', { lane: 'main' });
    return [
      counted, kept.length, kept[0] === runs[499], kept[9] === runs[490], inOrder, numbers.every((number, at) => number === numbers[0] + at), later.id === `run-${numbers[499] + 1}`,
      oldest.status, oldest.startedAt >= oldest.createdAt, oldest.attempt, deck.get(oldest.id), await oldest.retry().result, await later.result,
    ];
  });
  expect(seen).toEqual([10, 10, true, true, true, true, true, 'completed', true, 1, undefined, 0, 'later']);
});

test('an id like those of the deck is not given twice', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, thrown }) => {
    const deck = await createDeck();
    const body = gate();
    deck.spawn('One', body);
    const two = deck.spawn('Two', gate());
    const code = thrown(() => deck.spawn('Three', () => {}, { id: two.id })).code;
    const four = deck.spawn('Four', () => {}, { id: 'run-6' });
    const rest = [deck.spawn('Five', () => {}), deck.spawn('Six', () => {}), deck.spawn('Seven', () => {})];
    const ids = [two, four, ...rest].map(({ id }) => id);
    return [code, ids.length === new Set(ids).size, deck.get('run-6') === four];
  });
  expect(seen).toEqual(['id', true, true]);
});

test('memory that grows between two batches is read as it is', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck({ concurrency: 2, maxQueued: 100_000, keep: 50_000 });
    const wrong = [];
    for (let batch = 0; batch < 4; batch += 1) {
      const runs = Array.from({ length: 10_000 }, (_, at) => deck.spawn(`Run ${batch} ${at} ${'.'.repeat(100)}`, () => at));
      if (batch % 2) await deck.idle();
      const { runs: snapshots } = deck.getSnapshot();
      if (snapshots.length !== (batch + 1) * 10_000 || snapshots[0].title !== runs[9_999].title || snapshots[0].id !== runs[9_999].id) wrong.push(batch);
      await deck.idle();
    }
    const counts = Object.values(deck.counts).join();
    deck.destroy();
    return [wrong, counts];
  });
  expect(seen).toEqual([[], '0,0,40000,0,0']);
});

test('the page has a turn while many bodies start', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck({ concurrency: Infinity });
    const busy = () => {
      for (const end = performance.now() + 2; performance.now() < end; );
    };
    const runs = Array.from({ length: 50 }, () => deck.spawn('Busy', busy));
    await new Promise((resolve) => setTimeout(resolve));
    const { status } = runs[49];
    await deck.idle();
    return [status, runs[49].status];
  });
  expect(seen).toEqual(['queued', 'completed']);
});

test('the start of a run whose body never yields leaves the others their turns', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck({ concurrency: 1 });
    let isOver = false;
    setTimeout(() => (isOver = true), 30);
    let started = 0;
    // Each starts the next, and no promise of theirs waits for anything.
    const next = () => {
      started += 1;
      if (!isOver && started < 1_000_000) deck.spawn('Next', next);
    };
    deck.spawn('First', next);
    await deck.idle();
    return [isOver, started < 1_000_000];
  });
  expect(seen).toEqual([true, true]);
});
