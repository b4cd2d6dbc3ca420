// The page before the program runs, and when it cannot run.

import { expect, test } from '../fixtures.js';

const WASM = /_bg\.wasm$/;
const GLUE = /\/taskdeck-[0-9a-f]+\.js$/;

test.describe('loading', () => {
  test('the program replaces the skeleton', async ({ deck, page }) => {
    await deck.open();
    await expect(page).toHaveTitle(/Taskdeck/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(page.getByText('Loading…')).toHaveCount(0);
  });

  test('the skeleton is shown until then, at any width', async ({ deck, page, server }) => {
    let go;
    const arrived = new Promise((resolve) => (go = resolve));
    server.answer(WASM, async (request, response) => {
      await arrived;
      await server.pass(request, response);
    });
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto('/', { waitUntil: 'commit' });
    await expect(page.getByRole('status').filter({ hasText: 'Loading…' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Taskdeck' })).toBeVisible();
    await deck.expectNoSidewaysScroll();
    await deck.expectAccessible();
    go();
    await deck.ready();
  });
});

test.describe('a failed load', () => {
  const alert = (page) => page.getByRole('alert');
  test.beforeEach(({ problems }) => problems.allow(/404|Failed to load|WebAssembly|wasm|NetworkError|connection/i));

  test('shows the answer of the server, and Try again loads again', async ({ deck, page, server }) => {
    let broken = true;
    server.answer(WASM, async (request, response) => {
      if (broken) response.writeHead(404).end();
      else await server.pass(request, response);
    });
    await page.goto('/');
    await expect(alert(page)).toContainText('Taskdeck could not start');
    await expect(alert(page)).toContainText('The server answered 404 Not Found');
    await deck.expectAccessible();
    broken = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await deck.ready();
  });

  test('says that the connection was lost', async ({ page, server }) => {
    server.answer(GLUE, (request, response) => response.destroy());
    await page.goto('/');
    await expect(alert(page)).toContainText('The server could not be reached');
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  });

  test('says that the program does not fit the browser', async ({ page, server }) => {
    server.answer(WASM, (request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/wasm' }).end('not a program');
    });
    await page.goto('/');
    await expect(alert(page)).toContainText('This browser cannot run its WebAssembly');
  });

  test('says that the browser has no WebAssembly', async ({ deck, page }) => {
    await page.addInitScript(() => delete globalThis.WebAssembly);
    await page.goto('/');
    await expect(alert(page)).toContainText('Taskdeck needs WebAssembly');
    await expect(page.getByRole('button', { name: 'Try again' })).toBeHidden();
    await deck.expectAccessible();
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a plain message says what is missing', async ({ browserName, page }) => {
    test.skip(browserName === 'firefox', 'WebDriver BiDi cannot switch JavaScript off');
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Taskdeck needs JavaScript' })).toBeVisible();
    await expect(page.getByText('Loading…')).toBeHidden();
  });
});

test.describe('the content security policy', () => {
  test('blocks inline scripts', async ({ deck, page, problems }) => {
    problems.allow(/policy|Content.Security/i);
    await deck.open();
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    expect(policy).toContain("connect-src 'self' http: https:");
    expect(policy).toContain("img-src 'self' data: blob:");
    expect(policy).not.toContain("'unsafe-inline'");
    expect(policy).not.toContain("'unsafe-eval'");
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.ranAnyway = true';
      document.head.append(script);
      return Boolean(globalThis.ranAnyway);
    });
    expect(ran).toBe(false);
  });
});
