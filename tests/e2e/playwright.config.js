// End to end: the release in dist/, in the machine's own Chromium and Firefox. Nothing is downloaded.
// Firefox is driven through WebDriver BiDi. Playwright stays at 1.64 until Firefox ESR knows the
// command emulation.setMediaFeaturesOverride, which 1.65 sends at every start.
import { defineConfig } from '@playwright/test';

const ci = Boolean(process.env.CI);
const all = process.env.TASKDECK_E2E === 'all';

// Firefox runs what a browser decides: input, focus, files, the network, workers, loading. It is twice as slow as Chromium.
// These specs test our own code, which is the same in both. Firefox runs them only in `script/soak all` …
const CHROMIUM_ALONE = ['errors', 'families', 'lanes', 'look', 'monkey', 'palette', 'panics', 'runs', 'schedules', 'selection', 'states'];
// … and of these it runs a quarter, which the seed chooses.
const SAMPLED = [
  'performance',
  'profile',
  'widget/bodies',
  'widget/cancel',
  'widget/deck',
  'widget/events',
  'widget/map',
  'widget/options',
  'widget/params',
  'widget/policies',
  'widget/queue',
  'widget/retry',
  'widget/small-print',
  'widget/types',
  'widget/unobserved',
];
const seed = Number(process.env.TASKDECK_SEED ?? 0);
const skipped = [...CHROMIUM_ALONE, ...SAMPLED.filter((_, at) => (at + seed) % 4 !== 0)];

export default defineConfig({
  testDir: 'tests',
  outputDir: 'results',
  fullyParallel: true,
  forbidOnly: ci,
  // Shared machines stall now and then; what passes only at a second try is counted as flaky.
  retries: ci ? 2 : 0,
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: ci ? [['dot'], ['json', { outputFile: 'results/report.json' }]] : [['line'], ['json', { outputFile: 'results/report.json' }]],
  use: {
    actionTimeout: 10_000,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'chromium',
      use: {
        browserName: 'chromium',
        // One page for all tests of a worker: storage, listeners, routes and emulation are reset in between. Opening a page
        // took as long as half of the tests. Firefox gains a tenth, and at times loses the page while it is reset.
        reuseContext: true,
        launchOptions: {
          executablePath: process.env.TASKDECK_CHROMIUM ?? '/usr/bin/chromium',
          args: ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
        },
      },
    },
    {
      name: 'firefox',
      testIgnore: all ? [] : skipped.map((spec) => `**/tests/${spec}.spec.js`),
      use: {
        browserName: 'firefox',
        channel: 'moz-firefox',
        launchOptions: { executablePath: process.env.TASKDECK_FIREFOX ?? '/usr/bin/firefox-esr' },
      },
    },
  ],
});
