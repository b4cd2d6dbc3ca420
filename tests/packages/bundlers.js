// Serves a page with each bundler, set up with no more than the README describes. Each function takes the root of a project. It
// resolves with the address and a function that stops the server.

import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { nodeResolve } from '@rollup/plugin-node-resolve';
import * as esbuild from 'esbuild';
import { rollup } from 'rollup';
import webpack from 'webpack';

import { startServer } from '../e2e/server.js';

const quiet = (root) => ({ root, configFile: false, logLevel: 'error', clearScreen: false });

async function serve(dist) {
  const server = await startServer({ dist });
  return { address: `${server.origin}/`, stop: () => server.stop() };
}

/** Copies the WebAssembly beside the bundle, for bundlers that leave `new URL(…, import.meta.url)` unchanged. */
function copyWasm(root, dist) {
  const from = join(root, 'node_modules/taskdeck');
  for (const wasm of readdirSync(from).filter((name) => name.endsWith('.wasm'))) cpSync(join(from, wasm), join(dist, wasm));
  cpSync(join(root, 'index.html'), join(dist, 'index.html'));
}

function viteDev(name, optimizeDeps) {
  return async (root) => {
    const vite = await import(name);
    const server = await vite.createServer({ ...quiet(root), optimizeDeps, server: { host: '127.0.0.1', port: 0 } });
    await server.listen();
    return { address: server.resolvedUrls.local[0], stop: () => server.close() };
  };
}

function viteBuild(name, build) {
  return async (root) => {
    const vite = await import(name);
    await vite.build({ ...quiet(root), build });
    return serve(join(root, 'dist'));
  };
}

/** Older versions of Vite move optimized modules away from their WebAssembly. */
const AS_IT_IS = { exclude: ['taskdeck'] };

/** They also build for browsers without top-level await. */
const MODERN = { target: 'es2022' };

export const bundlers = {
  'vite5-dev': viteDev('vite5', AS_IT_IS),
  'vite5-build': viteBuild('vite5', MODERN),
  'vite6-dev': viteDev('vite6', AS_IT_IS),
  'vite6-build': viteBuild('vite6', MODERN),
  'vite7-dev': viteDev('vite7', AS_IT_IS),
  'vite7-build': viteBuild('vite7'),
  'vite-dev': viteDev('vite'),
  'vite-build': viteBuild('vite'),

  async esbuild(root) {
    const dist = join(root, 'dist');
    await esbuild.build({ absWorkingDir: root, entryPoints: ['main.js'], bundle: true, minify: true, format: 'esm', outdir: dist });
    copyWasm(root, dist);
    return serve(dist);
  },

  async rollup(root) {
    const dist = join(root, 'dist');
    // React's packages are CommonJS, which Rollup alone cannot read, so it is tried without React.
    const bundle = await rollup({ input: join(root, 'main.js'), plugins: [nodeResolve()], onwarn: (warning) => { throw new Error(warning.message); } });
    await bundle.write({ dir: dist, format: 'es' });
    await bundle.close();
    copyWasm(root, dist);
    return serve(dist);
  },

  async webpack(root) {
    const stats = await promisify(webpack)({
      context: root,
      mode: 'production',
      entry: './main.js',
      output: { path: join(root, 'dist') },
      performance: { hints: false },
    });
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString('errors-warnings'));
    cpSync(join(root, 'index.html'), join(root, 'dist/index.html'));
    return serve(join(root, 'dist'));
  },
};

/** Whether a bundler finds a worker by `new Worker(new URL(…, import.meta.url))`. */
export const findsWorkers = (name) => /^(vite\d?-|webpack)/.test(name);
