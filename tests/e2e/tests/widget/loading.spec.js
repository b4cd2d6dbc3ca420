// Wasm that cannot be loaded: the error has the code `load`, the name of the file and a remedy.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../widget.js';
import { DIST } from '../../server.js';

const ENGINE = /^\/widget\/taskdeck_engine_bg\.wasm$/;
const wasm = { 'Content-Type': 'application/wasm' };
const engine = () => readFile(join(DIST, 'widget/taskdeck_engine_bg.wasm'));

const cases = [
  ['is missing', (_, response) => response.writeHead(404).end(), /taskdeck_engine_bg\.wasm: the server answered 404 Not Found; copy the \.wasm files/],
  ['is refused', (_, response) => response.writeHead(503).end(), /taskdeck_engine_bg\.wasm: the server answered 503/],
  ['is a page', (_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><p>'), /is no WebAssembly: it begins with "<!doctype html>.*" and is served as text\/html/],
  ['is cut', async (_, response) => response.writeHead(200, wasm).end((await engine()).subarray(0, 5000)), /taskdeck_engine_bg\.wasm: it could not be compiled/],
  ['is cut off', (request) => request.socket.destroy(), /taskdeck_engine_bg\.wasm: it could not be fetched .*connect-src/],
  ['is another module', (_, response) => response.writeHead(200, wasm).end(Buffer.from([0, 97, 115, 109, 1, 0, 0, 0])), /taskdeck_engine_bg\.wasm: it is another module; it does not fit/],
];

for (const [what, answer, message] of cases) {
  test(`wasm that ${what}`, async ({ inPage, server, problems }) => {
    problems.allow(/404|503|Failed to load|error/i);
    let isRight = false;
    server.answer(ENGINE, (request, response) => (isRight ? server.pass(request, response) : answer(request, response)));
    const load = async ({ createDeck }) => createDeck().then((deck) => deck.spawn('Fine', () => 'fine').result, ({ code, message, cause }) => ({ code, message, hasCause: cause instanceof Error }));
    expect(await inPage(load)).toEqual({ code: 'load', message: expect.stringMatching(message), hasCause: true });
    // The next call tries again.
    isRight = true;
    expect(await inPage(load)).toBe('fine');
  });
}

test('wasm of the wrong kind, and without its media type', async ({ inPage, server }) => {
  server.answer(ENGINE, async (_, response) => response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(await engine()));
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const bytes = await (await fetch('/widget/taskdeck_engine_bg.wasm')).arrayBuffer();
    const wrong = await rejection(createDeck({ target: '#place', wasm: bytes }));
    const text = await rejection(createDeck({ wasm: new TextEncoder().encode('no wasm') }));
    const all = [];
    for (const wasm of [7, null, '', {}, []]) all.push((await rejection(createDeck({ wasm }))).code);
    const deck = await createDeck();
    return [wrong.code, wrong.message, text.message, all, await deck.spawn('Fine', () => 'fine').result];
  });
  expect(seen).toEqual([
    'load',
    expect.stringContaining('needs taskdeck_wasm_bg.wasm'),
    expect.stringContaining('what was given as wasm: it is no WebAssembly: it begins with "no wasm"'),
    Array(5).fill('wasm'),
    'fine',
  ]);
});

test('bytes that are no WebAssembly are told what would be right, and an address that comes too late warns', async ({ inPage }) => {
  const seen = await inPage(async ({ createDeck, rejection }) => {
    const warnings = [];
    console.warn = (text) => warnings.push(text);
    const wrong = await rejection(createDeck({ wasm: new TextEncoder().encode('no wasm') }));
    await createDeck({ wasm: '/widget/taskdeck_engine_bg.wasm' });
    await createDeck({ wasm: '/widget/taskdeck_engine_bg.wasm' });
    await createDeck({ wasm: '/elsewhere.wasm' });
    return [wrong.message, warnings];
  });
  expect(seen[0]).toContain('give the bytes or the address of a .wasm file of the package');
  expect(seen[1]).toEqual([expect.stringContaining('wasm: "/elsewhere.wasm" has no effect')]);
});
