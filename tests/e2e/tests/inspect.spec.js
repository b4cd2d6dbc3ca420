// Inspect data on a real file on disk: its contents, its faults, and its conversion.

import { writeFile } from 'node:fs/promises';
import { expect, test } from '../fixtures.js';
import { save } from '../save.js';

const TITLE = 'Inspect data: orders.csv';

test.beforeEach(async ({ deck }) => deck.open());

test('shows the columns and problems of a CSV file, and saves it as NDJSON', async ({ deck }, testInfo) => {
  const lines = ['id;customer;ordered;amount;note'];
  for (let id = 1; id <= 5_000; id++) lines.push(`${id};Zoë ${id % 7};2026-11-${String((id % 28) + 1).padStart(2, '0')};${id}.50;`);
  lines[1_000] = '1000;cut';
  lines[5_000] = '5000;Zoë 2;2026-11-17;5000.50;"never closed';
  const path = testInfo.outputPath('orders.csv');
  await writeFile(path, `${lines.join('\r\n')}\r\n`);

  await deck.choose('Inspect data', path);
  await deck.run('Inspect data');
  await deck.expectStatus(TITLE, 'Done with problems', { timeout: 20_000 });
  await deck.openDetails(TITLE);
  const result = deck.section('Result');
  await expect(result).toContainText('CSV (by semicolon)');
  await expect(result).toContainText('5,000 rows × 5 columns, 2 problems');

  const row = (...cells) => deck.details.getByRole('row', { name: cells.join(' '), exact: true });
  await expect(row('id', 'integer', '0', '1', '5000')).toBeVisible();
  await expect(row('ordered', 'date', '1', '2026-11-01', '2026-11-28')).toBeVisible();
  await expect(row('1001', '9', 'Row has 2 fields; 5 expected')).toBeVisible();
  await expect(row('5001', '31', 'This quote is never closed: its line is read as it stands')).toBeVisible();

  const saved = (await save(deck, 'orders.ndjson')).toString().trimEnd().split('\n');
  expect(saved).toHaveLength(5_000);
  expect(JSON.parse(saved[0])).toEqual({ id: 1, customer: 'Zoë 1', ordered: '2026-11-02', amount: 1.5, note: null });
  expect(saved[0]).toContain('"amount":1.50');
  expect(JSON.parse(saved[999])).toEqual({ id: 1000, customer: 'cut' });
  expect(JSON.parse(saved[4_999]).note).toBe('"never closed');
  await deck.expectAccessible('.td-details');
});

test('a file without data fails with the cause', async ({ deck }) => {
  await deck.choose('Inspect data', { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('PK\0\0') });
  await deck.run('Inspect data');
  await deck.expectStatus('Inspect data: a.csv', 'Failed');
  await expect(deck.row('Inspect data: a.csv')).toContainText('This is no text: byte 2 is 0');
});
