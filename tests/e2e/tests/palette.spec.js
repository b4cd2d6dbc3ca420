// The command palette: every action by its name.

import { expect, test } from '../fixtures.js';

test.beforeEach(async ({ deck }) => deck.open('?lab'));

const palette = (page) => page.getByRole('dialog', { name: 'Commands' });
const field = (page) => palette(page).getByRole('combobox', { name: 'Commands' });
const option = (page, name) => palette(page).getByRole('option', { name });

async function command(page, typed) {
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type(typed);
}

test('runs a task, and returns the focus', async ({ deck, page }) => {
  const search = deck.runs.getByRole('searchbox');
  await search.focus();
  await command(page, 'never');
  await expect(palette(page).getByRole('option')).toHaveCount(1);
  await expect(option(page, 'Run Never ends')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(palette(page)).toBeHidden();
  await deck.expectStatus('Never ends', 'Running');
  await expect(search).toBeFocused();
});

test('a task with a missing parameter shows the problem at its field', async ({ deck, page }) => {
  await command(page, 'run download');
  await page.keyboard.press('Enter');
  await expect(deck.card('Download').getByLabel('Address')).toBeFocused();
  await expect(deck.card('Download').getByLabel('Address')).toHaveAttribute('aria-invalid', 'true');
});

test('an unavailable command says why, comes last, and does nothing', async ({ deck, page }) => {
  await command(page, 'cancel all');
  const first = option(page, 'Cancel all');
  await expect(first).toHaveAttribute('aria-disabled', 'true');
  await expect(first).toContainText('Nothing is running or waiting');
  await page.keyboard.press('Enter');
  await expect(palette(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await expect(deck.header).toContainText('Nothing is running');
});

test('finds a run by its title, and opens its details', async ({ deck, page }) => {
  await deck.run('Fails');
  await deck.expectStatus('Fails', 'Failed');
  await command(page, 'fails');
  await option(page, 'Details of Fails').click();
  await expect(deck.details.getByRole('heading', { name: 'Fails', exact: true })).toBeFocused();
});

test('pauses, resumes, filters, searches and changes the theme', async ({ deck, page }) => {
  await command(page, 'pause');
  await page.keyboard.press('Enter');
  await expect(deck.header).toContainText('Paused');
  await command(page, 'resume');
  await page.keyboard.press('Enter');
  await expect(deck.header).not.toContainText('Paused');

  await command(page, 'show failed');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(deck.runs.getByRole('combobox', { name: 'Status' }).locator('option:checked')).toHaveText('Failed');

  await command(page, 'search');
  await page.keyboard.press('Enter');
  await expect(deck.runs.getByRole('searchbox')).toBeFocused();

  await command(page, 'theme dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('.td')).toHaveAttribute('data-theme', 'dark');
});

test('opens the performance view, and the search from there', async ({ deck, page }) => {
  await command(page, 'performance');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Performance', exact: true })).toBeVisible();
  await command(page, 'search');
  await page.keyboard.press('Enter');
  await expect(deck.runs.getByRole('searchbox')).toBeFocused();
});

test('cancels the focused run', async ({ deck, page }) => {
  await deck.run('Never ends');
  await deck.expectStatus('Never ends', 'Running');
  await deck.row('Never ends').focus();
  await command(page, 'cancel the run');
  await page.keyboard.press('Enter');
  await deck.expectStatus('Never ends', 'Cancelled');
  await expect(deck.row('Never ends')).toBeFocused();
});

test('opens by its button, wraps around with the arrows, and is accessible', async ({ deck, page }) => {
  await (await deck.openQueue()).getByRole('button', { name: 'Commands' }).click();
  await expect(field(page)).toBeFocused();
  const options = palette(page).getByRole('option');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(options.last()).toHaveAttribute('aria-selected', 'true');
  await expect(options.last()).toBeInViewport();
  await expect(field(page)).toHaveAttribute('aria-activedescendant', await options.last().getAttribute('id'));
  await deck.expectAccessible();
  await page.keyboard.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.type('no such thing');
  await expect(options).toHaveCount(0);
  await expect(palette(page).getByRole('status')).toHaveText('No command matches');
  await page.keyboard.press('Escape');
  await expect(deck.header.getByRole('button', { name: /^Queue/ })).toBeFocused();
});
