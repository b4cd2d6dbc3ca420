// The performance view: figures, what blocked the page, the timeline, and the files it is saved as.

import { emulatesMedia, expect, test } from '../fixtures.js';
import { saved } from '../save.js';

/** The region, which replaces the list of runs. */
const region = (page) => page.getByRole('region', { name: 'Performance', exact: true });
const toggle = async (deck) => (await deck.openQueue()).getByRole('button', { name: 'Performance', exact: true });
const timeline = (page) => region(page).getByRole('application', { name: 'Timeline' });
/** The label of the visible part of the time. */
const span = (page) => region(page).locator('.td-timeline-span');
const tool = (page, name) => region(page).getByRole('button', { name, exact: true });

/** Starts runs in every state, one of which stays live, and opens the view. */
async function look(deck) {
  await deck.open('?lab');
  await deck.run('Ends at once');
  await deck.expectStatus('Ends at once', 'Completed');
  await deck.run('Fails');
  await deck.expectStatus('Fails', 'Failed');
  await deck.run('Fails twice, then succeeds');
  await deck.run('Never ends');
  await deck.lookAway();
  await deck.cancel('Never ends');
  await deck.run('Never ends');
  await deck.lookAway();
  await deck.expectStatus('Never ends', 'Running');
  await (await toggle(deck)).click();
  await expect(region(deck.page)).toBeVisible();
}

test('replaces the list of runs, and closing it shows the list again', async ({ deck, page }) => {
  await deck.open('?lab');
  await expect(await toggle(deck)).toHaveAttribute('aria-pressed', 'false');
  await (await toggle(deck)).click();
  await expect(await toggle(deck)).toHaveAttribute('aria-pressed', 'true');
  await expect(deck.runs).toHaveCount(0);
  await expect(region(page)).toContainText('Nothing has run yet, so there is nothing to measure.');
  await deck.expectAccessible();
  await (await toggle(deck)).click();
  await expect(region(page)).toHaveCount(0);
  await expect(deck.runs).toBeVisible();
});

test('after closing, the row that had the focus is still the one in the tab order', async ({ deck, page }) => {
  await deck.open('?lab');
  for (let runs = 0; runs < 5; runs += 1) await deck.run('Ends at once');
  await expect(deck.rows()).toHaveCount(5);
  // A row that starts moves to the top, and would move the others down.
  await expect(deck.rows().filter({ hasText: 'Completed' })).toHaveCount(5);
  await deck.rows().first().focus();
  await expect(deck.rows().first()).toBeFocused();
  for (const row of [1, 2]) {
    await page.keyboard.press('ArrowDown');
    await expect(deck.rows().nth(row)).toBeFocused();
  }
  await (await toggle(deck)).click();
  await expect(region(page)).toBeVisible();
  await (await toggle(deck)).click();
  await expect(deck.rows()).toHaveCount(5);
  await expect(deck.rows().nth(2)).toHaveAttribute('tabindex', '0');
});

test('a filter from the header closes the view and shows the runs', async ({ deck, page }) => {
  await deck.open('?lab');
  await (await toggle(deck)).click();
  await deck.run('Floods progress');
  await deck.header.getByRole('button', { name: '1 warning' }).click();
  await expect(region(page)).toHaveCount(0);
  await expect(deck.rows()).toHaveCount(1);
});

test('in a narrow column, the requested part is scrolled into view', async ({ deck, page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await deck.open('?lab');
  const heading = region(page).getByRole('heading', { name: 'Performance', exact: true });
  await (await toggle(deck)).click();
  await expect(heading).toBeInViewport();
  /** Expects that the header, which stays in view, does not cover it. */
  const expectUncovered = async (part) => {
    const bottom = await deck.header.evaluate((header) => header.getBoundingClientRect().bottom);
    expect((await part.boundingBox()).y).toBeGreaterThanOrEqual(bottom);
  };
  await expectUncovered(heading);
  await expect(deck.header.getByRole('button', { name: /^Queue/ })).toBeFocused();
  await deck.run('Floods progress');
  // The second round repeats the request.
  for (let times = 0; times < 2; times += 1) {
    await page.evaluate(() => scrollTo(0, 0));
    await deck.header.getByRole('button', { name: '1 warning' }).click();
    await expect(deck.rows().first()).toBeInViewport();
    await expectUncovered(deck.runs.getByRole('heading', { name: 'Runs' }));
  }
});

test('shows how long polls took', async ({ deck, page }) => {
  await look(deck);
  const figures = region(page).locator('.td-figures');
  for (const name of ['p50', 'p95', 'p99', 'Longest', 'Steps']) {
    await expect(figures.getByText(name, { exact: true })).toBeVisible();
  }
  const polls = figures.locator('div', { has: page.getByText('Steps', { exact: true }) }).locator('dd');
  const total = Number((await polls.innerText()).replaceAll(',', ''));
  expect(total).toBeGreaterThanOrEqual(5);
  // The histogram is a list that can be read: each range with its count.
  const ranges = region(page).getByRole('list', { name: 'Step times' }).getByRole('listitem');
  await expect(ranges.first()).toContainText(/(< 0\.1 ms|up to [\d.]+ ms)\s*[\d,]+$/);
});

test('names the run that blocked the page, and opens its details', async ({ deck, page, browserName }) => {
  // The steps of this task take about 50 ms. Time that passes faster makes them long on every machine.
  await page.addInitScript(() => {
    const now = performance.now.bind(performance);
    performance.now = () => 4 * now();
  });
  await deck.open('?lab');
  await (await toggle(deck)).click();
  const panel = region(page).locator('.td-panel', { hasText: 'What blocked the page' });
  await expect(panel).toContainText('No step took longer than 50 ms in the last minute.');
  const frames = browserName === 'chromium' ? /The browser reports (no|\d+) long frames?/ : /does not report long frames/;
  await expect(panel).toContainText(frames);
  await deck.run('Cost of the fence');
  const row = panel.getByRole('row', { name: /Cost of the fence/ });
  await expect(row).toBeVisible({ timeout: 20_000 });
  await expect(row.getByRole('cell')).toHaveText([/^[\d.]+ m?s$/, /^[\d.]+ m?s$/, /^[\d,]+$/]);
  // A press holds although the figures change under it.
  await row.getByRole('button').hover();
  await page.mouse.down();
  const figures = await row.innerText();
  await expect(row).not.toHaveText(figures, { useInnerText: true });
  await page.mouse.up();
  await expect(deck.details).toBeVisible();
});

test('the timeline can be zoomed and moved by keys and buttons, and says what it shows', async ({ deck, page }) => {
  await look(deck);
  await expect(span(page)).toHaveText('The last 10 s');
  await timeline(page).focus();
  await page.keyboard.press('+');
  await expect(span(page)).toHaveText('The last 5 s');
  await page.keyboard.press('-');
  await page.keyboard.press('-');
  await expect(span(page)).toHaveText('The last 20 s');
  // Zooming in makes room to pan.
  for (let times = 0; times < 7; times += 1) await tool(page, 'Zoom in').click();
  await expect(span(page)).toHaveText('The last 156 ms');
  await timeline(page).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(span(page)).toHaveText(/^156 ms up to \d\d:\d\d:\d\d$/);
  await page.keyboard.press('End');
  await expect(span(page)).toHaveText('The last 156 ms');
  await page.keyboard.press('Home');
  await expect(span(page)).toHaveText(/^156 ms up to/);
  await tool(page, 'At the newest run').click();
  await expect(span(page)).toHaveText('The last 156 ms');
  await tool(page, 'Earlier').click();
  await expect(span(page)).toHaveText(/^156 ms up to/);
});

test('the timeline can be zoomed by the wheel and moved by dragging', async ({ deck, page }) => {
  await look(deck);
  await expect(span(page)).toHaveText('The last 10 s');
  const box = await timeline(page).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 10);
  for (let times = 0; times < 4; times += 1) await page.mouse.wheel(0, -240);
  await expect(span(page)).toHaveText(/^\d+ ms up to/);
  const before = await span(page).innerText();
  for (let times = 0; times < 2; times += 1) await page.mouse.wheel(0, 120);
  await expect(span(page)).not.toHaveText(before);
  await tool(page, 'At the newest run').click();
  await expect(span(page)).toHaveText(/^The last/);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 80, box.y + box.height - 10, { steps: 4 });
  await page.mouse.up();
  await expect(span(page)).toHaveText(/up to/);
  // A drag is not a click.
  await expect(deck.details).toHaveCount(0);
});

test('the arrow keys move between runs, and Enter opens the details', async ({ deck, page }) => {
  await look(deck);
  const words = region(page).locator('.td-timeline-words');
  await timeline(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(words).toContainText(/^Never ends · Running · .*ran /);
  await page.keyboard.press('ArrowUp');
  await expect(words).toContainText(/^Never ends · Cancelled/);
  await page.keyboard.press('ArrowUp');
  await expect(words).toContainText(/^Fails twice, then succeeds/);
  await page.keyboard.press('ArrowUp');
  await expect(words).toContainText(/^Fails · Failed/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Details of Fails', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(timeline(page)).toBeFocused();
});

test('a click on a bar opens its details', async ({ deck, page }) => {
  await look(deck);
  // The live run reaches the right edge, in whichever row it is.
  const box = await timeline(page).boundingBox();
  const words = region(page).locator('.td-timeline-words');
  let found = false;
  for (let y = 50; y < box.height && !found; y += 6) {
    await page.mouse.move(box.x + box.width - 3, box.y + y);
    found = (await words.innerText()).startsWith('Never ends');
    if (found) await page.mouse.click(box.x + box.width - 3, box.y + y);
  }
  expect(found).toBe(true);
  await expect(page.getByRole('region', { name: 'Details of Never ends', exact: true })).toBeVisible();
});

test('a table has the data for screen readers', async ({ deck, page }) => {
  await look(deck);
  await tool(page, 'Table').click();
  const rows = region(page).locator('.td-timeline-table tbody').getByRole('row');
  await expect(rows).toHaveCount(5);
  await expect(rows.first()).toContainText(/Never ends\s*main\s*Running/);
  await expect(rows.last()).toContainText(/Ends at once\s*main\s*Completed/);
  await deck.expectAccessible();
  await rows.last().getByRole('button', { name: 'Ends at once' }).click();
  await expect(page.getByRole('region', { name: 'Details of Ends at once', exact: true })).toBeVisible();
});

test('the data is saved as JSON and as a trace, whatever the titles contain', async ({ deck, page }) => {
  await look(deck);
  await deck.run('Fails with hostile text');
  await expect(deck.header).toContainText('2 failed');
  await page.evaluate(() => document.activeElement?.blur());
  const table = tool(page, 'Table');
  await table.click();
  const rows = region(page).locator('.td-timeline-table tbody').getByRole('row');
  await expect(rows).toHaveCount(6);

  const json = JSON.parse(await saved(page, 'taskdeck-performance.json', () => tool(page, 'Save as JSON').click()));
  expect(json.runs.map((run) => run.title).sort()).toEqual(
    ['Ends at once', 'Fails', 'Fails twice, then succeeds', 'Fails with hostile text', 'Never ends', 'Never ends'],
  );
  expect(json.runs.filter((run) => run.status === 'failed').map((run) => run.title).sort()).toEqual(['Fails', 'Fails with hostile text']);
  expect(json.poll_times.polls).toBeGreaterThan(5);
  // Neither inputs nor outputs are in the file.
  expect(JSON.stringify(json)).not.toMatch(/on purpose|onerror/);

  const trace = JSON.parse(await saved(page, 'taskdeck-trace.json', () => tool(page, 'Save as trace').click()));
  const runs = trace.traceEvents.filter((event) => event.cat === 'run');
  expect(runs).toHaveLength(6);
  for (const event of runs) {
    expect(event).toMatchObject({ ph: 'X', pid: 1, ts: expect.any(Number), dur: expect.any(Number), tid: expect.any(Number) });
  }
  const tracks = trace.traceEvents.filter((event) => event.ph === 'M' && event.name === 'thread_name');
  expect(tracks.map((event) => event.tid)).toEqual(expect.arrayContaining(runs.map((event) => event.tid)));
  expect(trace.traceEvents.filter((event) => event.name === 'retry wait').length).toBeGreaterThan(0);
});

test.describe('axe-core finds nothing, and nothing scrolls sideways', () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 320]) {
      test(`${colorScheme}, at ${width} px`, async ({ browserName, deck, page }) => {
        test.skip(!emulatesMedia(browserName), 'the same document as in Chromium');
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        await look(deck);
        await deck.expectAccessible();
        await deck.expectNoSidewaysScroll();
      });
    }
  }

  test('in forced colours', async ({ browserName, deck, page }) => {
    test.skip(!emulatesMedia(browserName), 'only Chromium lets a test force colours');
    await page.emulateMedia({ forcedColors: 'active' });
    await look(deck);
    await deck.expectAccessible();
  });
});

test('without activity, nothing is painted', async ({ deck, page }) => {
  await page.addInitScript(() => {
    globalThis.painted = 0;
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (...texts) {
      globalThis.painted += 1;
      return fillText.apply(this, texts);
    };
  });
  await deck.open('?lab');
  await deck.run('Never ends');
  await deck.expectStatus('Never ends', 'Running');
  await (await toggle(deck)).click();
  const painted = () => page.evaluate(() => globalThis.painted);
  // The view must redraw while a run is live; otherwise the last check would prove nothing.
  const first = await painted();
  await expect.poll(painted).toBeGreaterThan(first);
  await (await toggle(deck)).click();
  await deck.cancel('Never ends');
  await deck.expectStatus('Never ends', 'Cancelled');
  await deck.lookAway();
  await (await toggle(deck)).click();
  await expect(span(page)).toHaveText(/up to/);
  await expect.poll(painted).toBeGreaterThan(first);
  // After two frames, everything requested has been painted, and nothing is left to paint.
  const frames = (count) => page.evaluate(async (count) => {
    for (let frame = 0; frame < count; frame += 1) await new Promise(requestAnimationFrame);
  }, count);
  await expect.poll(async () => {
    const before = await painted();
    await frames(30);
    return (await painted()) - before;
  }).toBe(0);
});

test('while a run is live, the timeline is painted once a frame at most; with reduced motion, once a second', async ({ browserName, deck, page }) => {
  test.skip(!emulatesMedia(browserName), 'only Chromium lets a test reduce motion');
  await page.addInitScript(() => {
    globalThis.paintings = 0;
    let isPainting = false;
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (...texts) {
      // All texts of one painting are drawn in one call.
      if (!isPainting) {
        isPainting = true;
        globalThis.paintings += 1;
        queueMicrotask(() => (isPainting = false));
      }
      return fillText.apply(this, texts);
    };
  });
  await page.clock.install();
  await deck.open('?lab');
  await deck.run('Never ends');
  await deck.expectStatus('Never ends', 'Running');
  await (await toggle(deck)).click();
  await expect(span(page)).toHaveText('The last 10 s');
  await page.clock.pauseAt(Date.now() + 60_000);
  /** Returns the number of paintings while the clock of the page goes on by this time. */
  const painted = async (millis) => {
    const before = await page.evaluate(() => globalThis.paintings);
    await page.clock.runFor(millis);
    return (await page.evaluate(() => globalThis.paintings)) - before;
  };
  // First come the paintings that were requested before.
  await painted(100);
  const frames = await painted(1_000);
  expect(frames).toBeGreaterThan(10);
  expect(frames).toBeLessThanOrEqual(1_000 / 16 + 1);
  // Twenty changes before the next frame are painted with that frame, once; the clock stands still in between.
  const before = await timeline(page).evaluate(async (element) => {
    const { port1, port2 } = new MessageChannel();
    for (let change = 0; change < 20; change += 1) {
      element.dispatchEvent(new WheelEvent('wheel', { deltaY: change % 2 ? 120 : -120, bubbles: true, cancelable: true }));
      await new Promise((turn) => {
        port1.onmessage = turn;
        port2.postMessage(null);
      });
    }
    return globalThis.paintings;
  });
  await page.clock.runFor(16);
  const changes = (await page.evaluate(() => globalThis.paintings)) - before;
  expect(changes).toBeGreaterThan(0);
  expect(changes).toBeLessThanOrEqual(2);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await painted(1_000);
  const calm = await painted(3_000);
  expect(calm).toBeGreaterThan(0);
  expect(calm).toBeLessThanOrEqual(3);
});
