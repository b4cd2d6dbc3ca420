/** An order, as the server sends it. */
export interface Order {
  id: string;
  day: string;
  customer: string;
  item: string;
  cents: number;
}

const COLUMNS = ['id', 'day', 'customer', 'item', 'amount'];

/** Escapes a field: quoted if necessary, and never a formula for a spreadsheet. */
function field(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function row({ id, day, customer, item, cents }: Order): string {
  return [id, day, customer, item, (cents / 100).toFixed(2)].map(field).join(',');
}

/** Creates a CSV file. The byte order mark makes spreadsheets read it as UTF-8. */
export function toCsv(orders: readonly Order[]): Blob {
  const lines = [COLUMNS.join(','), ...orders.map(row)];
  return new Blob(['\uFEFF', lines.join('\r\n'), '\r\n'], { type: 'text/csv' });
}
