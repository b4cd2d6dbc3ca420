// What the user notices: the dashboard with very many runs.

import { drawn, frame, frames, pause, time, turn, until } from './clock.js';
import { Dashboard, Uppy } from './peers.js';
import { Bench } from './program/taskdeck_bench.js';

const ROW = 56;

export const place = () => document.getElementById('place');
const face = () => place().firstElementChild.shadowRoot;
const all = (selector) => [...face().querySelectorAll(selector)];
const rows = () => all('li.td-row:not([hidden])');
const positions = () => rows().map((row) => Number(row.ariaPosInSet ?? row.getAttribute('aria-posinset')));
const button = (name) => all('button').find((one) => (one.ariaLabel ?? one.textContent).trim().startsWith(name));

let most = 0;
/** Returns the largest number of rows that the page has had. */
export const mostRows = () => most;
function countRows() {
  const root = face();
  new MutationObserver(() => (most = Math.max(most, root.querySelectorAll('li.td-row').length))).observe(root, { childList: true, subtree: true });
}

/** A deck without a reference is collected, together with its face. */
const held = new Set();

function mount(bench) {
  held.add(bench);
  bench.mount(place());
  countRows();
}

async function mounted(bench, count) {
  mount(bench);
  await until(() => rows()[0]?.getAttribute('aria-setsize') === String(count), `the list has ${count} runs`);
  return bench;
}

/** Fills the list with finished runs. */
async function ended(count) {
  const bench = new Bench(undefined, count, true);
  bench.spawn_titled(count);
  await bench.idle();
  return mounted(bench, count);
}

/** Fills the list with queued runs. */
async function waiting(count, slots) {
  const bench = new Bench(slots, 1000, true);
  bench.define();
  bench.spawn_waiting(count);
  await until(() => bench.queued() === 0 || slots !== undefined, 'all run');
  return mounted(bench, count);
}

/** Fills the timeline with live runs. Returns the middle of it. */
export async function openTimeline(count) {
  await waiting(count);
  button('Performance').click();
  await until(() => face().querySelector('.td-performance canvas')?.width > 0, 'the timeline is drawn');
  await pause(500);
  const { x, y, width, height } = face().querySelector('.td-performance canvas').getBoundingClientRect();
  return { x: x + width / 2, y: y + Math.min(height, 300) / 2 };
}

/** Returns the page's tasks of more than 50 ms after the turn that spawned the runs, in milliseconds. */
export async function turnOf(count) {
  const long = [];
  const bench = new Bench(undefined, count, true);
  mount(bench);
  await pause(500);
  new PerformanceObserver((list) => long.push(...list.getEntries())).observe({ type: 'longtask' });
  bench.spawn_titled(count);
  const over = performance.now();
  await bench.idle();
  await until(() => rows()[0]?.getAttribute('aria-setsize') === String(count), `the list has ${count} runs`);
  const took = performance.now() - over;
  await pause(1500);
  // The task that spawned them started before `over`.
  return { took, tasks: long.filter(({ startTime }) => startTime >= over - 1).map(({ duration }) => duration) };
}

/** Returns the frames of an idle page. */
export const emptyFrames = (millis) => frames(millis);

let reporting;
export async function startReporting(count) {
  reporting = await waiting(count);
  await pause(500);
}

/** Returns frames in each of which every run reports. */
export const reportingFrames = (millis) => frames(millis, (done) => reporting.report_all(done, 10_000));

let uppy;
export async function startUppy(count) {
  uppy = new Uppy({ autoProceed: false });
  uppy.use(Dashboard, { target: place(), inline: true, height: 760, width: 1200, showProgressDetails: true });
  const file = (at) => ({ name: `Run number ${at}.txt`, type: 'text/plain', data: new Blob(['x'.repeat(100)]) });
  uppy.addFiles(Array.from({ length: count }, (_, at) => file(at)));
  uppy.emit('upload-start', uppy.getFiles());
  await pause(500);
}

export const uppyFrames = (millis) =>
  frames(millis, (done) => {
    for (const one of uppy.getFiles()) {
      const progress = { ...one.progress, uploadStarted: 1, bytesUploaded: done, bytesTotal: 10_000, percentage: done / 100 };
      uppy.setFileState(one.id, { progress });
    }
  });

/** One run reports in a loop. Returns the microseconds per report, the number of updates and the number of frames. */
export async function flood(reports) {
  const bench = new Bench(4, 1000, true);
  mount(bench);
  await pause(500);
  let updates = 0;
  let count = 0;
  let running = true;
  const counting = (async () => {
    for (; running; count += 1) await frame();
  })();
  const took = await time(async () => (updates = await bench.flood(reports)));
  running = false;
  await counting;
  bench.free();
  return { micros: (took * 1000) / reports, updates, frames: count };
}

// --- a list of a hundred thousand ------------------------------------------------------------------------------------

const LONG = 100_000;

export async function openLongList() {
  await ended(LONG);
  const scroll = face().querySelector('.td-runs-scroll');
  const { left, top, width, height } = scroll.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

/** Returns whether every visible position of the list has its row. */
function isCovered() {
  const list = face().querySelector('ul.td-list').getBoundingClientRect();
  const window = face().querySelector('.td-runs-scroll').getBoundingClientRect();
  const first = Math.max(0, Math.floor((window.top - list.top) / ROW));
  const last = Math.min(LONG, Math.ceil((window.bottom - list.top) / ROW));
  const there = new Set(positions());
  for (let at = first + 1; at <= last; at += 1) if (!there.has(at)) return false;
  return true;
}

/** Starts recording: after each scroll, the frames and milliseconds until the rows are there. */
export function watchScrolling() {
  const seen = [];
  let busy = false;
  face().querySelector('.td-runs-scroll').addEventListener('scroll', async () => {
    if (busy) return;
    busy = true;
    const began = performance.now();
    let count = 0;
    do {
      await drawn();
      count += 1;
    } while (!isCovered());
    seen.push({ frames: count, millis: performance.now() - began });
    busy = false;
  });
  globalThis.scrolled = seen;
}

export const scrolled = () => globalThis.scrolled;

/** Starts recording how long it takes after the End key until the last run is visible. */
export function watchEnd() {
  const row = rows()[0];
  row.focus();
  globalThis.ended = new Promise((seen) => {
    row.addEventListener(
      'keydown',
      async () => {
        const began = performance.now();
        let count = 0;
        do {
          await drawn();
          count += 1;
        } while (!positions().includes(LONG) || !isCovered());
        seen({ frames: count, millis: performance.now() - began });
      },
      { once: true, capture: true },
    );
  });
}

export const seenEnd = () => globalThis.ended;

/** Searches for a pasted text. Returns the milliseconds until the rows are drawn. */
export async function search(text, found) {
  const input = face().querySelector('input[type=search]');
  input.value = text;
  const took = await time(async () => {
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await until(() => rows()[0]?.getAttribute('aria-setsize') === String(found), `${text} finds ${found}`);
  });
  return took;
}

// --- ten thousand live -----------------------------------------------------------------------------------------------

let live;
export async function openLive(count) {
  live = await waiting(count);
  await pause(500);
}

/**
 * Returns the milliseconds until a click on Run shows the new run. Its status follows later, on purpose: otherwise rows
 * would flash.
 */
export async function clickRun() {
  const newest = () => rows()[0].getAttribute('aria-setsize');
  const before = newest();
  return time(async () => {
    button('Run Wait').click();
    await until(() => newest() !== before, 'it is there');
  });
}

/** Returns the milliseconds until a click on Cancel shows the run as cancelled. */
export async function clickCancel() {
  const row = rows().find((row) => row.dataset.status === 'running');
  const title = row.querySelector('.td-title').textContent;
  const same = () => rows().find((row) => row.querySelector('.td-title').textContent === title);
  return time(async () => {
    row.querySelector('.td-cancel').click();
    await until(() => same()?.dataset.status === 'cancelled', 'it is cancelled');
  });
}

/** Returns the milliseconds until all runs are cancelled, and until that is visible. */
export async function cancelAll(count) {
  const bench = await waiting(count);
  await pause(500);
  const began = performance.now();
  bench.cancel_all();
  await until(() => bench.live() === 0, 'none is live', turn);
  const stopped = performance.now() - began;
  await until(() => rows().every((row) => row.dataset.status === 'cancelled'), 'all rows say so');
  const seen = performance.now() - began;
  bench.free();
  place().replaceChildren();
  return { stopped, seen };
}
