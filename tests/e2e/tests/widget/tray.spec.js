// The tray: its button is plain DOM; the panel is the face, which is loaded when it is near, hovered, focused, pressed or has something
// to show.

import { expect, test } from '../../widget.js';

const buttonOf = (page) => page.getByRole('button', { name: /^Runs: / });
const panelOf = (page) => page.locator('[part="tray-panel"]');

/** Makes a deck with a tray far from the pointer, with room for the panel above it. */
async function place(page, inPage, options = {}) {
  await page.mouse.move(2, 2);
  await inPage(async ({ createDeck, gate }, options) => {
    document.querySelector('#place').style.cssText = 'position: fixed; inset: 700px auto auto 600px';
    globalThis.deck = await createDeck({ target: '#place', variant: 'tray', ...options });
    globalThis.bodies = [gate(), gate()];
  }, options);
}

test('closed, it is a button that shows the numbers, without a panel', async ({ page, inPage, problems, deck }) => {
  // Of a deck that goes before its panel has come, errors are in the console.
  problems.allow(/^console: One: no paper$/);
  await place(page, inPage);
  const button = buttonOf(page);
  await expect(button).toHaveAccessibleName('Runs: Nothing is running');
  await expect(button).toHaveAttribute('aria-haspopup', 'dialog');
  await expect(button).toHaveAttribute('aria-expanded', 'false');
  await page.evaluate(() => {
    const { deck, bodies } = globalThis;
    globalThis.runs = [deck.spawn('One', bodies[0]), deck.spawn('Two', bodies[1])];
  });
  await expect(button).toHaveAccessibleName('Runs: 2 running');
  await expect(button).toHaveText('2');
  await expect(button.locator('.td-tray-done')).toBeVisible();
  const box = await button.boundingBox();
  expect([Math.round(box.width), Math.round(box.height)]).toEqual([48, 48]);
  // Runs alone load nothing.
  await expect(panelOf(page)).toHaveCount(0);
  await page.evaluate(() => {
    if (!document.querySelector('h1')) document.body.insertAdjacentHTML('afterbegin', '<header><h1>A page</h1></header>');
  });
  await deck.expectAccessible();
  await page.evaluate(async () => {
    globalThis.bodies[0].fail(new Error('no paper'));
    await globalThis.runs[0].result.catch(() => {});
  });
  await expect(button).toHaveAccessibleName('Runs: 1 running · 1 failed');
  await expect(button.locator('.td-tray-dot')).toBeVisible();
  await expect.poll(() => button.locator('.td-tray-done').evaluate((ring) => parseFloat(ring.style.strokeDashoffset))).toBe(0.5);
  await page.evaluate(() => globalThis.deck.destroy());
  await expect(page.locator('#place > *')).toHaveCount(0);
});

test('its words are those of the deck, and its numbers those of the locale', async ({ page, inPage }) => {
  await place(page, inPage, { locale: 'de', theme: 'dark', strings: { 'Runs: {summary}': 'Läufe: {summary}', '{count} waiting': '{count} warten', '{count} running': '{count} laufen' } });
  await page.evaluate(() => {
    const { deck, bodies } = globalThis;
    deck.concurrency = 1;
    for (let n = 0; n < 1_201; n += 1) deck.spawn('Waits', bodies[0]);
  });
  const button = page.getByRole('button', { name: /^Läufe: / });
  await expect(button).toHaveAccessibleName('Läufe: 1 laufen · 1.200 warten');
  await expect(page.locator('.td-tray')).toHaveAttribute('data-theme', 'dark');
  // The panel says the same.
  await button.click();
  await expect(panelOf(page)).toHaveAccessibleName('1 laufen · 1.200 warten');
  await page.evaluate(() => globalThis.deck.destroy());
});

for (const [how, come] of [
  ['the pointer comes near', (page) => page.mouse.move(560, 720)],
  ['the button has focus', (page) => page.keyboard.press('Tab')],
  ['the button is hovered', (page) => buttonOf(page).hover()],
]) {
  test(`the panel is loaded when ${how}, and stays hidden`, async ({ page, inPage }) => {
    await place(page, inPage);
    await expect(panelOf(page)).toHaveCount(0);
    await come(page);
    await expect(panelOf(page)).toHaveCount(1);
    await expect(panelOf(page)).toBeHidden();
    await expect(buttonOf(page)).toHaveAttribute('aria-expanded', 'false');
  });
}

test('a press opens the panel, which takes focus; Escape and the button close it', async ({ page, inPage, deck }) => {
  await place(page, inPage);
  await page.evaluate(() => { globalThis.run = globalThis.deck.spawn('One', globalThis.bodies[0]); });
  const [button, panel] = [buttonOf(page), panelOf(page)];
  // Without a pointer or focus before: a press by a script or by assistive technology.
  await button.evaluate((button) => button.click());
  await expect(panel).toBeVisible();
  await expect(panel).toBeFocused();
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  await expect(panel).toHaveAttribute('id', await button.getAttribute('aria-controls'));
  await expect(panel.getByText('One', { exact: true }).first()).toBeVisible();
  const [ring, box] = [await button.boundingBox(), await panel.boundingBox()];
  expect(box.y + box.height <= ring.y || box.y >= ring.y + ring.height).toBe(true);
  await page.evaluate(() => {
    if (!document.querySelector('h1')) document.body.insertAdjacentHTML('afterbegin', '<header><h1>A page</h1></header>');
  });
  await deck.expectAccessible();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(panel).toBeVisible();
  await button.focus();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await button.click();
  await panel.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(panel).toBeHidden();
  await button.click();
  await button.click();
  await expect(panel).toBeHidden();
});

test('an error that opens the dialog does so although the tray was never opened', async ({ page, inPage }) => {
  await place(page, inPage);
  await page.evaluate(() => globalThis.deck.spawn('Print', () => { throw new Error('Out of paper'); }, { critical: true }).result.catch(() => {}));
  const modal = page.getByRole('alertdialog');
  await expect(modal).toContainText('Out of paper');
  await modal.getByRole('button', { name: 'Close' }).click();
  await page.evaluate(() => globalThis.deck.report(new Error('The disk is full'), 'Saving'));
  await buttonOf(page).click();
  await expect(page.getByRole('region', { name: /^Notifications/ }).getByRole('listitem').filter({ hasText: 'The disk is full' })).toBeVisible();
});

test('the end of a run is announced although the tray was never opened', async ({ page, inPage }) => {
  await place(page, inPage);
  await page.evaluate(() => globalThis.deck.spawn('Print', () => 'printed').result);
  await expect(page.getByRole('status').filter({ hasText: 'Print done' })).toBeAttached();
});

test('mountFace shows the tray and takes it away, also before its code is there', async ({ page, inPage }) => {
  await inPage(async ({ createDeck, mountFace }) => {
    const deck = (globalThis.deck = await createDeck({ face: true }));
    mountFace(deck, '#place', { variant: 'tray' })();
    globalThis.away = mountFace(deck, '#place', { variant: 'tray' });
  });
  await expect(buttonOf(page)).toHaveCount(1);
  await buttonOf(page).click();
  await expect(panelOf(page)).toBeVisible();
  await page.evaluate(() => globalThis.away());
  await expect(page.locator('#place > *')).toHaveCount(0);
  // The deck goes on, and can be shown again.
  await page.evaluate(async () => {
    await globalThis.deck.spawn('Goes on', () => {}).result;
    globalThis.away = globalThis.mountFace(globalThis.deck, document.querySelector('#place'));
  });
  await expect(page.getByRole('region', { name: 'Runs' }).getByText('Goes on')).toBeVisible();
});

test('the element has a tray too', async ({ page, inPage }) => {
  await inPage(async () => {
    await import('/widget/element.js');
    const element = document.createElement('task-deck');
    element.setAttribute('variant', 'tray');
    document.querySelector('#place').append(element);
    await element.ready;
  });
  await buttonOf(page).click();
  await expect(panelOf(page)).toBeVisible();
  await page.evaluate(() => document.querySelector('task-deck').remove());
  await expect(buttonOf(page)).toHaveCount(0);
});

test('a press while the panel is loading opens it later, a second one does not, and a failed load is tried again', async ({ page, inPage, problems }) => {
  problems.allow(/could not be loaded/);
  await place(page, inPage);
  const seen = await page.evaluate(async () => {
    const path = performance.getEntriesByType('resource').map(({ name }) => name).find((name) => /\/tray-\w+\.js$/.test(name));
    const { Tray } = await import(path);
    const done = [];
    let settle;
    const panel = { toggle: () => done.push('toggle'), close: () => done.push('close'), free: () => done.push('free') };
    const nothing = () => ({ queued: 0, running: 0, finished: 0, failed: 0 });
    const tray = new Tray(document.body, { theme: 'auto' }, {
      counts: nothing,
      heads: nothing,
      follow: () => () => done.push('unfollow'),
      onNews: () => done.push('onNews'),
      release: () => done.push('release'),
      load: () => new Promise((resolve, reject) => (settle = { resolve, reject })),
      draw: () => (done.push('draw'), panel),
    });
    const button = document.body.lastElementChild.shadowRoot.querySelector('button');
    const later = () => new Promise((passed) => setTimeout(passed, 10));
    const busy = () => button.getAttribute('aria-busy');
    button.click();
    const first = busy();
    settle.reject(new Error('offline'));
    await later();
    const failed = [busy(), done.splice(0)];
    button.click();
    button.click();
    const twice = busy();
    button.click();
    settle.resolve();
    await later();
    const opened = [busy(), done.splice(0)];
    button.click();
    tray.free();
    return { first, failed, twice, opened, end: done };
  });
  expect(seen).toEqual({
    first: 'true',
    failed: [null, ['onNews', 'release']],
    twice: null,
    opened: [null, ['draw', 'toggle']],
    end: ['toggle', 'unfollow', 'free'],
  });
});
