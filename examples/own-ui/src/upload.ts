import type { Context, Deck } from 'taskdeck';

/** The server was busy, or the connection was lost: another attempt may succeed. */
class Busy extends Error {}

/** Sends a file. It uses XMLHttpRequest, because `fetch` reports no upload progress. */
const send = (file: File, { signal, progress }: Context) =>
  new Promise<void>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', `/api/files/${encodeURIComponent(file.name)}`);
    request.upload.onprogress = ({ loaded }) => progress(Math.min(loaded, file.size), file.size);
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(request.status === 503 ? new Busy('The server is busy') : new Error(`The server answered ${request.status}`));
    };
    request.onerror = () => reject(new Busy('The connection was lost'));
    // A cancel closes the connection, and the server discards the file.
    signal.addEventListener('abort', () => {
      request.abort();
      reject(signal.reason);
    });
    progress(0, file.size);
    request.send(file);
  });

/** Defines the upload of one file. Three run at a time, whatever else the deck does. */
export function defineUpload(deck: Deck) {
  deck.lane('uploads', { limit: 3 });
  return deck.define({
    id: 'upload',
    lane: 'uploads',
    params: [{ name: 'file', type: 'files', required: true }],
    retry: { limit: 4, delay: 1000, when: (error) => error instanceof Busy },
    run: (ctx, { file: [file] }) => send(file!, ctx),
  });
}

export type UploadDeck = ReturnType<typeof defineUpload>;
