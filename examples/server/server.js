// Serves a page and its part of the API. The mood of the server can be set, to imitate real servers:
//
//   PUT /api/mood   well    answers at once
//                   slow    answers slowly, a few bytes at a time
//                   flaky   answers the first request with 503, and its repetition normally
//                   broken  answers every request with 500

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

/** Returns the body of a request as text. Throws if it is over 64 KB. */
export async function text(request) {
  let all = '';
  for await (const part of request) {
    all += part;
    if (all.length > 65_536) throw new Error('the body is too large');
  }
  return all;
}

/** Waits, as a slow server does. */
export const pause = (ms) => new Promise((passed) => setTimeout(passed, ms));

async function file(response, root, path) {
  const base = normalize(root + sep);
  let at = normalize(join(base, path));
  let found = at.startsWith(base) ? await stat(at).catch(() => null) : null;
  if (found?.isDirectory()) {
    at = join(at, 'index.html');
    found = await stat(at).catch(() => null);
  }
  if (!found?.isFile()) return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('no such file');
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
 * @param {Record<string, string>} [options.at] further folders, by the path they are served at
 * @param {() => Promise<{ handle: Function, stop?: () => Promise<void> }>} options.api handles requests below `/api/`
 * @param {number} [options.port] 0: any free port
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
        const newMood = await text(request);
        if (!MOODS.includes(newMood)) return json(response, { error: `a mood is one of ${MOODS.join(', ')}` }, 400);
        mood = newMood;
        busyFor = new Set();
      }
      return json(response, { mood });
    }
    if (path.startsWith('/api/')) {
      const requested = `${request.method} ${request.url}`;
      const isBusy = mood === 'flaky' && !busyFor.has(requested);
      busyFor.add(requested);
      if (isBusy || mood === 'broken') {
        // Reads the whole body: otherwise a client with a large body sees a closed connection before the answer.
        request.resume();
        return mood === 'broken'
          ? json(response, { error: 'the disk is full' }, 500)
          : json(response, { error: 'busy, try again' }, 503, { 'Retry-After': '1' });
      }
      return handle(request, response, { path: path.slice('/api'.length), query: url.searchParams, isSlow: () => mood === 'slow' });
    }
    const [prefix] = Object.keys(at).filter((prefix) => path.startsWith(prefix));
    return prefix ? file(response, at[prefix], path.slice(prefix.length)) : file(response, root, path);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      // A cancelled request needs no answer.
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
