// The table of a run.

import { expect } from '@playwright/test';

/** Returns the cells of the table in the details, row by row. */
export async function cells(deck) {
  const rows = deck.details.getByRole('row');
  await expect(rows.first()).toBeVisible();
  return rows.evaluateAll((all) => all.slice(1).map((row) => [...row.cells].map((cell) => cell.textContent)));
}
