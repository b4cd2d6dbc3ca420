// Runs of the widget beside tasks of p-queue, in a page that has nothing else.

import { createDeck } from './widget/taskdeck.js';
import { pause, time } from './clock.js';
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
  return time(() => {
    for (let at = 0; at < FUNCTIONS; at += 1) queue.add(body);
    return queue.onIdle();
  });
};

async function deck(slots, body) {
  const deck = await createDeck({ concurrency: slots, maxQueued: FUNCTIONS });
  // Nothing is measured before the module is there.
  await deck.spawn('Work', () => {}).result;
  const took = await time(() => {
    for (let at = 0; at < FUNCTIONS; at += 1) deck.spawn('Work', body);
    return deck.idle();
  });
  deck.destroy();
  return took;
}

const CONTESTANTS = { deck, 'p-queue 10': queue(PQueue), 'p-queue 9': queue(PQueue9) };

/** Returns the milliseconds of each contestant, in the first round of this page and after a rehearsal. Another is first each time. */
async function javascript(slots, body, page) {
  const names = Object.keys(CONTESTANTS);
  names.push(...names.splice(0, page % names.length));
  const took = Object.fromEntries(names.map((name) => [name, {}]));
  for (const round of ['cold', 'rehearsal', 'warm']) {
    for (const name of names) {
      // The garbage of the one before is collected meanwhile.
      await pause(200);
      took[name][round] = await CONTESTANTS[name](slots, BODIES[body]);
    }
  }
  return took;
}

globalThis.bench = { javascript };
