// React for the tests of the hooks. It is bundled once per worker with the hooks of the built widget; the rest of the
// widget is loaded from where it is served.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test as base } from './fixtures.js';
import { DIST } from './server.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles a module that imports `taskdeck/react`. Its imports of the widget refer to `widget`. */
export async function bundled(entry, widget, options = {}) {
  const { outputFiles } = await build({
    entryPoints: [here(entry)],
    bundle: true,
    write: false,
    format: 'esm',
    // The development build of React, because only that mounts twice in StrictMode.
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'error',
    // dist/ has no packages next to it.
    nodePaths: [here('node_modules')],
    plugins: [
      {
        name: 'the built widget',
        setup(build) {
          build.onResolve({ filter: /^taskdeck\/react$/ }, () => ({ path: join(DIST, 'widget/react.js') }));
          build.onResolve({ filter: /^\.\// }, ({ path, importer }) =>
            importer === join(DIST, 'widget/react.js') ? { path: new URL(path, widget).href, external: true } : undefined,
          );
        },
      },
    ],
    ...options,
  });
  return outputFiles[0].text;
}

const PAGE = '<!doctype html><title>React</title><link rel="icon" href="data:," /><div id="app"></div><script type="module" src="/react.js"></script>';

export const test = base.extend({
  program: [
    async ({ server }, use) => use(await bundled('widget-pages/react/page.js', `${server.origin}/widget/`)),
    { scope: 'worker' },
  ],

  /** Runs code in a page with React and the hooks: `(tools, given) => …`. */
  inReact: async ({ page, server, baseURL, program }, use) => {
    server.answer(/^\/react\.html$/, (_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE));
    server.answer(/^\/react\.js$/, (_, response) => response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(program));
    await page.goto(`${baseURL}/react.html`);
    await expect(page.locator('html[data-ready]')).toBeAttached();
    await use((code, given) =>
      page.evaluate(
        ([code, given]) => {
          const turn = () => new Promise((resolve) => setTimeout(resolve));
          const until = async (holds) => {
            let value;
            while (!(value = await holds())) await turn();
            return value;
          };
          const app = document.querySelector('#app');
          return new Function(`return (${code})`)()({ ...globalThis.tools, app, turn, until }, given);
        },
        [code.toString(), given],
      ),
    );
  },
});

export { expect };
