// What Lighthouse says of the release, as it is served by a host.

import { createServer } from 'node:net';
import lighthouse, { desktopConfig } from 'lighthouse';
import { serve } from './dashboard.js';

/** A port that nobody has. */
const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** The scores of each round, from 0 to 1, by category. `launch` starts a browser with these further arguments. */
export async function lighthouseScores(launch, rounds) {
  const server = await serve(new Map());
  const port = await freePort();
  const browser = await launch([`--remote-debugging-port=${port}`]);
  const scores = { performance: [], accessibility: [], 'best-practices': [] };
  try {
    // The first only packs the files.
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
