// Throughput of the supervisor, and of p-queue for comparison.

import { pause, time, turn, until } from './clock.js';
import { PQueue } from './peers.js';
import { Bench } from './program/taskdeck_bench.js';

const RUNS = 100_000;

async function rust(profiler) {
  const bench = new Bench(undefined, 1000, profiler);
  // A supervisor starts its first run in a turn of its own.
  bench.spawn(1);
  await bench.idle();
  const took = await time(() => {
    bench.spawn(RUNS);
    return bench.idle();
  });
  bench.free();
  return took;
}

async function queue() {
  const queue = new PQueue();
  return time(() => {
    for (let at = 0; at < RUNS; at += 1) queue.add(async () => {});
    return queue.onIdle();
  });
}

/** Measures the candidates in turn. Returns the milliseconds of each. The first round is a warm-up. */
async function inTurn(rounds, contestants) {
  const took = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(contestants)) {
      // The pause lets the garbage of the previous candidate be collected before the measurement.
      await pause(200);
      const millis = await run();
      if (round > 0) took[name].push(millis);
    }
  }
  return took;
}

export const spawn = (rounds) =>
  inTurn(rounds, {
    deck: () => rust(true),
    'without the profiler': () => rust(false),
    'p-queue': () => queue(),
  });

/**
 * Returns the microseconds that spawn, progress, cancel and end of one run take, with `many` runs live and as many
 * kept.
 */
export async function growth(many, rounds) {
  const some = 1000;
  const bench = new Bench(undefined, many, true);
  for (let left = many; left > 0; left -= 10_000) {
    bench.spawn(Math.min(left, 10_000));
    await bench.idle();
  }
  const more = async (count) => {
    bench.spawn_waiting(count);
    await until(() => bench.queued() === 0, 'all run', turn);
  };
  for (let left = many; left > 0; left -= 10_000) await more(Math.min(left, 10_000));
  const took = { spawn: [], progress: [], cancel: [], end: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const each = {
      spawn: await time(() => bench.spawn_waiting(some)),
      progress: 0,
      cancel: 0,
      end: 0,
    };
    await until(() => bench.queued() === 0, 'all run', turn);
    each.progress = await time(() => bench.report_some(some, round));
    each.cancel = await time(() => bench.cancel_some(some));
    await more(some);
    const live = bench.live();
    each.end = await time(async () => {
      bench.end_some(some);
      await until(() => bench.live() === live - some, 'they have ended', turn);
    });
    for (const [name, millis] of Object.entries(each)) if (round > 0) took[name].push((millis * 1000) / some);
  }
  bench.free();
  return took;
}
