// Explains why the module of a worker was not loaded. Browsers do not report the cause, so the module is fetched again. Loaded only
// after such a failure.

const MAX_IMPORTS = 20;
/** The time for all fetches together, in milliseconds. */
const TIMEOUT = 5000;

/** Fetches a module. Returns `{ why }` if it cannot be loaded, else `{ text, at }`. */
async function inspect(address, signal) {
  try {
    const response = await fetch(address, { credentials: 'same-origin', signal });
    if (!response.ok) return { why: `the server answered ${response.status} ${response.statusText}`.trimEnd() };
    const type = (response.headers.get('content-type') ?? '').split(';')[0].trim();
    // Every media type of JavaScript: text/javascript, application/javascript, text/ecmascript …
    if (!/\/(x-)?(java|ecma|live|j)script/i.test(type)) return { why: `it is served as ${type || 'nothing in particular'}, which is no script` };
    return { text: await response.text(), at: response.url || address };
  } catch (error) {
    return { why: `it could not be fetched (${error?.message ?? error})` };
  }
}

/** Returns the modules that a script imports statically. An import with attributes is not of a script. */
function imports(text) {
  const found = text.matchAll(/^\s*(?:import\s*|(?:import|export)\b[^'";=()]*?\bfrom\s*)['"]([^'"\n]+)['"](?!\s*(?:with|assert)\b)/gm);
  return [...new Set(Array.from(found, ([, name]) => name))].slice(0, MAX_IMPORTS);
}

/** Returns the cause in one sentence; undefined if the module and its imports can be loaded. */
export async function whyNotLoaded(address) {
  const signal = AbortSignal.timeout(TIMEOUT);
  const { why, text, at } = await inspect(address, signal);
  if (why) return why;
  const found = imports(text).map(async (name) => {
    if (!/^(\.{0,2}\/|[a-z][\w+.-]*:)/i.test(name)) {
      return `it imports ${JSON.stringify(name)}, a name that only a bundler resolves in a worker: give an address, such as './node_modules/…'`;
    }
    const imported = await inspect(new URL(name, at).href, signal);
    return imported.why && `it imports ${JSON.stringify(name)}: ${imported.why}`;
  });
  // The first import that fails, in the order of the text.
  return (await Promise.all(found)).find(Boolean);
}
