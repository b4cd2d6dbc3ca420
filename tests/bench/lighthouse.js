// Lighthouse scores of the release, served like by a host.

import { createServer } from 'node:net';
import lighthouse, { desktopConfig } from 'lighthouse';
import { serve } from './dashboard.js';

/** Returns a port that is free. */
const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Returns the scores of each round by category, from 0 to 1. `launch` starts a browser with further arguments. */
export async function lighthouseScores(launch, rounds) {
  const server = await serve(new Map());
  const port = await freePort();
  const browser = await launch([`--remote-debugging-port=${port}`]);
  const scores = { performance: [], accessibility: [], 'best-practices': [] };
  try {
    // The first round only compresses the files.
    for (let round = 0; round <= rounds; round += 1) {
      const { lhr } = await lighthouse(`${server.origin}/`, { port, logLevel: 'error', onlyCategories: Object.keys(scores) }, desktopConfig);
      if (round > 0) for (const [name, seen] of Object.entries(scores)) seen.push(lhr.categories[name].score);
    }
  } finally {
    await browser.close();
    await server.stop();
  }
  return scores;
}
