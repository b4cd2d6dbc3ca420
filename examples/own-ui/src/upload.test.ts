// Tests of the upload in virtual time: a wait of seconds takes none, and no server is needed.

import { beforeEach, expect, test, vi } from 'vitest';
import { createTestDeck } from 'taskdeck/testing';
import { defineUpload } from './upload';

/** The requests in the order in which they were sent. */
let requests: Request[] = [];

/** Stands in for XMLHttpRequest: the test answers. */
class Request {
  upload: { onprogress?(event: { loaded: number }): void } = {};
  status = 0;
  isAborted = false;
  onload() {}
  onerror() {}
  open() {}
  send() {
    requests.push(this);
  }
  abort() {
    this.isAborted = true;
  }
  answer(status: number) {
    this.status = status;
    if (status === 0) this.onerror();
    else this.onload();
  }
}

beforeEach(() => {
  requests = [];
  vi.stubGlobal('XMLHttpRequest', Request);
});

/** Starts uploads, and returns when as many as may have sent their requests. */
async function uploads(count: number) {
  const { deck, clock } = await createTestDeck();
  const tasks = defineUpload(deck);
  const runs = Array.from({ length: count }, (_, index) => tasks.start('upload', { file: new File(['1234'], `${index}.txt`) }));
  await clock.advance(0);
  return { deck, clock, runs };
}

test('three files are sent at a time', async () => {
  const { deck, clock } = await uploads(20);
  expect(requests).toHaveLength(3);
  requests[0]!.answer(201);
  await clock.advance(0);
  expect(requests).toHaveLength(4);
  expect(deck.counts).toMatchObject({ completed: 1, running: 3, queued: 16 });
});

test('a busy server and a lost connection are tried again, after a second and then after two', async () => {
  const { clock, runs: [run] } = await uploads(1);
  requests[0]!.answer(503);
  await clock.advance(999);
  expect(requests).toHaveLength(1);
  await clock.advance(1);
  expect(requests).toHaveLength(2);
  requests[1]!.answer(0);
  await clock.advance(2000);
  requests[2]!.answer(201);
  await run!.result;
  expect(run).toMatchObject({ status: 'completed', attempt: 3 });
});

test('a server that stays busy fails the upload after five attempts', async () => {
  const { clock, runs: [run] } = await uploads(1);
  const failure = expect(run!.result).rejects.toThrow('The server is busy');
  for (let attempt = 0; attempt < 5; attempt += 1) {
    requests[attempt]!.answer(503);
    await clock.advance(30_000);
  }
  await failure;
  expect(requests).toHaveLength(5);
});

test('any other answer fails the upload at once, and a retry sends the file again', async () => {
  const { clock, runs: [run] } = await uploads(1);
  requests[0]!.answer(500);
  await expect(run!.result).rejects.toThrow('The server answered 500');
  const again = run!.retry();
  await clock.advance(0);
  requests[1]!.answer(201);
  await expect(again.result).resolves.toBeUndefined();
});

test('progress is counted in bytes', async () => {
  const { runs: [run] } = await uploads(1);
  requests[0]!.upload.onprogress!({ loaded: 3 });
  expect(run!.progress).toMatchObject({ done: 3, total: 4, fraction: 0.75 });
});

test('a cancel aborts the request and makes place for the next one', async () => {
  const { deck, clock, runs } = await uploads(4);
  runs[0]!.cancel();
  expect(requests[0]!.isAborted).toBe(true);
  await clock.advance(0);
  expect(requests).toHaveLength(4);
  deck.cancelAll();
  expect(requests.every(({ isAborted }) => isAborted)).toBe(true);
  await clock.advance(0);
  expect(deck.counts).toMatchObject({ cancelled: 4 });
});
