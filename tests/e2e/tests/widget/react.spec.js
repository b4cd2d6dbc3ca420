// The hooks for React: useDeck and useRuns.

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
    import { useDeck, useRuns } from 'taskdeck/react';
    const App = () => createElement('p', null, useRuns(useDeck({ target: '#tasks' })).length);
    console.log(renderToString(createElement(App)));
  `;
  const file = testInfo.outputPath('server.mjs');
  await writeFile(testInfo.outputPath('entry.js'), code);
  // React's CommonJS build requires Node's own modules.
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  await writeFile(file, await bundled(testInfo.outputPath('entry.js'), pathToFileURL(`${DIST}/widget/`), { platform: 'node', banner }));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file]);
  expect([stdout, stderr]).toEqual(['<p>0</p>\n', '']);
});
