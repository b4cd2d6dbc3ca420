// End to end: the release in dist/, in the machine's own Chromium and Firefox. Nothing is downloaded.
// Firefox is driven through WebDriver BiDi. Playwright stays at 1.64 until Firefox ESR knows the
// command emulation.setMediaFeaturesOverride, which 1.65 sends at every start.
import { defineConfig } from '@playwright/test';

const ci = Boolean(process.env.CI);

// What only the page's own code decides is the same in every browser, and so is what the tests in the browser have seen in
// both: here it is looked at in Chromium alone, unless TASKDECK_E2E=all is set. A test in Firefox costs two in Chromium.
const own = ['families', 'lanes', 'look', 'monkey', 'palette', 'runs', 'schedules', 'selection'];
const seenInBoth = ['errors', 'panics'];
const sameEverywhere = [...own, ...seenInBoth].map((name) => `tests/${name}.spec.js`);

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
        launchOptions: {
          executablePath: process.env.TASKDECK_CHROMIUM ?? '/usr/bin/chromium',
          args: ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
        },
      },
    },
    {
      name: 'firefox',
      testIgnore: process.env.TASKDECK_E2E === 'all' ? [] : sameEverywhere.map((spec) => `**/${spec}`),
      use: {
        browserName: 'firefox',
        channel: 'moz-firefox',
        launchOptions: { executablePath: process.env.TASKDECK_FIREFOX ?? '/usr/bin/firefox-esr' },
      },
    },
  ],
});
