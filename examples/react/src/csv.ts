/** An order, as the server sends it. */
export interface Order {
  id: string;
  day: string;
  customer: string;
  item: string;
  cents: number;
}

const COLUMNS = ['id', 'day', 'customer', 'item', 'amount'];

/** A field: quoted where it must be, and never one that a spreadsheet takes for a formula. */
function field(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function row({ id, day, customer, item, cents }: Order): string {
  return [id, day, customer, item, (cents / 100).toFixed(2)].map(field).join(',');
}

/** A file that spreadsheets open: they take it for UTF-8 by its first bytes. */
export function toCsv(orders: readonly Order[]): Blob {
  const lines = [COLUMNS.join(','), ...orders.map(row)];
  return new Blob(['\uFEFF', lines.join('\r\n'), '\r\n'], { type: 'text/csv' });
}
