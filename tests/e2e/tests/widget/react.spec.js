// The hooks for React, and the provider of a deck.

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { bundled, expect, test } from '../../react.js';
import { DIST } from '../../server.js';

const TITLED = { name: 'Runs' };

test('StrictMode mounts twice but creates one deck, with its face and its runs', async ({ page, inReact }) => {
  const seen = await inReact(async ({ StrictMode, createElement: h, createRoot, useDeck, useRef, app, turn, until }) => {
    const decks = new Set();
    let effects = 0;
    function App() {
      const place = useRef(null);
      effects += 1;
      const deck = useDeck({ target: place }, (deck) => {
        decks.add(deck);
        deck.spawn('Goes on', (ctx) => new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason))));
      });
      globalThis.deck = deck;
      return h('div', { ref: place, id: 'place' });
    }
    createRoot(app).render(h(StrictMode, null, h(App)));
    const deck = await until(() => globalThis.deck);
    await until(() => deck.runs({ status: 'running' }).length === 1);
    for (let i = 0; i < 10; i += 1) await turn();
    return [decks.size, [...decks][0] === deck, document.querySelectorAll('#place > div').length, deck.activeCount, effects > 1];
  });
  expect(seen).toEqual([1, true, 1, 1, true]);
  await expect(page.getByRole('region', TITLED).getByText('Goes on')).toBeVisible();
});

test('StrictMode creates a lazy deck twice, of which only the second is loaded and drawn', async ({ page, inReact }) => {
  const seen = await inReact(async ({ StrictMode, createElement: h, createRoot, useEffect, useRef, app, until }) => {
    const { lazyDeck } = await import('/widget/lazy.js');
    const runs = [];
    function App() {
      const place = useRef(null);
      useEffect(() => {
        const deck = lazyDeck({ target: place.current });
        runs.push(deck.spawn('Goes on', (ctx) => new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason)))));
        return () => deck.destroy();
      }, []);
      return h('div', { ref: place, id: 'place' });
    }
    createRoot(app).render(h(StrictMode, null, h(App)));
    await until(() => runs[1]?.status === 'running');
    return [runs.length, runs[0].status, document.querySelectorAll('#place > div').length];
  });
  expect(seen).toEqual([2, 'cancelled', 1]);
  await expect(page.getByRole('region', TITLED).getByText('Goes on')).toBeVisible();
});

test('unmounting a component destroys its deck; another key creates another deck', async ({ inReact }) => {
  const seen = await inReact(async ({ StrictMode, createElement: h, createRoot, useDeck, useRef, app, until }) => {
    const runs = [];
    function App() {
      const place = useRef(null);
      globalThis.deck = useDeck({ target: place }, (deck) => {
        runs.push(deck.spawn('Goes on', (ctx) => new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason)))));
      });
      return h('div', { ref: place, className: 'place' });
    }
    const root = createRoot(app);
    root.render(h(StrictMode, null, h(App, { key: 1 })));
    const first = await until(() => globalThis.deck);
    root.render(h(StrictMode, null, h(App, { key: 2 })));
    const second = await until(() => globalThis.deck !== first && globalThis.deck);
    const between = [runs[0].status, runs[1].status !== 'cancelled', document.querySelectorAll('.place > div').length];
    root.unmount();
    await until(() => runs[1].status === 'cancelled');
    return [...between, runs.length, second.activeCount, app.childElementCount];
  });
  expect(seen).toEqual(['cancelled', true, 1, 2, 0, 0]);
});

test('a component that is unmounted before its deck is ready leaves none', async ({ inReact }) => {
  const seen = await inReact(async ({ createElement: h, createRoot, useDeck, app, until }) => {
    const place = document.body.appendChild(document.createElement('div'));
    let defined = 0;
    function App({ mark }) {
      globalThis[mark] = useDeck({ target: place }, () => { defined += 1; });
      return h('i');
    }
    const gone = createRoot(app.appendChild(document.createElement('div')));
    gone.render(h(App, { mark: 'gone' }));
    await until(() => app.querySelector('i'));
    gone.unmount();
    createRoot(app.appendChild(document.createElement('div'))).render(h(App, { mark: 'stays' }));
    await until(() => globalThis.stays);
    return [defined, place.childElementCount, globalThis.gone];
  });
  expect(seen).toEqual([1, 1, null]);
});

test('runs render only when they change, even with a new filter object each time', async ({ inReact }) => {
  const seen = await inReact(async ({ StrictMode, createElement: h, createRoot, memo, useDeck, useRuns, app, turn, until }) => {
    const rendered = { list: 0, rows: {} };
    const Row = memo(({ run }) => {
      rendered.rows[run.title] = (rendered.rows[run.title] ?? 0) + 1;
      return h('li', null, `${run.title} ${run.status} ${run.progress?.done ?? '-'}`);
    });
    function App() {
      const deck = useDeck();
      const runs = useRuns(deck, { status: ['running', 'queued'] });
      rendered.list += 1;
      Object.assign(globalThis, { deck, runs });
      return h('ul', null, runs.map((run) => h(Row, { key: run.id, run })));
    }
    createRoot(app).render(h(StrictMode, null, h(App)));
    const deck = await until(() => globalThis.deck);
    const empty = rendered.list;
    for (let i = 0; i < 20; i += 1) await turn();
    const idle = rendered.list - empty;

    let open;
    deck.spawn('Still', () => new Promise((resolve) => (open = resolve)));
    let report;
    deck.spawn('Moves', (ctx) => new Promise((resolve) => (report = (done) => (done > 3 ? resolve() : ctx.progress(done, 3)))));
    const texts = () => [...app.querySelectorAll('li')].map((row) => row.textContent);
    await until(() => texts().join() === 'Moves running -,Still running -');
    const still = rendered.rows.Still;
    for (let done = 1; done <= 3; done += 1) {
      report(done);
      await until(() => texts()[0] === `Moves running ${done}`);
    }
    const moved = rendered.rows.Still - still;
    const list = globalThis.runs;
    report(4);
    await until(() => texts().join() === 'Still running -');
    const kept = globalThis.runs[0] === list[1];
    open();
    await until(() => app.querySelectorAll('li').length === 0);
    return { idle, moved, kept, frozen: Object.isFrozen(list) };
  });
  expect(seen).toEqual({ idle: 0, moved: 0, kept: true, frozen: true });
});

test('another filter, and another deck, show other runs', async ({ inReact }) => {
  const seen = await inReact(async ({ createElement: h, createRoot, useRuns, app, until }) => {
    const { createDeck } = await import('/widget/taskdeck.js');
    const one = await createDeck();
    const other = await createDeck();
    one.define({ id: 'task', title: 'Of a task', run: () => {} });
    await Promise.all([one.start('task').result, one.spawn('Fails', () => { throw new Error('out of ink'); }).result.catch(() => {}), other.spawn('Elsewhere', () => {}).result]);
    const App = ({ deck, filter }) => h('p', null, useRuns(deck, filter).map(({ title }) => title).join());
    const root = createRoot(app);
    const all = [];
    for (const [deck, filter, wanted] of [
      [null, undefined, ''],
      [one, undefined, 'Fails,Of a task'],
      [one, { status: 'failed' }, 'Fails'],
      [one, { task: 'task' }, 'Of a task'],
      [one, { search: 'INK' }, 'Fails'],
      [one, { search: 'nothing' }, ''],
      [other, {}, 'Elsewhere'],
    ]) {
      root.render(h(App, { deck, filter }));
      await until(() => app.querySelector('p')?.textContent === wanted);
      all.push(wanted);
    }
    other.destroy();
    await until(() => app.querySelector('p').textContent === '' || other.runs().length === 0);
    root.render(h(App, { deck: other }));
    await until(() => app.querySelector('p').textContent === '');
    return all.length;
  });
  expect(seen).toBe(7);
});

test('an error of createDeck goes to the error boundary', async ({ inReact, problems }) => {
  problems.allow(/./);
  const messages = await inReact(async ({ Boundary, createElement: h, createRoot, useDeck, useRef, app, until }) => {
    const Wrong = () => { useDeck({ variant: 'tra' }); return null; };
    const Nowhere = () => { useDeck({ target: useRef(null) }); return null; };
    const messages = [];
    for (const Part of [Wrong, Nowhere]) {
      const root = createRoot(app);
      root.render(h(Boundary, null, h(Part)));
      messages.push((await until(() => app.querySelector('[role=alert]'))).textContent);
      root.unmount();
    }
    return messages;
  });
  expect(messages).toEqual(['RangeError variant', 'TypeError target']);
});

test('concurrency follows the option', async ({ inReact }) => {
  const seen = await inReact(async ({ createElement: h, createRoot, useDeck, app, until }) => {
    const App = ({ concurrency }) => { globalThis.deck = useDeck({ concurrency }); return null; };
    const root = createRoot(app);
    root.render(h(App, { concurrency: 2 }));
    const deck = await until(() => globalThis.deck);
    const before = deck.concurrency;
    root.render(h(App, { concurrency: 7 }));
    await until(() => deck.concurrency === 7);
    return [before, globalThis.deck === deck];
  });
  expect(seen).toEqual([2, true]);
});

test('a run renders when it changes, and not for other runs', async ({ inReact }) => {
  const seen = await inReact(async ({ StrictMode, createElement: h, createRoot, memo, useRun, app, turn, until }) => {
    const { createDeck } = await import('/widget/taskdeck.js');
    const deck = await createDeck();
    let rendered = 0;
    const One = memo(({ deck, id }) => {
      const run = useRun(deck, id);
      rendered += 1;
      return h('p', null, run ? `${run.title} ${run.status} ${run.progress?.done ?? '-'}` : 'none');
    });
    const root = createRoot(app);
    const show = (deck, id) => root.render(h(StrictMode, null, h(One, { deck, id })));
    const shows = (text) => until(() => app.querySelector('p')?.textContent === text);
    for (const [from, id] of [[null, 'one'], [deck, undefined], [deck, 'one']]) {
      show(from, id);
      await shows('none');
    }

    let report;
    const one = deck.spawn('One', (ctx) => new Promise((resolve) => (report = { progress: ctx.progress, resolve })), { id: 'one' });
    await shows('One running -');
    report.progress(2, 3);
    await shows('One running 2');
    const before = rendered;
    await deck.spawn('Other', async (ctx) => { for (let done = 1; done <= 3; done += 1) { ctx.progress(done, 3); await ctx.sleep(20); } }).result;
    for (let i = 0; i < 10; i += 1) await turn();
    const forOthers = rendered - before;
    report.resolve();
    await shows('One completed 2');

    await deck.spawn('Next', () => {}, { id: 'next' }).result;
    show(deck, 'next');
    await shows('Next completed -');
    deck.clearFinished();
    await shows('none');
    return { forOthers, status: one.status };
  });
  expect(seen).toEqual({ forOthers: 0, status: 'completed' });
});

test('a task has what a button and a list need, and its functions stay the same', async ({ inReact }) => {
  const seen = await inReact(async ({ StrictMode, createElement: h, createRoot, useTask, app, until }) => {
    const { createDeck } = await import('/widget/taskdeck.js');
    const deck = await createDeck();
    const forever = (ctx) => ctx.sleep(1e6);
    deck.define({ id: 'sync', run: (ctx, { rows }) => (rows ? rows : forever(ctx)) });
    deck.define({ id: 'other', run: forever });
    let task;
    const App = ({ deck, id }) => {
      task = useTask(deck, id);
      return h('p', null, `${task.runs.length} ${task.isLive} ${task.last?.status}`);
    };
    const root = createRoot(app);
    const show = (deck, id) => root.render(h(StrictMode, null, h(App, { deck, id })));
    const shows = (text) => until(() => app.querySelector('p')?.textContent === text);

    show(null, 'sync');
    await shows('0 false undefined');
    let refused;
    try {
      task.start();
    } catch (error) {
      refused = error.message;
    }
    const withoutDeck = task.cancelAll();

    deck.start('other');
    await deck.start('sync', { rows: 1 }).result;
    show(deck, 'sync');
    await shows('1 false completed');
    const { start, cancelAll } = task;
    const value = await start({ rows: 7 }, { priority: 'background' }).result;
    await shows('2 false completed');
    start();
    await shows('3 true running');
    const areStable = task.start === start && task.cancelAll === cancelAll;
    // A run that was started since the last render is cancelled too.
    start();
    const cancelled = cancelAll('enough');
    await shows('4 false cancelled');
    const reasons = task.runs.slice(0, 2).map(({ reason }) => reason);

    show(deck, 'other');
    await shows('1 true running');
    return { refused, withoutDeck, value, areStable, cancelled, reasons };
  });
  expect(seen).toEqual({
    refused: expect.stringContaining('the deck is not ready'),
    withoutDeck: 0,
    value: 7,
    areStable: true,
    cancelled: 2,
    reasons: ['enough', 'enough'],
  });
});

test('a provider keeps its deck while what is below it changes, and destroys it when it is unmounted', async ({ inReact }) => {
  const seen = await inReact(async ({ StrictMode, createElement: h, createRoot, DeckProvider, useDeckContext, useTask, app, until }) => {
    const decks = new Set();
    const Start = () => {
      const deck = useDeckContext();
      const { start } = useTask(deck, 'upload');
      return h('button', { disabled: !deck, onClick: () => start() }, 'Start');
    };
    const Count = () => {
      const { runs, isLive } = useTask(useDeckContext(), 'upload');
      return h('p', null, `${runs.length} ${isLive}`);
    };
    const define = (deck) => {
      decks.add(deck);
      deck.define({ id: 'upload', run: (ctx) => ctx.sleep(1e6) });
    };
    const root = createRoot(app);
    const route = (Page) => root.render(h(StrictMode, null, h(DeckProvider, { options: { concurrency: 3 }, define }, h(Page))));
    route(Start);
    (await until(() => app.querySelector('button:enabled'))).click();
    route(Count);
    await until(() => app.querySelector('p')?.textContent === '1 true');
    route(Start);
    await until(() => app.querySelector('button:enabled'));
    const [deck] = decks;
    const [run] = deck.runs();
    const before = { status: run.status, concurrency: deck.concurrency };
    root.unmount();
    await until(() => run.status === 'cancelled');
    return { decks: decks.size, ...before, reason: run.reason };
  });
  expect(seen).toEqual({ decks: 1, status: 'running', concurrency: 3, reason: 'owner' });
});

test('a component below a provider shows the face of its deck as long as it is mounted', async ({ page, inReact }) => {
  const seen = await inReact(async ({ StrictMode, createElement: h, createRoot, DeckProvider, useDeckContext, useEffect, useRef, app, until }) => {
    const { mountFace } = await import('/widget/taskdeck.js');
    let run;
    const define = (deck) => void (run = deck.spawn('Goes on', (ctx) => ctx.sleep(1e6)));
    const Dashboard = () => {
      const deck = useDeckContext();
      const place = useRef(null);
      useEffect(() => (deck && place.current ? mountFace(deck, place.current) : undefined), [deck]);
      return h('div', { ref: place, className: 'place' });
    };
    const Elsewhere = () => h('p', null, 'elsewhere');
    const root = createRoot(app);
    const route = (Page) => root.render(h(StrictMode, null, h(DeckProvider, { options: { face: true }, define }, h(Page))));
    const faces = () => document.querySelectorAll('.place > div').length;
    const counts = [];
    for (const Page of [Dashboard, Elsewhere, Dashboard]) {
      route(Page);
      await until(() => (Page === Elsewhere ? app.querySelector('p') : faces() > 0));
      counts.push(faces());
    }
    return [...counts, run.status];
  });
  expect(seen).toEqual([1, 0, 1, 'running']);
  await expect(page.getByRole('region', TITLED).getByText('Goes on')).toBeVisible();
});

test('a provider of a deck that was created elsewhere leaves it alone', async ({ inReact }) => {
  const seen = await inReact(async ({ StrictMode, createElement: h, createRoot, DeckProvider, useDeckContext, app, turn, until }) => {
    const { createDeck } = await import('/widget/taskdeck.js');
    const deck = await createDeck();
    const run = deck.spawn('Goes on', (ctx) => ctx.sleep(1e6));
    const provided = [];
    const App = () => {
      provided.push(useDeckContext());
      return h('p');
    };
    const root = createRoot(app);
    const provide = (deck) => root.render(h(StrictMode, null, h(DeckProvider, { deck }, h(App))));
    provide(undefined);
    await until(() => provided.length > 0);
    for (let i = 0; i < 10; i += 1) await turn();
    const isNull = provided.every((deck) => deck === null);
    provide(deck);
    await until(() => provided.at(-1) !== null);
    root.unmount();
    for (let i = 0; i < 10; i += 1) await turn();
    return { isNull, isSame: provided.at(-1) === deck, status: run.status };
  });
  expect(seen).toEqual({ isNull: true, isSame: true, status: 'running' });
});

test('useDeckContext without a provider says what is missing; a provider and the hooks pass what is wrong to the boundary', async ({ inReact, problems }) => {
  problems.allow(/./);
  const messages = await inReact(async ({ Boundary, createElement: h, createRoot, DeckProvider, useDeckContext, useRuns, app, until }) => {
    const Below = () => (useDeckContext(), null);
    const Wrong = () => (useRuns(Promise.resolve()), null);
    const messages = [];
    for (const page of [h(Below), h(DeckProvider, { options: { concurrency: 0 } }, h(Below)), h(DeckProvider, { define: {} }), h(Wrong)]) {
      const root = createRoot(app, { onCaughtError: (error) => messages.push(`${error.name} ${error.code}: ${error.message}`) });
      root.render(h(Boundary, null, page));
      await until(() => app.querySelector('[role=alert]'));
      root.unmount();
    }
    return messages;
  });
  expect(messages).toEqual(['Error undefined: useDeckContext needs a <DeckProvider> above this component', expect.stringMatching(/^RangeError concurrency: /), expect.stringMatching(/^TypeError define: define must be a function/), expect.stringMatching(/^TypeError deck: deck must be a deck/)]);
});

test('a page that was rendered on a server is hydrated without changes', async ({ inReact }) => {
  const seen = await inReact(async ({ StrictMode, createElement: h, hydrateRoot, renderToString, useDeck, useRef, useRuns, app, until }) => {
    function App() {
      const place = useRef(null);
      globalThis.deck = useDeck({ target: place });
      return h('div', { ref: place, suppressHydrationWarning: false }, h('p', null, `${useRuns(globalThis.deck).length} runs`));
    }
    const page = h(StrictMode, null, h(App));
    app.innerHTML = renderToString(page);
    const rendered = [app.textContent, globalThis.deck];
    const wrong = [];
    hydrateRoot(app, page, { onRecoverableError: (error) => wrong.push(String(error)) });
    const deck = await until(() => globalThis.deck);
    await deck.spawn('One', () => {}).result;
    await until(() => app.querySelector('p').textContent === '1 runs');
    return [...rendered, wrong];
  });
  expect(seen).toEqual(['0 runs', null, []]);
});

test('the hooks render in Node', async ({ browserName }, testInfo) => {
  test.skip(browserName !== 'chromium', 'no browser is needed');
  const code = `
    import { createElement } from 'react';
    import { renderToString } from 'react-dom/server';
    import { DeckProvider, useDeck, useDeckContext, useRun, useRuns, useTask } from 'taskdeck/react';
    const App = () => createElement('p', null, useRuns(useDeck({ target: '#tasks' })).length);
    const Below = () => {
      const deck = useDeckContext();
      return createElement('p', null, JSON.stringify([deck, useRun(deck, 'run-1'), useTask(deck, 'x').isLive]));
    };
    console.log(renderToString(createElement(App)) + renderToString(createElement(DeckProvider, null, createElement(Below))));
  `;
  const file = testInfo.outputPath('server.mjs');
  await writeFile(testInfo.outputPath('entry.js'), code);
  // React's CommonJS build requires Node's own modules.
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  await writeFile(file, await bundled(testInfo.outputPath('entry.js'), pathToFileURL(`${DIST}/widget/`), { platform: 'node', banner }));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file]);
  expect([stdout, stderr]).toEqual(['<p>0</p><p>[null,null,false]</p>\n', '']);
});
