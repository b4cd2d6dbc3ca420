// Checks the texts that replace those of a face. `tools` is that of `face.js`.

/** Returns the names of the placeholders in a text. */
const placeholdersOf = (text) => new Set(Array.from(text.matchAll(/\{([^{}]*)\}/g), ([, name]) => name));

/** Checks the replacement of a text: it may use the placeholders of that text only. An empty one would leave a button without a name. */
function checkReplacement(name, replacement, { outOfRange, suggestion, wrongType }) {
  const quoted = JSON.stringify(name.slice(0, 80));
  if (typeof replacement !== 'string') throw wrongType('strings', `strings: what stands for ${quoted} must be a text`);
  if (replacement.trim() === '') throw outOfRange('strings', `strings: what stands for ${quoted} must not be empty`);
  const known = placeholdersOf(name);
  for (const used of placeholdersOf(replacement)) {
    if (known.has(used)) continue;
    const available = known.size > 0 ? `there is ${[...known].map((name) => `{${name}}`).join(', ')}` : 'nothing is put in there';
    throw outOfRange('strings', `strings: ${quoted} has no {${used}}: ${available}${suggestion(used, known)}`);
  }
  if (/[{}]/.test(replacement.replace(/\{[^{}]*\}/g, ''))) throw outOfRange('strings', `strings: what stands for ${quoted} has a brace that is not closed`);
}

/** Checks that each name is an English text of the face, and its replacement. */
export function checkStrings(strings, wasm, tools) {
  const { outOfRange, suggestion } = tools;
  const known = new Set(wasm.texts().split('\n'));
  for (const [name, replacement] of Object.entries(strings)) {
    const quoted = JSON.stringify(name.slice(0, 80));
    if (!known.has(name)) throw outOfRange('strings', `strings: there is no text ${quoted}${suggestion(name, known)}`);
    checkReplacement(name, replacement, tools);
  }
}
