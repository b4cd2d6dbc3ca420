// Each part of a face that cannot be loaded: nothing else breaks, its place says why and offers to try again, and it loads by itself
// once the network is back.

import { expect, test } from '../../widget.js';

const part = (name) => new RegExp(`^/widget/taskdeck_wasm_${name}\\.wasm$`);
const failed = (page) => page.locator('.td-part-failed');
const tryAgain = (page) => failed(page).first().getByRole('button', { name: 'Try again' });

/** A deck on the page with a task, and a run that has ended. */
const mount = (inPage) =>
  inPage(async ({ createDeck }) => {
    const deck = (globalThis.deck = await createDeck({ target: '#place' }));
    deck.define({ id: 'greet', title: 'Greet', params: [{ name: 'whom', label: 'Whom', type: 'text', required: true }], run: (ctx, { whom }) => `Hello, ${whom}` });
    deck.spawn('First', () => 'done');
    await deck.idle();
  });

/** What needs a part, and how one sees that it is there. */
const PARTS = [
  ['runs', async () => {}, (deck) => expect(deck.row('First')).toBeVisible()],
  // What was reported while it could not be loaded is in the console.
  ['soon', async ({ page }) => {
    await page.evaluate(() => globalThis.deck.report(new Error('The disk is full'), 'Saving'));
  }, async ({ page }) => {
    await expect(failed(page)).toHaveCount(0);
    await page.evaluate(() => globalThis.deck.report(new Error('The disk is still full'), 'Saving'));
    await expect(page.getByRole('listitem').filter({ hasText: 'The disk is still full' }).first()).toBeVisible();
  }],
  ['forms', async ({ page }) => {
    await page.getByRole('button', { name: 'Form of Greet' }).click();
  }, ({ page }) => expect(page.getByLabel('Whom')).toBeVisible()],
  ['rare', async ({ page }) => {
    await page.getByRole('button', { name: 'Settings' }).click();
  }, ({ page }) => expect(page.getByRole('group', { name: 'Theme' })).toBeVisible()],
];

test.describe('a part of a face that cannot be loaded', () => {
  for (const [name, use, isThere] of PARTS) {
    test(`${name}: its place says why, and tries again when it is pressed`, async ({ inPage, page, deck, server, problems }) => {
      problems.allow(/Failed to load|503|Saving|The disk is full/);
      let isRight = false;
      server.answer(part(name), (request, response) => (isRight ? server.pass(request, response) : response.writeHead(503).end()));
      await mount(inPage);
      await use(deck);
      // What does not need the part works.
      expect(await page.evaluate(() => globalThis.deck.spawn('Second', () => 2).result)).toBe(2);
      await expect(failed(page).first()).toContainText(`taskdeck_wasm_${name}.wasm`);
      await expect(tryAgain(page)).toBeVisible();
      isRight = true;
      // What shows errors is also loaded again for the next one, which may be sooner.
      await tryAgain(page).click({ timeout: 5_000 }).catch((error) => { if (name !== 'soon') throw error; });
      await isThere(deck);
      await expect(failed(page)).toHaveCount(0);
    });

    test(`${name}: loads by itself once the network is back`, async ({ inPage, page, deck, server, problems }) => {
      problems.allow(/Failed to (load|fetch)|ERR_|NetworkError|Saving|The disk is full/);
      let isRight = false;
      server.answer(part(name), (request, response) => (isRight ? server.pass(request, response) : request.socket.destroy()));
      await mount(inPage);
      await use(deck);
      await expect(failed(page).first()).toContainText(`taskdeck_wasm_${name}.wasm`);
      isRight = true;
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await isThere(deck);
      await expect(failed(page)).toHaveCount(0);
    });

    test(`${name}: of another build asks for a reload`, async ({ inPage, page, deck, server, problems }) => {
      problems.allow(/Failed to load|404|Saving|The disk is full/);
      server.answer(part(name), (_, response) => response.writeHead(404).end());
      await mount(inPage);
      await use(deck);
      await expect(failed(page).first()).toContainText('There is a new version of this page');
      await expect(failed(page).first().getByRole('button', { name: 'Reload' })).toBeVisible();
    });
  }

  test('face: createDeck fails with the name of the file, and the next call tries again', async ({ inPage, server, problems }) => {
    problems.allow(/Failed to load|503/);
    let isRight = false;
    server.answer(part('face'), (request, response) => (isRight ? server.pass(request, response) : response.writeHead(503).end()));
    const load = ({ createDeck }) => createDeck({ target: '#place' }).then((deck) => deck.spawn('Fine', () => 'fine').result, ({ code, message }) => ({ code, message }));
    expect(await inPage(load)).toEqual({ code: 'load', message: expect.stringContaining('taskdeck_wasm_face.wasm') });
    isRight = true;
    expect(await inPage(load)).toBe('fine');
  });

  test('tray: its button goes on, and tries again at the next press', async ({ inPage, page, server, problems }) => {
    problems.allow(/Failed to load|503|could not be loaded/);
    let isRight = false;
    server.answer(part('tray'), (request, response) => (isRight ? server.pass(request, response) : response.writeHead(503).end()));
    await inPage(async ({ createDeck }) => {
      globalThis.deck = await createDeck({ target: '#place', variant: 'tray' });
    });
    const button = page.getByRole('button', { name: /^Runs/ });
    await button.click();
    await expect(button).not.toHaveAttribute('aria-busy');
    isRight = true;
    await button.click();
    await expect(page.getByRole('dialog').first()).toBeVisible();
  });
});

test('what each use loads', async ({ inPage, page, deck, server, browserName }) => {
  test.skip(browserName !== 'chromium', 'the list of requests is the same');
  const loaded = () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => /taskdeck_\w+\.wasm$/.exec(name)?.[0]).filter(Boolean).sort());
  await inPage(async ({ createDeck }) => {
    globalThis.deck = await createDeck();
  });
  expect(await loaded()).toEqual(['taskdeck_engine_bg.wasm']);
  await page.reload();
  await inPage(async ({ createDeck }) => {
    globalThis.deck = await createDeck({ target: '#place', variant: 'tray' });
  });
  await page.waitForLoadState('networkidle');
  expect(await loaded()).toEqual(['taskdeck_wasm_bg.wasm']);
  await page.reload();
  await mount(inPage);
  await expect(deck.row('First')).toBeVisible();
  await expect.poll(loaded).toEqual(['taskdeck_wasm_bg.wasm', 'taskdeck_wasm_face.wasm', 'taskdeck_wasm_runs.wasm', 'taskdeck_wasm_soon.wasm']);
  expect(await page.evaluate(async () => {
    await globalThis.deck.preload();
    return performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm')).length;
  })).toBe(7);
});

test('chunks says where parts are, or gives their bytes; without it they lie beside wasm', async ({ inPage, page, deck }) => {
  await inPage(async ({ createDeck }) => {
    globalThis.asked = [];
    globalThis.deck = await createDeck({
      target: '#place',
      wasm: await (await fetch('/widget/taskdeck_wasm_bg.wasm')).arrayBuffer(),
      chunks: async (name, address) => {
        globalThis.asked.push(name);
        return name.endsWith('_runs.wasm') ? (await fetch(address)).arrayBuffer() : new URL(address);
      },
    });
    globalThis.deck.spawn('First', () => 'done');
  });
  await expect(deck.row('First')).toBeVisible();
  await expect.poll(() => page.evaluate(() => globalThis.asked)).toEqual(['taskdeck_wasm_face.wasm', 'taskdeck_wasm_runs.wasm', 'taskdeck_wasm_soon.wasm']);
});
