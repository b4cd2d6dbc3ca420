// Uploaded files, in a folder that is removed when the server stops.
//
//   PUT    /api/files/NAME    stores the file; an interrupted upload leaves nothing
//   GET    /api/files         lists the files: name, size, SHA-256
//   GET    /api/files/NAME    returns the file
//   DELETE /api/files/NAME    removes the file

import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { json, pause } from './server.js';

/** The largest accepted file, in bytes. */
const LARGEST = 2_000_000_000;

/** A slow server reads `SIP` bytes of a file, then pauses for `REST` milliseconds. */
const SIP = 65_536;
const REST = 250;

export async function files() {
  const folder = await mkdtemp(join(tmpdir(), 'taskdeck-files-'));
  const kept = new Map();

  async function put(name, request, response, isSlow) {
    const at = join(folder, randomUUID());
    const hash = createHash('sha256');
    let size = 0;
    let rested = 0;
    try {
      await pipeline(
        request,
        async function* (parts) {
          for await (const part of parts) {
            size += part.length;
            if (size > LARGEST) throw new Error('the file is too large');
            hash.update(part);
            yield part;
            for (; isSlow() && size - rested > SIP; rested += SIP) await pause(REST);
          }
        },
        createWriteStream(at),
      );
    } catch (error) {
      await rm(at, { force: true });
      throw error;
    }
    const before = kept.get(name);
    kept.set(name, { name, size, sha256: hash.digest('hex'), at });
    if (before) await rm(before.at, { force: true });
    json(response, { name, size }, before ? 200 : 201);
  }

  return {
    async handle(request, response, { path, isSlow }) {
      if (path === '/files') return json(response, [...kept.values()].map(({ name, size, sha256 }) => ({ name, size, sha256 })));
      const name = /^\/files\/([^/]{1,255})$/.exec(path)?.[1];
      if (name === undefined) return json(response, { error: 'not found' }, 404);
      if (request.method === 'PUT') return put(name, request, response, isSlow);
      const file = kept.get(name);
      if (!file) return json(response, { error: 'no such file' }, 404);
      if (request.method === 'DELETE') {
        kept.delete(name);
        await rm(file.at, { force: true });
        return response.writeHead(204).end();
      }
      response.writeHead(200, {
        'Content-Type': 'application/octet-stream',
        'Content-Length': file.size,
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      });
      return pipeline(createReadStream(file.at), response);
    },
    stop: () => rm(folder, { recursive: true, force: true }),
  };
}
