// The parts of a face on the page: its header and controls, its columns and tabs, its rows and their results.

import { saved } from '../../save.js';
import { expect, test } from '../../widget.js';

/** The controls of a face, each with its buttons and its commands. */
const CONTROLS = {
  concurrency: { buttons: [/^Queue/], commands: [] },
  pause: { buttons: ['Pause', 'Resume'], commands: ['Pause', 'Resume'] },
  search: { buttons: [/^\d+ (running|waiting|failed)$/], commands: ['Search runs', 'Show every run', 'Show unfinished runs', 'Show failed runs'] },
  palette: { buttons: ['Commands', 'Keys'], commands: [] },
  settings: { buttons: ['Settings'], commands: ['Theme: Like the page', 'Theme: Light', 'Theme: Dark'] },
  clear: { buttons: ['Clear finished'], commands: ['Clear finished'] },
};
const NAMES = Object.keys(CONTROLS);

/** The header. Inside the page's `main` it is no banner. */
const headerOf = (page) => page.locator('[part="header"]');
const palette = (page) => page.getByRole('dialog', { name: 'Commands' });
const tab = (page, name) => page.getByRole('tab', { name, exact: true });

/** Makes a deck with a run that goes on, one that failed and one that is done. */
async function mount(inPage, options = {}) {
  await inPage(async ({ createDeck, gate, rejection }, options) => {
    const deck = (globalThis.deck = await createDeck({ target: '#place', ...options }));
    globalThis.body = gate();
    deck.spawn('Goes on', globalThis.body);
    await rejection(deck.spawn('Fails', () => { throw new Error('no paper'); }).result);
    await deck.spawn('Is done', () => {}).result;
  }, options);
}

/** Expects that axe finds nothing. The heading is the page's part of that. */
async function accessible(page, deck) {
  await page.evaluate(() => {
    if (!document.querySelector('h1')) document.body.insertAdjacentHTML('afterbegin', '<header><h1>A page</h1></header>');
  });
  await deck.expectAccessible();
}

/** Gives focus to a row, so that the keys of the deck and of its list apply. */
async function enterList(deck) {
  await deck.row('Fails').focus();
  await expect(deck.row('Fails')).toBeFocused();
}

/** Returns what the palette offers for a typed text, and closes it. */
async function offered(page, typed) {
  await page.keyboard.press('Control+k');
  await palette(page).getByRole('combobox').fill(typed);
  const texts = await palette(page).getByRole('option').allInnerTexts();
  await page.keyboard.press('Escape');
  // It can be opened again once it is empty.
  await expect(page.getByRole('combobox', { name: 'Commands', includeHidden: true })).toHaveCount(0);
  return texts.map((text) => text.split('\n')[0]);
}

/** Returns the rows of which nothing is cut off or covered. */
function rowsInView(page) {
  return page.evaluate(() => {
    const { shadowRoot } = document.querySelector('#place > div');
    const bounds = shadowRoot.host.getBoundingClientRect();
    const isSeen = (row) => {
      const { top, bottom, left, right } = row.getBoundingClientRect();
      const points = [top + 2, (top + bottom) / 2, bottom - 3].map((y) => [(left + right) / 2, y]);
      return top >= bounds.top && bottom <= bounds.bottom && points.every(([x, y]) => row.contains(shadowRoot.elementFromPoint(x, y)));
    };
    return [...shadowRoot.querySelectorAll('.td-row:not([hidden])')].filter(isSeen).length;
  });
}

/** Gives the deck a width, in a page that is wider. */
async function narrow(page, width) {
  await page.evaluate((width) => Object.assign(document.querySelector('#place').style, { width: `${width}px` }), width);
}

test.describe('the header', () => {
  test('is full by default, and has no name of a product when compact', async ({ inPage, page, deck }) => {
    const header = headerOf(page);
    for (const [kind, names] of [[undefined, 1], ['full', 1], ['compact', 0]]) {
      await mount(inPage, kind ? { header: kind } : {});
      await expect(header.getByRole('heading', { name: 'Taskdeck' })).toHaveCount(names);
      await expect(header.getByRole('button', { name: '1 running', exact: true })).toBeVisible();
      for (const name of ['Pause', /^Queue/, 'Settings', /^Notification history/]) await expect(header.getByRole('button', { name })).toBeVisible();
      await expect(page.getByText('Taskdeck', { exact: true })).toHaveCount(names);
      await accessible(page, deck);
      await page.evaluate(() => globalThis.deck.destroy());
    }
  });

  test('that is not there has no control, and errors are shown and reached all the same', async ({ inPage, page, deck }) => {
    await mount(inPage, { header: false });
    await expect(deck.rows()).toHaveCount(3);
    await expect(headerOf(page)).toHaveCount(0);
    for (const name of ['Pause', /^Queue/, 'Settings', /^Notification history/, /^\d+ (running|failed)$/]) await expect(page.getByRole('button', { name })).toHaveCount(0);
    await expect(page.getByText('Taskdeck', { exact: true })).toHaveCount(0);
    await page.evaluate(() => globalThis.deck.report(new Error('The disk is full'), 'Saving'));
    await expect(deck.toast('The disk is full')).toBeVisible();
    await accessible(page, deck);
    await enterList(deck);
    await page.keyboard.press('F8');
    await expect.poll(() => deck.focused()).toMatch(/Saving|The disk is full|Show error|Notifications/);
    await deck.toast('The disk is full').getByRole('button', { name: /^Show error/ }).click();
    await expect(deck.modal).toContainText('The disk is full');
    await page.keyboard.press('Escape');
    await expect(deck.modal).toBeHidden();
    // Its commands are still there, in the palette.
    await enterList(deck);
    expect(await offered(page, 'pause')).toContain('Pause');
  });

  test('that is not there leaves the tabs of a narrow deck', async ({ inPage, page, deck }) => {
    await mount(inPage, { header: false });
    await page.evaluate(() => globalThis.deck.define({ id: 'task', title: 'A task', run: () => {} }));
    await narrow(page, 480);
    await expect(tab(page, 'Runs (3)')).toHaveAttribute('aria-selected', 'true');
    await accessible(page, deck);
  });

  test('of mountFace is that of createDeck where it does not say so', async ({ inPage, page }) => {
    await inPage(async ({ createDeck, mountFace }) => {
      const deck = (globalThis.deck = await createDeck({ face: true, header: 'compact', controls: { pause: false, clear: false } }));
      globalThis.away = mountFace(deck, '#place', { controls: { clear: true, settings: false } });
    });
    const header = headerOf(page);
    await expect(page.getByRole('button', { name: 'Clear finished' })).toBeVisible();
    await expect(header.getByRole('button', { name: 'Settings' })).toHaveCount(0);
    await expect(header.getByRole('heading')).toHaveCount(0);
    await page.evaluate(() => {
      globalThis.away();
      globalThis.mountFace(globalThis.deck, '#place', { header: 'full' });
    });
    await expect(header.getByRole('heading', { name: 'Taskdeck' })).toBeVisible();
    await expect(header.getByRole('button', { name: 'Settings' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Clear finished' })).toHaveCount(0);
  });
});

test.describe('a control', () => {
  test('has a button and a command', async ({ inPage, page, deck }) => {
    await mount(inPage);
    await headerOf(page).getByRole('button', { name: /^Queue/ }).click();
    for (const { buttons } of Object.values(CONTROLS)) await expect(page.getByRole('button', { name: buttons[0] }).first()).toBeVisible();
    await page.keyboard.press('Escape');
    await enterList(deck);
    for (const name of Object.values(CONTROLS).flatMap(({ commands }) => commands)) expect(await offered(page, name)).toContain(name);
    await expect(page.getByRole('searchbox', { name: 'Search runs' })).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'Status' })).toBeVisible();
  });

  for (const name of NAMES) {
    test(`that is left out has neither button nor command: ${name}`, async ({ inPage, page, deck }) => {
      await mount(inPage, { controls: { [name]: false } });
      const header = headerOf(page);
      // Some of it is in a popover.
      for (const popover of [/^Queue/, 'Settings']) {
        const button = header.getByRole('button', { name: popover });
        if ((await button.count()) > 0) await button.click();
        for (const gone of CONTROLS[name].buttons) await expect(page.getByRole('button', { name: gone, exact: true })).toHaveCount(0);
        for (const other of NAMES.filter((other) => other !== name && other !== 'palette')) await expect(page.getByRole('button', { name: CONTROLS[other].buttons[0] }).first()).toBeVisible();
        await page.keyboard.press('Escape');
      }
      await accessible(page, deck);
      await enterList(deck);
      if (name === 'palette') return;
      for (const gone of CONTROLS[name].commands) expect(await offered(page, gone)).not.toContain(gone);
      for (const there of NAMES.filter((other) => other !== name).flatMap((other) => CONTROLS[other].commands)) expect(await offered(page, there)).toContain(there);
    });
  }

  test('search: its key does nothing, and the counts are plain text', async ({ inPage, page, deck }) => {
    await mount(inPage, { controls: { search: false } });
    await expect(page.getByRole('searchbox')).toHaveCount(0);
    await expect(page.getByRole('combobox')).toHaveCount(0);
    await expect(headerOf(page)).toContainText('1 running · 1 failed');
    await enterList(deck);
    await page.keyboard.press('/');
    await expect(deck.row('Fails')).toBeFocused();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    await expect(page.getByRole('dialog', { name: 'Keys' })).not.toContainText('Search runs');
  });

  test('palette: its keys do nothing', async ({ inPage, page, deck }) => {
    await mount(inPage, { controls: { palette: false } });
    await enterList(deck);
    for (const key of ['Control+k', '?']) await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(deck.row('Fails')).toBeFocused();
    await expect(page.locator('[aria-keyshortcuts="Control+K"]')).toHaveCount(0);
    // The other keys go on.
    await page.keyboard.press('Enter');
    await expect(deck.details).toBeVisible();
  });

  test('concurrency: the settings have the palette and the keys', async ({ inPage, page, deck }) => {
    await mount(inPage, { controls: { concurrency: false } });
    await headerOf(page).getByRole('button', { name: 'Settings' }).click();
    await expect(page.getByRole('spinbutton')).toHaveCount(0);
    await page.getByRole('button', { name: 'Commands' }).click();
    await expect(palette(page)).toBeVisible();
    await accessible(page, deck);
    await page.keyboard.press('Escape');
    await expect(headerOf(page).getByRole('button', { name: 'Settings' })).toBeFocused();
  });

  test('pause: what code pauses is told, and cannot be resumed on screen', async ({ inPage, page }) => {
    await mount(inPage, { controls: { pause: false } });
    await page.evaluate(() => globalThis.deck.pause());
    await expect(headerOf(page).getByRole('status')).toHaveText('Paused');
    await expect(page.getByRole('button', { name: 'Resume' })).toHaveCount(0);
  });

  test('none at all: the counts, the bell and the rows are left, with keys for both', async ({ inPage, page, deck }) => {
    await mount(inPage, { header: 'compact', controls: Object.fromEntries(NAMES.map((name) => [name, false])) });
    const header = headerOf(page);
    await expect(header).toContainText('1 running · 1 failed');
    await expect(header.getByRole('button')).toHaveCount(1);
    await expect(header.getByRole('button', { name: /^Notification history/ })).toBeVisible();
    for (const role of ['searchbox', 'combobox', 'spinbutton', 'dialog']) await expect(page.getByRole(role)).toHaveCount(0);
    await accessible(page, deck);
    await enterList(deck);
    for (const key of ['Control+k', '?', '/']) await page.keyboard.press(key);
    await expect(deck.row('Fails')).toBeFocused();
    await page.evaluate(() => globalThis.deck.report(new Error('The disk is full'), 'Saving'));
    await expect(deck.toast('The disk is full')).toBeVisible();
    await page.keyboard.press('F8');
    await expect.poll(() => deck.focused()).not.toContain('Fails');
    await page.keyboard.press('Escape');
    await expect(deck.row('Fails')).toBeFocused();
    await page.keyboard.press('r');
    await expect.poll(() => page.evaluate(() => globalThis.deck.counts.failed)).toBe(2);
  });

  test('the element leaves out what its attributes name', async ({ inPage, page }) => {
    await inPage(async ({ until }) => {
      await import('/widget/element.js');
      document.querySelector('#place').innerHTML = '<task-deck header="compact" without="concurrency clear"></task-deck>';
      await until(() => document.querySelector('task-deck').deck);
    });
    await expect(headerOf(page).getByRole('button', { name: 'Settings' })).toBeVisible();
    await expect(page.getByText('Taskdeck', { exact: true })).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^Queue|Clear finished/ })).toHaveCount(0);
  });
});

test.describe('the columns', () => {
  test('a deck without tasks has no empty column and no tabs; a task that is defined later has its place', async ({ inPage, page, deck }) => {
    await mount(inPage);
    const widths = () => page.evaluate(() => {
      const { shadowRoot } = document.querySelector('#place > div');
      const width = (selector) => shadowRoot.querySelector(selector)?.getBoundingClientRect().width ?? 0;
      return { deck: width('.td'), runs: width('.td-runs'), tasks: width('.td-tasks-panel') };
    });
    await expect(deck.runs).toBeVisible();
    const { deck: all, runs, tasks } = await widths();
    expect(all - runs).toBeLessThan(4);
    expect(tasks).toBe(0);
    await expect(deck.tasks).toHaveCount(0);
    await narrow(page, 480);
    await expect(page.locator('.td-narrow')).toBeVisible();
    await expect(page.getByRole('tablist')).toHaveCount(0);
    await expect(page.getByRole('tabpanel')).toHaveCount(0);
    await expect(deck.rows()).toHaveCount(3);
    await accessible(page, deck);
    await page.evaluate(() => globalThis.deck.define({ id: 'task', title: 'A task', run: () => {} }));
    await expect(page.getByRole('tab')).toHaveCount(2);
    await narrow(page, 1000);
    await expect(deck.card('A task')).toBeVisible();
    await expect(deck.row('Goes on')).toBeVisible();
    await expect(page.getByRole('tablist')).toHaveCount(0);
    expect((await widths()).tasks).toBeGreaterThan(200);
  });

  for (const [what, live] of [['all done', 0], ['in three groups', 3]]) {
    for (const header of ['full', 'compact', false]) {
      test(`at 480 px and the default height, at least four rows are in view: ${what}, header ${header}`, async ({ inPage, page, deck }) => {
        await narrow(page, 480);
        await inPage(async ({ createDeck, gate }, { header, live }) => {
          const deck = (globalThis.deck = await createDeck({ target: '#place', header, concurrency: 2 }));
          deck.define({ id: 'task', title: 'A task', params: [{ name: 'text', type: 'text', label: 'Text' }], run: () => {} });
          for (let n = live + 1; n <= 9; n += 1) await deck.spawn(`Done ${n}`, () => `value ${n}`).result;
          for (let n = 1; n <= live; n += 1) deck.spawn(`Goes on ${n}`, gate());
        }, { header, live });
        await expect(tab(page, 'Runs (9)')).toHaveAttribute('aria-selected', 'true');
        expect(await page.evaluate(() => document.querySelector('#place > div').getBoundingClientRect().height)).toBe(448);
        await deck.lookAway();
        await expect(deck.rows().first()).toBeVisible();
        await deck.expectNoSidewaysScroll();
        await accessible(page, deck);
        await expect.poll(() => rowsInView(page), { timeout: 3000 }).toBeGreaterThanOrEqual(4);
      });
    }
  }

  test('below 640 px there are tabs, and what is behind the other one is not in the accessibility tree', async ({ inPage, page, deck }) => {
    await mount(inPage);
    await page.evaluate(() => globalThis.deck.define({ id: 'task', title: 'A task', run: () => {} }));
    const tree = () => page.locator('#place').ariaSnapshot();
    await narrow(page, 660);
    await expect(page.getByRole('tablist')).toHaveCount(0);
    expect(await tree()).toContain('Run A task');
    await narrow(page, 636);
    await expect(tab(page, 'Tasks')).toHaveAttribute('aria-selected', 'false');
    await expect(tab(page, 'Runs (3)')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('tabpanel')).toHaveCount(1);
    await expect(page.getByRole('tabpanel', { name: 'Runs (3)' })).toContainText('Goes on');
    expect(await tree()).not.toContain('Run A task');
    expect(await tree()).toContain('Details of Goes on');
    await accessible(page, deck);
    await tab(page, 'Tasks').click();
    await expect(page.getByRole('tabpanel', { name: 'Tasks' })).toContainText('A task');
    expect(await tree()).not.toContain('Details of Goes on');
    expect(await tree()).toContain('Run A task');
    await accessible(page, deck);
    await page.getByRole('button', { name: 'Run A task' }).click();
    await expect(tab(page, 'Runs (4)')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('tabpanel')).toContainText('A task');
  });
});

test('two decks on one page have names that differ', async ({ inPage, page, deck }) => {
  await inPage(async ({ createDeck, gate }) => {
    document.querySelector('#place').outerHTML = '<main><div id="place"></div><div id="other"></div></main>';
    for (const [target, id] of [['#place', 'one'], ['#other', 'two']]) {
      const deck = await createDeck({ target });
      deck.define({ id, title: `Task ${id}`, run: () => {} });
      deck.spawn(`Run of ${id}`, gate());
      deck.report(new Error(`The disk of ${id} is full`), 'Saving');
    }
  });
  for (const name of ['Tasks', 'Runs', 'Notifications (F8)']) {
    await expect(page.getByRole('region', { name, exact: true })).toHaveCount(1);
    await expect(page.getByRole('region', { name: `${name}, deck 2`, exact: true })).toHaveCount(1);
  }
  const tree = await page.locator('body').ariaSnapshot();
  const regions = [...tree.matchAll(/- region "([^"]*)"/g)].map(([, name]) => name);
  expect(regions.length).toBeGreaterThanOrEqual(6);
  expect(new Set(regions).size, regions.join('\n')).toBe(regions.length);
  await accessible(page, deck);
  await page.getByRole('button', { name: 'Details of Run of two' }).click();
  await page.getByRole('button', { name: 'Details of Run of one' }).click();
  await expect(page.getByRole('region', { name: /^Details of Run of/ })).toHaveCount(2);
  await accessible(page, deck);
});

for (const rule of ['html { font-size: 62.5% }', 'html { font-size: 30px }', 'html { font-size: 62.5% } body { font-size: 2.4rem; line-height: 3 }']) {
  test(`text of the deck has 14 px in a page with ${rule}`, async ({ inPage, page, deck }) => {
    await page.addStyleTag({ content: rule });
    await mount(inPage);
    await expect(page.locator('.td-row:not([hidden])').first()).toBeVisible();
    const seen = await page.evaluate(() => {
      const { shadowRoot } = document.querySelector('#place > div');
      const size = (selector) => parseFloat(getComputedStyle(shadowRoot.querySelector(selector)).fontSize);
      const row = shadowRoot.querySelector('.td-row:not([hidden])').getBoundingClientRect().height;
      return { deck: size('.td'), title: size('.td-row .td-title'), line: size('.td-row .td-detail'), button: size('.td-toolbar .td-button'), row, height: shadowRoot.host.offsetHeight };
    });
    expect(seen).toEqual({ deck: 14, title: 14, line: 12, button: seen.button, row: 56, height: 448 });
    expect(seen.button).toBeGreaterThanOrEqual(12);
    await accessible(page, deck);
  });
}

test.describe('a row', () => {
  test('offers what one does next with the value of a body: Copy, Save, Save all (2)', async ({ inPage, page, deck, context, browserName }) => {
    if (browserName === 'chromium') await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await inPage(async ({ createDeck }) => {
      // Without it, files are offered as downloads.
      delete globalThis.showDirectoryPicker;
      const deck = (globalThis.deck = await createDeck({ target: '#place' }));
      deck.spawn('Text', () => 'the first line\nthe second');
      deck.spawn('Number', () => 42);
      deck.spawn('Table', () => [{ name: 'a', size: 1 }, { name: 'b', size: 2 }]);
      deck.spawn('Object', () => ({ nested: { answer: 42 } }));
      deck.spawn('File', () => new File(['abc'], 'made.txt'));
      deck.spawn('Files', () => [new File(['abc'], 'a.txt'), new File(['defg'], 'b.txt')]);
      deck.spawn('Nothing', () => {});
      await deck.idle();
    });
    const actions = { Text: 'Copy Text', Number: 'Copy Number', Table: 'Copy Table', Object: 'Copy Object', File: 'Save File', Files: 'Save all (2) of Files' };
    for (const [title, name] of Object.entries(actions)) {
      const button = deck.row(title).getByRole('button', { name, exact: true });
      await expect(button).toBeVisible();
      await expect(button).toHaveText(name.replace(/ (of )?\S+$/, ''));
    }
    await expect(deck.row('Nothing').getByRole('button', { name: /^(Copy|Save)/ })).toHaveCount(0);
    // A single text is the line of the row.
    await expect(deck.row('Text')).toContainText('the first line');
    await expect(deck.row('Number')).toContainText('42');
    await accessible(page, deck);

    const copied = async (title) => {
      await deck.row(title).getByRole('button', { name: `Copy ${title}` }).click();
      await expect(deck.row(title).getByRole('button', { name: `Copied ${title}` })).toHaveText('Copied');
      return page.evaluate(() => navigator.clipboard.readText());
    };
    if (browserName === 'chromium') {
      expect(await copied('Text')).toBe('the first line\nthe second');
      expect(await copied('Number')).toBe('42');
      expect((await copied('Table')).trim().split(/\r?\n/)).toEqual(['name,size', 'a,1', 'b,2']);
      expect(JSON.parse(await copied('Object'))).toEqual({ nested: { answer: 42 } });
    }
    for (const [title, file] of [['File', 'made.txt'], ['Files', /\.zip$/]]) {
      await saved(page, file, () => deck.row(title).getByRole('button', { name: actions[title], exact: true }).click());
      await expect(deck.row(title).getByRole('button', { name: `Saved ${title}` })).toHaveText('Saved');
    }
    await accessible(page, deck);
  });

  test('has the summary that its body set last, and not the text of its result', async ({ inPage, page, deck }) => {
    await inPage(async ({ createDeck, gate }) => {
      const deck = (globalThis.deck = await createDeck({ target: '#place' }));
      globalThis.body = gate();
      deck.spawn('Convert', async (ctx) => {
        ctx.summary('1 of 8 converted');
        await globalThis.body(ctx);
        ctx.summary('8 of 8 converted');
        return 'the text of the result';
      });
      await globalThis.body.started;
    });
    await page.evaluate(() => globalThis.body.open());
    await expect(deck.row('Convert')).toContainText('8 of 8 converted');
    await expect(deck.row('Convert')).not.toContainText('the text of the result');
    await expect(deck.row('Convert').getByText('Completed', { exact: true })).toBeVisible();
    await expect(deck.row('Convert').getByRole('button', { name: 'Copy Convert' })).toBeVisible();
    await accessible(page, deck);
  });

  test('of a run with a problem says Done with problems, and Retry 1 starts it again', async ({ inPage, page, deck }) => {
    await inPage(async ({ createDeck }) => {
      const deck = (globalThis.deck = await createDeck({ target: '#place' }));
      let calls = 0;
      await deck.spawn('Send', (ctx) => {
        calls += 1;
        ctx.summary(calls === 1 ? '1 of 2 sent' : '2 of 2 sent');
        if (calls === 1) ctx.problem('b.txt cannot be read');
      }).result;
    });
    const row = deck.row('Send');
    await deck.expectStatus('Send', 'Done with problems');
    await expect(row).toContainText('1 of 2 sent');
    await expect(row.getByText('Completed', { exact: true })).toHaveCount(0);
    const retry = row.getByRole('button', { name: 'Retry 1 of Send', exact: true });
    await expect(retry).toHaveText('Retry 1');
    await accessible(page, deck);
    await deck.openDetails('Send');
    await expect(deck.details).toContainText('b.txt cannot be read');
    await accessible(page, deck);
    await page.keyboard.press('Escape');
    await retry.click();
    await expect(deck.rows('Send')).toHaveCount(2);
    await expect(deck.rows('Send').filter({ hasText: '2 of 2 sent' }).getByText('Completed', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Retry/ }).filter({ visible: true })).toHaveCount(0);
  });

  /** Starts a parent with children, of which `bad` fail once; it ends as `ending` says. */
  const family = (inPage, ending) => inPage(async ({ createDeck, gate }, ending) => {
    const deck = (globalThis.deck = await createDeck({ target: '#place' }));
    const calls = (globalThis.calls = []);
    globalThis.body = gate();
    const send = (item) => () => {
      calls.push(item);
      if (item !== 'good' && calls.filter((call) => call === item).length === 1) throw new Error(`${item} did not answer`);
    };
    const run = deck.spawn('Send all', async (ctx) => {
      calls.push('parent');
      const children = ['good', 'bad 1', 'bad 2'].map((item) => ctx.spawn(item, send(item)));
      await Promise.allSettled(children.map(({ result }) => result));
      if (ending === 'fails') throw new Error('2 did not answer');
      if (ending === 'problems') ctx.problem('2 did not answer');
      if (ending === 'cancelled') await globalThis.body(ctx);
    });
    run.result.catch(() => {});
    if (ending === 'cancelled') {
      await globalThis.body.started;
      run.cancel();
    }
    await deck.idle();
  }, ending);
  const calls = (page) => page.evaluate(() => globalThis.calls.slice(4).sort());

  for (const [ending, status, name] of [['fails', 'Failed', 'Retry failed of Send all'], ['problems', 'Done with problems', 'Retry 2 of Send all']]) {
    test(`of a parent that ${ending === 'fails' ? 'failed because of its children' : 'is done with problems'} offers to retry only those that failed`, async ({ inPage, page, deck }) => {
      await family(inPage, ending);
      await deck.expectStatus('Send all', status);
      const retry = deck.row('Send all').getByRole('button', { name, exact: true });
      await expect(retry).toHaveText(name.replace(' of Send all', ''));
      await accessible(page, deck);
      await deck.unfold('Send all');
      await expect(deck.row('bad 1')).toBeVisible();
      await accessible(page, deck);
      await retry.click();
      await expect.poll(() => calls(page)).toEqual(['bad 1', 'bad 2']);
      // What was started again is not offered a second time.
      await expect(retry).toHaveCount(0);
    });
  }

  test('of a parent that was cancelled offers Retry, which starts the parent again', async ({ inPage, page, deck }) => {
    await family(inPage, 'cancelled');
    await deck.expectStatus('Send all', 'Cancelled');
    await deck.row('Send all').getByRole('button', { name: 'Retry Send all', exact: true }).click();
    await expect.poll(() => calls(page)).toContain('parent');
  });
});
