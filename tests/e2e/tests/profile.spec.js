// Where the time of a run went, and its warnings.

import { expect, test } from '../fixtures.js';

test('a run with a warning has it on its row and in the header, with a remedy', async ({ deck }) => {
  await deck.open('?lab');
  await deck.run('Ends at once');
  await deck.expectStatus('Ends at once', 'Completed');
  const warnings = deck.header.getByRole('button', { name: /warning/ });
  await expect(warnings).toBeHidden();
  await deck.run('Floods progress');
  await expect(deck.row('Floods progress')).toContainText(/Reports progress [\d,]+ times a second/);
  await expect(warnings).toHaveText('1 warning');

  // The button filters the runs that have warnings.
  await warnings.click();
  await expect(deck.rows()).toHaveCount(1);
  await deck.openDetails('Floods progress');
  const section = deck.section('Warnings');
  await expect(section).toContainText('Report less often');
  await deck.expectAccessible();
});

test('the details show how often a run was polled and how its time was spent', async ({ deck }) => {
  await deck.open('?lab');
  await deck.fillNumber((await deck.form('Timer')).getByLabel('Seconds'), '1');
  await deck.run('Timer');
  await deck.expectStatus('Timer', 'Completed');
  await deck.openDetails('Timer');
  const profile = deck.section('Profile');
  for (const name of ['Steps', 'Longest step', 'Busy', 'Scheduled', 'Idle', 'Wakes']) {
    await expect(profile.getByText(name, { exact: true })).toBeVisible();
  }
  // A timer waits for nearly all of its time.
  const idle = profile.locator('dt', { hasText: 'Idle' }).locator('xpath=following-sibling::dd[1]');
  await expect(idle).toHaveText(/^(1(\.\d)? s|9\d\d ms)$/);
});
