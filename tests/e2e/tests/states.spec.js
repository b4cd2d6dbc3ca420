// The states of the page and of the widget at other text sizes, directions and widths: without violations in axe-core, no
// texts overlap, no text is cut while there is room, and nothing covers the control that has focus.

import { faults } from '../axe.js';
import { expect, test } from '../fixtures.js';
import { tabThrough, texts } from '../states.js';
import { test as widgetTest } from '../widget.js';

const LONG = 'Quarterly report of the northern branches, corrected and approved (final version 3)';

/** A walk through the states of one page. A fault is reported in the first state that has it, and the walk goes on. */
class Walk {
  constructor(page) {
    this.page = page;
    this.reported = new Set();
  }

  /** Checks the texts of a state, what axe-core finds, and that nothing is wider than the window. */
  async check(state) {
    const { page } = this;
    // Two frames for sizes that the face measures. And a text that fades in has no contrast yet.
    await page.evaluate(async () => {
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const roots = [document, ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])];
      const short = roots.flatMap((root) => root.getAnimations()).filter(({ effect }) => effect.getComputedTiming().endTime < 1_000);
      await Promise.allSettled(short.map(({ finished }) => finished));
    });
    const { overlap, cut } = await texts(page);
    const { content, room } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, room: document.documentElement.clientWidth }));
    this.report(state, 'overlap', overlap);
    this.report(state, 'cut', cut);
    this.report(state, 'axe-core', await faults(page));
    this.report(state, 'sideways', content > room ? [`${content} px in ${room} px`] : []);
  }

  /** Moves focus through a state, from where it is, or from the start of the page. */
  async tab(state, { atLeast = 3, stops, fromStart = false } = {}) {
    if (fromStart) {
      // The browser goes on from where an element with focus was removed.
      await this.page.evaluate(() => {
        const first = document.createElement('button');
        document.body.prepend(first);
        first.focus();
        first.remove();
      });
    }
    const found = await tabThrough(this.page, stops);
    this.report(state, 'covered', found.hidden);
    expect.soft(found.stops, `${state}: controls that had focus`).toBeGreaterThanOrEqual(atLeast);
  }

  /** Expects that the details are beside the list or over it, and not below the end of it. */
  async checkPlace(state, details) {
    const { y, height } = await details.boundingBox();
    const bottom = await this.page.evaluate(() => innerHeight);
    this.report(state, 'not in the window', y < 0 || y + height > bottom + 1 ? [`from ${Math.round(y)} to ${Math.round(y + height)} of ${bottom} px`] : []);
  }

  report(state, kind, faults) {
    // Times and sizes differ from state to state.
    const isNew = (fault) => {
      const key = `${kind}: ${fault.replaceAll(/\d+/g, '#')}`;
      return !this.reported.has(key) && this.reported.add(key);
    };
    expect.soft(faults.filter(isNew), `${state}: ${kind}`).toEqual([]);
  }
}

/** Presses the button of a task, which may be behind a tab or under a toast. */
const start = (page, title) => page.evaluate((title) => document.querySelector(`button[aria-label="Run ${title}"]`).click(), title);

/** Gives files to a task that may be behind a tab. */
const give = (page, task, files) => page.getByRole('listitem', { name: task, exact: true, includeHidden: true }).locator('input[type=file]').first().setInputFiles(files);

const csv = (name) => ({ name, mimeType: 'text/csv', buffer: Buffer.from('id;name\n1;a\n2\n3;"never closed') });
const text = (name, size) => ({ name, mimeType: 'text/plain', buffer: Buffer.alloc(size, 'a') });

/** Fails runs while the page is not looked at, so that there are toasts. */
async function failUnwatched(deck, count) {
  await deck.unwatched(async () => {
    for (const title of ['Fails', 'Fails with hostile text'].slice(0, count)) await start(deck.page, title);
    await expect(deck.notifications.getByRole('listitem')).toHaveCount(count);
  });
}

/** Has runs in every status: done with results, done with problems, failed, cancelled, running and waiting. */
async function everyStatus(deck) {
  const { page } = deck;
  await deck.form('Hash files');
  await give(page, 'Hash files', [text(`${LONG}.txt`, 3_000_000), text('b.txt', 10)]);
  await start(page, 'Hash files');
  await deck.form('Inspect data');
  await give(page, 'Inspect data', [csv(`${LONG}.csv`)]);
  await start(page, 'Inspect data');
  for (const title of ['Ends at once', 'Fails', 'Fails with hostile text']) await start(page, title);
  await deck.showTab(/^Runs/);
  await deck.lookAway();
  await deck.expectStatus(/^Hash files: SHA256SUMS/, 'Completed');
  await deck.expectStatus(/^Inspect data/, 'Done with problems');
  await deck.expectStatus('Fails', 'Failed');
  await deck.fillNumber((await deck.form('Timer')).getByLabel('Seconds'), '600');
  await start(page, 'Timer');
  for (let i = 0; i < 5; i += 1) await start(page, 'Never ends');
  await deck.showTab(/^Runs/);
  await deck.lookAway();
  await expect(deck.header).toContainText('4 running · 2 waiting · 2 failed');
  // The row of a failure may be out of view. Its toast comes half a second later, and is looked at later.
  await page.waitForTimeout(700);
  await page.evaluate(() => document.querySelectorAll('button[aria-label^="Dismiss "]').forEach((button) => button.click()));
  await expect(deck.notifications.getByRole('listitem')).toHaveCount(0);
  await deck.unfold(/^Hash files: SHA256SUMS/);
  await expect(deck.row(/^Hash files: b/)).toBeAttached();
}

const MODES = {
  '1280 px': {},
  'twice the text size': { enter: (page) => page.evaluate(() => { document.documentElement.style.fontSize = '32px'; }) },
  'right to left': { enter: (page) => page.evaluate(() => { document.documentElement.dir = 'rtl'; }) },
  '480 px': { width: 480 },
  '320 px': { width: 320, height: 640 },
};

test.describe('the page', () => {
  for (const [mode, { width = 1280, height = 800, enter }] of Object.entries(MODES)) {
    test(`${mode}: all states`, async ({ deck, page }) => {
      test.slow();
      await page.setViewportSize({ width, height });
      const walk = new Walk(page);
      const open = async (search) => {
        await deck.open(search);
        await enter?.(page);
      };

      await open('');
      await walk.check('first screen');
      await deck.form('Compress files');
      await walk.check('open form');
      await deck.run('Download');
      await expect(deck.card('Download').getByLabel('Address')).toHaveAttribute('aria-invalid', 'true');
      await walk.check('wrong values');
      if (width < 1280) {
        await deck.showTab(/^Runs/);
        await walk.check('no runs, behind the tab');
      }

      await open('?lab');
      await everyStatus(deck);
      await walk.check('rows');
      await deck.showTab('Tasks');
      await walk.check('cards of running tasks');
      await walk.tab('cards of running tasks', { atLeast: 20, fromStart: true });
      await deck.showTab(/^Runs/);

      await deck.row(/^Hash files: SHA256SUMS/).getByRole('checkbox').click();
      await walk.check('selection');
      await walk.tab('selection', { atLeast: 12, fromStart: true });
      await deck.runs.getByRole('button', { name: 'Select nothing' }).click();

      for (const title of [/^Inspect data/, /^Hash files: SHA256SUMS/, 'Fails with hostile text']) {
        await deck.row(title).getByRole('button', { name: /^Details of/ }).click();
        await expect(deck.details).toBeVisible();
        await walk.checkPlace(`details of ${title}`, deck.details);
        await walk.check(`details of ${title}`);
        await walk.tab(`details of ${title}`, { stops: 15 });
        await deck.details.getByRole('button', { name: 'Close details' }).click();
        await expect(deck.details).toHaveCount(0);
      }

      await deck.openQueue();
      await walk.check('queue');
      await walk.tab('queue', { stops: 12 });
      await page.keyboard.press('Escape');
      await deck.header.getByRole('button', { name: 'Settings' }).click();
      await walk.check('settings');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('combobox', { name: 'Commands' })).toBeVisible();
      await walk.check('commands');
      await page.keyboard.press('Escape');

      await open('?lab');
      // Rows down to the end of the window.
      for (let i = 0; i < 15; i += 1) await start(page, 'Ends at once');
      await failUnwatched(deck, 2);
      await deck.lookAway();
      await walk.check('toasts');
      await walk.tab('toasts', { atLeast: 12, fromStart: true });
      await deck.openQueue();
      await walk.tab('queue and toasts', { stops: 12 });
      await page.keyboard.press('Escape');
      if (await page.getByRole('tab', { name: 'Tasks' }).isVisible()) {
        await deck.showTab('Tasks');
        await walk.tab('tasks and toasts', { atLeast: 20 });
        await deck.showTab(/^Runs/);
      }
      await deck.toast('This task fails on purpose').getByRole('button', { name: /^Show error/ }).click();
      await expect(deck.modal).toBeVisible();
      await walk.check('error');
      await walk.tab('error', { stops: 6, atLeast: 1 });
      await page.keyboard.press('Escape');
      await expect(deck.modal).toHaveCount(0);
      await deck.header.getByRole('button', { name: /^Notification history/ }).click();
      await expect(page.getByRole('dialog', { name: 'Notification history' })).toBeVisible();
      await walk.check('bell');
      await walk.tab('bell', { stops: 8 });
      await page.keyboard.press('Escape');

      await start(page, 'Error storm');
      await expect(page.getByRole('region', { name: 'Many failures' })).toContainText('200 failed');
      await walk.check('storm');
      await walk.tab('storm', { atLeast: 8, stops: 60, fromStart: true });
    });
  }
});

widgetTest.describe('the widget', () => {
  for (const [mode, { width, rule }] of Object.entries({
    '480 px': { width: 480 },
    'html { font-size: 62.5% }': { width: 1100, rule: 'html { font-size: 62.5% }' },
  })) {
    widgetTest(`${mode}: all states`, async ({ deck, inPage, page }) => {
      widgetTest.slow();
      if (rule) await page.addStyleTag({ content: rule });
      await page.evaluate((width) => {
        document.body.insertAdjacentHTML('afterbegin', '<header><h1>A page</h1></header>');
        Object.assign(document.querySelector('#place').style, { width: `${width}px`, height: '640px' });
      }, width);
      await inPage(async ({ createDeck, gate }, long) => {
        const deck = (globalThis.deck = await createDeck({ target: '#place', concurrency: 3 }));
        deck.define({
          id: 'task',
          title: 'A task',
          description: 'Does what its fields say, and then something else, which takes a second line',
          params: [
            { name: 'text', type: 'text', label: 'Text', required: true },
            { name: 'count', type: 'number', label: 'Count', default: 3 },
            { name: 'files', type: 'files', label: 'Files', multiple: true },
          ],
          run: () => {},
        });
        deck.define({ id: 'other', title: 'Another task', run: gate() });
        deck.spawn('Text', () => 'the first line of a text\nthe second');
        deck.spawn(`Table of ${long}`, () => [{ name: long, size: 1 }, { name: 'b', size: 2 }]);
        deck.spawn('Files', () => [new File(['abc'], `${long}.txt`), new File(['defg'], 'b.txt')]);
        deck.spawn('Problems', (ctx) => {
          ctx.summary('1 of 2 sent');
          ctx.problem(`${long}.txt cannot be read`);
        });
        deck.spawn('Fails', () => { throw new Error(`There is no paper for: ${long}`); }).result.catch(() => {});
        deck.spawn('Parent', async (ctx) => Promise.allSettled(['good', 'bad'].map((item) => ctx.spawn(item, () => { if (item === 'bad') throw new Error('bad'); }).result)));
        await deck.idle();
        for (let i = 0; i < 5; i += 1) deck.spawn(i === 0 ? `Goes on with ${long}` : `Goes on ${i}`, gate());
      }, LONG);
      const walk = new Walk(page);
      await expect(page.locator('[part="header"]')).toContainText('3 running · 2 waiting');
      await deck.showTab(/^Runs/);
      await walk.check('rows');
      await deck.form('A task');
      await walk.check('open form');
      await deck.showTab('Tasks');
      await walk.tab('tasks', { atLeast: 8, fromStart: true });
      await deck.showTab(/^Runs/);
      await walk.tab('rows', { atLeast: 8, fromStart: true });
      for (const title of ['Problems', 'Files', 'Fails']) {
        await deck.openDetails(title);
        await walk.checkPlace(`details of ${title}`, deck.details);
        await walk.check(`details of ${title}`);
        await walk.tab(`details of ${title}`, { stops: 10 });
        await deck.details.getByRole('button', { name: 'Close details' }).click();
      }
      for (const name of [/^Queue/, 'Settings', /^Notification history/]) {
        await page.locator('[part="header"]').getByRole('button', { name }).click();
        await walk.check(`${name}`);
        await walk.tab(`${name}`, { stops: 8, atLeast: 1 });
        await page.keyboard.press('Escape');
      }
      await deck.unwatched(async () => {
        await page.evaluate(() => globalThis.deck.report(new Error('The disk is full'), 'Saving'));
        await expect(deck.toast('The disk is full')).toBeVisible();
      });
      await walk.check('toasts');
      await walk.tab('toasts', { atLeast: 8, fromStart: true });
    });
  }
});
