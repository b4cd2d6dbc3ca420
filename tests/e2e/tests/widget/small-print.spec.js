// Details of the contract: defaults, bounds, children, waits, kept runs.

import { expect, test } from '../../widget.js';

test('by default, 10,000 runs may wait and 1,000 finished ones are kept', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, thrown }) => {
    const deck = await createDeck({ concurrency: Infinity });
    deck.pause();
    for (let n = 0; n < 9_998; n += 1) deck.spawn('Waits', () => {});
    deck.spawn('Later', () => {}, { delay: 1e6 });
    deck.spawn('Last', () => {}, { overlap: 'queue' });
    const full = [thrown(() => deck.spawn('One more', () => {})).code, deck.counts.queued];
    deck.runs({ search: 'Later' })[0].cancel();
    deck.resume();
    await deck.idle();
    return [full, deck.counts, deck.runs().length];
  });
  expect(seen).toEqual([['maxQueued', 10_000], { queued: 0, running: 0, completed: 999, failed: 0, cancelled: 1 }, 1000]);
});

test('completed runs are evicted first, then cancelled, then failed ones, oldest first; the foot of the list shows how many', async ({ page, inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const deck = await createDeck({ target: '#place', keep: 2 });
    const names = () => deck.runs().map(({ title }) => title);
    const end = {
      failed: async (title) => { deck.spawn(title, () => { throw new Error('no'); }); await deck.idle(); },
      cancelled: async (title) => { deck.spawn(title, () => {}).cancel(); await deck.idle(); },
      completed: async (title) => { deck.spawn(title, () => {}); await deck.idle(); },
    };
    const all = [];
    for (const [how, title] of [['failed', 'F1'], ['cancelled', 'X1'], ['completed', 'C1'], ['cancelled', 'X2'], ['failed', 'F2'], ['failed', 'F3']]) {
      await end[how](title);
      all.push(names().join(' '));
    }
    return all;
  });
  expect(seen).toEqual(['F1', 'X1 F1', 'X1 F1', 'X2 F1', 'F2 F1', 'F3 F2']);
  await expect(page.getByRole('region', { name: 'Runs' })).toContainText('4 older runs are no longer kept');
});

test('a child that would wait for its own parent is refused; children end before the next attempt', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, thrown, rejection, later }) => {
    const deck = await createDeck({ concurrency: 1 });
    deck.lane('a', { limit: 1 });
    deck.lane('b', { limit: 1 });
    const codes = [];
    await deck.spawn('Parent', async (ctx) => {
      codes.push(thrown(() => ctx.spawn('Parent', () => {}, { overlap: 'queue' })).code);
      const child = ctx.spawn('Child', (inner) => { codes.push(thrown(() => inner.spawn('Below', () => {}, { lane: 'a' })).code); }, { lane: 'b' });
      await child.result;
      return ctx.spawn('Same lane', () => 'ran in the slot of its parent', { lane: 'a' }).result;
    }, { lane: 'a', overlap: 'queue' }).result;
    const order = [];
    const parent = deck.spawn('Tries', async (ctx) => {
      order.push(`attempt ${ctx.attempt}`);
      const { promise, resolve } = later();
      ctx.spawn('Child', async (child) => {
        resolve();
        await child.sleep(5).catch(() => {});
        order.push(`child of ${ctx.attempt} ${child.signal.aborted ? 'stopped' : 'ended'}`);
      }, { lane: 'b' });
      await promise;
      if (ctx.attempt === 1) throw new Error('no');
    }, { retry: { limit: 1, delay: 0 } });
    await parent.result;
    return [codes, order, await rejection(deck.spawn('Fails', (ctx) => { ctx.spawn('Bad', () => { throw 1; }); }).result).then(({ message }) => message)];
  });
  expect(seen[0]).toEqual(['overlap', 'lane']);
  expect(seen[1]).toHaveLength(4);
  expect(seen[1].map((one) => one.replace(/ (stopped|ended)$/, ''))).toEqual(['attempt 1', 'child of 1', 'attempt 2', 'child of 2']);
  expect(seen[2]).toBe('"Bad" failed');
});

test('waits continue while a deck is paused, and only the start is held back; shutdown ends them', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, until, rejection, gate }) => {
    const deck = await createDeck();
    const body = (ctx) => {
      if (ctx.attempt > 1) return 'again';
      // Pauses before the wait begins, which may be over quickly.
      deck.pause();
      throw new Error('no');
    };
    const tries = deck.spawn('Tries', body, { retry: { limit: 1, delay: 20 } });
    await until(() => tries.status === 'queued' && tries.attempt === 1);
    const delayed = deck.spawn('Later', () => 'later', { delay: 10 });
    await new Promise((passed) => setTimeout(passed, 40));
    const paused = [tries.status, delayed.status, delayed.retryNow()];
    deck.resume();
    const ran = [await tries.result, await delayed.result];
    // idle() waits for runs that are cancelling and for those that wait.
    const held = gate(false);
    const deaf = deck.spawn('Deaf', held);
    await held.started;
    deaf.cancel();
    let idle = false;
    deck.idle().then(() => { idle = true; });
    await new Promise((passed) => setTimeout(passed));
    const cancelling = [deaf.status, deck.counts.running, deck.activeCount, idle];
    held.fail(new DOMException('', 'AbortError'));
    await rejection(deaf.result);
    const waits = deck.spawn('Waits', () => { throw new Error('no'); }, { retry: { limit: 1, delay: 1e6 } });
    const later = deck.spawn('Later', () => {}, { delay: 1e6 });
    await until(() => waits.attempt === 1 && waits.status === 'queued');
    const report = await deck.shutdown();
    return [paused, ran, cancelling, [waits, later].map(({ status, reason }) => `${status} ${reason}`), report.stopped.length, report.abandoned];
  });
  expect(seen).toEqual([
    ['queued', 'queued', false],
    ['again', 'later'],
    ['cancelling', 1, 1, false],
    ['cancelled shutdown', 'cancelled shutdown'],
    2,
    [],
  ]);
});

test('result is created once, an empty title is shown as Untitled, failing callbacks and busy bodies do no harm', async ({ page, inPage, problems }) => {
  problems.allow(/broken/);
  const seen = await inPage(async ({ createDeck, turn }) => {
    const deck = await createDeck({ target: '#place' });
    const uncaught = [];
    addEventListener('error', ({ error }) => { uncaught.push(error.message); });
    // The first run of a deck starts its driver, which takes one more turn.
    await deck.spawn('First', () => {}).result;
    await turn();
    const statuses = [];
    deck.addEventListener('statuschange', ({ detail }) => statuses.push(detail.status));
    const run = deck.spawn('', () => 1, { onComplete() { throw new Error('broken once'); } });
    const inside = statuses.length;
    // In a microtask, before any timer.
    for (let n = 0; n < 5; n += 1) await null;
    const first = statuses[0];
    const same = run.result === run.result;
    await run.result;
    await deck.idle();
    // A body that wakes itself for ever does not starve the page.
    let [turns, isOver] = [0, false];
    const busy = deck.spawn('Busy', async (ctx) => { while (!isOver) { turns += 1; await ctx.yield(); } });
    for (let n = 0; n < 5; n += 1) await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
    isOver = true;
    await busy.result;
    return [inside, first, same, run.title, uncaught, turns > 5];
  });
  expect(seen).toEqual([0, 'queued', true, '', ['broken once'], true]);
  await expect(page.getByRole('region', { name: 'Runs' }).getByRole('listitem', { name: 'Untitled' })).toBeVisible();
});

test('theme, custom properties and parts set the look of a deck, and the page’s own style does not', async ({ page, inPage }) => {
  const seen = await inPage(async ({ createDeck }) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      button, li, h2 { color: rgb(1, 2, 3) !important; }
      #place { --taskdeck-accent: rgb(4, 5, 6); --taskdeck-surface: light-dark(rgb(7, 8, 9), rgb(9, 8, 7)); }
      #place > div::part(card) { border-top: 3px solid rgb(10, 11, 12); }
    `);
    document.adoptedStyleSheets = [sheet];
    const look = async (options) => {
      const deck = await createDeck({ target: '#place', ...options });
      deck.define({ id: 'task', title: 'Task', run: () => {} });
      await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      const host = document.querySelector('#place > div');
      const { shadowRoot } = host;
      const style = (part) => getComputedStyle(shadowRoot.querySelector(`[part=${part}]`));
      const button = getComputedStyle(shadowRoot.querySelector('[part=card] button'));
      const all = [host.offsetHeight, button.color === 'rgb(1, 2, 3)', style('card').borderTopColor, style('header').backgroundColor];
      deck.destroy();
      return all;
    };
    const looks = [await look({ theme: 'light' }), await look({ theme: 'dark' })];
    document.documentElement.style.colorScheme = 'dark';
    return [...looks, await look({}), document.querySelectorAll('#place *').length];
  });
  const card = 'rgb(10, 11, 12)';
  expect(seen).toEqual([[448, false, card, 'rgb(7, 8, 9)'], [448, false, card, 'rgb(9, 8, 7)'], [448, false, card, 'rgb(9, 8, 7)'], 0]);
});
