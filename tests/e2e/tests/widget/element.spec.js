// <task-deck>: a deck as an element.

import { expect, test } from '../../widget.js';

/** Adds an element with these attributes to the page, as `element`. */
async function place(page, inPage, attributes = {}) {
  await inPage(async (_, attributes) => {
    await import('/widget/element.js');
    const element = document.createElement('task-deck');
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.querySelector('#place').append(element);
    globalThis.element = element;
  }, attributes);
}

test('deck is null until it is ready, and then the value of `ready`', async ({ page, inPage }) => {
  await place(page, inPage, { concurrency: '2' });
  const seen = await page.evaluate(async () => {
    const before = globalThis.element.deck;
    const deck = await globalThis.element.ready;
    return [before, deck === globalThis.element.deck, deck.concurrency];
  });
  expect(seen).toEqual([null, true, 2]);
  await expect(page.getByRole('region', { name: 'Runs' })).toBeVisible();
});

test('an invalid attribute rejects `ready` with its name; without a handler, the console shows it', async ({ page, inPage, problems }) => {
  await page.exposeFunction('isLogged', () => problems.all.length > 0);
  const error = await inPage(async ({ until }) => {
    await import('/widget/element.js');
    const place = (variant) => {
      const element = document.createElement('task-deck');
      element.setAttribute('variant', variant);
      document.querySelector('#place').replaceChildren(element);
      return element;
    };
    const refusal = await place('tra').ready.catch(({ name, code }) => [name, code]);
    place('tra');
    await until(() => globalThis.isLogged());
    return refusal;
  });
  expect(error).toEqual([expect.stringMatching(/^(TypeError|RangeError)$/), 'variant']);
  expect(problems.all).toEqual([expect.stringContaining('did you mean "tray"?')]);
  problems.allow(/variant must be/);
});

test('header and without choose the parts of its face; a wrong word rejects `ready`', async ({ inPage }) => {
  const seen = await inPage(async () => {
    await import('/widget/element.js');
    const place = (attributes) => {
      const element = document.createElement('task-deck');
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      document.querySelector('#place').replaceChildren(element);
      return element.ready.then(() => 'ready', ({ name, code, message }) => [name, code, message.slice(-30)]);
    };
    const all = [];
    for (const header of ['full', 'compact', 'none', '']) all.push(await place({ header, without: ' pause  search\n' }));
    all.push(await place({ header: 'false' }), await place({ without: 'pause serach' }));
    return all;
  });
  expect(seen).toEqual([
    'ready', 'ready', 'ready', 'ready',
    ['RangeError', 'header', expect.stringContaining('')],
    ['RangeError', 'without', expect.stringContaining('did you mean "search"?')],
  ]);
});

test('an invalid theme rejects `ready`, and later only warns; options that are set too late warn as well', async ({ inPage }) => {
  const seen = await inPage(async () => {
    const warnings = [];
    console.warn = (text) => warnings.push(text);
    await import('/widget/element.js');
    const place = (theme) => {
      const element = document.createElement('task-deck');
      element.setAttribute('theme', theme);
      element.setAttribute('locale', '');
      document.querySelector('#place').replaceChildren(element);
      return element;
    };
    const code = await place('drak').ready.catch(({ code, message }) => [code, message.includes('did you mean "dark"?')]);
    const element = place('dark');
    await element.ready;
    element.setAttribute('theme', 'drak');
    element.options = { strings: {} };
    return [code, warnings];
  });
  expect(seen).toEqual([
    ['theme', true],
    [
      'Taskdeck: <task-deck theme="drak">: choose auto, light or dark',
      'Taskdeck: options of <task-deck> have no effect on the deck that it has: set them before it is put into the document',
    ],
  ]);
});

test('an element that is moved in the document keeps its deck and its runs', async ({ page, inPage }) => {
  await place(page, inPage);
  const seen = await page.evaluate(async () => {
    const { element } = globalThis;
    const deck = await element.ready;
    const run = deck.spawn('Goes on', () => new Promise(() => {}));
    while (run.status !== 'running') await new Promise((passed) => setTimeout(passed));
    const elsewhere = document.body.appendChild(document.createElement('section'));
    elsewhere.append(element);
    // More turns than the element needs to notice its removal.
    for (let turn = 0; turn < 10; turn += 1) await new Promise((passed) => setTimeout(passed));
    return [element.deck === deck, run.status];
  });
  expect(seen).toEqual([true, 'running']);
  await expect(page.locator('section task-deck').getByRole('button', { name: 'Cancel Goes on' })).toBeVisible();
});

test('an element that is removed stops its runs, and has a new deck when it is put back', async ({ page, inPage }) => {
  await place(page, inPage);
  const seen = await page.evaluate(async () => {
    const { element } = globalThis;
    const deck = await element.ready;
    let aborted = false;
    const run = deck.spawn('Goes on', (ctx) => new Promise((_, reject) => {
      ctx.signal.addEventListener('abort', () => {
        aborted = true;
        reject(ctx.signal.reason);
      });
    }));
    while (run.status !== 'running') await new Promise((passed) => setTimeout(passed));
    element.remove();
    while (element.deck) await new Promise((passed) => setTimeout(passed));
    const ended = [run.status, aborted];
    document.querySelector('#place').append(element);
    const next = await element.ready;
    return [...ended, next !== deck, next.activeCount];
  });
  expect(seen).toEqual(['cancelled', true, true, 0]);
  await expect(page.getByRole('region', { name: 'Runs' })).toHaveCount(1);
});

test('concurrency and theme follow their attributes', async ({ page, inPage }) => {
  await place(page, inPage, { theme: 'dark' });
  await page.evaluate(() => globalThis.element.ready);
  const runs = page.getByRole('region', { name: 'Runs' });
  const shade = () => runs.evaluate((region) => getComputedStyle(region).color);
  const dark = await shade();
  await page.evaluate(() => globalThis.element.setAttribute('theme', 'light'));
  await expect.poll(shade).not.toBe(dark);
  await page.evaluate(() => globalThis.element.setAttribute('concurrency', '7'));
  expect(await page.evaluate(() => globalThis.element.deck.concurrency)).toBe(7);
});

test('strings and locale can be set', async ({ page, inPage }) => {
  await inPage(async () => {
    await import('/widget/element.js');
    const element = document.createElement('task-deck');
    element.options = { strings: { Runs: 'Läufe' }, locale: 'de' };
    document.querySelector('#place').append(element);
    await element.ready;
  });
  await expect(page.getByRole('region', { name: 'Läufe' })).toBeVisible();
});
