// Starts the worker program, and says so when it cannot: an `error` event would not say why.
// The page asks for this file by its own version, and so for the program that fits it.

const version = new URL(import.meta.url).search;

try {
  const program = await import(`./worker.js${version}`);
  await program.default({ module_or_path: new URL(`./worker_bg.wasm${version}`, import.meta.url) });
} catch (error) {
  self.postMessage([JSON.stringify({ NotLoaded: String(error?.message ?? error) }), []]);
}
