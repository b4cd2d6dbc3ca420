// A real web server for the tests: the release, and files that arrive in every way a network knows.
//
//   const server = await startServer();
//   server.origin                    the page and its files
//   server.other                     the same server at another origin (another port)
//   server.file({ size: 1e6, … })    an address of a made-up file; see `Delivery`
//   server.raw({ headers: […], … })  an address whose response the test chooses; see `Raw`
//   await server.closed(id)          resolves when that file's connection is closed: { byClient, sent }
//   server.answer(/_bg\.wasm$/, …)   responds instead of the release, until reset()
//
// By hand: `node server.js [port]`.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { gzip as gzipCallback } from 'node:zlib';
import { promisify } from 'node:util';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const gzip = promisify(gzipCallback);

/** The pages for the tests of the widget. */
const WIDGET_PAGES = fileURLToPath(new URL('widget-pages', import.meta.url));

export const DIST = process.env.TASKDECK_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));

/** The content security policies of the pages under these paths. */
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; worker-src 'self'";
const POLICIES = { '/strict/': STRICT, '/trusted/': `${STRICT}; require-trusted-types-for 'script'` };

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};

/**
 * How a made-up file is delivered.
 * @typedef {object} Delivery
 * @property {string} [id] its id in later calls; made up if left out
 * @property {number} [size] the number of bytes (default 1,000)
 * @property {string} [name] the name in Content-Disposition
 * @property {string} [type] the media type
 * @property {boolean} [length] false: without Content-Length
 * @property {number} [claim] a Content-Length that is wrong
 * @property {number} [cut] the connection breaks after this many bytes
 * @property {number} [hold] sending pauses after this many bytes, until `release(id)`
 * @property {number} [pause] milliseconds between two chunks
 * @property {number} [chunk] bytes in a chunk (default 65,536)
 * @property {boolean} [gzip] sent with Content-Encoding: gzip
 * @property {number} [status] and
 * @property {string} [text] the status line
 * @property {boolean} [cors] other origins may read it
 * @property {boolean} [other] at the other origin
 * @property {number} [redirects] the number of redirects before it
 */

/**
 * A response whose bytes the test chooses, and which may break every rule of HTTP.
 * @typedef {object} Raw
 * @property {string} [id] its id in later calls; made up if left out
 * @property {string} [path] the end of the address, from a slash on
 * @property {string} [status] (default 200 OK)
 * @property {(string | Buffer)[]} [headers] whole lines; a string is sent as UTF-8
 * @property {string | Buffer} [body]
 * @property {number} [delay] milliseconds before it
 * @property {boolean} [cors] other origins may read it
 * @property {boolean} [other] at the other origin
 */

/** Responds with exactly these bytes and closes the connection. */
async function answerRaw(response, raw) {
  const socket = response.socket;
  if (raw.delay) await new Promise((passed) => setTimeout(passed, raw.delay));
  const cors = raw.cors ? ['Access-Control-Allow-Origin: *', 'Access-Control-Expose-Headers: *'] : [];
  const lines = [`HTTP/1.1 ${raw.status ?? '200 OK'}`, 'Connection: close', ...cors, ...(raw.headers ?? []), '', ''];
  const parts = lines.flatMap((line, at) => (at ? [Buffer.from('\r\n'), Buffer.from(line)] : [Buffer.from(line)]));
  socket.end(Buffer.concat([...parts, Buffer.from(raw.body ?? '')]));
}

const BLOCK = (() => {
  const block = Buffer.alloc(1 << 20);
  let state = 0x2545f491;
  for (let i = 0; i < block.length; i += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    block.writeUInt32LE(state, i);
  }
  return block;
})();

/**
 * Returns bytes of a made-up file. All have the same repeating pattern, so that a file of any size is known without
 * being stored.
 */
export function bytes(from, count) {
  const parts = [];
  while (count > 0) {
    const at = from % BLOCK.length;
    const part = BLOCK.subarray(at, Math.min(BLOCK.length, at + count));
    parts.push(part);
    from += part.length;
    count -= part.length;
  }
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}

/** Returns the digest of a made-up file of this size. */
export function digest(size, algorithm = 'sha256') {
  const hash = createHash(algorithm);
  for (let at = 0; at < size; at += BLOCK.length) hash.update(bytes(at, Math.min(BLOCK.length, size - at)));
  return hash.digest('hex');
}

function later() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

class Transfers {
  #known = new Map();

  get(id) {
    if (!this.#known.has(id)) {
      this.#known.set(id, { requests: 0, sent: 0, started: later(), held: later(), released: later(), closed: later() });
    }
    return this.#known.get(id);
  }

  clear() {
    for (const transfer of this.#known.values()) transfer.released.resolve();
    this.#known.clear();
  }
}

async function deliver(request, response, options, transfers) {
  const number = (name) => (options.has(name) ? Number(options.get(name)) : undefined);
  const transfer = transfers.get(options.get('id') ?? 'unnamed');

  const headers = { 'Cache-Control': 'no-store', 'Content-Type': options.get('type') ?? 'application/octet-stream' };
  if (options.get('cors') === 'true') {
    headers['Access-Control-Allow-Origin'] = '*';
    headers['Access-Control-Expose-Headers'] = 'Content-Length, Content-Disposition, Content-Encoding';
  }
  const redirects = number('redirects') ?? 0;
  if (redirects > 0) {
    const next = new URLSearchParams(options);
    next.set('redirects', String(redirects - 1));
    response.writeHead(302, { ...headers, Location: `${request.url.split('?')[0]}?${next}` }).end();
    return;
  }
  transfer.requests += 1;
  transfer.sent = 0;
  // The file is requested again (a retry): later waits are for this request.
  if (transfer.requests > 1) Object.assign(transfer, { held: later(), released: later(), closed: later() });
  const { closed, held, released } = transfer;
  if (options.has('name')) {
    headers['Content-Disposition'] = `attachment; filename*=UTF-8''${encodeURIComponent(options.get('name'))}`;
  }

  let size = number('size') ?? 1000;
  let read = bytes;
  if (options.get('gzip') === 'true') {
    const packed = await gzip(bytes(0, size));
    headers['Content-Encoding'] = 'gzip';
    size = packed.length;
    read = (from, count) => packed.subarray(from, from + count);
  }
  if (options.get('length') !== 'false') headers['Content-Length'] = number('claim') ?? size;

  let done = false;
  let sent = 0;
  response.on('close', () => closed.resolve({ byClient: !done, sent }));
  response.writeHead(number('status') ?? 200, options.get('text') ?? undefined, headers);
  response.flushHeaders();
  transfer.started.resolve();
  if (request.method === 'HEAD') {
    done = true;
    response.end();
    return;
  }

  const cut = number('cut') ?? Infinity;
  const hold = number('hold') ?? Infinity;
  const chunk = number('chunk') ?? 65_536;
  let last = Promise.resolve();
  while (sent < size && !response.destroyed) {
    const stop = Math.min(size, cut, sent < hold ? hold : Infinity);
    const part = read(sent, Math.min(chunk, stop - sent));
    const written = later();
    const flowing = response.write(part, written.resolve);
    last = written.promise;
    transfer.sent = sent += part.length;
    if (sent >= cut) {
      done = true;
      // The sent bytes must leave first, so that the connection is cut and not the data.
      await Promise.race([written.promise, closed.promise]);
      response.destroy();
      return;
    }
    if (sent === hold) {
      held.resolve();
      await Promise.race([released.promise, closed.promise]);
    } else if (!flowing) {
      await Promise.race([written.promise, closed.promise]);
    }
    if (options.has('pause')) await new Promise((passed) => setTimeout(passed, number('pause')));
  }
  if (response.destroyed) return;
  done = true;
  const claimed = number('claim');
  // With fewer bytes than promised, only closing the connection ends the response.
  if (claimed !== undefined && claimed > size) {
    await Promise.race([last, closed.promise]);
    response.destroy();
  } else {
    response.end();
  }
}

async function release(request, response, path, dist) {
  let file = join(dist, normalize(path));
  let found = file.startsWith(normalize(dist)) && (await stat(file).catch(() => null));
  if (found && found.isDirectory()) {
    file = join(file, 'index.html');
    found = await stat(file).catch(() => null);
  }
  if (!found) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found');
    return;
  }
  response.writeHead(200, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Length': found.size,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
}

/** @param {{ port?: number, dist?: string }} [options] */
export async function startServer({ port = 0, dist = DIST } = {}) {
  const transfers = new Transfers();
  const raws = new Map();
  let answers = [];
  let count = 0;

  const handle = async (request, response) => {
    const url = new URL(request.url, 'http://server');
    const answer = answers.find(({ pattern }) => pattern.test(url.pathname));
    if (answer) return answer.handler(request, response);
    const [, rawId] = /^\/~\/raw\/([^/]*)/.exec(url.pathname) ?? [];
    if (raws.has(rawId)) {
      transfers.get(rawId).requests += 1;
      transfers.get(rawId).headers = request.headers;
      return answerRaw(response, raws.get(rawId));
    }
    if (url.pathname.startsWith('/~/file')) return deliver(request, response, url.searchParams, transfers);
    let path = decodeURIComponent(url.pathname);
    const strict = Object.keys(POLICIES).find((prefix) => path.startsWith(prefix));
    if (strict) {
      response.setHeader('Content-Security-Policy', POLICIES[strict]);
      path = path.slice(strict.length - 1);
    }
    if (path.startsWith('/widget-pages/')) return release(request, response, path.slice('/widget-pages'.length), WIDGET_PAGES);
    return release(request, response, path, dist);
  };
  const listen = async (at) => {
    const server = createServer((request, response) => {
      handle(request, response).catch((error) => response.destroy(error));
    });
    await new Promise((listening) => server.listen(at, '127.0.0.1', listening));
    return server;
  };
  const own = await listen(port);
  const foreign = await listen(port && port + 1);
  const origin = `http://127.0.0.1:${own.address().port}`;
  const other = `http://127.0.0.1:${foreign.address().port}`;

  return {
    origin,
    other,

    /** Returns the address of a made-up file. @param {Delivery} [delivery] */
    file(delivery = {}) {
      const { other: elsewhere, ...options } = { id: `file-${++count}`, ...delivery };
      const path = options.name ? `/~/file/${encodeURIComponent(options.name)}` : '/~/file';
      return `${elsewhere ? other : origin}${path}?${new URLSearchParams(options)}`;
    },

    /** Returns an address whose response is chosen by the test. @param {Raw} [raw] */
    raw(raw = {}) {
      const id = raw.id ?? `raw-${++count}`;
      raws.set(id, raw);
      return `${raw.other ? other : origin}/~/raw/${id}${raw.path ?? ''}`;
    },

    /**
     * Returns how often a file was requested, how many of its bytes were sent, and the last request's headers if it is
     * raw.
     */
    seen: (id) => ({ requests: transfers.get(id).requests, sent: transfers.get(id).sent, headers: transfers.get(id).headers }),
    /** Resolves when the file's headers were sent. */
    started: (id) => transfers.get(id).started.promise,
    /** Resolves when the file stands still at its `hold`. */
    held: (id) => transfers.get(id).held.promise,
    /** Resumes a held file. */
    release: (id) => transfers.get(id).released.resolve(),
    /**
     * Resolves when the connection is closed or everything was sent.
     * @returns {Promise<{ byClient: boolean, sent: number }>}
     */
    closed: (id) => transfers.get(id).closed.promise,

    /** Responds to matching paths instead of the release. @param {RegExp} pattern */
    answer(pattern, handler) {
      answers.unshift({ pattern, handler });
    },
    /** Serves the release's own file, for a handler that only delays it. */
    async pass(request, response) {
      await release(request, response, decodeURIComponent(new URL(request.url, origin).pathname), dist);
    },

    /** Forgets files and answers. */
    reset() {
      transfers.clear();
      raws.clear();
      answers = [];
    },

    async stop() {
      transfers.clear();
      for (const server of [own, foreign]) {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
      }
    },
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const server = await startServer({ port: Number(process.argv[2] ?? 8090) });
  console.log(`the release is at ${server.origin}/, another origin at ${server.other}/, a file at ${server.file({ size: 1e6 })}`);
}
