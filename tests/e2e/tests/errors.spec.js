// How errors reach the user: toasts, the error modal, the banner of a storm, the bell, announcements.

import { expect, test } from '../fixtures.js';

/** Runs *Fails* with this message and waits for its toast. */
async function failWith(deck, message) {
  await (await deck.form('Fails')).getByLabel('Message').fill(message);
  await deck.unwatched(async () => {
    await deck.run('Fails');
    await expect(deck.toast(message)).toBeVisible();
  });
}

/** Fails the test if the page opens a native dialog. */
function forbidDialogs(page) {
  page.on('dialog', async (dialog) => {
    await dialog.dismiss();
    throw new Error(`the page asked: ${dialog.message()}`);
  });
}

/** Closes a modal that opened by itself. Such a modal ignores keys for a moment. */
async function escape(deck) {
  await expect(async () => {
    await deck.page.keyboard.press('Escape');
    await expect(deck.modal).toBeHidden({ timeout: 500 });
  }).toPass();
}

/** Throws an uncaught error in the page, which reaches the window's `error` event. */
async function throwLater(page, message) {
  await page.evaluate((text) => {
    setTimeout(() => {
      throw new Error(text);
    });
  }, message);
}

test.describe('a failed run', () => {
  test.beforeEach(async ({ deck }) => deck.open('?lab'));

  test('shows a toast with the title and the cause, and no dialog', async ({ deck }) => {
    await failWith(deck, 'no such page');
    const toast = deck.toast('no such page');
    await expect(toast).toContainText('Fails');
    for (const name of ['Details of Fails', 'Show error of Fails', 'Retry Fails']) {
      await expect(toast.getByRole('button', { name })).toBeVisible();
    }
    await expect(deck.modal).toHaveCount(0);
  });

  test('focus moves to the next toast when a program removes the focused one', async ({ deck, page }) => {
    await failWith(deck, 'the first');
    await failWith(deck, 'the second');
    const [first, second] = ['the first', 'the second'].map((text) => deck.toast(text));
    // A program retries it: no key or click may move focus.
    const inside = (toast) => toast.evaluate((item) => item.contains(document.activeElement));
    await page.keyboard.press('F8');
    await expect.poll(() => inside(second)).toBe(true);
    await deck.row('Fails').getByRole('button', { name: 'Retry Fails' }).evaluate((button) => button.click());
    await expect.poll(() => deck.focused()).toBe('button: Dismiss Fails');
    expect(await deck.notifications.evaluate((region) => region.contains(document.activeElement))).toBe(true);
    await expect(first).toHaveCount(1);
  });

  test('its toast stays, while the toast of a success disappears by itself', async ({ browserName, deck }) => {
    test.skip(browserName === 'firefox', 'the clocks are tested in virtual time; once in a page is enough, it takes 20 seconds');
    test.setTimeout(60_000);
    await failWith(deck, 'this stays');
    await deck.run('Ends at once');
    await deck.fillNumber((await deck.form('Timer')).getByLabel('Seconds'), '11');
    await deck.run('Timer');
    // A short run ends without a toast.
    await deck.unwatched(() => expect(deck.toast('Timer')).toBeVisible({ timeout: 30_000 }));
    await expect(deck.toast('Ends at once')).toHaveCount(0);
    await expect(deck.toast('Timer')).toHaveCount(0, { timeout: 20_000 });
    await expect(deck.toast('this stays')).toBeVisible();
  });

  test('Retry on its toast starts a new run and dismisses the toast', async ({ deck }) => {
    await failWith(deck, 'once more');
    await (await deck.form('Fails')).getByLabel('Message').fill('something else');
    const dismissed = await deck.toast('once more').elementHandle();
    await deck.unwatched(async () => {
      await deck.toast('once more').getByRole('button', { name: 'Retry Fails' }).click();
      await expect.poll(() => dismissed.evaluate((toast) => toast.isConnected)).toBe(false);
      // This toast belongs to the new run.
      await expect(deck.toast('once more')).toHaveCount(1);
    });
    await expect(deck.rows('Fails')).toHaveCount(2);
    await expect(deck.row('Fails')).toContainText('once more');
    await expect(deck.row('Fails').getByText('Failed', { exact: true })).toBeVisible();
  });

  test('a repeated failure counts up the toast that is shown', async ({ deck, page }) => {
    await deck.unwatched(async () => {
      await page.evaluate(() => {
        const button = document.querySelector('button[aria-label="Run Fails"]');
        button.click();
        button.click();
        button.click();
      });
      await expect(deck.toast('This task fails on purpose')).toHaveCount(1);
      await expect(deck.toast('This task fails on purpose')).toContainText('×3');
    });
  });

  test('three toasts are shown at a time, the others are counted, and the bell has all of them', async ({ deck, page }) => {
    for (let i = 1; i <= 5; i += 1) {
      await failWith(deck, `failure ${i}`);
    }
    await expect(deck.notifications.getByRole('listitem')).toHaveCount(3);
    await deck.notifications.getByRole('button', { name: '2 more' }).click();
    const history = page.getByRole('dialog', { name: 'Notification history' });
    await expect(history.getByRole('listitem')).toHaveCount(5);
    await deck.expectAccessible();
    await page.keyboard.press('Escape');
    await expect(history).toHaveCount(0);
  });

  test('dismissing a toast focuses the next one, and the bell keeps it', async ({ deck, page }) => {
    await failWith(deck, 'failure 1');
    await failWith(deck, 'failure 2');
    await deck.toast('failure 2').getByRole('button', { name: 'Dismiss Fails' }).focus();
    await page.keyboard.press('Enter');
    await expect(deck.toast('failure 2')).toHaveCount(0);
    await expect(deck.toast('failure 1').getByRole('button', { name: 'Dismiss Fails' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(deck.notifications.getByRole('listitem')).toHaveCount(0);
    // Focus moves a moment after the toast has gone.
    await expect.poll(() => deck.focused()).not.toBe('nothing');
    await deck.header.getByRole('button', { name: /^Notification history/ }).click();
    await expect(page.getByRole('dialog', { name: 'Notification history' }).getByRole('listitem')).toHaveCount(2);
  });

  test('is announced to screen readers', async ({ deck }) => {
    await deck.run('Fails');
    await expect(deck.announcement('Fails failed: This task fails on purpose')).toBeAttached();
  });
});

test.describe('the error modal', () => {
  test.beforeEach(async ({ deck }) => deck.open('?lab'));

  test('shows all that is known, takes the focus, and returns it', async ({ deck, page }) => {
    await failWith(deck, 'no such page');
    const details = deck.toast('no such page').getByRole('button', { name: 'Show error of Fails' });
    await details.click();
    await expect(deck.modal).toBeVisible();
    await expect(deck.modal).toHaveAttribute('aria-modal', 'true');
    await expect(deck.modal).toHaveAccessibleName('Fails');
    await expect(deck.modal).toHaveAccessibleDescription('no such page');
    const close = deck.modal.getByRole('button', { name: 'Close', exact: true });
    await expect(close).toBeFocused();
    await expect(deck.modal).toContainText(/Kind\s*Error/);
    await expect(deck.modal).toContainText(/Attempt\s*1/);
    await expect(deck.modal).toContainText('The lab asked for it');
    await expect(deck.modal).toContainText('Run was pressed');
    await expect(deck.modal).toContainText('About to fail');
    for (const name of ['Copy', 'Retry']) await expect(deck.modal.getByRole('button', { name, exact: true })).toBeVisible();
    await deck.expectAccessible();
    await page.keyboard.press('Escape');
    await expect(deck.modal).toBeHidden();
    await expect(details).toBeFocused();
    await details.click();
    await close.click();
    await expect(deck.modal).toBeHidden();
    await expect(details).toBeFocused();
  });

  test('keeps Tab and Shift+Tab inside', async ({ deck, page }) => {
    await failWith(deck, 'no such page');
    await deck.toast('no such page').getByRole('button', { name: 'Show error of Fails' }).click();
    const close = deck.modal.getByRole('button', { name: 'Close', exact: true });
    await expect(close).toBeFocused();
    for (const key of ['Tab', 'Shift+Tab']) {
      const stops = new Set();
      do {
        await page.keyboard.press(key);
        const inside = await deck.modal.evaluate((modal) => modal.contains(document.activeElement));
        expect(inside, `${key} stays inside`).toBe(true);
        stops.add(await deck.focused());
      } while (stops.size < 10 && !(await close.evaluate((button) => button === document.activeElement)));
      expect(stops.size, `${key} comes by every control`).toBeGreaterThanOrEqual(4);
      await expect(close).toBeFocused();
    }
  });

  test('Retry starts a new run and closes the modal', async ({ deck }) => {
    await failWith(deck, 'once more');
    await deck.toast('once more').getByRole('button', { name: 'Show error of Fails' }).click();
    await deck.modal.getByRole('button', { name: 'Retry', exact: true }).click();
    await expect(deck.modal).toBeHidden();
    await expect(deck.rows('Fails')).toHaveCount(2);
    await expect.poll(() => deck.focused(), 'focus is somewhere').not.toBe('nothing');
  });

  test('failures while it is open change only the number in it', async ({ deck, page }) => {
    await failWith(deck, 'the first');
    await deck.toast('the first').getByRole('button', { name: 'Show error of Fails' }).click();
    await expect(deck.modal).toBeVisible();
    // The page behind the dialog is inert, but programs can still call it.
    await page.evaluate(() => document.querySelector('button[aria-label="Run Ends at once"]').click());
    await page.evaluate(() => document.querySelector('button[aria-label="Run Fails"]').click());
    await expect(deck.modal).toContainText('1 of 2');
    await expect(deck.modal).toHaveAccessibleDescription('the first');
    await expect(deck.modal.getByRole('button', { name: 'Close', exact: true })).toBeFocused();
    await deck.modal.getByRole('button', { name: 'Next error' }).click();
    await expect(deck.modal).toContainText('2 of 2');
    await deck.modal.getByRole('button', { name: 'Previous error' }).click();
    await expect(deck.modal).toHaveAccessibleDescription('the first');
    await expect(page.locator('dialog[open]')).toHaveCount(1);
  });

  test('Copy copies plain text with everything that a report needs', async ({ deck, page }) => {
    await page.evaluate(() => {
      navigator.clipboard.writeText = async (text) => {
        globalThis.copied = text;
      };
    });
    await failWith(deck, 'no such page');
    await deck.toast('no such page').getByRole('button', { name: 'Show error of Fails' }).click();
    await deck.modal.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(deck.modal.getByRole('status')).toHaveText('Copied');
    const text = await page.evaluate(() => globalThis.copied);
    for (const part of ['Fails\nno such page', 'Caused by: The lab asked for it', 'Kind: Error', 'Taskdeck: ', 'Browser: Mozilla', 'About to fail']) {
      expect(text).toContain(part);
    }
  });

  test('if copying is refused, the text is shown and selected', async ({ deck, page }) => {
    await page.evaluate(() => {
      navigator.clipboard.writeText = async () => {
        throw new DOMException('not allowed', 'NotAllowedError');
      };
    });
    await failWith(deck, 'no such page');
    await deck.toast('no such page').getByRole('button', { name: 'Show error of Fails' }).click();
    await deck.modal.getByRole('button', { name: 'Copy', exact: true }).click();
    const text = deck.modal.getByRole('textbox', { name: /Copying was refused/ });
    await expect(text).toBeFocused();
    await expect(text).toHaveValue(/no such page/);
    await expect
      .poll(() => text.evaluate((area) => area.selectionEnd - area.selectionStart === area.value.length && area.value.length > 0))
      .toBe(true);
  });
});

test.describe('hostile text', () => {
  test('is shown as text everywhere', async ({ deck, page }) => {
    test.setTimeout(60_000);
    forbidDialogs(page);
    await deck.open('?lab');
    const title = 'Fails with hostile text';
    const markup = '<img src=x onerror=';
    await deck.unwatched(async () => {
      await deck.run(title);
      await expect(deck.toast(title)).toContainText(markup);
    });
    await deck.expectStatus(title, 'Failed');
    await expect(deck.row(title)).toContainText(markup);
    await deck.toast(title).getByRole('button', { name: `Details of ${title}` }).click();
    await expect(deck.section('Error')).toContainText(markup);
    await expect(deck.section('Error')).toContainText('<b>not bold</b>');
    await expect(deck.section('Error')).toContainText('more characters are not shown');
    await expect(deck.toast(title)).toHaveCount(0);
    await deck.header.getByRole('button', { name: /^Notification history/ }).click();
    await page.getByRole('dialog', { name: 'Notification history' }).getByRole('button', { name: `Show error of ${title}` }).click();
    await expect(deck.modal).toContainText(markup);
    await expect(deck.modal).toContainText('<b>not bold</b>');
    expect(await page.locator('img[src="x"], b').count()).toBe(0);
    await expect(page).toHaveTitle('Taskdeck');
    await expect(page.locator('dialog[open]')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(deck.modal).toBeHidden();
  });

  test('does not break the layout of the page', async ({ deck, page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await deck.open('?lab');
    await deck.unwatched(async () => {
      await deck.run('Fails with hostile text');
      await expect(deck.toast('Fails with hostile text')).toBeVisible();
    });
    await deck.expectNoSidewaysScroll();
  });
});

test.describe('200 failures at once', () => {
  const MESSAGE = 'One of a storm of errors';
  const banner = (page) => page.getByRole('region', { name: 'Many failures' });

  test.beforeEach(async ({ deck }) => deck.open('?lab'));

  test('open no dialog, are all kept, and do not move the focus', async ({ deck, page }) => {
    forbidDialogs(page);
    const run = deck.card('Error storm').getByRole('button', { name: 'Run Error storm' });
    await run.focus();
    await page.keyboard.press('Enter');
    await expect(deck.header).toContainText('200 failed');
    await expect(banner(page)).toContainText(`200 failed: ${MESSAGE}`);
    await expect(page.locator('dialog[open]')).toHaveCount(0);
    await expect(run).toBeFocused();
    await expect(deck.row('Error storm')).toHaveAttribute('aria-setsize', '200');
    await deck.runs.getByRole('combobox', { name: 'Status' }).selectOption('Failed');
    await expect(deck.row('Error storm')).toHaveAttribute('aria-setsize', '200');
    await expect(deck.announcement('200 failed').first()).toBeAttached();
    // There is one banner and no toast.
    await expect(deck.toast(MESSAGE)).toHaveCount(0);
  });

  test('Show opens one dialog with all of them, and closing it returns the focus', async ({ deck, page }) => {
    await deck.run('Error storm');
    await expect(banner(page)).toContainText('200 failed');
    const show = banner(page).getByRole('button', { name: 'Show' });
    await show.focus();
    await page.keyboard.press('Enter');
    await expect(deck.modal).toContainText('1 of 200');
    await expect(page.locator('dialog[open]')).toHaveCount(1);
    await expect(deck.modal.getByRole('button', { name: 'Close', exact: true })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(deck.modal).toBeHidden();
    await expect(page.locator('dialog[open]')).toHaveCount(0);
    await expect(show).toBeFocused();
  });

  test('Retry all retries each run', async ({ deck, page }) => {
    await deck.run('Error storm');
    await expect(banner(page)).toContainText('200 failed');
    await banner(page).getByRole('button', { name: 'Retry all' }).click();
    await deck.lookAway();
    await expect(deck.row('Error storm')).toHaveAttribute('aria-setsize', '400');
    await expect(banner(page)).toContainText('200 failed');
  });

  test('Dismiss removes the banner only', async ({ deck, page }) => {
    await deck.run('Error storm');
    await expect(banner(page)).toContainText('200 failed');
    await banner(page).getByRole('button', { name: 'Dismiss' }).click();
    await expect(banner(page)).toHaveCount(0);
    await expect(deck.header).toContainText('200 failed');
    await expect.poll(() => deck.focused()).not.toBe('nothing');
  });
});

test.describe('an error during the display of an error', () => {
  test('opens at most one dialog', async ({ deck, page, problems }) => {
    problems.allow(/./);
    forbidDialogs(page);
    await deck.open('?lab');
    const title = 'Error while showing an error';
    await deck.run(title);
    await deck.expectStatus(title, 'Failed');
    await expect(page.locator('dialog[open]')).toHaveCount(await deck.modal.count());
    expect(await page.locator('dialog[open]').count()).toBeLessThanOrEqual(1);
    if ((await deck.modal.count()) > 0) await escape(deck);
    // The error is still in the run's details, and the page keeps working.
    await deck.openDetails(title);
    await expect(deck.section('Error')).toBeVisible();
    await deck.run('Ends at once');
    await deck.lookAway();
    await deck.expectStatus('Ends at once', 'Completed');
  });
});

test.describe('uncaught errors', () => {
  test.beforeEach(({ problems }) => problems.allow(/boom/));

  test('an uncaught error opens the modal once, and closing it returns the focus', async ({ deck, page }) => {
    await deck.open('?lab');
    const run = deck.card('Timer').getByRole('button', { name: 'Run Timer' });
    await run.focus();
    await throwLater(page, 'boom');
    await expect(deck.modal).toBeVisible();
    await expect(deck.modal).toContainText('Error: boom');
    await expect(deck.modal).toContainText('Not caught');
    await expect(deck.modal.getByRole('button', { name: 'Close', exact: true })).toBeFocused();
    await expect(deck.modal.getByText(/\d+ of \d+/)).toHaveCount(0);
    await deck.expectAccessible();
    await escape(deck);
    await expect(run).toBeFocused();
  });

  test('an unhandled rejection opens the modal too, and is added to an open one', async ({ deck, page }) => {
    await deck.open();
    await page.evaluate(() => {
      Promise.reject(new TypeError('boom one'));
    });
    await expect(deck.modal).toContainText('TypeError: boom one');
    await page.evaluate(() => {
      Promise.reject(new RangeError('boom two'));
    });
    await expect(deck.modal).toContainText('1 of 2');
    await expect(page.locator('dialog[open]')).toHaveCount(1);
    await deck.modal.getByRole('button', { name: 'Next error' }).click();
    await expect(deck.modal).toContainText('RangeError: boom two');
  });

  test("earlier error handlers of the page still run, once each", async ({ deck, page }) => {
    await page.addInitScript(() => {
      globalThis.reported = [];
      addEventListener('error', (event) => reported.push(event.message));
      addEventListener('unhandledrejection', (event) => reported.push(String(event.reason)));
    });
    await deck.open();
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('boom one');
      });
      Promise.reject(new Error('boom two'));
    });
    await expect(deck.modal).toContainText('1 of 2');
    const reported = await page.evaluate(() => globalThis.reported);
    expect(reported).toHaveLength(2);
    expect(reported.join()).toContain('boom one');
    expect(reported.join()).toContain('boom two');
  });

  test('harmless errors are not shown', async ({ deck, page, problems }) => {
    problems.allow(/AbortError|aborted|ResizeObserver/i);
    await deck.open();
    await page.evaluate(() => {
      Promise.reject(new DOMException('The user aborted a request.', 'AbortError'));
      const message = 'ResizeObserver loop completed with undelivered notifications.';
      dispatchEvent(new ErrorEvent('error', { message }));
    });
    // Only the later error is shown.
    await throwLater(page, 'boom');
    await expect(deck.modal).toContainText('Error: boom');
    await expect(deck.modal.getByText(/\d+ of \d+/)).toHaveCount(0);
  });

  test('typing is not interrupted', async ({ deck, page }) => {
    await deck.open();
    const search = deck.runs.getByRole('searchbox');
    await search.focus();
    await page.keyboard.type('half a wo');
    await throwLater(page, 'boom');
    await expect(deck.toast('boom')).toBeVisible();
    await expect(deck.modal).toHaveCount(0);
    await page.keyboard.type('rd');
    await expect(search).toHaveValue('half a word');
    await expect(search).toBeFocused();
  });

  test('a modal that opens by itself ignores keys that were pressed for something else', async ({ deck, page }) => {
    await deck.open();
    // Done in one turn, because even the slowest machine leaves no time in between.
    const stayed = await page.evaluate(() => {
      reportError(new Error('boom'));
      const modal = document.querySelector('dialog[open]');
      const key = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
      document.activeElement.dispatchEvent(key);
      return modal?.open === true && key.defaultPrevented;
    });
    expect(stayed).toBe(true);
    await expect(deck.modal).toBeVisible();
  });

  test('after three in five seconds, further ones share a toast', async ({ deck, page }) => {
    await deck.open();
    const opened = await page.evaluate(async () => {
      let count = 0;
      for (let i = 1; i <= 6; i += 1) {
        reportError(new Error(`boom ${i}`));
        const modal = document.querySelector('dialog[open]');
        if (!modal) continue;
        count += 1;
        const closed = new Promise((resolve) => modal.addEventListener('close', resolve, { once: true }));
        modal.close();
        await closed;
        // Two frames later, focus has left the dialog.
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      }
      return count;
    });
    expect(opened).toBe(3);
    await expect(deck.modal).toHaveCount(0);
    await expect(deck.notifications.getByRole('listitem')).toHaveCount(1);
    await expect(deck.notifications.getByRole('listitem')).toContainText('3 more errors');
  });
});
