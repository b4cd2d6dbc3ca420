// `mountFace`: a face that comes and goes while the runs of its deck go on.

import { expect, test } from '../../widget.js';

test('a face is shown, taken away and shown again, and the runs go on', async ({ inPage, page }) => {
  await inPage(async ({ createDeck, mountFace, gate }) => {
    const deck = (globalThis.deck = await createDeck({ face: true }));
    globalThis.body = gate();
    globalThis.run = deck.spawn('Long work', globalThis.body);
    globalThis.away = mountFace(deck, '#place');
  });
  const row = page.getByRole('region', { name: 'Runs' }).getByRole('listitem', { name: 'Long work' });
  await expect(row).toBeVisible();
  await page.evaluate(() => globalThis.away());
  await expect(page.locator('#place > *')).toHaveCount(0);
  expect(await page.evaluate(() => globalThis.run.status)).toBe('running');
  await page.evaluate(() => {
    globalThis.away();
    globalThis.away = globalThis.mountFace(globalThis.deck, document.querySelector('#place'), { variant: 'tray' });
  });
  await page.getByRole('button', { name: /running|tasks|runs/i }).first().click();
  await expect(page.getByText('Long work').first()).toBeVisible();
  await page.evaluate(async () => {
    globalThis.body.open();
    await globalThis.run.result;
    globalThis.away();
    globalThis.deck.destroy();
  });
  await expect(page.locator('#place > *')).toHaveCount(0);
});

test('what createDeck was told of the face holds for each, and what mountFace is told goes before it', async ({ inPage, page }) => {
  await inPage(async ({ createDeck, mountFace }) => {
    const deck = (globalThis.deck = await createDeck({ face: true, theme: 'dark', strings: { Runs: 'Läufe' } }));
    globalThis.away = mountFace(deck, '#place');
  });
  await expect(page.getByRole('region', { name: 'Läufe' })).toBeVisible();
  await page.evaluate(() => {
    globalThis.away();
    globalThis.away = globalThis.mountFace(globalThis.deck, '#place', { strings: { Runs: 'Courses' } });
  });
  await expect(page.getByRole('region', { name: 'Courses' })).toBeVisible();
});

test('errors while no face is shown are in the console, and in the bell of the next face', async ({ inPage, page, problems }) => {
  problems.allow(/Fails alone: no face was there/);
  await inPage(async ({ createDeck, mountFace, rejection }) => {
    const deck = (globalThis.deck = await createDeck({ face: true }));
    mountFace(deck, '#place')();
    await rejection(deck.spawn('Fails alone', () => { throw new Error('no face was there'); }).result);
    mountFace(deck, '#place');
  });
  await page.getByRole('button', { name: /notification|error/i }).first().click();
  await expect(page.getByText('no face was there').first()).toBeVisible();
});

test('a deck that can have no face, one that has one, a missing target and a destroyed deck are refused', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, mountFace, thrown, rejection }) => {
    const plain = await createDeck();
    const deck = await createDeck({ face: true });
    const shown = await createDeck({ target: '#place' });
    const calls = [
      () => mountFace(plain, '#place'), () => mountFace(shown, '#place'), () => mountFace(deck, '#nowhere'), () => mountFace(deck),
      () => mountFace({}, '#place'), () => mountFace(deck, '#place', { nonsense: 1 }), () => mountFace(deck, '#place', { strings: { Nonsense: 'x' } }),
      () => mountFace(deck, '#place', { header: 'none' }), () => mountFace(deck, '#place', { controls: { pausing: false } }),
    ];
    const codes = calls.map((call) => thrown(call).code);
    deck.destroy();
    shown.destroy();
    codes.push(thrown(() => mountFace(deck, '#place')).code, (await rejection(createDeck({ target: '#place', face: false }))).code);
    return [...codes, document.querySelectorAll('#place > *').length];
  });
  expect(seen).toEqual(['face', 'face', 'target', 'target', 'deck', 'nonsense', 'strings', 'header', 'controls.pausing', 'shutdown', 'face', 0]);
});

test('where the page has removed the element, the face can be shown again', async ({ inPage, page }) => {
  await inPage(async ({ createDeck, mountFace }) => {
    const deck = await createDeck({ face: true });
    const place = document.querySelector('#place');
    const inner = place.appendChild(document.createElement('div'));
    const away = mountFace(deck, inner);
    inner.remove();
    mountFace(deck, place);
    away();
  });
  await expect(page.getByRole('region', { name: 'Runs' })).toBeVisible();
});

test('a face that comes and goes a hundred times leaves nothing behind', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, mountFace, turn }) => {
    const deck = await createDeck({ face: true });
    for (let times = 0; times < 100; times += 1) {
      mountFace(deck, '#place')();
      if (times % 10 === 0) await turn();
    }
    const left = document.querySelectorAll('#place > *').length;
    const run = deck.spawn('Still works', () => 7);
    return [left, await run.result];
  });
  expect(seen).toEqual([0, 7]);
});
