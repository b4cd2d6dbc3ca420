import type { Context, Deck } from 'taskdeck';
import { toCsv, type Order } from './csv';

interface Page {
  orders: Order[];
  pages: number;
  total: number;
}

/** A failure that a retry may fix. */
class Busy extends Error {}

async function page(year: string, number: number, signal: AbortSignal): Promise<Page> {
  const answer = await fetch(`/api/orders?year=${year}&page=${number}`, { signal });
  if (answer.status === 503) throw new Busy('The server is busy');
  if (!answer.ok) {
    // A proxy may answer with something other than JSON.
    const { error } = (await answer.json().catch(() => ({ error: answer.statusText }))) as { error: string };
    throw new Error(`The server answered ${answer.status}: ${error}`);
  }
  return (await answer.json()) as Page;
}

/** Received pages by year and number, so that a further attempt or run requests only the missing ones. */
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
    // Lets the browser draw.
    await ctx.yield();
  }
  // The next export starts fresh.
  for (const key of pages.keys()) if (key.startsWith(`${year}/`)) pages.delete(key);
  save(`orders-${year}.csv`, toCsv(orders));
  return orders.length;
}

/** Defines the export on a deck, which types the parameters and the result of `deck.start('export', …)`. */
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

/** Saves a file as a browser download. */
function save(name: string, file: Blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // By then the download has begun, and no longer needs the address.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
