// Real responses of a network: redirects to nowhere, broken headers, partial files, and names in every encoding.

import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { test, expect } from '../fixtures.js';
import { cells } from '../cells.js';

const NOT_KNOWN = 'could not be reached, or the browser refused it';
const PROBLEMS = 'Done with problems';

test.beforeEach(async ({ deck, problems }) => {
  problems.allow(/Failed to load|CORS|Cross-Origin|ERR_|NetworkError|40[14]|net::|blocked|HTTP|Content-Disposition/i);
  await deck.open();
});

/** Returns the title of the run that downloads from an address. */
function titleOf(address) {
  const { host, pathname } = new URL(address);
  const last = decodeURIComponent(pathname).split('/').filter(Boolean).at(-1);
  return `Download: ${last ?? host.replace(':', '_')}`;
}

/** Runs *Download* for an address. Returns the row of its run once it has this status. */
async function download(deck, address, status = 'Failed') {
  await (await deck.form('Download')).getByLabel('Address').fill(address);
  await deck.run('Download');
  await deck.lookAway();
  await deck.expectStatus(titleOf(address), status);
  return deck.row(titleOf(address));
}

/** Expects that the download from an address is saved under this name. */
async function expectName(deck, address, name) {
  await download(deck, address, 'Completed');
  await deck.openDetails(titleOf(address));
  const details = deck.page.getByRole('region', { name: `Details of ${titleOf(address)}`, exact: true });
  await expect(details.locator('.td-file').getByRole('button')).toHaveAccessibleName(`Save ${name}`);
}

/** Runs *Check addresses* for a list. Returns the cells of its table. Addresses without a readable answer are problems. */
async function check(deck, addresses, status = 'Completed') {
  await (await deck.form('Check addresses')).getByLabel('Addresses', { exact: true }).fill(addresses.join('\n'));
  await deck.run('Check addresses');
  await deck.expectStatus('Check addresses', status);
  await deck.openDetails('Check addresses');
  return cells(deck);
}

/** Returns an address at a port where nothing listens. */
async function closed() {
  const port = await new Promise((resolve) => {
    const holder = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = holder.address();
      holder.close(() => resolve(free));
    });
  });
  return `http://127.0.0.1:${port}/file`;
}

const host = (address) => new URL(address).host;
const redirect = (server, to, raw = {}) => server.raw({ status: '302 Found', headers: [`Location: ${to}`, 'Content-Length: 0'], ...raw });
const file = (...headers) => ({ headers: ['Content-Length: 4', ...headers], body: 'file' });

test.describe('a failure names what is known, and the host that it is known of', () => {
  test('a redirect in a circle, to data: or to a blocked port is named as a redirect', async ({ browserName, deck, server }) => {
    const circle = redirect(server, '/~/raw/circle', { id: 'circle' });
    const readable = redirect(server, `${server.other}/~/raw/readable`, { id: 'readable', cors: true, other: true });
    for (const address of [circle, readable, redirect(server, 'data:text/plain,hello'), redirect(server, 'http://127.0.0.1:6000/')]) {
      const row = await download(deck, address);
      const where = browserName === 'firefox' ? 'to an address that browsers do not open' : `to an address that ${NOT_KNOWN}`;
      await expect(row).toContainText(`${host(address)} redirects in a circle, or ${where}`);
    }
  });

  test('a redirect to a host that does not answer blames no host', async ({ deck, server }) => {
    const own = await download(deck, redirect(server, await closed()));
    await expect(own).toContainText(`${host(server.origin)} redirects in a circle, or to an address that ${NOT_KNOWN}`);
    // If another site hides its responses, only the answer can be detected, not the redirect.
    const hidden = await download(deck, redirect(server, await closed(), { other: true }));
    await expect(hidden).toContainText(`${host(server.other)} answers, but this address ${NOT_KNOWN}`);
  });

  test('a redirect to a site that hides its answers is distinguished from such a site', async ({ deck, server }) => {
    const led = await download(deck, redirect(server, server.file({ other: true })));
    await expect(led).toContainText(`${host(server.origin)} redirects to a site that does not let pages read it`);
    const hidden = await download(deck, redirect(server, server.file(), { other: true }));
    await expect(hidden).toContainText(`${host(server.other)} is reachable, but does not let pages read it`);
  });

  test('a blocked port is named', async ({ deck }) => {
    for (const port of [22, 6000, 6697]) {
      const row = await download(deck, `http://127.0.0.1:${port}/`);
      await expect(row).toContainText(`127.0.0.1:${port} is blocked: browsers send nothing to port ${port}`);
    }
  });

  test('headers that the browser refuses are not reported as an unreachable host', async ({ browserName, deck, server }) => {
    const broken = [
      file('Content-Disposition: attachment; filename=a', 'Content-Disposition: attachment; filename=b'),
      { headers: ['Content-Length: 4', 'Content-Length: 5'], body: 'file' },
      file('X-Broken: a\0b'),
    ];
    for (const raw of broken) {
      const row = await download(deck, server.raw(raw));
      const own = browserName === 'firefox' ? 'answered, but the browser refused the headers of its answer' : `answers, but this address ${NOT_KNOWN}`;
      await expect(row).toContainText(`${host(server.origin)} ${own}`);
      const elsewhere = await download(deck, server.raw({ ...raw, cors: true, other: true }));
      await expect(elsewhere).toContainText(`${host(server.other)} answers, but this address ${NOT_KNOWN}`);
    }
  });

  test('a block by the policy of the page is named', async ({ deck, page, problems, server }) => {
    problems.allow(/policy/i);
    await page.goto('/strict/');
    await deck.ready();
    const address = server.raw({ ...file(), cors: true, other: true, id: 'forbidden' });
    const why = `The content security policy of this page forbids ${host(server.other)}, or an address that it redirects to`;
    await expect(await download(deck, address)).toContainText(why);
    const [row] = await check(deck, [address], PROBLEMS);
    expect(row.slice(1)).toEqual(['blocked: forbidden by the content security policy of this page', '', '']);
    expect(server.seen('forbidden').requests).toBe(0);
  });

  test('mixed content is named', async ({ browserName, deck, page, server }) => {
    test.skip(browserName === 'firefox', 'WebDriver BiDi serves no page over https without a certificate');
    await page.route('https://page.example/**', async (route) => {
      const { pathname, search } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: server.origin + pathname + search }) });
    });
    await page.goto('https://page.example/');
    await deck.ready();
    const row = await download(deck, 'http://plain.example/a.zip');
    await expect(row).toContainText('plain.example is blocked: not https, and this page is (mixed content)');
    // Local addresses are not mixed content.
    await expect(await download(deck, await closed())).not.toContainText('blocked');
  });

  test('a broken encoding is named, and nothing is saved', async ({ browserName, deck, server }) => {
    for (const encoding of ['gzip', 'br']) {
      const broken = { headers: [`Content-Encoding: ${encoding}`, 'Content-Length: 12'], body: 'not packed!!' };
      const row = await download(deck, server.raw(broken));
      await expect(row).toContainText(`The answer could not be unpacked: its encoding, ${encoding}, is broken. Nothing was saved`);
      // Chromium does not reveal how many bytes came from another site.
      const elsewhere = await download(deck, server.raw({ ...broken, cors: true, other: true }));
      const why = browserName === 'firefox' ? `its encoding, ${encoding}, is broken` : `The connection was cut after 0 bytes, or the encoding of the answer, ${encoding}, is broken`;
      await expect(elsewhere).toContainText(why);
    }
  });
});

test.describe('a partial file is never saved as the whole', () => {
  test('a partial or empty answer is not saved', async ({ deck, server }) => {
    const part = 'The server sent only a part of the file (206 Partial Content)';
    const cases = [
      [{ status: '206 Partial Content', headers: ['Content-Range: bytes 0-11/1000000', 'Content-Length: 12'], body: 'a part of it' }, `${part}: 12 of 1,000,000 bytes. Nothing was saved`],
      [{ status: '206 Partial Content', headers: ['Content-Range: bytes 0-11/*', 'Content-Length: 12'], body: 'a part of it' }, `${part}: 12 bytes. Nothing was saved`],
      [{ status: '206 Partial Content', headers: ['Content-Length: 12'], body: 'a part of it' }, `${part}. Nothing was saved`],
      [{ status: '204 No Content' }, 'The server answered 204 No Content: there is nothing to save'],
      [{ status: '205 Reset Content', headers: ['Content-Length: 0'] }, 'The server answered 205 Reset Content: there is nothing to save'],
      [{ status: '304 Not Modified' }, 'The server answered 304 Not Modified'],
      [{ status: '302 Found', headers: ['Content-Length: 2'], body: 'hi' }, 'The server answered 302 Found'],
    ];
    for (const [raw, why] of cases) {
      await expect(await download(deck, server.raw(raw))).toContainText(why);
    }
    await expect(await download(deck, server.raw({ ...cases[0][0], cors: true, other: true }))).toContainText(cases[0][1]);
  });

  test('a 206 whose range is the whole file is saved', async ({ deck, server }) => {
    await download(deck, server.raw({ status: '206 Partial Content', headers: ['Content-Range: bytes 0-11/12', 'Content-Length: 12'], body: 'all of it...' }), 'Completed');
  });

  test('a truncated body fails, compressed or not, from this origin and others', async ({ deck, server }) => {
    const packed = gzipSync('a line that is packed well\n'.repeat(5_000));
    const cuts = [
      { headers: ['Content-Length: 2000'], body: 'x'.repeat(1_000) },
      { headers: ['Transfer-Encoding: chunked'], body: '4\r\nfour\r\n' },
      { headers: ['Content-Encoding: gzip', `Content-Length: ${packed.length}`], body: packed.subarray(0, packed.length / 2) },
      { headers: ['Content-Encoding: gzip', 'Transfer-Encoding: chunked'], body: Buffer.concat([Buffer.from('64\r\n'), packed.subarray(0, 100), Buffer.from('\r\n')]) },
    ];
    for (const raw of cuts) {
      for (const place of [{}, { cors: true, other: true }]) {
        const row = await download(deck, server.raw({ ...raw, ...place }));
        await expect(row).toContainText(/The connection was cut after|Wrong length: [\d,]+ bytes came/);
        await expect(row).toContainText('Nothing was saved');
      }
    }
  });

  test('a short file that compression makes longer is complete', async ({ deck, server }) => {
    const packed = gzipSync('short');
    const raw = { headers: ['Content-Encoding: gzip', `Content-Length: ${packed.length}`, 'Access-Control-Allow-Origin: *'], body: packed };
    // Another site hides the encoding but not the length.
    for (const other of [false, true]) await download(deck, server.raw({ ...raw, other }), 'Completed');
  });
});

test.describe('a download gets the name that browsers give it', () => {
  const bytes = (text) => Buffer.from(text, 'latin1');
  const named = [
    ['filename="grüße.txt"', 'grüße.txt'],
    ['filename=grüße.txt', 'grüße.txt'],
    ['attachment; filename="日本 語.txt"', '日本 語.txt'],
    [bytes('attachment; filename="caf\xe9.txt"'), 'café.txt'],
    ["attachment; filename*=iso-8859-1'en'%A3%20rates.txt", '£ rates.txt'],
    ["attachment; filename*=Shift_JIS''%93%fa%96%7b.txt", '日本.txt'],
    ["attachment; filename=\"x.txt\"; filename*=UTF-8''%e2%82%ac.txt", '€.txt'],
    ['attachment; foo; filename=plain.txt', 'plain.txt'],
    ['attachment; filename="=?UTF-8?B?Z3LDvMOfZS50eHQ=?="', 'grüße.txt'],
    ['attachment; filename="a%20b%E2%82%AC.txt"', 'a b€.txt'],
    ['attachment; filename="../../a.txt. "', '_.._a.txt'],
    ["attachment; filename*=UTF-8''a%E2%80%AEtxt.exe", 'a_txt.exe'],
  ];

  test('from its header, valid or broken', async ({ deck, server }) => {
    for (const [header, name] of named) {
      const line = Buffer.concat([Buffer.from('Content-Disposition: '), Buffer.from(header)]);
      await expectName(deck, server.raw(file(line)), name);
    }
  });

  test('from the address after redirects, and from its type', async ({ deck, server }) => {
    const target = server.raw({ ...file('Content-Type: application/pdf'), path: '/the%20report' });
    await expectName(deck, redirect(server, target), 'the report.pdf');
    await expectName(deck, server.raw({ ...file('Content-Type: application/zip'), path: '/get.php?file=x' }), 'get.zip');
  });

  test('shortened to what file systems accept, with its extension', async ({ deck, server }) => {
    for (const [letter, count, left] of [['a', 240, 233], ['ä', 240, 116], ['🍵', 100, 58]]) {
      const header = `Content-Disposition: attachment; filename="${letter.repeat(count)}.tar.gz"`;
      await expectName(deck, server.raw(file(header)), `${letter.repeat(left)}.tar.gz`);
    }
  });
});

test.describe('Check addresses', () => {
  const time = (text) => Number(text.replace(/[^\d]/g, ''));

  test('sends one request to each address, and times that one', async ({ deck, server }) => {
    const slow = { ...file(), delay: 1_500 };
    const kinds = [{}, { other: true }, { other: true, cors: true }];
    const addresses = kinds.map((kind, at) => server.raw({ ...slow, ...kind, id: `slow-${at}` }));
    for (const [address, status, took] of await check(deck, addresses, PROBLEMS)) {
      const hidden = address === addresses[1];
      expect(status).toBe(hidden ? `hidden from pages, or ${NOT_KNOWN}` : '200 OK');
      expect(time(took)).toBeGreaterThanOrEqual(1_495);
      expect(time(took)).toBeLessThan(2_990);
      expect(server.seen(new URL(address).pathname.split('/')[3]).requests).toBe(1);
    }
  });

  test('does not count the body in the response time', async ({ deck, server }) => {
    const address = server.file({ other: true, cors: true, size: 40_000, chunk: 10_000, pause: 800 });
    const [[, status, took, size]] = await check(deck, [address]);
    expect([status, size]).toEqual(['200 OK', '40 kB']);
    expect(time(took)).toBeLessThan(1_600);
  });

  test('shows the new address after a redirect, if the page may see it', async ({ deck, server }) => {
    const target = server.file({ other: true, cors: true, size: 20 });
    const addresses = [redirect(server, target), server.file(), redirect(server, target, { other: true, cors: true }), redirect(server, target, { other: true })];
    const found = await check(deck, addresses, PROBLEMS);
    await expect(deck.details.getByRole('columnheader')).toHaveText(['Address', 'Status', 'Time', 'Size', 'Moved to']);
    expect(found.map((row) => row[4])).toEqual([target, '', target, '']);
    expect(found.map((row) => row[1])).toEqual(['200 OK', '200 OK', '200 OK', `hidden from pages, or ${NOT_KNOWN}`]);
  });

  test('sends no cookies, and opens no sign-in', async ({ context, deck, page, server }) => {
    await context.addCookies([{ name: 'visitor', value: 'known', url: server.origin }]);
    const signIn = { status: '401 Unauthorized', headers: ['WWW-Authenticate: Basic realm="x"', 'Content-Length: 2'], body: 'no' };
    const [[, status]] = await check(deck, [server.raw({ ...signIn, id: 'sign-in' })]);
    expect(status).toBe('401 Unauthorized');
    expect(server.seen('sign-in').requests).toBe(1);
    expect(server.seen('sign-in').headers.cookie).toBeUndefined();
    // A download from the page's own site carries cookies.
    await download(deck, server.raw({ ...file(), id: 'own' }), 'Completed');
    expect(server.seen('own').headers.cookie).toBe('visitor=known');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('names what the browser blocks, without a time for a request that was not sent', async ({ deck, server }) => {
    const broken = server.raw({ headers: ['Content-Encoding: gzip', 'Content-Length: 12'], body: 'not packed!!' });
    const found = await check(deck, ['http://127.0.0.1:6000/', broken], PROBLEMS);
    expect(found[0].slice(1)).toEqual(['blocked: browsers send nothing to port 6000', '', '']);
    expect(found[1][1]).toBe('200 OK, then its encoding, gzip, was broken');
  });
});

test('a watched site that hides its answers is timed by the request that it answers', async ({ deck, server }) => {
  const address = server.raw({ ...file(), id: 'watched', delay: 1_500, other: true });
  const card = await deck.form('Watch an address');
  await card.getByLabel('Address', { exact: true }).fill(address);
  await deck.fillNumber(await deck.field('Watch an address', 'Interval, in seconds'), '60');
  await deck.run('Watch an address');
  const title = `Watch ${address.replace('http://', '')}`;
  await deck.schedule(title).getByRole('button', { name: /^reachable, status hidden.*, details of the last run of / }).click();
  await expect(deck.details).toHaveAccessibleName(`Details of ${title}`);
  const [[, words, took]] = await cells(deck);
  expect(words).toBe('reachable, status hidden');
  expect(Number(took.replace(/\D/g, ''))).toBeGreaterThanOrEqual(1_495);
  expect(Number(took.replace(/\D/g, ''))).toBeLessThan(2_990);
  expect(server.seen('watched').requests).toBe(2);
});
