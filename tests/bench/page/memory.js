// The memory that runs take, in bytes of the module.

import { Bench } from './program/taskdeck_bench.js';
import { place } from './face.js';

const RUNS = 100_000;

/** Each measurement has a module of its own, because a module never gives memory back. */
export async function queued(memory) {
  const bench = new Bench(4, 1000, true);
  bench.pause();
  bench.spawn_titled(1000);
  const before = memory.buffer.byteLength;
  bench.spawn_titled(RUNS);
  return (memory.buffer.byteLength - before) / RUNS;
}

export async function finished(memory) {
  const bench = new Bench(undefined, RUNS + 1000, true);
  const some = async (count) => {
    for (let left = count; left > 0; left -= 1000) {
      bench.spawn_titled(1000);
      await bench.idle();
    }
  };
  await some(1000);
  const before = memory.buffer.byteLength;
  await some(RUNS);
  return (memory.buffer.byteLength - before) / RUNS;
}

/**
 * A million runs, ten thousand at a time, with the face on the page. Returns the memory after each hundred thousand.
 */
export async function million(memory) {
  const bench = new Bench(undefined, 1000, true);
  bench.mount(place());
  const after = [];
  for (let done = 10_000; done <= 1_000_000; done += 10_000) {
    bench.spawn_titled(10_000);
    await bench.idle();
    if (done % 100_000 === 0) after.push(memory.buffer.byteLength);
  }
  return after;
}
