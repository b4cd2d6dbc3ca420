// Runs of the widget beside tasks of p-queue, in a page that has nothing else.

import { createDeck } from './widget/taskdeck.js';
import { PQueue, PQueue9 } from './queues.js';

const FUNCTIONS = 50_000;

/** A run has a signal of its own. A task of p-queue has the one that it was added with, here none. */
const BODIES = {
  'return at once': async () => {},
  'await once': async () => {
    await null;
  },
  'read their signal': async ({ signal }) => {
    void signal?.aborted;
  },
};

const queue = (Queue) => async (slots, body) => {
  const queue = new Queue({ concurrency: slots });
  for (let at = 0; at < FUNCTIONS; at += 1) queue.add(body);
  await queue.onIdle();
};

async function deck(slots, body) {
  const deck = await createDeck({ concurrency: slots, maxQueued: FUNCTIONS });
  for (let at = 0; at < FUNCTIONS; at += 1) deck.spawn('Work', body);
  await deck.idle();
  deck.destroy();
}

const CONTESTANTS = { deck, 'p-queue 10': queue(PQueue), 'p-queue 9': queue(PQueue9) };

const javascript = (name, slots, body) => CONTESTANTS[name](slots, BODIES[body]);

// The module is loaded before anything is measured.
(await createDeck()).destroy();

globalThis.bench = { javascript };
