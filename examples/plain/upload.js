// @ts-check
// An upload queue: each chosen file is a run, with progress, retries and a real cancel.

import { createDeck } from 'taskdeck';

/** The server refused the file, or did not answer (status 0). */
class Refused extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Sends a file. It uses XMLHttpRequest, because `fetch` reports no upload progress.
 *
 * @param {import('taskdeck').Context} ctx
 * @param {File} file
 */
function send(ctx, file) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', `/api/files/${encodeURIComponent(file.name)}`);
    request.upload.onprogress = ({ loaded }) => ctx.progress(Math.min(loaded, file.size), file.size);
    request.onload = () => {
      if (request.status < 300) resolve(undefined);
      else reject(new Refused(request.status, `The server answered ${request.status}: ${reason(request.responseText)}`));
    };
    request.onerror = () => reject(new Refused(0, 'The connection was lost'));
    // A cancel closes the connection, and the server discards the file.
    ctx.signal.addEventListener('abort', () => {
      request.abort();
      reject(ctx.signal.reason);
    });
    ctx.progress(0, file.size);
    request.send(file);
  });
}

/** @param {string} body */
function reason(body) {
  try {
    return JSON.parse(body).error;
  } catch {
    return 'no reason given';
  }
}

/**
 * Returns the element with this id.
 *
 * @template {HTMLElement} E
 * @param {string} id
 * @param {new () => E} type
 * @returns {E}
 */
function the(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`Element #${id} is missing`);
  return element;
}

const deck = await createDeck({ target: '#tasks', concurrency: 2, strings: { 'Nothing has run yet': 'Nothing is being sent' } });

/** @param {Iterable<File>} files */
function upload(files) {
  for (const file of files) {
    deck.spawn(file.name, (ctx) => send(ctx, file), {
      unit: 'bytes',
      // A file that is chosen twice is sent again after the first upload.
      key: file.name,
      overlap: 'queue',
      retry: { limit: 4, delay: 500, jitter: true, when: ({ status }) => status === 503 || status === 0 },
    });
  }
}

async function showList() {
  const answer = await fetch('/api/files');
  if (!answer.ok) return;
  /** @type {{ name: string, size: number, sha256: string }[]} */
  const files = await answer.json();
  const bytes = new Intl.NumberFormat('en');
  the('list', HTMLUListElement).replaceChildren(
    ...files.map(({ name, size, sha256 }) => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = `/api/files/${encodeURIComponent(name)}`;
      link.textContent = name;
      item.append(link, ` ${bytes.format(size)} bytes`);
      item.title = `SHA-256 ${sha256}`;
      return item;
    }),
  );
  the('none', HTMLParagraphElement).hidden = files.length > 0;
}

// The event covers every run, including retries from the row.
deck.addEventListener('statuschange', ({ detail }) => {
  if (detail.status === 'completed') showList();
});

const input = the('files', HTMLInputElement);

function take() {
  upload(input.files ?? []);
  input.value = '';
}

input.addEventListener('change', take);
// Files that were chosen while the deck was loading.
take();

const drop = the('drop', HTMLLabelElement);
drop.addEventListener('dragover', (event) => {
  event.preventDefault();
  drop.dataset.over = '';
});
drop.addEventListener('dragleave', () => delete drop.dataset.over);
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  delete drop.dataset.over;
  upload(event.dataTransfer?.files ?? []);
});

// Leaving the page would stop the uploads.
window.addEventListener('beforeunload', (event) => {
  if (deck.activeCount > 0) event.preventDefault();
});

the('moods', HTMLFieldSetElement).addEventListener('change', async ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return;
  const answer = await fetch('/api/mood', { method: 'PUT', body: target.value });
  if (!answer.ok) deck.report(new Error(`The server answered ${answer.status}`), 'The mood was not changed');
});

await showList();
