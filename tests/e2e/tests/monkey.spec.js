// Random use of the dashboard: presses, types and folds whatever is there, in an order that a seed decides.
// MONKEY_SECONDS sets the time (60), MONKEY_SEED the seed; a failure reports both.

import { expect, test } from '../fixtures.js';

const SECONDS = Number(process.env.MONKEY_SECONDS ?? 60);

/** These end the page or fill its memory, so that nothing after them would prove anything. */
const HANDS_OFF = /^(Reload|Reload the page|Run Crashes the page|Run Fills the memory)$/;

/** What the lab logs on purpose, and what is logged for invalid addresses. */
const SAID_ON_PURPOSE =
  /panicked at src\/tasks\/lab\/|Error while showing an error|The (first|second) error|could not be drawn|Failed to load resource|NetworkError|Cross-Origin Request/;

const TEXTS = ['', '0', '-1', '3', '12', '1e9', 'unlimited', 'abc', '  ', 'fails', 'never', '👾 نص', '<b>x</b>', 'x'.repeat(3000), 'every 2 s'];

const KEYS =
  'Tab Tab Tab Shift+Tab Enter Space Escape ArrowDown ArrowUp ArrowLeft ArrowRight Home End PageDown PageUp Delete F8 ? / c r x a ControlOrMeta+a Shift+ArrowDown'.split(
    ' ',
  );

/** Returns a generator of numbers from 0 to 1, the same for the same seed (mulberry32). */
function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Returns what can be pressed or filled now, in document order. A modal dialog hides the rest. */
function findTargets() {
  const around = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document;
  const all = around.querySelectorAll('button, summary, select, textarea, input, [role="button"], [role="tab"], [role="listitem"][tabindex]');
  globalThis.monkeyTargets = [...all].filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled);
  return globalThis.monkeyTargets.map((element) => ({
    kind: element.matches('select') ? 'select' : element.matches('textarea, input:not([type=checkbox], [type=radio], [type=file])') ? 'text' : 'press',
    name: element.getAttribute('aria-label') ?? element.textContent.trim(),
  }));
}

class Monkey {
  constructor(page, seed) {
    this.page = page;
    this.next = chance(seed);
    this.deeds = [];
  }

  one(list) {
    return list[Math.floor(this.next() * list.length)];
  }

  /** Does one thing. A target that the page removes meanwhile is not a failure. */
  async act() {
    const dice = this.next();
    if (dice < 0.25) return this.key();
    if (dice < 0.3) return this.wheel();
    if (dice < 0.31) return this.resize();
    const targets = await this.page.evaluate(findTargets);
    const places = targets.map((_, place) => place).filter((place) => !HANDS_OFF.test(targets[place].name));
    if (places.length === 0) return this.key();
    const place = this.one(places);
    const { kind, name } = targets[place];
    this.note(`${kind} "${name.slice(0, 40)}"`);
    const target = (await this.page.evaluateHandle((at) => globalThis.monkeyTargets[at], place)).asElement();
    const text = this.one(TEXTS);
    const number = this.next();
    const deed = {
      press: () => target.click({ timeout: 1_000 }),
      // Sets the value as typing does, even if the browser would refuse it in a number field.
      text: async () => {
        await target.focus({ timeout: 1_000 });
        await this.page.keyboard.press('ControlOrMeta+a');
        await this.page.keyboard.insertText(text);
      },
      select: () => target.evaluate((select, at) => {
        select.selectedIndex = Math.floor(at * select.options.length);
        select.dispatchEvent(new Event('input', { bubbles: true }));
        select.dispatchEvent(new Event('change', { bubbles: true }));
      }, number),
    }[kind];
    await deed().catch((error) => {
      if (!/Timeout|not attached|not visible|detached|intercepts|outside of the viewport|not an? /.test(error.message)) throw error;
    });
    await target.dispose();
  }

  async key() {
    const key = this.one(KEYS);
    const at = await this.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim());
    if (/Enter|Space/.test(key) && HANDS_OFF.test(at ?? '')) return;
    this.note(`key ${key}`);
    await this.page.keyboard.press(key);
  }

  async wheel() {
    const { width, height } = this.page.viewportSize();
    const [x, y, by] = [this.next() * (width - 1), this.next() * (height - 1), (this.next() - 0.5) * 2_000].map(Math.floor);
    this.note('wheel');
    await this.page.mouse.move(x, y);
    await this.page.mouse.wheel(0, by);
  }

  async resize() {
    const width = this.one([320, 600, 900, 1280, 1600]);
    this.note(`width ${width}`);
    await this.page.setViewportSize({ width, height: 800 });
  }

  note(deed) {
    this.deeds.push(deed);
    if (this.deeds.length > 40) this.deeds.shift();
  }
}

/** Expects that the page responds. A page that hangs would use up the test's time. */
async function answers(page) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error('the page has not answered for 20 s')), 20_000);
  });
  try {
    return await Promise.race([
      late,
      page.evaluate(() => ({
        crashed: document.getElementById('taskdeck-crashed')?.shadowRoot.querySelector('pre').textContent ?? null,
        modals: document.querySelectorAll('[role="alertdialog"][open]').length,
      })),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Brings the page into a state in which a run can end: the runs in view, no dialog, no filter, no selection, not
 * paused, no live runs.
 */
async function tidy(deck, page) {
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect
    .poll(async () => {
      const open = await page.locator('dialog:modal').count();
      if (open > 0) await page.keyboard.press('Escape');
      return open;
    })
    .toBe(0);
  const performance = (await deck.openQueue()).getByRole('button', { name: 'Performance', pressed: true });
  if (await performance.isVisible()) await performance.click();
  const deselect = deck.runs.getByRole('button', { name: 'Select nothing' });
  if (await deselect.isVisible()) await deselect.click();
  await deck.runs.getByRole('searchbox', { name: 'Search runs' }).fill('');
  await deck.runs.getByRole('combobox', { name: 'Status' }).selectOption({ index: 0 });
  const cancelAll = deck.runs.getByRole('button', { name: /^Cancel all/ });
  if (await cancelAll.isEnabled().catch(() => false)) {
    try {
      await cancelAll.click({ timeout: 3_000 });
    } catch (error) {
      // All runs may have ended meanwhile.
      if (await cancelAll.isEnabled()) throw error;
    }
    const sure = page.locator('dialog:modal').getByRole('button', { name: /^Cancel/ });
    if (await sure.isVisible()) await sure.click();
  }
  // With a thousand failures kept, a completed run is dropped at once.
  const clear = deck.runs.getByRole('button', { name: 'Clear finished' });
  if (await clear.isVisible()) await clear.click();
  const resume = deck.header.getByRole('button', { name: 'Resume' });
  if (await resume.isVisible()) await resume.click();
}

test('random input never breaks the page', async ({ deck, page, problems }) => {
  test.setTimeout(SECONDS * 1_000 + 180_000);
  const seed = Number(process.env.MONKEY_SEED ?? Math.floor(Math.random() * 2 ** 31));
  problems.allow(SAID_ON_PURPOSE);
  // Closes everything that would leave the page or the browser.
  page.on('dialog', (dialog) => dialog.dismiss().catch(() => {}));
  page.on('download', (download) => download.cancel().catch(() => {}));
  page.on('filechooser', (chooser) => chooser.setFiles({ name: 'monkey.txt', mimeType: 'text/plain', buffer: Buffer.from('bananas') }).catch(() => {}));
  page.on('popup', (popup) => popup.close().catch(() => {}));
  await deck.open('?lab');
  await page.evaluate(() => (globalThis.isFirst = true));

  const monkey = new Monkey(page, seed);
  let count = 0;
  try {
    for (const end = Date.now() + SECONDS * 1_000; Date.now() < end; count += 1) {
      await monkey.act();
      const { crashed, modals } = await answers(page);
      expect(crashed, 'the page has crashed').toBeNull();
      expect(modals, 'error modals').toBeLessThanOrEqual(1);
      expect(problems.all.filter((problem) => !SAID_ON_PURPOSE.test(problem))).toEqual([]);
    }
    expect(await page.evaluate(() => globalThis.isFirst), 'it has left the page').toBe(true);

    // A run that goes on meanwhile may open a dialog, which covers the rest until the next round closes it.
    await expect(() => tidy(deck, page)).toPass({ timeout: 60_000 });
    await expect(page.locator('dialog:modal')).toHaveCount(0);
    const run = deck.card('Ends at once').getByRole('button', { name: 'Run Ends at once', exact: true });
    await run.click();
    // Not `toBeFocused`: a followed link has opened another page, and Firefox keeps the window's focus there.
    await expect.poll(() => run.evaluate((element) => element === document.activeElement)).toBe(true);
    await deck.lookAway();
    await deck.runs.getByRole('searchbox', { name: 'Search runs' }).fill('Ends at once');
    await deck.expectStatus('Ends at once', 'Completed', { timeout: 60_000 });
    await expect.poll(() => deck.focused()).toMatch(/^(searchbox|input)/);
  } catch (error) {
    error.message = `MONKEY_SEED=${seed} MONKEY_SECONDS=${SECONDS}, after ${count} deeds, the last ones: ${monkey.deeds.join(', ')}\n${error.message}`;
    throw error;
  }
  test.info().annotations.push({ type: 'monkey', description: `seed ${seed}, ${count} deeds` });
});
