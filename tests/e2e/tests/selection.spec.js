// Selecting many runs, and acting on the selection.

import { expect, test } from '../fixtures.js';

test.beforeEach(async ({ deck }) => deck.open('?lab'));

const bar = (deck) => deck.page.getByRole('region', { name: 'Selected runs' });
const box = (row) => row.getByRole('checkbox');

async function start(deck, titles) {
  for (const title of titles) await deck.run(title);
  await expect(deck.rows()).toHaveCount(titles.length);
}

async function times(deck, title, number) {
  await start(deck, Array(number).fill(title));
}

test('cancels the selected runs only', async ({ deck }) => {
  await start(deck, ['Never ends', 'Timer', 'Never ends']);
  await expect(bar(deck)).toBeHidden();
  await box(deck.row('Timer')).check();
  await box(deck.rows('Never ends').nth(1)).check();
  await expect(bar(deck)).toContainText('2 selected');
  await bar(deck).getByRole('button', { name: 'Cancel 2' }).click();
  await deck.expectStatus('Timer', 'Cancelled');
  await expect(deck.rows('Never ends').nth(1)).toContainText('Cancelled');
  await expect(deck.rows('Never ends').nth(0)).toContainText('Running');
  // The runs stay selected, because cancelled ones can be retried.
  await expect(bar(deck).getByRole('button', { name: 'Cancel 0' })).toHaveAttribute('aria-disabled', 'true');
  await bar(deck).getByRole('button', { name: 'Retry 2' }).click();
  await expect(deck.header).toContainText('3 running');
  await expect(deck.rows('Timer')).toHaveCount(2);
});

test('works by keyboard: X, Shift with the arrows, Ctrl A, Escape', async ({ deck, page }) => {
  await times(deck, 'Never ends', 5);
  await deck.rows().nth(1).focus();
  await page.keyboard.press('x');
  await expect(box(deck.rows().nth(1))).toBeChecked();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(bar(deck)).toContainText('3 selected');
  await expect(deck.rows().nth(3)).toBeFocused();
  await page.keyboard.press('Shift+ArrowUp');
  await expect(bar(deck)).toContainText('2 selected');
  await expect(box(deck.rows().nth(3))).not.toBeChecked();
  await page.keyboard.press('Control+a');
  await expect(bar(deck)).toContainText('5 selected');
  await expect(deck.rows().nth(2)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(bar(deck)).toBeHidden();
  await expect(deck.rows().nth(2)).toBeFocused();
});

test('a click with Shift selects all rows in between', async ({ deck }) => {
  await times(deck, 'Never ends', 5);
  await box(deck.rows().nth(3)).click();
  await box(deck.rows().nth(1)).click({ modifiers: ['Shift'] });
  await expect(bar(deck)).toContainText('3 selected');
  for (const [at, is] of [false, true, true, true, false].entries()) {
    expect(await box(deck.rows().nth(at)).isChecked(), `row ${at}`).toBe(is);
  }
});

test('Select all selects the runs that match the filter only', async ({ deck }) => {
  await start(deck, ['Fails', 'Never ends', 'Fails', 'Ends at once']);
  await expect(deck.header).toContainText('2 failed');
  const all = deck.runs.getByRole('checkbox', { name: 'Select all that match' });
  await deck.lookAway();
  await deck.runs.getByRole('combobox', { name: 'Status' }).selectOption('Failed');
  await expect(deck.rows()).toHaveCount(2);
  await all.check();
  await expect(bar(deck)).toContainText('2 selected');
  await deck.runs.getByRole('combobox', { name: 'Status' }).selectOption('Every status');
  await expect(deck.rows()).toHaveCount(4);
  await expect(box(deck.row('Never ends'))).not.toBeChecked();
  await expect(all).toHaveJSProperty('indeterminate', true);
  await all.check();
  await expect(bar(deck)).toContainText('4 selected');
  await all.uncheck();
  await expect(bar(deck)).toBeHidden();
});

test('a cancel of ten or more asks for confirmation', async ({ deck, page }) => {
  await times(deck, 'Never ends', 12);
  await deck.row('Never ends').focus();
  await page.keyboard.press('Control+a');
  await bar(deck).getByRole('button', { name: 'Cancel 12' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel 12 runs?' });
  await expect(dialog.getByRole('button', { name: 'Keep running' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(deck.header).toContainText('4 running');
  await bar(deck).getByRole('button', { name: 'Cancel 12' }).click();
  await dialog.getByRole('button', { name: 'Cancel 12 runs' }).click();
  await expect(deck.header).toContainText('All done');
});

test('a run that is removed is no longer selected', async ({ deck, page }) => {
  await start(deck, ['Ends at once', 'Never ends']);
  await deck.expectStatus('Ends at once', 'Completed');
  await box(deck.row('Ends at once')).check();
  await expect(bar(deck)).toContainText('1 selected');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('clear finished');
  await page.keyboard.press('Enter');
  await expect(bar(deck)).toBeHidden();
});

test('focus moves between the buttons of the list and of the selection as one replaces the other', async ({ deck, page }) => {
  await times(deck, 'Never ends', 3);
  await deck.runs.getByRole('button', { name: 'Cancel all' }).focus();
  await page.keyboard.press('Control+a');
  await expect(bar(deck).getByRole('button', { name: 'Cancel 3' })).toBeFocused();
  await bar(deck).getByRole('button', { name: 'Select nothing' }).click();
  await expect(deck.runs.getByRole('button', { name: 'Cancel all' })).toBeVisible();
  await expect.poll(() => deck.focused()).toMatch(/^listitem/);
});

test('is accessible, and fits a narrow page', async ({ deck, page }) => {
  await times(deck, 'Never ends', 3);
  await box(deck.row('Never ends')).check();
  await deck.expectAccessible();
  await page.setViewportSize({ width: 320, height: 700 });
  await deck.expectNoSidewaysScroll();
  await deck.expectAccessible();
});
