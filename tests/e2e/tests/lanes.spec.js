// The use of each lane, and the control for its limit, in the panel of the header's button *Queue*.

import { expect, test } from '../fixtures.js';

async function runTimes(deck, title, times) {
  for (let i = 0; i < times; i += 1) await deck.run(title);
}

test.describe('the lane main', () => {
  test.beforeEach(async ({ deck }) => {
    await deck.open('?lab');
    await runTimes(deck, 'Never ends', 6);
    await expect(deck.header).toContainText('4 running · 2 waiting');
    await deck.openQueue();
  });

  const limitOf = (deck) => deck.header.getByRole('spinbutton', { name: 'At a time' });

  test('shows its use, and has a limit with minus and plus', async ({ deck }) => {
    const limit = limitOf(deck);
    await expect(limit).toHaveAccessibleDescription('4 of 4, 2 waiting');
    await deck.header.getByRole('button', { name: 'Raise the limit of main' }).click();
    await expect(limit).toHaveValue('5');
    await expect(deck.header).toContainText('5 running · 1 waiting');
    const lower = deck.header.getByRole('button', { name: 'Lower the limit of main' });
    for (let i = 0; i < 4; i += 1) await lower.click();
    await lower.press('Enter');
    await expect(limit).toHaveValue('1');
    await expect(limit).toHaveAccessibleDescription('5 of 1, 1 waiting');
    await expect(lower).toHaveAttribute('aria-disabled', 'true');
    await expect(lower).toBeFocused();
  });

  test('can have no limit, and returns to the previous one', async ({ deck }) => {
    // axe-core is slow in Firefox.
    test.slow();
    const limit = limitOf(deck);
    const none = deck.header.getByRole('button', { name: 'No limit for main' });
    await none.click();
    await expect(none).toHaveAttribute('aria-pressed', 'true');
    await expect(limit).toHaveValue('unlimited');
    await expect(limit).toHaveAttribute('aria-valuetext', 'unlimited');
    await expect(deck.header).toContainText('6 running');
    await deck.expectAccessible();
    await none.click();
    await expect(limit).toHaveValue('4');
    await expect(limit).toHaveAccessibleDescription('6 of 4');
  });

  test('can be operated with the keyboard alone, and is one tab stop', async ({ deck, page }) => {
    const limit = limitOf(deck);
    await limit.focus();
    await page.keyboard.press('ArrowUp');
    await expect(limit).toHaveValue('5');
    await page.keyboard.press('PageUp');
    await expect(limit).toHaveValue('15');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowDown');
    await expect(limit).toHaveValue('4');
    await deck.fillNumber(limit, '999');
    await page.keyboard.press('ArrowUp');
    await expect(limit).toHaveValue('unlimited');
    await expect(deck.header).toContainText('6 running');
    await page.keyboard.press('ArrowDown');
    await expect(limit).toHaveValue('999');
    await limit.press('ControlOrMeta+a');
    await page.keyboard.type('unlimited');
    await page.keyboard.press('Enter');
    await expect(limit).toHaveValue('unlimited');
    await limit.press('ControlOrMeta+a');
    await page.keyboard.type('many');
    await page.keyboard.press('Tab');
    await expect(limit).toHaveValue('unlimited');
    await expect(deck.lanes.getByRole('spinbutton', { name: 'Limit of network' })).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(deck.lanes.getByRole('spinbutton', { name: 'Limit of workers' })).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(deck.header.getByRole('button', { name: 'Performance' })).toBeFocused();
  });

  test('fits at 320 px, with a limit and without', async ({ deck, page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await deck.openQueue();
    await deck.expectNoSidewaysScroll();
    await deck.header.getByRole('button', { name: 'No limit for main' }).click();
    await expect(limitOf(deck)).toHaveValue('unlimited');
    await deck.expectNoSidewaysScroll();
    await deck.expectAccessible();
  });

  test('is named by the button while it is full', async ({ deck }) => {
    const button = deck.header.getByRole('button', { name: /^Queue/ });
    await expect(button).toHaveAccessibleName('Queue full : main is full, 2 wait');
    await expect(button).toHaveAttribute('title', 'main is full, 2 wait');
    await deck.fillNumber(limitOf(deck), '6');
    await deck.page.keyboard.press('Enter');
    await expect(button).toHaveAccessibleName('Queue');
  });
});

test('a lane beside main has a limit of its own', async ({ deck, page, server }) => {
  test.slow();
  await deck.open();
  await deck.openQueue();
  const lane = deck.lanes.getByRole('listitem', { name: 'network', exact: true });
  const limit = lane.getByRole('spinbutton', { name: 'Limit of network' });
  await expect(limit).toHaveValue('16');
  await limit.fill('1');
  await limit.press('Enter');
  const held = (id) => server.file({ id, size: 200_000, hold: 100_000, length: false });
  await (await deck.form('Check addresses')).getByLabel('Addresses', { exact: true }).fill(['a', 'b', 'c'].map(held).join('\n'));
  await deck.run('Check addresses');
  await server.held('a');
  await expect(deck.header.getByRole('button', { name: /^Queue/ })).toContainText('network is full, 2 wait');
  await deck.openQueue();
  await expect(limit).toHaveAccessibleDescription('1 of 1, 2 waiting');
  await expect(lane).toContainText('2 waiting');
  expect(server.seen('b').requests).toBe(0);
  await lane.getByRole('button', { name: 'Raise the limit of network' }).click();
  await server.held('b');
  await expect(limit).toHaveAccessibleDescription('2 of 2, 1 waiting');
  await deck.expectAccessible();
  await page.setViewportSize({ width: 320, height: 640 });
  await deck.expectNoSidewaysScroll();
  for (const id of ['a', 'b', 'c']) server.release(id);
  await deck.expectStatus('Check addresses', 'Completed');
});
