// Descriptions of a task on its card and in its rows: secrets, files, units, progress.

import { expect, test } from '../../widget.js';

test('a secret parameter is masked in the form, in the details and in copied text', async ({ page, inPage, deck }) => {
  await inPage(async ({ createDeck }) => {
    const deck = await createDeck({ target: '#place' });
    globalThis.copied = [];
    Object.defineProperty(navigator, 'clipboard', { value: Object.create(Clipboard.prototype, { writeText: { value: async (text) => { globalThis.copied.push(text); } } }) });
    deck.define({
      id: 'login',
      title: 'Log in',
      critical: true,
      params: [
        { name: 'user', label: 'User', required: true },
        { name: 'token', label: 'Token', required: true, secret: true },
        { name: 'keys', label: 'Recovery', type: 'textarea', required: true, secret: true },
        { name: 'pin', label: 'Pin', type: 'number', required: true, secret: true },
      ],
      run(ctx, params) {
        globalThis.given = params;
        throw new Error('refused');
      },
    });
  });
  const secrets = { token: 'hush-token', keys: 'hush-keys', pin: '4711' };
  await deck.form('Log in');
  await page.getByLabel('User').fill('ada@example.org');
  await page.getByLabel('Token').fill(secrets.token);
  await page.getByLabel('Recovery').fill(secrets.keys);
  await page.getByLabel('Pin').fill(secrets.pin);
  await expect(page.getByLabel('Token')).toHaveAttribute('type', 'password');
  for (const label of ['Recovery', 'Pin']) await expect(page.getByLabel(label)).toHaveCSS('-webkit-text-security', 'disc');
  await page.getByRole('button', { name: 'Run Log in' }).click();
  const modal = page.getByRole('alertdialog');
  await modal.getByRole('button', { name: 'Copy' }).click();
  await modal.getByRole('button', { name: 'Close' }).click();
  expect(await page.evaluate(() => globalThis.given)).toEqual({ user: 'ada@example.org', ...secrets, pin: 4711 });

  await page.getByRole('region', { name: 'Runs' }).getByRole('listitem').first().press('Enter');
  const details = page.locator('[part=details]');
  await expect(details).toContainText('ada@example.org');
  await details.getByRole('button', { name: 'Copy the parameters' }).click();
  await details.getByRole('button', { name: 'Copy the error' }).click();
  await expect.poll(() => page.evaluate(() => globalThis.copied.length)).toBe(3);
  const [shown, copied] = await page.evaluate(() => [document.querySelector('#place > div').shadowRoot.textContent, globalThis.copied.join('\n')]);
  for (const line of ['User: ada@example.org', 'Token: ••••••', 'Recovery: ••••••', 'Pin: ••••••']) expect(copied.split('\n')).toContain(line);
  for (const secret of Object.values(secrets)) {
    expect(shown).not.toContain(secret);
    expect(copied).not.toContain(secret);
  }
});

test('a body receives files as a list, from the card and from a call', async ({ page, inPage }) => {
  const called = await inPage(async ({ createDeck, thrown }) => {
    const deck = await createDeck({ target: '#place' });
    globalThis.deck = deck;
    deck.define({
      id: 'upload',
      title: 'Upload',
      params: [{ name: 'files', label: 'Files', type: 'files', multiple: true, required: true }],
      run: async (ctx, { files }) => Promise.all(files.map(async (file) => [file instanceof File, file.name, await file.text()])),
    });
    deck.define({ id: 'one', params: [{ name: 'file', type: 'files' }], run: (ctx, { file }) => file?.map(({ name }) => name) ?? 'none' });
    const [a, b] = [new File(['1'], 'a.txt'), new File(['2'], 'b.txt')];
    const all = [];
    for (const files of [a, [a, b], new Set([b])]) all.push(await deck.start('upload', { files }).result);
    const wrong = [{}, { files: [] }, { files: ['a.txt'] }, { files: 7 }].map((params) => thrown(() => deck.start('upload', params)).code);
    return [all, wrong, await deck.start('one', { file: a }).result, await deck.start('one').result, thrown(() => deck.start('one', { file: [a, b] })).code];
  });
  const [a, b] = [[true, 'a.txt', '1'], [true, 'b.txt', '2']];
  expect(called).toEqual([[[a], [a, b], [b]], ['params', 'params', 'params', 'params'], ['a.txt'], 'none', 'params']);
  await page.getByLabel('Files', { exact: false }).first().setInputFiles([
    { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('1') },
    { name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('2') },
  ]);
  await page.getByRole('button', { name: 'Run Upload' }).click();
  await expect.poll(() => page.evaluate(() => globalThis.deck.runs({ task: 'upload' }).length)).toBe(4);
  expect(await page.evaluate(() => globalThis.deck.runs({ task: 'upload' })[0].result)).toEqual([a, b]);
});

test('unit sets what progress counts; showProgress false hides progress, which is still dispatched', async ({ page, inPage }) => {
  await inPage(async ({ createDeck, until }) => {
    const deck = await createDeck({ target: '#place', concurrency: 9 });
    const told = [];
    const body = async (ctx) => {
      ctx.progress(1_500_000, 3_000_000);
      return new Promise(() => {});
    };
    deck.define({ id: 'pages', title: 'Pages', unit: 'pages', showProgress: false, run: body });
    deck.spawn('Bytes', body, { unit: 'bytes' });
    deck.spawn('Plain', body);
    deck.start('pages', {}, { showProgress: true });
    deck.start('pages', {}, { id: 'hidden', onProgress: ({ done }) => told.push(done) });
    deck.get('hidden').setPriority('background');
    await until(() => told.length === 1);
  });
  const row = (name) => page.getByRole('region', { name: 'Runs' }).getByRole('listitem', { name });
  await expect(row('Bytes').locator('.td-detail')).toContainText('1.5 MB of 3 MB');
  await expect(row('Plain').locator('.td-detail')).toContainText(/1,500,000 of 3,000,000$/);
  await expect(row('Pages').last().locator('.td-detail')).toContainText('1,500,000 of 3,000,000 pages');
  await expect(row('Pages').last().getByRole('progressbar')).toHaveAttribute('aria-valuenow', '50');
  await expect(row('Pages').first().locator('.td-detail')).not.toContainText('1,500,000');
  await expect(row('Pages').first().getByRole('progressbar')).toHaveCount(0);
});
