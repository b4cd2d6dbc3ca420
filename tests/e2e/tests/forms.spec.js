// The forms of the tasks: what is wrong is said at the field, and files come in from anywhere.

import { expect, test } from '../fixtures.js';

/** Files as a drag hands them over. */
const dragged = (page) =>
  page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['abc'], 'dropped.txt', { type: 'text/plain' }));
    return transfer;
  });

test('a wrong value is named at its field, before anything starts', async ({ deck }) => {
  await deck.open();
  await deck.run('Download');
  const address = deck.card('Download').getByRole('textbox', { name: 'Address' });
  await expect(address).toBeFocused();
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  await expect(address).toHaveAccessibleDescription(/Address is needed/);
  await expect(deck.runs.getByRole('listitem')).toHaveCount(0);
  await deck.expectAccessible();
});

test('a wrong value among the options unfolds them', async ({ deck }) => {
  await deck.open();
  const card = deck.card('Check addresses');
  await card.getByText('Options').click();
  const most = card.getByRole('spinbutton').first();
  await most.fill('100000');
  await card.getByText('Options').click();
  await card.getByRole('textbox', { name: 'Addresses' }).fill('https://example.org');
  await deck.run('Check addresses');
  await expect(most).toBeFocused();
  await expect(most).toHaveAttribute('aria-invalid', 'true');
});

test('files dragged over the page are offered the tasks that take them', async ({ browserName, deck, page }) => {
  test.skip(browserName === 'firefox', 'Firefox hands no files to a drag that a script made');
  await deck.open();
  const files = await dragged(page);
  await page.dispatchEvent('main, [role=main]', 'dragover', { dataTransfer: files });
  const offer = page.getByRole('region', { name: 'Drop files' });
  await expect(offer.getByText('Hash files', { exact: true })).toBeVisible();
  await expect(offer.getByText('Convert images', { exact: true })).toBeHidden();
  await deck.expectAccessible();
  await offer.getByText('Hash files', { exact: true }).dispatchEvent('drop', { dataTransfer: files });
  await expect(offer).toBeHidden();
  await expect(deck.runs.getByRole('listitem').first()).toContainText('dropped.txt');
});

test('files dropped beside every task are asked about, and the page stays', async ({ browserName, deck, page }) => {
  test.skip(browserName === 'firefox', 'Firefox hands no files to a drag that a script made');
  await deck.open();
  const address = page.url();
  await page.dispatchEvent('main, [role=main]', 'drop', { dataTransfer: await dragged(page) });
  const question = page.getByRole('dialog', { name: 'What should be done with dropped.txt?' });
  await question.getByRole('button', { name: 'Hash files' }).click();
  await expect(deck.runs.getByRole('listitem').first()).toContainText('dropped.txt');
  expect(page.url()).toBe(address);
});

test('the theme that was chosen is remembered', async ({ deck, page }) => {
  await deck.open();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.reload();
  await deck.ready();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
