// The widget's README begins with ten lines that work when they are pasted into a page.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../widget.js';
import { DIST } from '../../server.js';

test('the first ten lines of the README, pasted into a page, show a running task', async ({ page, server, baseURL, deck }) => {
  const readme = await readFile(join(DIST, 'widget/README.md'), 'utf8');
  const [, code] = /^```html\n([\s\S]*?)^```/m.exec(readme);
  expect(code.trimEnd().split('\n')).toHaveLength(10);
  expect(readme.slice(0, readme.indexOf(code))).not.toContain('## ');

  server.answer(/^\/pasted\.html$/, (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html><link rel="icon" href="data:," />\n${code}`);
  });
  // The path of the package as npm installs it.
  server.answer(/^\/node_modules\/taskdeck\//, (request, response) => {
    request.url = request.url.replace('/node_modules/taskdeck/', '/widget/');
    return server.pass(request, response);
  });
  await page.goto(`${baseURL}/pasted.html`);
  await expect(deck.progress('Count to ten')).toHaveAttribute('aria-valuenow', /^[1-9]/);
  await deck.expectStatus('Count to ten', 'Completed');
});

test('the first JavaScript of the repository’s README fails if the server answers 503', async ({ inPage, server, problems }) => {
  problems.allow(/503/);
  server.answer(/^\/sync$/, (_, response) => response.writeHead(503).end());
  const readme = await readFile(new URL('../../../../README.md', import.meta.url), 'utf8');
  const [, code] = /^```js\n([\s\S]*?)^```/m.exec(readme);
  const seen = await inPage(async ({ rejection }, code) => {
    document.querySelector('#place').id = 'tasks';
    const module = code
      .replace("'taskdeck'", `'${location.origin}/widget/taskdeck.js'`)
      .replace("'/sync'", `'${location.origin}/sync'`)
      .replace('limit: 3', 'limit: 1, delay: 1')
      .replace('await run.result', 'export { run }');
    const { run } = await import(`data:text/javascript,${encodeURIComponent(module)}`);
    return [(await rejection(run.result)).message, run.status, run.attempt];
  }, code);
  expect(seen).toEqual(['The server answered 503', 'failed', 2]);
});
