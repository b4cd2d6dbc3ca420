// Serves a page and the part of an API that it needs, in a mood that can be chosen, as real servers have them:
//
//   PUT /api/mood   well    answers at once
//                   slow    takes its time: bytes trickle
//                   flaky   is too busy at first (503), and answers who asks again
//                   broken  fails whatever is asked (500)

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

export const MOODS = ['well', 'slow', 'flaky', 'broken'];

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export function json(response, body, status = 200, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}

/** The whole body of a request, as text; at most 64 KB of it. */
export async function text(request) {
  let all = '';
  for await (const part of request) {
    all += part;
    if (all.length > 65_536) throw new Error('too much was sent');
  }
  return all;
}

/** A wait that a slow server makes. */
export const pause = (ms) => new Promise((passed) => setTimeout(passed, ms));

async function file(response, root, path) {
  const base = normalize(root + sep);
  let at = normalize(join(base, path));
  let found = at.startsWith(base) ? await stat(at).catch(() => null) : null;
  if (found?.isDirectory()) {
    at = join(at, 'index.html');
    found = await stat(at).catch(() => null);
  }
  if (!found?.isFile()) return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('there is no such file');
  response.writeHead(200, {
    'Content-Type': TYPES[extname(at)] ?? 'application/octet-stream',
    'Content-Length': found.size,
    'Cache-Control': 'no-cache',
  });
  return createReadStream(at).pipe(response);
}

/**
 * @param {object} options
 * @param {string} options.root the folder of the page
 * @param {Record<string, string>} [options.at] other folders, by the path that they are served at
 * @param {() => Promise<{ handle: Function, stop?: () => Promise<void> }>} options.api what answers below `/api/`
 * @param {number} [options.port] 0: any that is free
 */
export async function startServer({ root, at = {}, api, port = 0 }) {
  const { handle, stop } = await api();
  let mood = 'well';
  let busyFor = new Set();

  async function answer(request, response) {
    const url = new URL(request.url, 'http://server');
    const path = decodeURIComponent(url.pathname);
    if (path === '/api/mood') {
      if (request.method === 'PUT') {
        const wanted = await text(request);
        if (!MOODS.includes(wanted)) return json(response, { error: `a mood is one of ${MOODS.join(', ')}` }, 400);
        mood = wanted;
        busyFor = new Set();
      }
      return json(response, { mood });
    }
    if (path.startsWith('/api/')) {
      const asked = `${request.method} ${request.url}`;
      const isBusy = mood === 'flaky' && !busyFor.has(asked);
      busyFor.add(asked);
      if (isBusy || mood === 'broken') {
        // Whoever sends much would else find the connection closed before he has read the answer.
        request.resume();
        return mood === 'broken'
          ? json(response, { error: 'the disk is full' }, 500)
          : json(response, { error: 'busy, ask again' }, 503, { 'Retry-After': '1' });
      }
      return handle(request, response, { path: path.slice('/api'.length), query: url.searchParams, isSlow: () => mood === 'slow' });
    }
    const [prefix] = Object.keys(at).filter((prefix) => path.startsWith(prefix));
    return prefix ? file(response, at[prefix], path.slice(prefix.length)) : file(response, root, path);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      // Somebody who has cancelled is nobody to answer.
      if (response.headersSent || request.destroyed) response.destroy();
      else json(response, { error: error.message }, 500);
    });
  });
  await new Promise((listening, failed) => server.once('error', failed).listen(port, '127.0.0.1', listening));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await stop?.();
    },
  };
}
