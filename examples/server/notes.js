// Notes and their changes.
//
//   GET  /api/notes?since=12     { changed, since, left }: the changes after number 12, at most 25, and how many are left;
//                                304 if the sent tag (ETag, If-None-Match) is that of the current state
//   POST /api/notes/change       adds a note, changes one, and deletes one

import { json, pause } from './server.js';

const AT_ONCE = 25;

const TITLES = ['Water the plants', 'Call the plumber', 'Book a table', 'Return the library books', 'Fix the gate', 'Buy stamps'];

export async function notes() {
  const all = new Map();
  let changes = 0;
  const put = (note) => all.set(note.id, { ...note, change: ++changes });
  const add = () => {
    const id = all.size + 1;
    put({ id, title: `${TITLES[id % TITLES.length]} (${id})`, text: `Written as note ${id}.` });
  };
  const living = () => [...all.values()].filter(({ deleted }) => !deleted);
  for (let i = 0; i < 60; i += 1) add();

  function change() {
    const [first, second] = living();
    add();
    if (first) put({ ...first, text: `Changed, the ${changes + 1}th time that anything was.` });
    if (second) put({ id: second.id, title: '', text: '', deleted: true });
  }

  return {
    async handle(request, response, { path, query, isSlow }) {
      if (path === '/notes/change' && request.method === 'POST') {
        change();
        return json(response, { changes });
      }
      if (path !== '/notes') return json(response, { error: 'not found' }, 404);
      if (isSlow()) await pause(1500);
      const tag = `"notes-${changes}"`;
      if (request.headers['if-none-match'] === tag) return response.writeHead(304, { ETag: tag }).end();
      const since = Number(query.get('since') ?? 0);
      const later = [...all.values()].filter((note) => note.change > since).sort((a, b) => a.change - b.change);
      const changed = later.slice(0, AT_ONCE);
      const body = {
        changed: changed.map(({ change, ...note }) => note),
        since: changed.at(-1)?.change ?? since,
        left: later.length - changed.length,
      };
      return json(response, body, 200, { ETag: tag });
    },
  };
}
