// Each state of the page: without violations in axe-core, in every width, colour scheme and motion setting, and its
// drop targets.

import { emulatesMedia, expect, test } from '../fixtures.js';

/** Fails a run while the page is not looked at, so that there is a toast. */
async function failUnwatched(deck) {
  await deck.unwatched(async () => {
    await deck.run('Fails');
    await expect(deck.toast('This task fails on purpose')).toBeVisible();
  });
}

/** Starts runs in every status: running, queued, failed, completed and cancelled. */
async function somethingOfEverything(deck) {
  await failUnwatched(deck);
  await deck.run('Ends at once');
  await deck.fillNumber((await deck.form('Timer')).getByLabel('Seconds'), '600');
  await deck.run('Timer');
  await deck.run('Never ends');
  await deck.lookAway();
  await deck.cancel('Never ends');
  for (let i = 0; i < 4; i += 1) await deck.run('Never ends');
  await deck.lookAway();
  await expect(deck.header).toContainText('4 running · 1 waiting · 1 failed');
  await deck.expectStatus('Timer', 'Running');
  await deck.expectStatus('Ends at once', 'Completed');
}

/** The states of the page. Each function brings a freshly opened page into its state. */
const STATES = {
  async idle() {},
  async running(deck) {
    await somethingOfEverything(deck);
    await deck.toast('This task fails on purpose').getByRole('button', { name: 'Dismiss Fails' }).click();
  },
  async drawer(deck) {
    await deck.run('Fails');
    await deck.expectStatus('Fails', 'Failed');
    await deck.openDetails('Fails');
    await expect(deck.toast('This task fails on purpose')).toHaveCount(0);
  },
  async toast(deck) {
    await failUnwatched(deck);
  },
  async modal(deck) {
    await failUnwatched(deck);
    await deck.toast('This task fails on purpose').getByRole('button', { name: 'Show error of Fails' }).click();
    await expect(deck.modal).toBeVisible();
  },
  async storm(deck) {
    await deck.run('Error storm');
    await expect(deck.page.getByRole('region', { name: 'Many failures' })).toContainText('200 failed');
  },
  async 'wrong values'(deck) {
    await deck.run('Download');
    await expect(deck.card('Download').getByLabel('Address')).toHaveAttribute('aria-invalid', 'true');
  },
  async queue(deck) {
    for (let i = 0; i < 5; i += 1) await deck.run('Never ends');
    await expect(deck.header).toContainText('4 running · 1 waiting');
    await deck.openQueue();
  },
  async settings(deck) {
    await deck.header.getByRole('button', { name: 'Settings' }).click();
    await expect(deck.header.getByRole('radio', { name: 'Dark' })).toBeVisible();
  },
};

/** axe-core reads the document, which is the same in both browsers, so Firefox checks each state once. */
const once = (browserName) => test.skip(browserName === 'firefox', 'the same document as in Chromium');

test.describe('axe-core finds nothing', () => {
  for (const [state, enter] of Object.entries(STATES)) {
    test(`${state}`, async ({ deck }) => {
      await deck.open('?lab');
      await enter(deck);
      await deck.expectAccessible();
    });

    test(`${state}, at 320 px, with no scrolling sideways`, async ({ browserName, deck, page }) => {
      once(browserName);
      await page.setViewportSize({ width: 320, height: 640 });
      await deck.open('?lab');
      await enter(deck);
      await deck.expectNoSidewaysScroll();
      await deck.expectAccessible();
    });
  }

  for (const state of ['idle', 'running', 'drawer', 'toast', 'modal', 'storm']) {
    test(`${state}, dark`, async ({ browserName, deck, page }) => {
      once(browserName);
      await deck.open('?lab');
      // The theme of the page's own setting works in every browser.
      await deck.header.getByRole('button', { name: 'Settings' }).click();
      await deck.header.getByRole('radio', { name: 'Dark' }).check();
      await page.keyboard.press('Escape');
      await STATES[state](deck);
      await deck.expectAccessible();
    });

    test(`${state}, in forced colours`, async ({ browserName, deck, page }) => {
      test.skip(!emulatesMedia(browserName), 'only Chromium lets a test force colours');
      await page.emulateMedia({ forcedColors: 'active' });
      await deck.open('?lab');
      await STATES[state](deck);
      await deck.expectAccessible();
    });
  }
});

test.describe('the look', () => {
  test('follows the system, and remembers the chosen theme', async ({ browserName, deck, page }) => {
    const background = () => page.evaluate(() => getComputedStyle(document.querySelector('.td')).backgroundColor);
    await deck.open();
    const light = await background();
    if (emulatesMedia(browserName)) {
      await page.emulateMedia({ colorScheme: 'dark' });
      await expect.poll(background).not.toBe(light);
      await page.emulateMedia({ colorScheme: 'light' });
      await expect.poll(background).toBe(light);
    }
    await deck.header.getByRole('button', { name: 'Settings' }).click();
    await deck.header.getByRole('radio', { name: 'Dark' }).check();
    await expect.poll(background).not.toBe(light);
    const dark = await background();
    await page.reload();
    await deck.ready();
    expect(await background()).toBe(dark);
  });

  for (const width of [1280, 320]) {
    test(`at twice the text size no line is lower than its letters, at ${width} px`, async ({ deck, page }) => {
      await page.setViewportSize({ width, height: 800 });
      await deck.open('?lab');
      await STATES.toast(deck);
      await page.evaluate(() => { document.documentElement.style.fontSize = '32px'; });
      const wrong = await page.evaluate(() => {
        const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
        const low = [...document.querySelectorAll('.td *')].filter(hasText).filter((element) => {
          const { lineHeight, fontSize } = getComputedStyle(element);
          return parseFloat(lineHeight) < parseFloat(fontSize);
        });
        return low.map((element) => `${element.className}: ${element.textContent.trim().slice(0, 30)}`);
      });
      expect(wrong).toEqual([]);
      // In a narrow list a row has two lines in a height that is the same at each text size.
      if (width < 780) return;
      const covered = await page.evaluate(() =>
        [...document.querySelectorAll('.td-row')].filter((row) => {
          const [status, title] = ['.td-status-text', '.td-title'].map((part) => row.querySelector(part)?.getBoundingClientRect());
          const isBeside = status && title && status.top < title.bottom && title.top < status.bottom;
          return isBeside && status.right > title.left && status.left < title.right;
        }).length,
      );
      expect(covered).toBe(0);
    });
  }

  test('nothing moves with reduced motion', async ({ browserName, deck, page }) => {
    test.skip(!emulatesMedia(browserName), 'only Chromium lets a test reduce motion');
    const moving = () =>
      page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === 'running').length);
    await deck.open('?lab');
    await somethingOfEverything(deck);
    // Hides the bar, as in the row of a run that has none.
    await deck.row('Timer').locator('.td-bar').evaluate((bar) => (bar.hidden = true));
    // With motion enabled something moves; otherwise the next check would prove nothing.
    await expect.poll(moving).toBeGreaterThan(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await expect.poll(moving).toBe(0);
    await deck.openDetails('Timer');
    expect(await moving()).toBe(0);
  });

  test('controls are never smaller than 24 px', async ({ deck, page }) => {
    await deck.open('?lab');
    await somethingOfEverything(deck);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, select, input:not([type=file], [type=radio], [type=checkbox])')]
        .map((control) => [control.getAttribute('aria-label') ?? control.textContent, control.getBoundingClientRect()])
        .filter(([, { width, height }]) => width > 0 && (width < 24 || height < 24))
        .map(([name, { width, height }]) => `${name}: ${width} × ${height}`),
    );
    expect(small).toEqual([]);
  });

  test('a row is 56 px high, whatever its text', async ({ deck, page }) => {
    await deck.open('?lab');
    await somethingOfEverything(deck);
    // Frees a slot for one more run.
    await deck.fillNumber((await deck.openQueue()).getByLabel('At a time'), '64');
    await deck.page.keyboard.press('Enter');
    await deck.run('Fails with hostile text');
    await deck.lookAway();
    await deck.expectStatus('Fails with hostile text', 'Failed');
    const heights = await page.locator('.td-row:visible').evaluateAll((rows) => rows.map((row) => row.offsetHeight));
    expect(new Set(heights)).toEqual(new Set([56]));
  });

  test('in one column, a fixed line shows what is running', async ({ deck, page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await deck.open('?lab');
    await deck.run('Never ends');
    await deck.run('Fails');
    const line = page.getByText('1 running · 1 failed').first();
    await expect(line).toBeInViewport();
    await deck.run('Error storm');
    await page.mouse.wheel(0, 3_000);
    await expect(page.getByText(/1 running · 201 failed/).first()).toBeInViewport();
  });

  test('the details are beside the list, over it, or alone, by the width', async ({ deck, page }) => {
    await deck.open('?lab');
    await deck.run('Ends at once');
    await deck.expectStatus('Ends at once', 'Completed');
    await deck.openDetails('Ends at once');
    for (const width of [1280, 900, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await expect(deck.details.getByRole('button', { name: 'Close details' })).toBeInViewport();
      await deck.expectNoSidewaysScroll();
    }
  });
});

test.describe('a first visit', () => {
  test('shows what the page can do', async ({ deck }) => {
    await deck.open();
    await expect(deck.runs.getByRole('heading', { name: 'Nothing has run yet' })).toBeVisible();
    await expect(deck.runs).toContainText('Drop files anywhere for Hash files, Convert images, Compress files, Find duplicates, Inspect data.');
    await expect(deck.runs.getByRole('button', { name: /, with a sample$/ })).toHaveCount(8);
    const cards = deck.tasks.getByRole('listitem');
    await expect(cards).toHaveCount(8);
    await expect(deck.tasks.getByRole('heading', { level: 3 })).toHaveText(['Files', 'Network']);
    await expect(deck.tasks.getByRole('heading', { level: 4 })).toHaveText([
      'Hash files',
      'Convert images',
      'Compress files',
      'Find duplicates',
      'Inspect data',
      'Download',
      'Check addresses',
      'Watch an address',
    ]);
  });

  test('?lab shows the lab', async ({ deck }) => {
    await deck.open('?lab');
    const lab = [
      'Timer',
      'Fails',
      'Fails with hostile text',
      'Never ends',
      'Ignores its cancel',
      'Floods progress',
      'Ends at once',
      'Error storm',
      'Error while showing an error',
      'Fails twice, then succeeds',
      'Outlasts its timeout',
      'Children that misbehave',
    ];
    for (const title of lab) await expect(deck.card(title)).toHaveCount(1);
  });
});
