// Runs decks without a page. Each function takes the packed widget and throws if it does not work.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { fresh } from './project.js';

const PATIENCE = 120_000;

/** Runs a script in Node to its end and returns its output. Throws if it fails. */
async function node(root, script, ...given) {
  const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: '' };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...given], { cwd: root, timeout: PATIENCE, env: environment });
    return stdout;
  } catch (error) {
    throw new Error([error.message, error.stdout, error.stderr].join('\n'));
  }
}

/** Runs the tests in the folder `app`. */
const vitest = (name, app, environment) => async (tarball) => {
  const root = fresh(name, tarball, { app, linked: ['vitest'] });
  await node(root, 'node_modules/vitest/vitest.mjs', 'run', '--environment', environment);
};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until a server answers. */
async function answer(address) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await fetch(address);
    } catch (error) {
      if (tries === 300) throw error;
      await new Promise((passed) => setTimeout(passed, 100));
    }
  }
}

const next = (...bundler) => async (tarball, use) => {
  const root = fresh(`next${bundler.join('')}`, tarball, { app: 'app-next', copied: ['next', 'react', 'react-dom'] });
  const program = 'node_modules/next/dist/bin/next';
  await node(root, program, 'build', ...bundler);
  const port = await freePort();
  const server = spawn(process.execPath, [program, 'start', '--port', String(port), '--hostname', '127.0.0.1'], { cwd: root, stdio: 'ignore' });
  try {
    const response = await answer(`http://127.0.0.1:${port}/api/count`);
    const value = await response.text();
    if (value !== '"counted"') throw new Error(`the route handler answered ${response.status}: ${value}`);
    await use(`http://127.0.0.1:${port}/`);
    await use(`http://127.0.0.1:${port}/lazy`);
  } finally {
    server.kill();
    await once(server, 'exit');
  }
};

export const runtimes = {
  async node(tarball) {
    const root = fresh('node', tarball, { app: 'app-node' });
    const said = await node(root, join(root, 'count.js'));
    if (!said.includes("status: 'completed'")) throw new Error(`the console of Node shows no snapshot: ${said}`);
  },
  'vitest-node': vitest('vitest-node', 'app-node', 'node'),
  'vitest-jsdom': vitest('vitest-jsdom', 'app-node', 'jsdom'),
  // The example's test of its own task, in virtual time.
  'own-ui': vitest('own-ui', '../../examples/own-ui/src', 'node'),
  next: next('--turbopack'),
  'next-webpack': next('--webpack'),
};
