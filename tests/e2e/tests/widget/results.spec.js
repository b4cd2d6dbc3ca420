// Results: summaries, problems, and what a face shows of the value of a body.

import { readFile } from 'node:fs/promises';
import { showResult } from '../../../../widget/js/results.js';
import { expect, test } from '../../widget.js';

for (const face of [false, true]) {
  test.describe(face ? 'with the module of a face' : 'with the small module', () => {
    test('the last summary counts, and a run that returns with problems is completed and has their number', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck, gate }, face) => {
        const deck = await createDeck({ face });
        const body = gate();
        const run = deck.spawn('Check', async (ctx) => {
          ctx.summary('first');
          ctx.problem('one');
          await body(ctx);
          const { summary, problem } = ctx;
          problem('two');
          summary('5 OK · 2 errors');
        });
        const before = [run.summary, run.problems];
        await body.started;
        const between = [run.summary, run.problems];
        body.open();
        await run.result;
        const { summary, problems } = JSON.parse(JSON.stringify(run));
        const other = deck.spawn('Plain', () => 'a value');
        await other.result;
        return [before, between, run.status, run.summary, run.problems, summary, problems, other.summary, other.problems, deck.getSnapshot().runs.map((run) => [run.summary, run.problems])];
      }, face);
      expect(seen).toEqual([[null, 0], ['first', 1], 'completed', '5 OK · 2 errors', 2, '5 OK · 2 errors', 2, null, 0, [[null, 0], ['5 OK · 2 errors', 2]]]);
    });

    test('a completed run with problems is started again, without its findings, and names the run that it retries', async ({ inPage }) => {
      const seen = await inPage(async ({ createDeck }, face) => {
        const deck = await createDeck({ face });
        let calls = 0;
        const completed = [];
        const body = (ctx) => {
          if ((calls += 1) > 1) return calls;
          ctx.summary('1 of 2');
          ctx.problem('not reached');
          return calls;
        };
        const run = deck.spawn('Send', body, { id: 'mine', onComplete: (value) => completed.push(value) });
        await run.result;
        const again = run.retry();
        const value = await again.result;
        const third = again.retry();
        await third.result;
        return [run.problems, run.retryOf, value, again.status, again.summary, again.problems, again.retryOf, third.retryOf === again.id, third.toJSON().retryOf === again.id, completed];
      }, face);
      expect(seen).toEqual([1, null, 2, 'completed', null, 0, 'mine', true, true, [1, 2, 3]]);
    });
  });
}

test('a summary has 200 characters, of which none is halved; an empty one removes it', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    const summaryOf = async (...texts) => {
      const run = deck.spawn('Sums up', (ctx) => texts.forEach((text) => ctx.summary(text)));
      await run.result;
      return run.summary;
    };
    const letters = await summaryOf(`a${'👩‍💻'.repeat(100)}`);
    return [[...letters].length, letters.isWellFormed?.() ?? true, letters.startsWith('a👩'), await summaryOf('x'.repeat(201)), await summaryOf('é'.repeat(200)), await summaryOf('gone', '')];
  });
  expect(seen).toEqual([200, true, true, 'x'.repeat(200), 'é'.repeat(200), null]);
});

test('a summary or a problem that is no text is refused at the call', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, thrown }) => {
    const deck = await createDeck();
    const run = deck.spawn('Wrong', (ctx) => [undefined, null, 5, new Error('no')].flatMap((given) => [thrown(() => ctx.summary(given)), thrown(() => ctx.problem(given))]));
    const all = await run.result;
    return [all.map(({ is, code }) => `${is} ${code}`), all[4].message, run.summary, run.problems];
  });
  expect(seen).toEqual([Array.from({ length: 8 }, (_, index) => `TypeError ${index % 2 ? 'problem' : 'summary'}`), 'summary must be a text, and is 5', null, 0]);
});

test('every problem is counted, an attempt begins without any, and reports after the end are ignored', async ({ inPage, problems }) => {
  problems.allow(/after the attempt had ended/);
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    const many = deck.spawn('Many', (ctx) => { for (let n = 0; n < 1200; n += 1) ctx.problem(`${n}`); });
    await many.result;
    let late;
    const flaky = deck.spawn('Flaky', (ctx) => {
      ctx.problem('of this attempt');
      ctx.summary(`attempt ${ctx.attempt}`);
      if (ctx.attempt === 1) throw new Error('again');
      late = ctx;
    }, { retry: { limit: 1, delay: 0 } });
    await flaky.result;
    late.summary('late');
    late.problem('late');
    const failed = deck.spawn('Fails', (ctx) => { ctx.problem('one'); ctx.summary('as far as line 7'); throw new Error('line 8'); });
    await failed.result.catch(() => {});
    return [many.problems, flaky.problems, flaky.summary, failed.status, failed.problems, failed.summary];
  });
  expect(seen).toEqual([1200, 1, 'attempt 2', 'failed', 1, 'as far as line 7']);
});

test('subscribers and listeners see summary and problems while the run goes on', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, gate, until }) => {
    const deck = await createDeck();
    const body = gate();
    const run = deck.spawn('Check', body);
    const details = [];
    for (const type of ['statuschange', 'progress']) deck.addEventListener(type, ({ detail }) => details.push([type, detail.status, detail.summary, detail.problems]));
    let calls = 0;
    const ctx = await body.started;
    const before = deck.getSnapshot();
    deck.subscribe(() => { calls += 1; });
    ctx.problem('one');
    ctx.summary('so far');
    await until(() => calls > 0);
    const [{ summary, problems }] = deck.getSnapshot().runs;
    const isNew = deck.getSnapshot() !== before;
    ctx.progress(1, 2);
    await until(() => details.some(([type]) => type === 'progress'));
    body.open();
    await run.result;
    await deck.idle();
    return [isNew, summary, problems, details.slice(-2)];
  });
  expect(seen).toEqual([true, 'so far', 1, [['progress', 'running', 'so far', 1], ['statuschange', 'completed', 'so far', 1]]]);
});

test('the example of the documentation does what it says', async ({ inPage }) => {
  const text = await readFile(new URL('../../../../docs/own-interface.md', import.meta.url), 'utf8');
  const [, code] = /^## Summaries and problems[\s\S]*?^```js\n([\s\S]*?)^```/m.exec(text);
  const seen = await inPage(async ({ createDeck }, code) => {
    const lines = Array.from({ length: 9 }, (_, index) => ({ hasDate: index !== 6 }));
    const said = [];
    const example = new Function('deck', 'lines', 'isValid', 'console', `return (async () => { ${code} })()`);
    await example(await createDeck(), lines, ({ hasDate }) => hasDate, { log: (...parts) => said.push(parts.join(', ')) });
    return said;
  }, code);
  expect(code).toContain(`// ${seen[0]}`);
  expect(seen).toEqual(['completed, 8 of 9 lines, 1']);
});

test('a body in a worker, and a child of map, report them too', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    const job = deck.spawn('Job', undefined, { worker: '/widget-pages/job.js', params: { do: 'report' } });
    const value = await job.result;
    const mapped = deck.map(['a', 'b'], (item, ctx) => { ctx.summary(item); if (item === 'b') ctx.problem('b is bad'); }, { name: 'Each' });
    await mapped.result;
    const children = deck.runs().filter(({ parent }) => parent === mapped.id).map(({ summary, problems }) => [summary, problems]).sort();
    return [value, job.summary, job.problems, children, mapped.problems];
  });
  expect(seen).toEqual([['TypeError summary', 'TypeError problem'], 'from a worker', 2, [['a', 0], ['b', 1]], 0]);
});

test('a failed child is started again on screen, with its function and options, and has no parent then', async ({ inPage, page, deck }) => {
  await inPage(async ({ createDeck, rejection }) => {
    const deck = await createDeck({ target: '#place', concurrency: 4 });
    const calls = [];
    Object.assign(globalThis, { deck, calls });
    const send = (item, ctx) => {
      calls.push(`${item} ${ctx.attempt}`);
      if (item === 'b.example' && calls.length < 3) throw new Error('no answer');
      return item;
    };
    globalThis.all = deck.map(['a.example', 'b.example'], send, { settle: true, title: (item) => item });
    await globalThis.all.result;
    globalThis.refusals = deck.runs().filter(({ parent }) => parent).map((run) => { try { run.retry(); } catch ({ code }) { return code; } });
  });
  await deck.unfold('send');
  await page.getByRole('button', { name: /^Retry (failed|b\.example)/ }).filter({ visible: true }).first().click();
  await expect.poll(() => page.evaluate(() => globalThis.deck.counts.completed)).toBe(3);
  const seen = await page.evaluate(() => {
    const { deck, calls, refusals } = globalThis;
    const [again] = deck.runs();
    return [calls, again.title, again.status, again.parent, deck.get(again.retryOf).status, again.retry().title, refusals];
  });
  expect(seen).toEqual([['a.example 1', 'b.example 1', 'b.example 1'], 'b.example', 'completed', null, 'failed', 'b.example', ['not-repeatable', 'not-repeatable']]);
});

test('what a child that completed was called with is let go, and what is retried on screen is kept', async ({ page, inPage, browserName }) => {
  test.skip(browserName !== 'chromium', 'only Chromium collects garbage on demand');
  await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    const items = Array.from({ length: 3 }, (_, index) => ({ index, bytes: new Uint8Array(1000) }));
    globalThis.refs = items.map((item) => new WeakRef(item));
    const parent = deck.spawn('Parent', async (ctx) => {
      const children = items.splice(0).map((item) => ctx.spawn(`Child ${item.index}`, () => { if (item.index === 1) throw new Error('no'); }));
      await Promise.allSettled(children.map(({ result }) => result));
    });
    await parent.result;
    globalThis.deck = deck;
  });
  const devtools = await page.context().newCDPSession(page);
  await expect.poll(async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    return page.evaluate(() => globalThis.refs.map((ref) => ref.deref()?.index ?? null));
  }).toEqual([null, 1, null]);
});

/** Returns the calls by which a value is shown. */
function shown(value) {
  const calls = [];
  const core = new Proxy({}, { get: (_, name) => (_key, _attempt, ...given) => calls.push([name, ...given]) });
  showResult(core, 1, 1, value);
  return calls.length === 1 ? calls[0] : calls;
}

test.describe('the value of a body', () => {
  test.skip(({ browserName }) => browserName !== 'chromium', 'no browser is needed');

  test('texts, numbers and booleans are texts; undefined, null, an empty text and a function are nothing', () => {
    expect([' x', 0, -1.5, false, 12n, new Date(0), new URL('https://a.example/')].map(shown)).toEqual(
      [' x', '0', '-1.5', 'false', '12', '1970-01-01T00:00:00.000Z', 'https://a.example/'].map((text) => ['show_text', text, text.length]),
    );
    expect([undefined, null, '', () => {}, Symbol('x'), [undefined, null], new (class Empty {})()].map(shown)).toEqual(Array(7).fill([]));
    const [, text, count] = shown('x'.repeat(1_200_000));
    expect([text.length, count]).toEqual([1_000_000, 1_200_000]);
  });

  test('files and blobs are files with a name each', () => {
    const [file, csv, unknown] = [new File(['x'], 'a.txt'), new Blob(['1,2'], { type: 'text/csv;charset=utf-8' }), new Blob(['x'])];
    expect(shown(file)).toEqual(['show_files', ['a.txt'], [file]]);
    expect(shown(csv)).toEqual(['show_files', ['result.csv'], [csv]]);
    expect(shown([file, csv, unknown])).toEqual(['show_files', ['a.txt', 'result 2.csv', 'result 3'], [file, csv, unknown]]);
    const types = { 'application/octet-stream': 'bin', 'image/svg+xml': 'svg', 'application/vnd.ms-excel': '', 'application/x-zip': 'zip', 'image/jpeg': 'jpg' };
    for (const [type, ending] of Object.entries(types)) expect(shown(new Blob([], { type }))[1]).toEqual([`result${ending && `.${ending}`}`]);
  });

  test('a list of plain objects is a table with the union of their keys in order of appearance', () => {
    const file = new File([], 'b.txt');
    const rows = [{ name: 'a', size: 1, hasOwn: null }, Object.assign(Object.create(null), { name: 'b\0c', tags: ['x', { y: 1 }], when: new Date(0) }), { size: 0, ok: false, file }];
    expect(shown(rows)).toEqual([
      'show_table',
      7,
      ['name', 'size', 'hasOwn', 'tags', 'when', 'ok', 'file', 'a', '1', '', '', '', '', '', 'b c', '', '', '["x",{"y":1}]', '1970-01-01T00:00:00.000Z', '', '', '', '0', '', '', '', 'false', 'b.txt'].join('\0'),
      3,
      7,
    ]);
    const long = shown(Array.from({ length: 12_345 }, (_, n) => ({ n })));
    expect([long[1], long[2].split('\0').length, long[3], long[4]]).toEqual([1, 10_001, 12_345, 1]);
    const wide = shown([Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`column ${n}`, n]))]);
    expect([wide[1], wide[2].split('\0').length, wide[3], wide[4]]).toEqual([50, 100, 1, 60]);
    const heavy = shown(Array.from({ length: 1000 }, () => ({ text: 'x'.repeat(9000) })));
    expect(heavy[2].length).toBeLessThan(4_100_000);
  });

  test('anything else is JSON, with a mark where something is left out', () => {
    const circle = { name: 'round' };
    circle.self = circle;
    const own = JSON.parse('{ "__proto__": 1 }');
    const json = (value) => JSON.parse(JSON.stringify(shown(value)));
    expect(json({ a: 1, b: [undefined, () => {}, 2], c: undefined, d: 10n })).toEqual(['show_json', { a: 1, b: [null, null, 2], d: '10' }]);
    expect(json([1, { a: 1 }])).toEqual(['show_json', [1, { a: 1 }]]);
    expect(json([])).toEqual(['show_json', []]);
    expect(json([{}])).toEqual(['show_json', [{}]]);
    expect(json(circle)).toEqual(['show_json', { name: 'round', self: '…' }]);
    expect(JSON.stringify(shown(own)[1])).toBe('{"__proto__":1}');
    expect(json(new Map([['k', new Set([1, 2])]]))).toEqual(['show_json', [['k', [1, 2]]]]);
    expect(json(new Uint8Array([1, 2]))).toEqual(['show_json', [1, 2]]);
    expect(json({ file: new File(['xy'], 'a.txt'), error: new TypeError('no') })).toEqual(['show_json', { file: { name: 'a.txt', size: 2, type: '' }, error: 'TypeError: no' }]);
    const [, list] = shown(Array.from({ length: 50_000 }, (_, n) => n));
    expect([list.length, list.at(-1)]).toEqual([10_000, '… +40001']);
    const [, { text, more }] = shown({ text: 'x'.repeat(2_000_000), more: 1 });
    expect([text.length < 1_000_001, text.endsWith('…'), more]).toEqual([true, true, undefined]);
    let deep = 'bottom';
    for (let n = 0; n < 100_000; n += 1) deep = [deep];
    expect(JSON.stringify(shown(deep)[1])).toBe(`${'['.repeat(20)}"…"${']'.repeat(20)}`);
  });

  test('a value that cannot be read is not shown, and changes nothing', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const throws = { get now() { throw new Error('no'); } };
    expect([proxy, [proxy], throws, [throws], { toJSON() { throw new Error('no'); } }].map(shown)).toEqual([[], [], [], [], []]);
  });
});

test('a face shows the value of a body: a text, a file, a table, JSON; a run with a summary keeps it', async ({ inPage, deck }) => {
  await inPage(async ({ createDeck }) => {
    const deck = (globalThis.deck = await createDeck({ target: '#place' }));
    deck.spawn('Text', (ctx) => { ctx.summary('in one line'); return 'the whole text'; });
    deck.spawn('File', () => new File(['abc'], 'made.txt'));
    deck.spawn('Table', () => Array.from({ length: 10_001 }, (_, n) => ({ place: `row ${n}`, n })));
    deck.spawn('JSON', () => ({ nested: { answer: 42 } }));
    await deck.idle();
  });
  for (const [title, text] of [['Text', 'the whole text'], ['File', 'made.txt'], ['Table', 'row 0'], ['JSON', 'answer']]) {
    await deck.openDetails(title);
    await expect(deck.details).toContainText(text);
  }
  expect(await deck.page.evaluate(() => globalThis.deck.runs({ search: 'Text' })[0].summary)).toBe('in one line');
});
