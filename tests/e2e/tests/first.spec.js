// The first screen: the sentence, the tiles, the header, and the tabs of a narrow page.

import { expect, test } from '../fixtures.js';

const opener = (deck, title) => deck.card(title).getByRole('button', { name: `Form of ${title}` });
const tab = (page, name) => page.getByRole('tab', { name });

test.describe('the tiles', () => {
  test.beforeEach(async ({ deck }) => deck.open());

  test('all built-in tasks are seen at once, in 520 px, under one sentence', async ({ deck }) => {
    await expect(deck.tasks).toContainText('leaves this machine');
    const first = await deck.tasks.getByRole('heading', { level: 3 }).first().boundingBox();
    const last = await deck.tasks.getByRole('listitem').last().boundingBox();
    expect(last.y + last.height - first.y).toBeLessThanOrEqual(520);
    const heights = await deck.tasks.getByRole('listitem').evaluateAll((tiles) => tiles.map((tile) => tile.offsetHeight));
    expect(heights).toHaveLength(8);
    for (const height of heights) expect(Math.abs(height - 56)).toBeLessThanOrEqual(2);
    await expect(deck.tasks.getByRole('listitem').last()).toBeInViewport({ ratio: 1 });
  });

  test('open one at a time, by the whole head or by the button', async ({ deck }) => {
    await deck.card('Hash files').getByRole('heading').click();
    await expect(opener(deck, 'Hash files')).toHaveAttribute('aria-expanded', 'true');
    await expect(deck.card('Hash files').getByRole('button', { name: /^Try a sample/ })).toBeVisible();
    await opener(deck, 'Download').press('Enter');
    await expect(opener(deck, 'Download')).toHaveAttribute('aria-expanded', 'true');
    await expect(opener(deck, 'Download')).toBeFocused();
    await expect(opener(deck, 'Hash files')).toHaveAttribute('aria-expanded', 'false');
    await expect(deck.card('Hash files').getByLabel('Files', { exact: true })).toBeHidden();
    await deck.expectAccessible();
    await opener(deck, 'Download').click();
    await expect(deck.card('Download').getByRole('textbox')).toBeHidden();
  });

  test('Run opens the form where something required is missing, on that field', async ({ deck }) => {
    await deck.run('Check addresses');
    const field = deck.card('Check addresses').getByLabel('Addresses', { exact: true });
    await expect(field).toBeFocused();
    await expect(field).toHaveAccessibleDescription(/required/);
    await expect(deck.rows()).toHaveCount(0);
  });

  test('what is seen on the control for files is in its name', async ({ deck }) => {
    const card = await deck.form('Hash files');
    await expect(card.getByRole('button', { name: 'Files Choose files' })).toBeVisible();
  });
});

test('a task without fields has no form, and runs at once', async ({ deck }) => {
  await deck.open('?lab');
  await expect(opener(deck, 'Never ends')).toHaveCount(0);
  await deck.run('Never ends');
  await deck.expectStatus('Never ends', 'Running');
  // A closed tile has the bar of its run, and nothing more.
  await expect(deck.card('Never ends').getByRole('progressbar')).toBeVisible();
  await expect(deck.card('Never ends').getByRole('button', { name: /^Cancel/ })).toBeHidden();
});

test.describe('the header', () => {
  test('its counts filter the list, and show every run when pressed again', async ({ deck, page }) => {
    await deck.open('?lab');
    await deck.run('Never ends');
    await deck.run('Fails');
    await deck.expectStatus('Fails', 'Failed');
    await deck.lookAway();
    const failed = deck.header.getByRole('button', { name: '1 failed', exact: true });
    await expect(failed).toHaveAttribute('aria-pressed', 'false');
    await failed.click();
    await expect(failed).toHaveAttribute('aria-pressed', 'true');
    await expect(deck.rows()).toHaveCount(1);
    await failed.click();
    await expect(deck.rows()).toHaveCount(2);
    // A filter that is on can be turned off when it matches nothing any more.
    const running = deck.header.getByRole('button', { name: /running$/ });
    await running.click();
    await deck.cancel('Never ends');
    await expect(running).toHaveText('0 running');
    await running.focus();
    await page.keyboard.press('Enter');
    await expect(running).toBeHidden();
    await expect.poll(() => deck.focused()).toMatch(/^button/);
  });

  test('Pause is there while a run is live, or paused', async ({ deck }) => {
    await deck.open('?lab');
    const pause = deck.header.getByRole('button', { name: 'Pause', exact: true });
    await expect(pause).toBeHidden();
    await deck.run('Never ends');
    await pause.click();
    await deck.cancel('Never ends');
    const resume = deck.header.getByRole('button', { name: 'Resume', exact: true });
    await expect(deck.header.getByRole('status')).toHaveText('Paused');
    await resume.focus();
    await resume.press('Enter');
    await expect(resume).toBeHidden();
    await expect.poll(() => deck.focused()).toMatch(/^button/);
  });

  test('has the name at every width', async ({ deck, page }) => {
    await deck.open();
    for (const width of [1280, 640, 390, 320]) {
      await page.setViewportSize({ width, height: 700 });
      await expect(page.getByRole('heading', { level: 1, name: 'Taskdeck' })).toBeInViewport({ ratio: 1 });
      expect((await page.getByRole('heading', { level: 1 }).boundingBox()).width).toBeGreaterThan(40);
      await deck.expectNoSidewaysScroll();
    }
  });

  test('warnings are for developers', async ({ deck }) => {
    await deck.open('?lab');
    await deck.run('Floods progress');
    const warning = deck.header.getByRole('button', { name: '1 warning' });
    await expect(warning).toBeVisible();
    await deck.header.getByRole('button', { name: 'Settings' }).click();
    await deck.header.getByRole('checkbox', { name: 'Show details for developers' }).uncheck();
    await expect(warning).toBeHidden();
    await deck.page.keyboard.press('Escape');
    await deck.page.keyboard.press('Control+k');
    await deck.page.getByRole('combobox', { name: 'Commands' }).fill('Show runs with a warning');
    await expect(deck.page.getByRole('dialog').getByRole('option')).toHaveCount(0);
  });
});

test('the first tab stop leads to the runs', async ({ deck, page }) => {
  await deck.open();
  const skip = page.getByRole('link', { name: 'Skip to the runs' });
  expect((await skip.boundingBox()).width).toBeLessThan(2);
  await page.keyboard.press('Tab');
  await expect(skip).toBeFocused();
  expect((await skip.boundingBox()).width).toBeGreaterThan(80);
  const { hash } = new URL(page.url());
  await page.keyboard.press('Enter');
  await expect(deck.runs.getByRole('heading', { name: 'Runs' })).toBeFocused();
  expect(new URL(page.url()).hash).toBe(hash);
});

test.describe('in one column', () => {
  test.beforeEach(async ({ deck, page }) => {
    await page.setViewportSize({ width: 480, height: 700 });
    await deck.open('?lab');
  });

  test('tabs show the tasks or the runs; the other one is not in the accessibility tree', async ({ deck, page }) => {
    await expect(tab(page, 'Tasks')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('tabpanel', { name: 'Tasks' })).toBeVisible();
    await expect(deck.tasks).toBeVisible();
    await expect(deck.runs).toHaveCount(0);
    await deck.expectAccessible();
    await tab(page, 'Tasks').press('ArrowRight');
    await expect(tab(page, 'Runs')).toBeFocused();
    await expect(page.getByRole('tabpanel', { name: 'Runs' })).toBeVisible();
    await expect(deck.runs).toBeVisible();
    await expect(deck.tasks).toHaveCount(0);
    await deck.expectAccessible();
  });

  test('an own start shows the runs, with focus on their tab', async ({ deck, page }) => {
    const run = deck.card('Never ends').getByRole('button', { name: 'Run Never ends' });
    await run.focus();
    await page.keyboard.press('Enter');
    await expect(tab(page, 'Runs (1)')).toHaveAttribute('aria-selected', 'true');
    await expect(tab(page, 'Runs (1)')).toBeFocused();
    await deck.expectStatus('Never ends', 'Running');
    await expect(deck.row('Never ends')).toBeInViewport();
  });

  test('a count shows its runs, and a command its form', async ({ deck, page }) => {
    await deck.run('Never ends');
    await tab(page, 'Tasks').click();
    await deck.header.getByRole('button', { name: '1 running' }).click();
    await expect(deck.runs).toBeVisible();
    await deck.command('Run Download');
    await expect(deck.card('Download').getByLabel('Address', { exact: true })).toBeFocused();
    await deck.command('Search runs');
    await expect(deck.runs.getByRole('searchbox')).toBeFocused();
  });

  test('the counts stay in view', async ({ deck, page }) => {
    await deck.run('Never ends');
    await tab(page, 'Tasks').click();
    await page.mouse.move(200, 500);
    await page.mouse.wheel(0, 3_000);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(100);
    await expect(deck.header.getByRole('button', { name: '1 running' })).toBeInViewport();
    await tab(page, 'Runs (1)').click();
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
  });

  test('a page that becomes narrow keeps what has focus', async ({ deck, page }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await deck.run('Never ends');
    const field = await deck.field('Timer', 'Seconds');
    await field.focus();
    await page.setViewportSize({ width: 480, height: 700 });
    await expect(tab(page, 'Tasks')).toHaveAttribute('aria-selected', 'true');
    await expect(field).toBeFocused();
  });
});

test('twice the text size takes one column, and nothing sideways', async ({ deck, page }) => {
  await deck.open();
  await page.evaluate(() => { document.documentElement.style.fontSize = '32px'; });
  await expect(tab(page, 'Tasks')).toBeVisible();
  await deck.expectNoSidewaysScroll();
  const heights = await deck.tasks.getByRole('listitem').evaluateAll((tiles) => tiles.map((tile) => tile.offsetHeight));
  for (const height of heights) expect(height).toBeGreaterThanOrEqual(110);
  await deck.expectAccessible();
});

test('the skeleton has the size of the first screen', async ({ deck, page, server }) => {
  let go;
  const arrived = new Promise((resolve) => (go = resolve));
  server.answer(/_bg\.wasm$/, async (request, response) => {
    await arrived;
    await server.pass(request, response);
  });
  await page.goto('/', { waitUntil: 'commit' });
  const tiles = page.locator('.shell-tiles');
  await expect(tiles).toHaveCount(2);
  const drawn = await tiles.evaluateAll((all) => all.map((part) => part.getBoundingClientRect().toJSON()));
  go();
  await deck.ready();
  const real = await page.locator('.td-cards').evaluateAll((all) => all.map((part) => part.getBoundingClientRect().toJSON()));
  for (const [at, { x, y, width, height }] of real.entries()) {
    for (const [name, value] of Object.entries({ x, y, width, height })) {
      expect(Math.abs(drawn[at][name] - value), `${name} of group ${at}`).toBeLessThanOrEqual(4);
    }
  }
});
