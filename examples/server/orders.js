// The orders of a shop, page by page.
//
//   GET /api/orders?year=2026&page=1    { orders, page, pages, total }; 50 orders on a page

import { json, pause } from './server.js';

const ON_PAGE = 50;

/** Names with characters that CSV must escape. */
const CUSTOMERS = ['Ada Lovelace', 'Grace "Amazing" Hopper', 'Müller, Käthe & Söhne', 'O’Neill', '=Sum Ltd', '東京物産', 'Two\nLines GmbH', 'Noether'];
const GOODS = ['Lamp', 'Chair', 'Desk, oak', 'Shelf 80"', 'Rug'];
const YEARS = { 2024: 320, 2025: 730, 2026: 487 };

function order(year, number) {
  const cents = ((number * 7919 + year * 31) % 90_000) + 990;
  const day = new Date(Date.UTC(year, 0, 1 + ((number * 11) % 365))).toISOString().slice(0, 10);
  return { id: `${year}-${String(number).padStart(5, '0')}`, day, customer: CUSTOMERS[number % CUSTOMERS.length], item: GOODS[number % GOODS.length], cents };
}

export async function orders() {
  return {
    async handle(request, response, { path, query, isSlow }) {
      const total = YEARS[query.get('year')];
      if (path !== '/orders' || total === undefined) return json(response, { error: 'no such orders' }, 404);
      const pages = Math.ceil(total / ON_PAGE);
      const page = Number(query.get('page') ?? 1);
      if (!(Number.isInteger(page) && page >= 1 && page <= pages)) return json(response, { error: 'no such page' }, 404);
      if (isSlow()) await pause(700);
      const first = (page - 1) * ON_PAGE;
      const year = Number(query.get('year'));
      const found = Array.from({ length: Math.min(ON_PAGE, total - first) }, (_, at) => order(year, first + at + 1));
      return json(response, { orders: found, page, pages, total });
    },
  };
}
