import type { Context, Deck } from 'taskdeck';
import { toCsv, type Order } from './csv';

interface Page {
  orders: Order[];
  pages: number;
  total: number;
}

/** An answer that asking again may change. */
class Busy extends Error {}

async function page(year: string, number: number, signal: AbortSignal): Promise<Page> {
  const answer = await fetch(`/api/orders?year=${year}&page=${number}`, { signal });
  if (answer.status === 503) throw new Busy('The server is busy');
  if (!answer.ok) {
    // A proxy in between may answer with a page of its own.
    const { error } = (await answer.json().catch(() => ({ error: answer.statusText }))) as { error: string };
    throw new Error(`The server answered ${answer.status}: ${error}`);
  }
  return (await answer.json()) as Page;
}

/** Pages that are here already, by year: another attempt, or another run, asks only for the others. */
const pages = new Map<string, Page>();

async function exportYear(ctx: Context, year: string) {
  const orders: Order[] = [];
  for (let number = 1, last = 1; number <= last; number += 1) {
    const key = `${year}/${number}`;
    const found = pages.get(key) ?? (await page(year, number, ctx.signal));
    pages.set(key, found);
    last = found.pages;
    orders.push(...found.orders);
    ctx.progress(orders.length, found.total, `page ${number} of ${last}`);
    // The page that shows all this gets its turn.
    await ctx.yield();
  }
  // The next export asks anew.
  for (const key of pages.keys()) if (key.startsWith(`${year}/`)) pages.delete(key);
  save(`orders-${year}.csv`, toCsv(orders));
  return orders.length;
}

/** Makes the export known to a deck: its parameters and its result are then those of `deck.start('export', …)`. */
export function defineExport(deck: Deck) {
  return deck.define({
    id: 'export',
    title: 'Export orders',
    description: 'All orders of a year, as CSV',
    params: [{ name: 'year', label: 'Year', type: 'select', options: ['2026', '2025', '2024'] }],
    unit: 'orders',
    overlap: 'queue',
    timeout: 120_000,
    retry: { limit: 20, delay: 200, factor: 1, when: (error: unknown) => error instanceof Busy },
    run: (ctx, { year }) => exportYear(ctx, year),
  });
}

/** Hands a file to the browser's own downloads. */
function save(name: string, file: Blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has begun by then, whatever becomes of the address.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
