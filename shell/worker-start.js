// Starts the worker program, and reports a failure to the page, because an `error` event has no reason.
// The page loads this file with its own version in the query; the same query selects the matching program.

const version = new URL(import.meta.url).search;

try {
  const program = await import(`./worker.js${version}`);
  await program.default({ module_or_path: new URL(`./worker_bg.wasm${version}`, import.meta.url) });
} catch (error) {
  self.postMessage([JSON.stringify({ NotLoaded: String(error?.message ?? error) }), []]);
}
