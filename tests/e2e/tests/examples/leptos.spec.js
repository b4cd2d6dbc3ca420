// The Leptos page: notes that are synchronized with a server.

import { expect, looksRight, test } from '../../example.js';

test.use({ name: 'leptos' });
test.setTimeout(120_000);

test('changes are pulled once, kept in the browser, and requested with the tag of the stored state', async ({ page, deck, example }) => {
  const notes = page.getByRole('region', { name: 'All notes' }).getByRole('listitem');
  const sync = () => page.getByRole('button', { name: 'Sync now' }).click();
  const ended = (count) => expect(deck.rows('Sync notes').filter({ hasText: 'Completed' })).toHaveCount(count);
  /** The result of the newest run of the schedule. What *Sync now* starts is in the list instead. */
  const scheduled = deck.schedule('Sync notes').getByRole('button', { name: /details of the last run of Sync notes$/ });
  const requests = [];
  page.on('response', (answer) => {
    if (answer.url().includes('/api/notes')) requests.push([new URL(answer.url()).searchParams.get('since'), answer.status()]);
  });

  await test.step('the schedule starts at once and pulls all notes in pages', async () => {
    await expect(notes).toHaveCount(60);
    await expect(scheduled).toHaveAttribute('data-status', 'completed');
    await ended(0);
    await expect(page.getByText('60 notes, stored here')).toBeVisible();
  });

  await test.step('without changes, nothing is sent', async () => {
    requests.length = 0;
    await sync();
    await ended(1);
    expect(requests).toEqual([['60', 304]]);
  });

  await test.step('only changes are sent: a new note, a changed one, a deleted one', async () => {
    await example.post('/notes/change');
    requests.length = 0;
    await sync();
    await expect(notes.filter({ hasText: 'Written as note 61.' })).toBeVisible();
    await expect(notes.filter({ hasText: 'Changed, the' })).toHaveCount(1);
    await expect(notes).toHaveCount(60);
    expect(requests).toEqual([['60', 200]]);
  });

  await test.step('a busy server is requested again; a cancel closes the connection', async () => {
    await example.mood('flaky');
    await example.post('/notes/change').then(() => example.post('/notes/change'));
    await sync();
    await expect(notes.filter({ hasText: 'Written as note 62.' })).toBeVisible();
    await example.mood('slow');
    const failed = page.waitForEvent('requestfailed');
    await sync();
    await deck.row('Sync notes').getByRole('button', { name: 'Cancel Sync notes' }).click();
    await deck.expectStatus('Sync notes', 'Cancelled');
    expect((await failed).url()).toContain('/api/notes');
  });

  await test.step('without a server, a reload shows the stored notes', async () => {
    await example.mood('broken');
    await page.reload();
    await expect(notes.filter({ hasText: 'Written as note 62.' })).toBeVisible();
    await expect(scheduled).toHaveAttribute('data-status', 'failed');
    await expect(scheduled).toContainText('The server answered 500');
  });

  await looksRight(page, deck);
});
