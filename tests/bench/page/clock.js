// Time, as a page sees it.

/** Resolves after a turn of the event loop. */
export function turn() {
  return new Promise((came) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      came();
    };
    port2.postMessage(null);
  });
}

export const frame = () => new Promise(requestAnimationFrame);

/** Resolves after the next frame, including its layout and paint. */
export async function drawn() {
  await frame();
  await turn();
}

export const pause = (millis) => new Promise((passed) => setTimeout(passed, millis));

/** Returns how long `work` takes, in milliseconds. */
export async function time(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Waits until `holds` returns true. Throws after 30 s; `what` names the condition. */
export async function until(holds, what, step = drawn) {
  const end = performance.now() + 30_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await step();
  }
}

/** Calls `draw` in every frame for some time. Returns the milliseconds between the frames. */
export async function frames(millis, draw = () => {}) {
  const between = [];
  let last = await frame();
  for (const end = last + millis; last < end; ) {
    const now = await frame();
    between.push(now - last);
    last = now;
    draw(between.length);
  }
  return between;
}
