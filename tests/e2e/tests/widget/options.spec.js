// Options are checked at the call: a TypeError or RangeError whose code names the option.

import { expect, test } from '../../widget.js';

/** Returns the class and code of the exception of a call, and whether its message contains this text. */
const cases = {
  deck: [
    [{ concurency: 3 }, 'TypeError', 'concurency', 'did you mean "concurrency"?'],
    [{ concurrency: 0 }, 'RangeError', 'concurrency', 'whole number from 1'],
    [{ concurrency: 1.5 }, 'RangeError', 'concurrency', ''],
    [{ concurrency: '4' }, 'TypeError', 'concurrency', ''],
    [{ concurrency: null }, 'TypeError', 'concurrency', ''],
    [{ variant: 'dashbord' }, 'RangeError', 'variant', 'did you mean "dashboard"?'],
    [{ theme: 'pink' }, 'RangeError', 'theme', ''],
    [{ maxQueued: -1 }, 'RangeError', 'maxQueued', ''],
    [{ keep: NaN }, 'RangeError', 'keep', ''],
    [{ captureGlobalErrors: 1 }, 'TypeError', 'captureGlobalErrors', ''],
    [{ target: '#nothing' }, 'TypeError', 'target', 'finds no element'],
    [{ target: '###' }, 'TypeError', 'target', ''],
    [{ target: 7 }, 'TypeError', 'target', ''],
    [{ strings: { Rum: 'Starten' } }, 'RangeError', 'strings', 'did you mean "Run"?'],
    [{ strings: { Run: 7 } }, 'TypeError', 'strings', ''],
    [{ strings: 'Starten' }, 'TypeError', 'strings', ''],
    [{ strings: { Run: '' } }, 'RangeError', 'strings', 'must not be empty'],
    [{ strings: { Run: ' \n' } }, 'RangeError', 'strings', 'must not be empty'],
    [{ strings: { 'Cancel {title}': '{titel} abbrechen' } }, 'RangeError', 'strings', 'has no {titel}: there is {title} — did you mean "title"?'],
    [{ strings: { 'Cancel {title}': '{ title } abbrechen' } }, 'RangeError', 'strings', 'did you mean "title"?'],
    [{ strings: { 'Cancel {title}': '{title abbrechen' } }, 'RangeError', 'strings', 'brace'],
    [{ strings: { 'Cancel {title}': '{} abbrechen' } }, 'RangeError', 'strings', 'has no {}'],
    [{ strings: { 'Cancel {title}': '{title} {title} {count}' } }, 'RangeError', 'strings', 'has no {count}'],
    [{ strings: { Run: 'Starte {title}' } }, 'RangeError', 'strings', 'nothing is put in there'],
    [{ strings: { Run: null } }, 'TypeError', 'strings', 'must be a text'],
    [{ locale: 7 }, 'TypeError', 'locale', ''],
    [{ locale: 'xx!!' }, 'RangeError', 'locale', 'must be a language tag such as "de"'],
    [{ locale: 'de_DE' }, 'RangeError', 'locale', 'and is "de_DE"'],
    [{ locale: '' }, 'RangeError', 'locale', ''],
    [{ wasm: 7 }, 'TypeError', 'wasm', 'bytes'],
    [{ captureGlobalErrors: 'yes' }, 'TypeError', 'captureGlobalErrors', 'true or false'],
    [{ keep: '1000' }, 'TypeError', 'keep', ''],
    [{ maxQueued: 0.5 }, 'RangeError', 'maxQueued', ''],
    [{ variant: '' }, 'RangeError', 'variant', ''],
    [{ theme: 'Dark' }, 'RangeError', 'theme', 'did you mean "dark"?'],
    [{ header: 'ful' }, 'RangeError', 'header', 'one of full, compact, false, and is "ful" — did you mean "full"?'],
    [{ header: true }, 'TypeError', 'header', 'and is true'],
    [{ header: null }, 'TypeError', 'header', ''],
    [{ controls: false }, 'TypeError', 'controls', 'must be an object such as { concurrency: … }'],
    [{ controls: { serach: false } }, 'TypeError', 'controls.serach', 'did you mean "search"?'],
    [{ controls: { pause: 0 } }, 'TypeError', 'controls.pause', 'must be true or false, and is 0'],
    [7, 'TypeError', 'createDeck', ''],
  ],
  spawn: [
    [{ priority: 'high' }, 'RangeError', 'priority', 'user-blocking'],
    [{ priority: 1 }, 'TypeError', 'priority', ''],
    [{ prioritty: 'background' }, 'TypeError', 'prioritty', 'did you mean "priority"?'],
    [{ timeout: 0 }, 'RangeError', 'timeout', ''],
    [{ timeout: -1 }, 'RangeError', 'timeout', ''],
    [{ timeout: '1s' }, 'TypeError', 'timeout', ''],
    [{ deadline: NaN }, 'RangeError', 'deadline', ''],
    [{ delay: -1 }, 'RangeError', 'delay', ''],
    [{ grace: {} }, 'TypeError', 'grace', ''],
    [{ retry: 3 }, 'TypeError', 'retry', ''],
    [{ retry: { limit: -1 } }, 'RangeError', 'retry.limit', ''],
    [{ retry: { limit: 1.5 } }, 'RangeError', 'retry.limit', ''],
    [{ retry: { factor: 0.5 } }, 'RangeError', 'retry.factor', ''],
    [{ retry: { limmit: 1 } }, 'TypeError', 'retry.limmit', 'did you mean "limit"?'],
    [{ retry: { when: 1 } }, 'TypeError', 'retry.when', ''],
    [{ overlap: 'que' }, 'RangeError', 'overlap', 'did you mean "queue"?'],
    [{ lane: '' }, 'RangeError', 'lane', ''],
    [{ lane: 'nowhere' }, 'RangeError', 'lane', 'nowhere'],
    [{ signal: {} }, 'TypeError', 'signal', ''],
    [{ id: 7 }, 'TypeError', 'id', ''],
    [{ onStart: 'x' }, 'TypeError', 'onStart', ''],
    [{ critical: 'yes' }, 'TypeError', 'critical', ''],
    [{ worker: 7 }, 'TypeError', 'worker', ''],
    [{ worker: '' }, 'RangeError', 'worker', 'must not be empty'],
    [{ worker: '/job.js' }, 'TypeError', 'fn', 'undefined'],
    [{ workerReady: '10' }, 'TypeError', 'workerReady', ''],
    [{ workerReady: 0 }, 'RangeError', 'workerReady', 'more than 0'],
    [{ workerReady: NaN }, 'RangeError', 'workerReady', ''],
    [{ workerRaedy: 10 }, 'TypeError', 'workerRaedy', 'did you mean "workerReady"?'],
    [{ retry: { delay: '1000' } }, 'TypeError', 'retry.delay', ''],
    [{ retry: { jitter: 1 } }, 'TypeError', 'retry.jitter', ''],
    [{ retry: { maxDelay: -1 } }, 'RangeError', 'retry.maxDelay', ''],
    [{ retry: { factor: Infinity } }, 'RangeError', 'retry.factor', ''],
    [{ showProgress: 0 }, 'TypeError', 'showProgress', ''],
    [{ unit: 7 }, 'TypeError', 'unit', ''],
    [{ key: '' }, 'RangeError', 'key', ''],
    [{ params: [1] }, 'TypeError', 'params', ''],
    [{ delay: Infinity }, 'RangeError', 'delay', ''],
    [[], 'TypeError', 'a run', ''],
  ],
  define: [
    [{ title: 'No id', run: 'function' }, 'TypeError', 'id', ''],
    [{ id: 'a' }, 'TypeError', 'run', ''],
    [{ id: 'a', run: 7 }, 'TypeError', 'run', ''],
    [{ id: 'taken', run: 'function' }, 'TypeError', 'id', 'defined already'],
    [{ id: 'a', run: 'function', params: {} }, 'TypeError', 'params', ''],
    [{ id: 'a', run: 'function', params: [{}] }, 'TypeError', 'params.name', ''],
    [{ id: 'a', run: 'function', params: [{ name: 'x', type: 'selct' }] }, 'RangeError', 'params.type', 'did you mean "select"?'],
    [{ id: 'a', run: 'function', params: [{ name: 'x', type: 'select' }] }, 'TypeError', 'params', ''],
    [{ id: 'a', run: 'function', onStart: 'function' }, 'TypeError', 'onStart', ''],
    [{ id: 'a', run: 'function', worker: '/job.js' }, 'TypeError', 'run', 'not both'],
    [{ id: 'a', run: 'function', params: [{ name: 'x', min: 3 }] }, 'TypeError', 'params.min', 'of the type text'],
    [{ id: 'a', run: 'function', params: [{ name: 'x', options: ['a'] }] }, 'TypeError', 'params.options', 'is for select'],
    [{ id: 'a', run: 'function', params: [{ name: 'x', type: 'number', maxLength: 3 }] }, 'TypeError', 'params.maxLength', ''],
    [{ id: 'a', run: 'function', params: [{ name: 'x', type: 'switch', multiple: true }] }, 'TypeError', 'params.multiple', ''],
    [{ id: 'a', run: 'function', params: [{ name: 'x', type: 'files', default: 'x' }] }, 'TypeError', 'params.default', ''],
    [{ id: 'a', run: 'function', params: [{ name: 'x', type: 'number', min: 5, max: 1 }] }, 'RangeError', 'params.min', 'params.max'],
    [{ id: 'a', run: 'function', params: [{ name: 'x', type: 'number', default: '3' }] }, 'RangeError', 'params.default', 'must be a number'],
    [{ id: 'a', run: 'function', params: [{ name: 'x', type: 'number', max: 2, default: 3 }] }, 'RangeError', 'params.default', 'must be a number of at most 2'],
    [{ id: 'a', run: 'function', params: [{ name: 'x', type: 'number', min: 2, default: 1 }] }, 'RangeError', 'params.default', 'must be a number of at least 2'],
    [{ id: 'a', run: 'function', params: [{ name: 'x', type: 'number', whole: true, default: 1.5 }] }, 'RangeError', 'params.default', 'whole'],
    [{ id: 'a', run: 'function', params: [{ name: 'x', type: 'select', options: ['a', 'b'], default: 'c' }] }, 'RangeError', 'params.default', 'one of a, b'],
    [{ id: 'a', run: 'function', params: [{ name: 'x', type: 'select', options: ['a', 'a'] }] }, 'RangeError', 'params.options', 'twice'],
    [{ id: 'a', run: 'function', params: [{ name: 'x', type: 'switch', default: 'on' }] }, 'RangeError', 'params.default', 'boolean'],
    [{ id: 'a', run: 'function', params: [{ name: 'x', maxLength: 2, default: 'abc' }] }, 'RangeError', 'params.default', 'at most 2'],
    [{ id: 'a', run: 'function', params: [{ name: 'x', requierd: true }] }, 'TypeError', 'params.requierd', 'did you mean "required"?'],
  ],
};

for (const [call, given] of Object.entries(cases)) {
  test(`invalid options of ${call} are refused at the call`, async ({ inPage }) => {
    const seen = await inPage(async ({ createDeck }, [call, given]) => {
      const deck = await createDeck();
      deck.define({ id: 'taken', run: () => {} });
      const functions = (options) => {
        if (typeof options === 'object') for (const name in options) if (options[name] === 'function') options[name] = () => {};
        return options;
      };
      const calls = {
        deck: (options) => createDeck(options),
        spawn: (options) => deck.spawn('Title', () => {}, options),
        define: (options) => deck.define(functions(options)),
      };
      const all = [];
      for (const [options, kind, code, text] of given) {
        try {
          await calls[call](options);
          all.push([kind, code, 'nothing was thrown']);
        } catch (error) {
          all.push([error.constructor.name, error.code, error.message.includes(text) ? text : error.message]);
        }
      }
      return [all, deck.counts.queued];
    }, [call, given]);
    expect(seen).toEqual([given.map(([, ...expected]) => expected), 0]);
  });
}

test('other invalid arguments are refused too', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, thrown }) => {
    const deck = await createDeck({ maxQueued: 2 });
    deck.define({ id: 'export', run: () => {} });
    deck.pause();
    deck.spawn('One', () => {}, { id: 'one' });
    const calls = [
      () => deck.start('exprot'),
      () => deck.start('export', 7),
      () => deck.spawn(7, () => {}),
      () => deck.spawn('No function'),
      () => deck.spawn('Again', () => {}, { id: 'one' }),
      () => deck.spawn('Two', () => {}) && deck.spawn('Too many', () => {}),
      () => deck.setPriority('one', 'urgent'),
      () => { deck.concurrency = 0; },
      () => deck.runs({ status: 'ended' }),
      () => deck.lane('', { limit: 1 }),
      () => deck.lane('x', { limit: 0 }),
      () => deck.schedule('export', {}, {}),
      () => deck.schedule('export', {}, { every: 1 }),
      () => deck.subscribe(7),
    ];
    return calls.map((call) => thrown(call)).map(({ is, code, message }) => [is, code, message.includes('did you mean "export"')]);
  });
  expect(seen).toEqual([
    ['RangeError', 'task', true],
    ['TypeError', 'params', false],
    ['TypeError', 'title', false],
    ['TypeError', 'fn', false],
    ['RangeError', 'id', false],
    ['RangeError', 'maxQueued', false],
    ['RangeError', 'priority', false],
    ['RangeError', 'concurrency', false],
    ['RangeError', 'status', false],
    ['RangeError', 'name', false],
    ['RangeError', 'limit', false],
    ['TypeError', 'every', false],
    ['RangeError', 'every', false],
    ['TypeError', 'listener', false],
  ]);
});

test('parameters, schedules, lanes and wraps that would lose data are refused', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, thrown }) => {
    const deck = await createDeck();
    deck.define({ id: 'any', run: () => {} });
    deck.define({ id: 'typed', params: [{ name: 'rows', type: 'number', default: 3 }, { name: 'name' }], run: (ctx, params) => params });
    const calls = [
      () => deck.start('typed', { rows: NaN }),
      () => deck.start('typed', { rows: Infinity }),
      () => deck.start('typed', { rows: '3' }),
      () => deck.start('typed', { name: () => 'x' }),
      () => deck.start('typed', { name: new Date() }),
      () => deck.schedule('any', { since: new Date() }, { every: 1000 }),
      () => deck.schedule('any', { call() {} }, { every: 1000 }),
      () => deck.schedule('any', { text: 'x'.repeat(100_000) }, { every: 1000 }),
      () => deck.schedule('any', {}, { every: 1000, suspendAfter: {} }),
      () => deck.schedule('any', {}, { every: 1000, suspendAfter: { failures: 1, windw: 5 } }),
      () => deck.schedule('any', {}, { every: '1000' }),
      () => deck.schedule('any', {}, { at: '2030-01-01' }),
      () => deck.schedule('any', {}, { at: new Date(NaN) }),
      () => deck.lane('x', { rate: { starts: 3 } }),
      () => deck.lane('x', { rate: { starts: 3, window: 1000, per: 1 } }),
      () => deck.lane('x', { limits: 3 }),
      () => deck.wrap('Wrap', () => {}, { worker: '/job.js' }),
      () => deck.runs({ state: 'failed' }),
    ];
    const all = calls.map((call) => thrown(call)).map(({ code }) => code);
    for (const options of [{ timout: 1 }, { timeout: '1' }, { drain: 1 }]) all.push(await deck.shutdown(options).catch(({ code }) => code));
    // An undefined parameter counts as missing.
    const full = await deck.start('typed', { rows: undefined, name: 'x' }).result;
    return [all, full];
  });
  expect(seen).toEqual([
    [
      'params', 'params', 'params', 'params', 'params', 'params', 'params', 'params',
      'suspendAfter.failures', 'suspendAfter.windw', 'every', 'at', 'at', 'rate', 'rate.per', 'limits', 'fn', 'state', 'timout', 'timeout', 'drain',
    ],
    { rows: 3, name: 'x' },
  ]);
});

test('a valid option without an effect warns once', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const warnings = [];
    console.warn = (text) => warnings.push(text);
    for (let times = 0; times < 2; times += 1) {
      const deck = await createDeck({ theme: 'dark', locale: 'tlh', strings: { 'Cancel {title}': 'Abbrechen' } });
      await createDeck({ target: null });
      deck.define({ id: 'any', run: () => {}, workerReady: 5 });
      deck.spawn('Any', () => {}, { retry: { delay: 60_000 } });
      deck.addEventListener('statusChange', () => {});
      deck.addEventListener('own', () => {});
      await deck.shutdown({ drain: true, timeout: 5 });
    }
    await createDeck({ target: '#place', theme: 'dark', locale: 'de-CH', strings: { 'Cancel {title}': '{title} abbrechen' } });
    return warnings;
  });
  expect(seen).toEqual([
    'Taskdeck: the locale "tlh" is not known here: numbers and times are written as without it',
    'Taskdeck: createDeck without a target has no face: theme, locale, strings have no effect',
    'Taskdeck: target is null: the deck has no face. Leave it out where none is wanted',
    'Taskdeck: workerReady has no effect: the body runs in the page, not in a worker',
    'Taskdeck: retry.delay is 60000 ms, and no wait is longer than retry.maxDelay, 30000 ms',
    'Taskdeck: there is no event "statusChange" — did you mean "statuschange"?',
    'Taskdeck: shutdown: timeout has no effect with drain, which waits for all runs',
  ]);
});

test('ids and titles of any kind are safe', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, thrown }) => {
    const deck = await createDeck();
    const words = ['__proto__', 'constructor', 'toString', '', 'x'.repeat(10_000), '🦀👩‍👩‍👧', '<b>bold</b>', '\ud800', 'a\0b'];
    const all = [];
    for (const word of words) {
      const unknown = [deck.get(word), deck.cancel(word), deck.isActive(word), thrown(() => deck.start(word)).code];
      deck.define({ id: word, title: word, run: () => word });
      const run = deck.start(word, {}, { id: word });
      const live = [deck.get(word) === run, deck.isActive(word)];
      const value = await run.result;
      all.push([...unknown, ...live, value === word, deck.runs({ task: word }).length]);
    }
    deck.define({ id: 'fields', params: [{ name: '__proto__' }], run: (ctx, params) => Object.keys(params) });
    const keys = await deck.start('fields', JSON.parse('{"__proto__": "x"}')).result;
    return [all, keys, ({}).x];
  });
  for (const one of seen[0]) expect(one).toEqual([undefined, false, false, 'task', true, true, true, 1]);
  expect(seen[1]).toEqual(['__proto__']);
});

test('JavaScript sees English in a deck of other words', async ({ page, inPage }) => {
  const told = await inPage(async ({ createDeck, gate }) => {
    const strings = { 'Took longer than {limit}': 'Dauerte länger als {limit}' };
    const deck = await createDeck({ target: '#place', strings });
    const run = deck.spawn('Slow', gate(), { timeout: 20 });
    await run.result.catch(() => {});
    return run.error.message;
  });
  expect(told).toBe('Took longer than 20 ms');
  await expect(page.getByRole('listitem', { name: 'Slow' }).first()).toContainText('Dauerte länger als 20 ms');
});

test('declared parameters are completed and checked', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, thrown }) => {
    const deck = await createDeck();
    deck.define({
      id: 'export',
      params: [
        { name: 'format', type: 'select', options: ['csv', 'json'] },
        { name: 'rows', type: 'number', min: 1, max: 10, whole: true, default: 3 },
        { name: 'header', type: 'switch' },
        { name: 'name', required: true },
      ],
      run: (ctx, params) => ({ ...params }),
    });
    const full = await deck.start('export', { name: 'x' }).result;
    const wrong = [{ name: '' }, { name: 'x', rows: 11 }, { name: 'x', format: 'xml' }, { name: 'x', colour: 1 }, { name: 7 }];
    return [full, wrong.map((params) => thrown(() => deck.start('export', params)).code)];
  });
  expect(seen).toEqual([{ format: 'csv', rows: 3, header: false, name: 'x' }, ['params', 'params', 'params', 'params', 'params']]);
});

test('parameters of a task that declares none are passed on unchanged', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck();
    deck.define({ id: 'any', run: (ctx, params) => params });
    const circle = { file: new File(['x'], 'x'), call: () => 1, text: 'x'.repeat(100_000) };
    circle.self = circle;
    return [(await deck.start('any', circle).result) === circle, await deck.start('any').result];
  });
  expect(seen).toEqual([true, {}]);
});

test('a wrong option says what would be right', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, thrown, rejection }) => {
    const deck = await createDeck();
    deck.define({ id: 'sync', run() {} });
    const calls = [
      () => deck.define({ id: 'a', fn() {} }), () => deck.spawn('x', () => {}, { retries: 3 }), () => deck.spawn('x', () => {}, { retry: 3 }),
      () => deck.spawn('x', () => {}, { retry: { retries: 3 } }), () => deck.spawn('x', () => {}, { priority: 10 }),
      () => deck.spawn('x', () => {}, { signal: new AbortController() }), () => deck.map([], () => {}, { title: 'x' }),
      () => deck.map(Promise.resolve([]), () => {}), () => deck.start('nope'), () => deck.schedule('sync', {}, { at: '2026-01-01' }),
    ];
    return [...calls.map((call) => thrown(call).message), (await rejection(createDeck('body'))).message];
  });
  const right = [
    /of a task$/, /did you mean "retry"/, /such as \{ limit: … \}/, /there is limit, delay/, /one of user-blocking/, /give the signal of that/,
    /the title of the parent is name/, /a promise: await it first/, /there is sync$/, /must be a Date/, /such as \{ concurrency: … \}/,
  ];
  expect(seen.map((message, index) => right[index].test(message) || message)).toEqual(right.map(() => true));
});
