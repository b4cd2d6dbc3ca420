// The widget's README begins with ten lines that work when they are pasted into a page.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures.js';
import { DIST } from '../../server.js';

test('the first ten lines of the README, pasted into a page, show a task that runs', async ({ page, server, baseURL, deck }) => {
  const readme = await readFile(join(DIST, 'widget/README.md'), 'utf8');
  const [, code] = /^```html\n([\s\S]*?)^```/m.exec(readme);
  expect(code.trimEnd().split('\n')).toHaveLength(10);
  expect(readme.slice(0, readme.indexOf(code))).not.toContain('## ');

  server.answer(/^\/pasted\.html$/, (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html><link rel="icon" href="data:," />\n${code}`);
  });
  // Where npm puts it.
  server.answer(/^\/node_modules\/taskdeck\//, (request, response) => {
    request.url = request.url.replace('/node_modules/taskdeck/', '/widget/');
    return server.pass(request, response);
  });
  await page.goto(`${baseURL}/pasted.html`);
  await expect(deck.progress('Count to ten')).toHaveAttribute('aria-valuenow', /^[1-9]/);
  await deck.expectStatus('Count to ten', 'Completed');
});
