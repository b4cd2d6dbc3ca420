// Measures the product in the machine's own Chromium and compares each figure with its bound.
//
//   script/bench                 every line
//   script/bench spawn list      only these; see LINES
//   script/bench --rounds=9      medians of this many rounds, at least 5
//   script/bench --profile list  also where the time went, by function
//
// The program in src/ is built with the same options as the page's. Figures are also written to target/bench.json.

import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { startServer } from '../e2e/server.js';
import { dashboard } from './dashboard.js';
import { lighthouseScores } from './lighthouse.js';
import { profiled } from './profile.js';

const site = fileURLToPath(new URL('../../target/bench/site', import.meta.url));
const results = fileURLToPath(new URL('../../target/bench.json', import.meta.url));
const options = process.argv.slice(2);
const chosen = options.filter((option) => !option.startsWith('--'));
const rounds = Math.max(5, Number(options.find((option) => option.startsWith('--rounds='))?.slice('--rounds='.length) ?? 5));
const profile = options.includes('--profile');

function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
const median = (values) => quantile(values, 0.5);
const longest = (values) => Math.max(0, ...values);

/** A figure with an upper bound. */
const atMost = (what, figure, bound, unit, beside) => ({ what, figure, bound: `≤ ${bound}`, unit, holds: figure <= bound, beside });
const atLeast = (what, figure, bound, unit, beside) => ({ what, figure, bound: `≥ ${bound}`, unit, holds: figure >= bound, beside });
const only = (what, figure, unit, beside) => ({ what, figure, bound: '', unit, beside });

const MB = 1e6;

/** How many functions each contestant of the line `javascript` calls. */
const FUNCTIONS = 50_000;
const server = await startServer({ dist: site });
const launch = (more = []) =>
  chromium.launch({
    executablePath: process.env.TASKDECK_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--disable-gpu', '--disable-quic', ...more],
  });
const browser = await launch();

/** Runs `work` in a fresh page, so that no measurement affects the next. */
async function inPage(work, path = '/') {
  const context = await browser.newContext({ baseURL: server.origin, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  try {
    await page.goto(path);
    await page.waitForFunction(() => globalThis.bench);
    const done = await (profile ? profiled(page, () => work(page)) : work(page));
    if (wrong.length > 0) throw new Error(wrong.join('; '));
    return done;
  } finally {
    await context.close();
  }
}

/** Calls a function of page.js. */
const ask = (page, name, ...given) => page.evaluate(([name, given]) => globalThis.bench[name](...given), [name, given]);

async function inRounds(work) {
  const seen = [];
  for (let round = 0; round < rounds; round += 1) seen.push(await work(round));
  return seen;
}

/**
 * Returns the milliseconds per frame in which the page's thread was busy, without style and layout: scripts and their
 * effects.
 */
async function withScript(page, work) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  // `ScriptDuration` leaves out what promises resume.
  const script = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    const of = Object.fromEntries(metrics.map(({ name, value }) => [name, value * 1000]));
    return of.TaskDuration - of.LayoutDuration - of.RecalcStyleDuration;
  };
  const before = await script();
  const between = await work();
  const spent = (await script()) - before;
  await cdp.detach();
  return { p95: quantile(between, 0.95), script: spent / between.length };
}

/**
 * Returns the milliseconds of processor time that each contestant takes of the page's thread: in the first round of the page,
 * and after a rehearsal. Another one is first in each page.
 */
async function besideQueues(page, slots, body, pageNumber) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
  const names = ['deck', 'p-queue 10', 'p-queue 9'];
  names.push(...names.splice(0, pageNumber % names.length));
  const took = Object.fromEntries(names.map((name) => [name, {}]));
  for (const round of ['cold', 'rehearsal', 'warm']) {
    for (const name of names) {
      // The garbage of the one before is collected meanwhile.
      await page.waitForTimeout(200);
      const before = await spent();
      await ask(page, 'javascript', name, slots, body);
      took[name][round] = (await spent()) - before;
    }
  }
  return took;
}

const LINES = {
  async spawn() {
    const took = await inPage((page) => ask(page, 'spawn', rounds));
    const rate = (millis) => 100_000 / median(millis) / 1000;
    const [deck, peer] = [rate(took.deck), rate(took['p-queue'])];
    const share = 1 - median(took['without the profiler']) / median(took.deck);
    return [
      atLeast('spawn, run, completed: 100,000 no-ops', deck, 1.2, 'M/s'),
      atLeast('… beside p-queue', deck / peer, 4, '×', `p-queue ${peer.toFixed(2)} M/s`),
      atMost("the profiler's share of it", share * 100, 15, '%'),
    ];
  },
  async javascript() {
    const figures = [];
    for (const body of ['return at once', 'await once', 'read their signal']) {
      for (const slots of [4, Infinity]) {
        const seen = await inRounds((round) => inPage((page) => besideQueues(page, slots, body, round), '/plain.html'));
        for (const round of ['cold', 'warm']) {
          const rate = (name) => FUNCTIONS / median(seen.map((took) => took[name][round])) / 1000;
          const [deck, ...queues] = ['deck', 'p-queue 10', 'p-queue 9'].map(rate);
          const beside = `${deck.toFixed(2)}, ${queues.map((queue) => queue.toFixed(2)).join(' and ')} M/s`;
          const what = `functions that ${body}, lane: ${slots === 4 ? slots : 'unlimited'}, ${round}`;
          figures.push(atLeast(what, deck / Math.max(...queues), 1.5, '×', beside));
        }
      }
    }
    return figures;
  },
  async turn() {
    const seen = await inRounds(() => inPage((page) => ask(page, 'turnOf', 100_000)));
    const settled = median(seen.map(({ took }) => took));
    const over = seen.map(({ tasks }) => `${tasks.length}`).join(', ');
    return [atMost('100,000 in one turn: the longest task after it', median(seen.map(({ tasks }) => longest(tasks))), 50, 'ms', `${over} tasks over 50 ms; listed after ${settled.toFixed(0)} ms`)];
  },
  async progress() {
    const seen = { empty: [], deck: [], uppy: [] };
    await inRounds(async () => {
      await inPage(async (page) => {
        seen.empty.push(await withScript(page, () => ask(page, 'emptyFrames', 2000)));
        await ask(page, 'startReporting', 10_000);
        seen.deck.push(await withScript(page, () => ask(page, 'reportingFrames', 2000)));
      });
      await inPage(async (page) => {
        await ask(page, 'startUppy', 1000);
        seen.uppy.push(await withScript(page, () => ask(page, 'uppyFrames', 2000)));
      });
    });
    const of = (name, what) => median(seen[name].map((one) => one[what]));
    const [deck, empty] = [of('deck', 'p95'), of('empty', 'p95')];
    return [
      atMost('10,000 report each frame: frame p95, beside an empty page', deck / empty, 1.1, '×', `${deck.toFixed(1)} and ${empty.toFixed(1)} ms`),
      atMost('… script a frame', of('deck', 'script') - of('empty', 'script'), 4, 'ms', 'over what an empty page takes'),
      only('Uppy Dashboard with 1,000: script a frame', of('uppy', 'script') - of('empty', 'script'), 'ms', `frame p95 ${of('uppy', 'p95').toFixed(1)} ms`),
    ];
  },
  async flood() {
    const seen = await inPage((page) => inRounds(() => ask(page, 'flood', 1_000_000)));
    const extra = Math.max(...seen.map(({ updates, frames }) => updates - frames));
    return [
      atMost('1,000,000 reports from a loop: each', median(seen.map(({ micros }) => micros)), 1, 'µs'),
      atMost('… updates more than frames', extra, 1, '', seen.map(({ updates, frames }) => `${updates}/${frames}`).join(', ')),
    ];
  },
  async list() {
    return inPage(async (page) => {
      const { x, y } = await ask(page, 'openLongList');
      await page.mouse.move(x, y);
      await ask(page, 'watchScrolling');
      for (const by of [120, 120, 3000, 120, 40_000, 120, 1_000_000, -500, -2_000_000, 300]) {
        const before = (await ask(page, 'scrolled')).length;
        await page.mouse.wheel(0, by);
        await page.waitForFunction((before) => globalThis.bench.scrolled().length > before, before);
      }
      const scrolled = await ask(page, 'scrolled');
      const ends = await inRounds(async () => {
        await page.mouse.wheel(0, -10_000_000);
        await page.waitForTimeout(300);
        await ask(page, 'watchEnd');
        await page.keyboard.press('End');
        return ask(page, 'seenEnd');
      });
      await page.mouse.wheel(0, -10_000_000);
      await page.mouse.move(2, 2);
      await page.evaluate(() => document.activeElement?.blur());
      await page.waitForTimeout(300);
      const found = [];
      for (const round of Array(rounds).keys()) {
        found.push(await ask(page, 'search', `00${round}`, foundBy(`00${round}`)));
        found.push(await ask(page, 'search', '', 100_000));
      }
      const of = (seen, what) => seen.map((one) => one[what]);
      return [
        atMost('list of 100,000: frames until the wheel has its rows', longest(of(scrolled, 'frames')), 1, '', `${longest(of(scrolled, 'millis')).toFixed(1)} ms at most`),
        atMost('… until End has its rows', longest(of(ends, 'frames')), 1, '', `${median(of(ends, 'millis')).toFixed(1)} ms`),
        atMost('… filtered by text', median(found), 50, 'ms', `${longest(found).toFixed(0)} ms at most`),
        atMost('… rows in the page', await ask(page, 'mostRows'), 150, ''),
      ];
    });
  },
  async timeline() {
    const { empty, seen } = await inPage(async (page) => {
      const empty = quantile(await ask(page, 'emptyFrames', 2000), 0.95);
      const { x, y } = await ask(page, 'openTimeline', 10_000);
      await page.mouse.move(x, y);
      const seen = await inRounds(async () => {
        const [between] = await Promise.all([ask(page, 'emptyFrames', 2000), zoomAndPan(page)]);
        return quantile(between, 0.95);
      });
      return { empty, seen };
    });
    return [atMost('timeline of 10,000, zoomed and panned: frame p95, beside empty', median(seen) / empty, 1.1, '×', `${median(seen).toFixed(1)} and ${empty.toFixed(1)} ms`)];
  },
  async click() {
    return inPage(async (page) => {
      await ask(page, 'openLive', 10_000);
      const run = await inRounds(() => ask(page, 'clickRun'));
      const cancel = await inRounds(() => ask(page, 'clickCancel'));
      return [atMost('10,000 live: Run is seen', median(run), 50, 'ms', `${longest(run).toFixed(0)} ms at most`), atMost('… Cancel is seen', median(cancel), 50, 'ms', `${longest(cancel).toFixed(0)} ms at most`)];
    });
  },
  async cancel() {
    const seen = await inPage((page) => inRounds(() => ask(page, 'cancelAll', 10_000)));
    return [atMost('10,000 live: all are cancelled', median(seen.map(({ stopped }) => stopped)), 100, 'ms', `seen after ${median(seen.map(({ seen }) => seen)).toFixed(0)} ms`)];
  },
  async memory() {
    const [queued, finished] = [await inPage((page) => ask(page, 'queued')), await inPage((page) => ask(page, 'finished'))];
    return [atMost('memory of a queued run', queued, 700, 'B'), atMost('memory of a finished run that is kept', finished, 400, 'B')];
  },
  async million() {
    const after = await inPage((page) => ask(page, 'million'));
    const grown = (after.at(-1) - after[0]) / MB;
    return [atMost('a million runs, 1,000 kept: memory over that after 100,000', grown, 2, 'MB', `${(after[0] / MB).toFixed(1)} and ${(after.at(-1) / MB).toFixed(1)} MB`)];
  },
  async growth() {
    const sizes = [1000, 10_000, 100_000, 1_000_000];
    const seen = {};
    for (const many of sizes) seen[many] = await inPage((page) => ask(page, 'growth', many, rounds));
    return ['spawn', 'progress', 'cancel', 'end'].map((name) => {
      const each = sizes.map((many) => median(seen[many][name]));
      const beside = each.map((micros) => micros.toFixed(2)).join(', ');
      return atMost(`${name}, among 1 M live and kept beside 1 k`, each.at(-1) / each[0], 4, '×', `${beside} µs among 1 k, 10 k, 100 k, 1 M`);
    });
  },
  async dashboard() {
    const { small, usable } = await dashboard(browser, rounds);
    return [atMost('the dashboard, all that it loads, brotli', small / 1000, 160, 'KB'), atMost('… usable, 4 × slower, 1.6 Mbit/s', median(usable) / 1000, 2, 's')];
  },
  async lighthouse() {
    const scores = await lighthouseScores(launch, rounds);
    return Object.entries(scores).map(([category, seen]) => atLeast(`Lighthouse on a desktop: ${category}`, median(seen), 0.98, '', seen.join(', ')));
  },
};

/** Zooms in to a few runs, pans, and zooms out again. */
async function zoomAndPan(page) {
  for (const by of [-120, -120, -120, 120, -120, 120, 120, 120]) {
    for (let step = 0; step < 8; step += 1) await page.mouse.wheel(0, by / 4);
    await page.mouse.wheel(150, 0);
    await page.mouse.wheel(-100, 0);
  }
}

/** Returns how many of a hundred thousand titles contain `text`: each has a number of nine digits. */
function foundBy(text) {
  let found = 0;
  for (let at = 1; at <= 100_000; at += 1) if (String(at).padStart(9, '0').includes(text) || `run-${at}`.includes(text)) found += 1;
  return found;
}

for (const name of chosen) {
  if (!LINES[name]) {
    console.error(`taskdeck: there is no line '${name}': choose from ${Object.keys(LINES).join(', ')}`);
    process.exit(2);
  }
}

const machine = `${cpus().length} processors, ${cpus()[0].model.trim()}`;
console.log(`Chromium ${browser.version()}, ${machine}; medians of ${rounds}`);
const figures = [];
try {
  for (const [name, measure] of Object.entries(LINES)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const lines = await measure().catch((error) => [{ what: name, figure: NaN, unit: '', bound: error.message.split('\n')[0], holds: false }]);
    for (const { what, figure, unit, bound, holds, beside = '' } of lines) {
      const verdict = holds === undefined ? '' : holds ? 'holds' : 'falls short';
      const exact = Math.abs(figure) < 10 ? figure.toFixed(2) : figure.toFixed(0);
      console.log(`${name.padEnd(11)}${what.padEnd(62)}${`${exact} ${unit}`.padStart(11)}  ${bound.padEnd(7)} ${verdict.padEnd(12)}${beside}`);
    }
    figures.push(...lines.map((line) => ({ line: name, ...line })));
  }
} finally {
  await browser.close();
  await server.stop();
}
await mkdir(dirname(results), { recursive: true });
await writeFile(results, `${JSON.stringify({ chromium: browser.version(), machine, rounds, at: new Date().toISOString(), figures }, null, 2)}\n`);
const short = figures.filter(({ holds }) => holds === false).length;
console.log(short === 0 ? 'every line holds' : `${short} of ${figures.length} fall short`);
process.exitCode = short === 0 ? 0 : 1;
