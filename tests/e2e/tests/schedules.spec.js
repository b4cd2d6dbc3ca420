// Schedules: their place on the page, by role and name and by keyboard alone.

import { expect, test } from '../fixtures.js';

const TASK = 'Watch an address';

/** Starts watching an address. Returns the title of its runs. */
async function watch(deck, address, { every = 600, failures } = {}) {
  await (await deck.form(TASK)).getByLabel('Address', { exact: true }).fill(address);
  await deck.fillNumber(await deck.field(TASK, 'Interval, in seconds'), String(every));
  if (failures) await deck.fillNumber(await deck.field(TASK, 'Failures allowed'), String(failures));
  await deck.run(TASK);
  const title = `Watch ${address.replace('http://', '')}`;
  await expect(deck.schedule(title)).toBeVisible();
  return title;
}

test.describe('schedules', () => {
  test.beforeEach(async ({ deck }) => deck.open());

  test('are shown only while there are any', async ({ deck, server }) => {
    await expect(deck.schedules).toHaveCount(0);
    const title = await watch(deck, server.file({ size: 10 }));
    const one = deck.schedule(title);
    await expect(one).toContainText('Every 10 min');
    await expect(one).toContainText(/Next in (9|10) min/);
    await expect(one).toContainText(/200 OK · \d+ ms/);
    await expect(one.getByRole('button', { name: `1 start, runs of ${title}` })).toHaveText('1 start');
    await deck.card(TASK).getByRole('button', { name: 'Show schedules' }).click();
    await expect(deck.schedules.getByRole('heading', { name: 'Schedules' })).toBeFocused();
    await one.getByRole('button', { name: `Stop ${title}`, exact: true }).click();
    await expect(deck.schedules).toHaveCount(0);
  });

  test('can be paused, resumed and started at once, and link to their last run', async ({ deck, server }) => {
    const title = await watch(deck, server.file({ size: 10 }));
    const one = deck.schedule(title);
    const pause = one.getByRole('button', { name: `Pause ${title}`, exact: true });
    const resume = one.getByRole('button', { name: `Resume ${title}`, exact: true });
    await pause.click();
    await expect(one).toContainText('Every 10 min · Paused');
    await expect(resume).toBeFocused();
    await one.getByRole('button', { name: `Run now: ${title}`, exact: true }).click();
    await expect(one).toContainText('2 starts');
    await expect(one).toContainText('Every 10 min · Paused');
    await resume.click();
    await expect(one).toContainText(/Next in /);
    await expect(pause).toBeFocused();
    await one.getByRole('button', { name: /^200 OK · .*, details of the last run of / }).click();
    await expect(deck.details).toHaveAccessibleName(`Details of ${title}`);
  });

  test('its runs are bars, one line and a list, and a run in the list opens its details', async ({ deck, page, problems, server }) => {
    problems.allow(/503/);
    let fails = false;
    await page.route('**/file?id=watched*', (route) => (fails ? route.fulfill({ status: 503, body: '' }) : route.continue()));
    const title = await watch(deck, server.file({ id: 'watched', size: 10 }));
    const one = deck.schedule(title);
    const again = async (starts) => {
      await one.getByRole('button', { name: `Run now: ${title}`, exact: true }).click();
      await expect(one).toContainText(`${starts} starts`);
      await expect(one).toContainText(`in ${starts}`);
    };
    await expect(one).toContainText(/200 OK · \d+ ms/);
    fails = true;
    await again(2);
    await expect(one).toContainText('Failed: The server answered 503');
    fails = false;
    await again(3);
    await expect(one).toContainText(/200 OK · \d+ ms · 1 failure in 3/);
    await expect(one.getByRole('img', { name: /^3 runs, .* 1 failure in 3$/ })).toBeVisible();
    const fold = one.getByRole('button', { name: `3 starts, runs of ${title}` });
    await fold.click();
    await expect(fold).toHaveAttribute('aria-expanded', 'true');
    const listed = one.getByRole('list', { name: `Runs of ${title}` }).getByRole('button');
    await expect(listed).toHaveCount(3);
    await expect(listed.nth(1)).toContainText('Failed: The server answered 503');
    await deck.expectAccessible();
    await listed.nth(1).click();
    await expect(deck.section('Error')).toContainText('503');
    await page.keyboard.press('Escape');
    await expect(listed.nth(1)).toBeFocused();
    // What is cleared stays in the bars.
    await fold.click();
    await expect(listed).toHaveCount(0);
  });

  test('a failure is told once, and so is that it works again', async ({ deck, page, problems, server }) => {
    problems.allow(/503/);
    let fails = true;
    await page.route('**/file?id=watched*', (route) => (fails ? route.fulfill({ status: 503, body: '' }) : route.continue()));
    const title = await watch(deck, server.file({ id: 'watched', size: 10 }), { failures: 9 });
    const one = deck.schedule(title);
    await expect(deck.toast('The server answered 503')).toHaveCount(1);
    await deck.toast(title).getByRole('button', { name: `Dismiss ${title}` }).click();
    for (let starts = 2; starts <= 3; starts += 1) {
      await one.getByRole('button', { name: `Run now: ${title}`, exact: true }).click();
      await expect(one).toContainText(`${starts} failures in ${starts}`);
    }
    await expect(deck.announcement(`${title} failed`)).toHaveCount(1);
    // Longer than a toast may take to appear.
    await page.waitForTimeout(700);
    await expect(deck.toast(title)).toHaveCount(0);
    fails = false;
    await one.getByRole('button', { name: `Run now: ${title}`, exact: true }).click();
    await expect(deck.toast('Works again: 200 OK')).toBeVisible();
    await expect(deck.announcement(`${title}: 200 OK`)).toBeAttached();
  });

  test('a skipped start says why', async ({ deck, page, server }) => {
    let release;
    const released = new Promise((resolve) => {
      release = resolve;
    });
    await page.route('**/file?id=slow*', async (route) => {
      await released;
      await route.continue();
    });
    const title = await watch(deck, server.file({ id: 'slow', size: 10 }));
    const one = deck.schedule(title);
    await expect(one).toContainText(/Queued|Running/);
    await one.getByRole('button', { name: `Run now: ${title}`, exact: true }).click();
    await expect(deck.announcement('is already running or waiting')).toBeVisible();
    await expect(one).toContainText('1 start · 1 skipped');
    release();
  });

  test('count down without announcements', async ({ deck, page, server }) => {
    const title = await watch(deck, server.file({ size: 10 }), { every: 50 });
    const one = deck.schedule(title);
    await expect(one).toContainText(/Next in 4\d s/);
    const seen = await page.evaluate(
      (text) =>
        new Promise((resolve) => {
          const item = [...document.querySelectorAll('[data-schedule]')].find((found) => found.textContent.includes(text));
          const texts = [];
          const watching = new MutationObserver(() => {
            texts.push(item.querySelector('.td-schedule-next').textContent);
            if (texts.length === 4) resolve(texts);
          });
          watching.observe(item, { subtree: true, characterData: true, childList: true, attributes: true });
        }),
      title,
    );
    // Once per second and no more often, whatever else is drawn: no time is shown twice.
    expect(new Set(seen).size).toBe(seen.length);
    await expect(deck.page.getByRole('status').filter({ hasText: /Next in/ })).toHaveCount(0);
    const live = await one.evaluate((item) => item.closest('[aria-live], [role=status]') ?? item.querySelector('[aria-live], [role=status], [role=timer]'));
    expect(live).toBeNull();
  });

  test('a suspended one shows why, announces it once, and continues when resumed', async ({ deck, page, problems, server }) => {
    // axe-core is slow in Firefox, and so are two suspensions.
    test.slow();
    problems.allow(/503/);
    await page.evaluate(() => {
      globalThis.aloud = [];
      const announcer = document.querySelector('.td-announcer');
      new MutationObserver(() => announcer.textContent && globalThis.aloud.push(announcer.textContent)).observe(announcer, {
        subtree: true,
        characterData: true,
        childList: true,
      });
    });
    const title = await watch(deck, server.file({ status: 503, text: 'Service Unavailable', size: 10 }), { every: 1, failures: 1 });
    const one = deck.schedule(title);
    await expect(one).toContainText('Suspended after 2 failures in 4 s: The server answered 503 Service Unavailable');
    await expect(one).toContainText('Failed: The server answered 503');
    const aloud = () => page.evaluate(() => globalThis.aloud.filter((text) => text.includes('is suspended')));
    await expect.poll(aloud).toHaveLength(1);
    await deck.expectAccessible();
    expect(await aloud()).toHaveLength(1);
    await one.getByRole('button', { name: `Resume ${title}`, exact: true }).click();
    await expect(one).toContainText('Next in 1 s');
    // It is suspended again, and announced again.
    await expect.poll(aloud).toHaveLength(2);
  });

  test('after Stop by keyboard, the focus moves to the next one, then to the runs', async ({ deck, page, server }) => {
    const titles = [];
    for (const id of ['one', 'two', 'three']) titles.push(await watch(deck, server.file({ id, size: 10 })));
    const stop = (title) => deck.schedule(title).getByRole('button', { name: `Stop ${title}`, exact: true });
    await deck.schedule(titles[0]).getByRole('button', { name: `Run now: ${titles[0]}`, exact: true }).focus();
    await page.keyboard.press('Tab');
    await expect(stop(titles[0])).toBeFocused();
    await stop(titles[1]).focus();
    await page.keyboard.press('Enter');
    await expect(deck.schedule(titles[1])).toHaveCount(0);
    await expect(stop(titles[2])).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(stop(titles[0])).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(deck.schedules).toHaveCount(0);
    await expect(deck.runs.getByRole('heading', { name: 'Runs' })).toBeFocused();
  });

  test('pass axe-core at 320 px, light and dark, without sideways scrolling', async ({ browserName, deck, page, server }) => {
    test.skip(browserName === 'firefox', 'the same document as in Chromium');
    const title = await watch(deck, server.file({ id: 'a', name: 'a-name-that-is-much-too-long-for-a-narrow-window.html', size: 10 }));
    await deck.schedule(title).getByRole('button', { name: /^Pause/ }).click();
    await watch(deck, server.file({ id: 'b', size: 10 }), { every: 86_400 });
    await deck.expectAccessible();
    await page.setViewportSize({ width: 320, height: 640 });
    await deck.expectNoSidewaysScroll();
    await deck.expectAccessible();
    await deck.header.getByRole('button', { name: 'Settings' }).click();
    await deck.header.getByRole('radio', { name: 'Dark' }).check();
    await page.keyboard.press('Escape');
    await deck.expectAccessible();
  });
});
