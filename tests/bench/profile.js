// Profiles a page by function.

/** Profiles `work` and prints the functions that took the most time. */
export async function profiled(page, work) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.setSamplingInterval', { interval: 200 });
  await cdp.send('Profiler.start');
  const done = await work();
  const { profile } = await cdp.send('Profiler.stop');
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const own = new Map();
  for (const [at, id] of profile.samples.entries()) {
    const { functionName } = nodes.get(id).callFrame;
    own.set(functionName, (own.get(functionName) ?? 0) + profile.timeDeltas[at] / 1000);
  }
  const idle = new Set(['(idle)', '(program)', '(root)']);
  const busy = [...own].filter(([name]) => !idle.has(name)).sort(([, a], [, b]) => b - a);
  const all = busy.reduce((sum, [, millis]) => sum + millis, 0);
  console.log(`  busy for ${all.toFixed(0)} ms`);
  for (const [name, millis] of busy.slice(0, 40)) console.log(`  ${millis.toFixed(1).padStart(9)} ms ${((millis / all) * 100).toFixed(1).padStart(5)} %  ${name.slice(0, 150)}`);
  return done;
}
