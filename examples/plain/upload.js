// @ts-check
// An upload queue: each chosen file is a run that sends it, with progress, retries and a real cancel.

import { createDeck } from 'taskdeck';

/** An answer that is not a good one. */
class Refused extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Sends a file. `fetch` cannot say how much of it has gone, so this is an XMLHttpRequest.
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
    // A cancel closes the connection: the server keeps nothing of the file.
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
    return 'it did not say why';
  }
}

/**
 * What is on this page, by its id.
 *
 * @template {HTMLElement} E
 * @param {string} id
 * @param {new () => E} type
 * @returns {E}
 */
function the(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`there is no ${id}`);
  return element;
}

const deck = await createDeck({ target: '#tasks', concurrency: 2, strings: { 'Nothing has run yet': 'Nothing is being sent' } });

/** @param {Iterable<File>} files */
function upload(files) {
  for (const file of files) {
    deck.spawn(file.name, (ctx) => send(ctx, file), {
      unit: 'bytes',
      // The same file chosen twice is sent once more, after the first time.
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

// Of every run, also of those that somebody has retried.
deck.addEventListener('statuschange', ({ detail }) => {
  if (detail.status === 'completed') showList();
});

const input = the('files', HTMLInputElement);

function take() {
  upload(input.files ?? []);
  input.value = '';
}

input.addEventListener('change', take);
// What was chosen while the deck was still being loaded.
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

// Leaving would stop what is being sent.
window.addEventListener('beforeunload', (event) => {
  if (deck.activeCount > 0) event.preventDefault();
});

the('moods', HTMLFieldSetElement).addEventListener('change', async ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return;
  const answer = await fetch('/api/mood', { method: 'PUT', body: target.value });
  if (!answer.ok) deck.report(new Error(`The server answered ${answer.status}`), 'The mood was not changed');
});

await showList();
