// A deck works under a strict policy; text is never markup; secrets are not shown.

import { expect, test } from '../../widget.js';

const POLICIES = {
  strict: 'a strict content security policy',
  trusted: 'a policy that takes only trusted types',
};

for (const [path, policy] of Object.entries(POLICIES)) {
  test(`a whole deck works under ${policy}`, async ({ page, browserName, problems }) => {
    test.skip(path === 'trusted' && browserName !== 'chromium', 'only Chromium knows trusted types');
    test.slow();
    // Firefox requests the icon, and the violations below are on purpose.
    problems.allow(/favicon|content security policy|settings blocked|trusted|policy violated: (script-src-elem|style-src-attr|require-trusted-types-for) /i);
    await page.goto(`/${path}/widget-pages/strict.html`);
    await expect(page.locator('html[data-ready]')).toBeAttached();

    // The policy is in force: the page and a worker cannot do what it forbids.
    const forbidden = await page.evaluate(() => {
      const script = document.createElement('script');
      try {
        script.text = 'globalThis.isRun = true';
        document.body.append(script);
      } catch {
        // Trusted types refuse it before the policy does.
      }
      const style = document.createElement('div');
      style.setAttribute('style', 'color: red');
      return [globalThis.isRun ?? false, style.style.color];
    });
    expect(forbidden).toEqual([false, '']);
    await expect.poll(() => page.evaluate(() => globalThis.violations.splice(0).length)).toBeGreaterThan(0);

    // Bodies in the page and in a worker.
    const ran = await page.evaluate(async () => {
      const { deck, element, tray } = globalThis;
      const all = deck.start('all');
      const job = deck.start('job', { do: 'policy' });
      const other = [element.deck, tray].map((one) => one.spawn('Elsewhere', (ctx) => { ctx.progress(1, 2); }).result);
      return [await all.result, await job.result, await Promise.all(other)];
    });
    expect(ran).toEqual(['text', { allowed: false, violations: 0 }, [undefined, undefined]]);

    // The address of a worker is code: where only trusted ones are accepted, the page has to create it.
    const plain = await page.evaluate(async () => {
      const run = globalThis.deck.spawn('Plain address', undefined, { worker: globalThis.address, params: { do: 'add', a: 1, b: 2 } });
      await globalThis.deck.idle();
      return run.status;
    });
    expect(plain).toBe(path === 'trusted' ? 'failed' : 'completed');
    if (path === 'trusted') await expect.poll(() => page.evaluate(() => globalThis.violations.splice(0).length)).toBe(1);

    // Presses every button of the face.
    const face = page.locator('#place > div').first();
    const runs = face.getByRole('region', { name: 'Runs' });
    await face.getByRole('button', { name: 'Run Everything' }).click();
    await expect(runs.getByRole('listitem', { name: 'Everything' })).toHaveCount(2);
    await face.getByRole('button', { name: 'Run Fails' }).click();
    const modal = page.getByRole('alertdialog');
    await expect(modal).toContainText('<script>alert(1)</script>');
    await modal.getByRole('button', { name: 'Copy' }).click();
    await modal.getByRole('button', { name: 'Close' }).click();
    await runs.getByRole('listitem', { name: 'Everything' }).first().press('Enter');
    await expect(face.getByText('<b>a line</b>')).toBeVisible();
    await page.keyboard.press('Escape');
    // Pause is in the header while a run is live; a schedule has a button of its own for it.
    await page.evaluate(() => globalThis.deck.spawn('Goes on', (ctx) => ctx.sleep(1e6)));
    for (const name of [/^Queue/, 'Settings', /^Notification history/, 'Pause', 'Resume', 'Pause Everything', 'Resume Everything', 'Clear finished', 'Undo']) {
      await face.getByRole('button', { name, exact: true }).first().click();
    }
    await page.keyboard.press('Escape');
    await page.locator('#place').getByRole('button', { name: /^Runs: / }).first().click();
    await expect(page.locator('[part=tray-panel]')).toBeVisible();
    await page.evaluate(() => globalThis.deck.destroy());
    expect(await page.evaluate(() => globalThis.violations)).toEqual([]);
  });
}
