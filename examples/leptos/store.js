// Stores the notes in IndexedDB. A sync writes notes and state in one transaction.

const DATABASE = 'taskdeck-notes';

let opened;

/** Resolves with the result of a request. */
function given(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Resolves when the transaction is complete. */
function written(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

function database() {
  if (!opened) {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('notes', { keyPath: 'id' });
      request.result.createObjectStore('state');
    };
    opened = given(request);
    // Try again on the next call: a browser that refuses once may allow it later.
    opened.catch(() => (opened = undefined));
  }
  return opened;
}

/** Returns all notes as JSON. */
export async function readNotes() {
  const notes = (await database()).transaction('notes').objectStore('notes');
  return JSON.stringify(await given(notes.getAll()));
}

/** Returns the state as it was last written; undefined before the first sync. */
export async function readState() {
  const state = (await database()).transaction('state').objectStore('state');
  return given(state.get('state'));
}

/** Writes changed notes, given as JSON, and their state: all of it or nothing. */
export async function apply(changed, state) {
  const transaction = (await database()).transaction(['notes', 'state'], 'readwrite');
  const notes = transaction.objectStore('notes');
  for (const note of JSON.parse(changed)) {
    if (note.deleted) notes.delete(note.id);
    else notes.put(note);
  }
  transaction.objectStore('state').put(state, 'state');
  await written(transaction);
}
