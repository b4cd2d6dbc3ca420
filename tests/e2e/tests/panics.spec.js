// Panics of tasks, which do not harm the page; and one of the page itself, after which only a reload helps.

import { emulatesMedia, expect, test } from '../fixtures.js';

const PLACE = String.raw`\(at src/tasks/lab/panic\.rs:\d+:\d+\)`;
const overlay = (page) => page.getByRole('alertdialog', { name: 'Taskdeck has crashed' });

/** Fails the test if the page asks for a confirmation when it is left. */
function forbidQuestions(page) {
  page.on('dialog', () => {
    throw new Error('the browser has asked something');
  });
}

/** Resolves once the page has been reloaded. */
async function reloaded(deck, press) {
  await deck.page.evaluate(() => (globalThis.isOld = true));
  await press();
  await deck.page.waitForFunction(() => !globalThis.isOld && document.readyState === 'complete');
  await deck.ready();
}

/**
 * Returns the name and the text of every row by its position in the list, whether it is in view or not.
 * @returns {Promise<string[]>}
 */
function everyRow(page) {
  return page.evaluate(async () => {
    const found = new Map();
    const drawn = () => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)));
    // In a wide window, the runs scroll by themselves.
    let around = document.querySelector('[role="listitem"][aria-posinset]');
    while (around.parentElement && !(around.scrollHeight > around.clientHeight && /auto|scroll/.test(getComputedStyle(around).overflowY))) {
      around = around.parentElement;
    }
    for (let y = 0; ; y += 300) {
      around.scrollTop = y;
      await drawn();
      for (const row of document.querySelectorAll('[role="listitem"][aria-posinset]')) {
        // Hidden rows are kept for the next scroll.
        if (!row.checkVisibility()) continue;
        const text = row.innerText.replaceAll('\n', ' ');
        found.set(row.getAttribute('aria-posinset'), `${row.getAttribute('aria-label')}: ${text}`);
      }
      if (y > around.scrollHeight) break;
    }
    around.scrollTop = 0;
    return [...found.values()];
  });
}

/** Records frames as the page sees them until `end` is called, which returns their number and the longest gap in ms. */
async function watchFrames(page) {
  await page.evaluate(() => {
    const seen = (globalThis.seenFrames = { count: 0, longest: 0, running: true });
    let last = performance.now();
    const frame = (now) => {
      seen.count += 1;
      seen.longest = Math.max(seen.longest, now - last);
      last = now;
      if (seen.running) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  return () =>
    page.evaluate(() => {
      globalThis.seenFrames.running = false;
      return globalThis.seenFrames;
    });
}

test.describe('a panic of a task', () => {
  test.beforeEach(async ({ deck, problems }) => {
    problems.allow(/panicked at/);
    await deck.open('?lab');
  });

  test('fails its run with message and location, and the modal offers a reload without a question', async ({ deck, page }) => {
    forbidQuestions(page);
    await deck.run('Never ends');
    await deck.unwatched(async () => {
      await deck.run('Panics');
      await deck.expectStatus('Panics', 'Failed');
      await expect(deck.toast('Panics')).toBeVisible();
    });
    await expect(deck.row('Panics')).toContainText(new RegExp(`This task panics on purpose ${PLACE}`));
    await deck.expectStatus('Never ends', 'Running');
    await deck.toast('Panics').getByRole('button', { name: /^Show error/ }).click();
    await expect(deck.modal).toContainText('This task panics on purpose');
    await expect(deck.modal).toContainText('its memory was not freed');
    await deck.expectAccessible('dialog[open]');
    await reloaded(deck, () => deck.modal.getByRole('button', { name: 'Reload the page' }).click());
    await expect(deck.rows()).toHaveCount(0);
  });

  test('after some progress is handled the same', async ({ deck }) => {
    await deck.fillNumber(await deck.field('Panics', 'Seconds before'), '2');
    await deck.run('Panics');
    await expect(deck.progress('Panics')).toHaveAttribute('aria-valuenow', /./);
    await deck.expectStatus('Panics', 'Failed');
    await deck.run('Ends at once');
    await deck.expectStatus('Ends at once', 'Completed');
  });

  test('500 of them do not disturb 50 other runs, and each row shows the cause', async ({ deck, page }) => {
    test.setTimeout(240_000);
    const questions = [];
    page.on('dialog', (dialog) => questions.push(dialog.message()));
    await (await deck.openQueue()).getByRole('button', { name: 'No limit for main' }).click();
    await deck.fillNumber(await deck.field('Timer', 'Seconds'), '30');
    const start = deck.card('Timer').getByRole('button', { name: 'Run Timer', exact: true });
    await start.focus();
    for (let i = 0; i < 50; i += 1) await page.keyboard.press('Enter');
    await expect(deck.header).toContainText('50 running');
    const before = await everyRow(page);
    expect(before).toHaveLength(50);

    const frames = await watchFrames(page);
    await deck.run('500 panics');
    await expect(deck.header).toContainText('50 running · 500 failed', { timeout: 60_000 });
    const { count, longest } = await frames();
    expect(count, 'frames meanwhile').toBeGreaterThan(5);
    // This does not measure smoothness, which depends on the machine: it shows that the page does not hang.
    expect(longest, 'the longest gap between two frames, in ms').toBeLessThan(3_000);

    await expect(page.getByRole('region', { name: 'Many failures' })).toHaveCount(1);
    await expect(page.getByRole('region', { name: 'Many failures' })).toContainText('500 failed: One of 500 panics');
    await expect(page.locator('dialog[open]')).toHaveCount(0);
    await deck.runs.getByRole('combobox', { name: 'Status' }).selectOption('Failed');
    await expect(deck.row('500 panics')).toHaveAttribute('aria-setsize', '500');
    const failed = await everyRow(page);
    expect(failed).toHaveLength(500);
    const why = new RegExp(`One of 500 panics, with 4096 bytes ${PLACE}`);
    expect(failed.filter((row) => !why.test(row))).toEqual([]);

    // All 50 continue to their end, and new runs end too.
    await deck.run('Ends at once');
    await expect(deck.header.locator('.td-counts')).toHaveText('500 failed', { timeout: 120_000 });
    await deck.lookAway();
    await deck.runs.getByRole('combobox', { name: 'Status' }).selectOption('Completed');
    await expect(deck.row('Timer')).toHaveAttribute('aria-setsize', '51');
    const done = await everyRow(page);
    expect(done.filter((row) => /^Timer: .*Completed/.test(row))).toHaveLength(50);
    expect(questions).toEqual([]);
  });

  test('a stack overflow fails its run with that cause', async ({ deck }) => {
    for (let i = 1; i <= 3; i += 1) {
      await deck.run('Calls itself for ever');
      await deck.lookAway();
      await expect(deck.header).toContainText(`${i} failed`);
    }
    await expect(deck.row('Calls itself for ever')).toContainText('stack overflow');
    await deck.run('Ends at once');
    await deck.expectStatus('Ends at once', 'Completed');
  });

  test('exhausted memory fails its run with that cause, and small work continues', async ({ deck }) => {
    test.slow();
    await deck.run('Never ends');
    await deck.run('Fills the memory');
    await deck.expectStatus('Fills the memory', 'Failed', { timeout: 60_000 });
    await expect(deck.row('Fills the memory')).toContainText('ran out of memory');
    await deck.run('Ends at once');
    await deck.expectStatus('Ends at once', 'Completed');
    await deck.cancel('Never ends');
    await deck.expectStatus('Never ends', 'Cancelled');
  });

  test('memory exhausted to the last byte fails its run too, or the page says that it has crashed', async ({ deck, page, problems }) => {
    test.slow();
    problems.allow(/unreachable/);
    await (await deck.field('Fills the memory', 'Pieces')).selectOption('of 16 KB, to the last');
    await deck.run('Fills the memory');
    const failed = deck.row('Fills the memory').filter({ hasText: 'ran out of memory' });
    await expect(failed.or(overlay(page)).first()).toBeVisible({ timeout: 60_000 });
    test.info().annotations.push({ type: 'memory', description: (await overlay(page).isVisible()) ? 'crashed' : 'failed' });
  });
});

test.describe('a panic of the page itself', () => {
  test.beforeEach(async ({ deck, problems }) => {
    problems.allow(/This panic is in no task|unreachable/);
    await deck.open('?lab');
  });

  test('stops everything, and is shown in a dialog of plain elements', async ({ deck, page }) => {
    await deck.run('Timer');
    const row = deck.row('Timer');
    await expect(row).toContainText('to go');
    await deck.run('Crashes the page');
    await expect(overlay(page)).toBeVisible();
    await expect(overlay(page)).toHaveAccessibleDescription(/Reload the page to start again/);
    await expect(overlay(page)).toContainText(new RegExp(`This panic is in no task ${PLACE}`));
    await expect(page.locator('dialog:modal')).toHaveCount(1);
    await expect(page.locator('#app')).toHaveAttribute('inert', '');
    // If the clock still ran, another second would be shown by now.
    const said = await row.innerText();
    await page.evaluate(() => (globalThis.crashSeen = performance.now()));
    await page.waitForFunction(() => performance.now() > globalThis.crashSeen + 2_500);
    expect(await row.innerText()).toBe(said);
  });

  test('keeps the focus in its dialog, which Escape does not close', async ({ deck, page }) => {
    await deck.run('Crashes the page');
    const [copy, reload] = ['Copy details', 'Reload'].map((name) => overlay(page).getByRole('button', { name }));
    const details = overlay(page).getByRole('group', { name: 'Details' });
    await expect(copy).toBeFocused();
    for (const next of [reload, details, copy, reload]) {
      await page.keyboard.press('Tab');
      await expect(next).toBeFocused();
    }
    for (const next of [copy, details, reload]) {
      await page.keyboard.press('Shift+Tab');
      await expect(next).toBeFocused();
    }
    for (const key of ['Escape', 'Escape', 'F8', '?', 'ControlOrMeta+k']) await page.keyboard.press(key);
    await expect(overlay(page)).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('is shown over an open dialog', async ({ deck, page }) => {
    await deck.unwatched(async () => {
      await deck.run('Fails');
      await expect(deck.toast('This task fails on purpose')).toBeVisible();
    });
    await deck.toast('This task fails on purpose').getByRole('button', { name: /^Show error/ }).click();
    await expect(deck.modal).toBeVisible();
    await page.evaluate(() => document.querySelector('button[aria-label="Run Crashes the page"]').click());
    await expect(overlay(page).getByRole('button', { name: 'Copy details' })).toBeFocused();
    await overlay(page).getByRole('button', { name: 'Copy details' }).click();
    await expect(overlay(page).getByRole('status')).toHaveText(/Copied|Copying was refused/);
  });

  test('Copy copies message, location, version and browser', async ({ browserName, context, deck, page }) => {
    test.skip(browserName !== 'chromium', 'only Chromium lets a test read the clipboard');
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await deck.run('Crashes the page');
    await overlay(page).getByRole('button', { name: 'Copy details' }).click();
    await expect(overlay(page).getByRole('status')).toHaveText('Copied');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(new RegExp(`This panic is in no task ${PLACE}`));
    expect(copied).toMatch(/Taskdeck: \d+\.\d+\.\d+/);
    expect(copied).toContain('Mozilla/5.0');
  });

  test('reloads without a question although runs are live', async ({ deck, page }) => {
    forbidQuestions(page);
    await deck.run('Never ends');
    await deck.run('Crashes the page');
    await reloaded(deck, () => overlay(page).getByRole('button', { name: 'Reload' }).click());
    await deck.run('Ends at once');
    await deck.expectStatus('Ends at once', 'Completed');
  });

  for (const [name, media] of [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['forced colours', { forcedColors: 'active' }],
  ]) {
    test(`can be read at 320 px, ${name}`, async ({ browserName, deck, page }) => {
      test.skip(name !== 'light' && !emulatesMedia(browserName), 'only Chromium lets a test choose it');
      test.slow();
      if (emulatesMedia(browserName)) await page.emulateMedia(media);
      // The page that has crashed no longer follows the window.
      await page.setViewportSize({ width: 320, height: 568 });
      await deck.run('Crashes the page');
      await expect(overlay(page)).toBeInViewport({ ratio: 1 });
      for (const button of await overlay(page).getByRole('button').all()) await expect(button).toBeInViewport({ ratio: 1 });
      await deck.expectNoSidewaysScroll();
      await deck.expectAccessible('#taskdeck-crashed');
    });
  }
});
