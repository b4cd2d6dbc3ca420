// Why a module of a worker was not loaded. The browser tells a page nothing of it, so the module is fetched once more. This
// file is loaded only where that has happened.

const MOST_IMPORTS = 20;
/** For all fetches together. */
const PATIENCE = 5000;

/** What speaks against a module at this address; undefined where nothing is found. */
async function against(address, signal) {
  try {
    const response = await fetch(address, { credentials: 'same-origin', signal });
    if (!response.ok) return { why: `the server answered ${response.status} ${response.statusText}`.trimEnd() };
    const type = (response.headers.get('content-type') ?? '').split(';')[0].trim();
    // Everything that is JavaScript by its media type: text/javascript, application/javascript, text/ecmascript …
    if (!/\/(x-)?(java|ecma|live|j)script/i.test(type)) return { why: `it is served as ${type || 'nothing in particular'}, which is no script` };
    return { text: await response.text(), at: response.url || address };
  } catch (error) {
    return { why: `it could not be fetched (${error?.message ?? error})` };
  }
}

/** The modules that a text imports in statements of its own; those with attributes are no scripts. */
function imports(text) {
  const found = text.matchAll(/^\s*(?:import\s*|(?:import|export)\b[^'";=()]*?\bfrom\s*)['"]([^'"\n]+)['"](?!\s*(?:with|assert)\b)/gm);
  return [...new Set(Array.from(found, ([, name]) => name))].slice(0, MOST_IMPORTS);
}

/** One sentence that says what was found; undefined where nothing speaks against the module. */
export async function whyNotLoaded(address) {
  const signal = AbortSignal.timeout(PATIENCE);
  const { why, text, at } = await against(address, signal);
  if (why) return why;
  const found = imports(text).map(async (name) => {
    if (!/^(\.{0,2}\/|[a-z][\w+.-]*:)/i.test(name)) {
      return `it imports ${JSON.stringify(name)}, a name that only a bundler resolves in a worker: give an address, such as './node_modules/…'`;
    }
    const imported = await against(new URL(name, at).href, signal);
    return imported.why && `it imports ${JSON.stringify(name)}: ${imported.why}`;
  });
  // The first in the order of the text.
  return (await Promise.all(found)).find(Boolean);
}
