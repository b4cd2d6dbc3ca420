// Checks the texts that replace those of a face. It is loaded where there are some. `tools` is that of `face.js`; this module
// imports nothing of the package: what it shared with others would be a file of its own.

import texts from 'taskdeck-texts';

/** The names of all texts: of a plural, the last form. */
const known = new Set(texts.trimEnd().split('\n').map((text) => text.split('|').at(-1)));

/** Returns the names of the placeholders in a text. */
const placeholdersOf = (text) => new Set(Array.from(text.matchAll(/\{([^{}]*)\}/g), ([, name]) => name));

/** Checks the replacement of a text: it may use the placeholders of that text only. An empty one would leave a button without a name. */
function checkReplacement(name, replacement, { outOfRange, suggestion, wrongType }) {
  const quoted = JSON.stringify(name.slice(0, 80));
  if (typeof replacement !== 'string') throw wrongType('strings', `strings: what stands for ${quoted} must be a text`);
  if (replacement.trim() === '') throw outOfRange('strings', `strings: what stands for ${quoted} must not be empty`);
  const own = placeholdersOf(name);
  for (const used of placeholdersOf(replacement)) {
    if (own.has(used)) continue;
    const available = own.size > 0 ? `there is ${[...own].map((name) => `{${name}}`).join(', ')}` : 'nothing is put in there';
    throw outOfRange('strings', `strings: ${quoted} has no {${used}}: ${available}${suggestion(used, own)}`);
  }
  if (/[{}]/.test(replacement.replace(/\{[^{}]*\}/g, ''))) throw outOfRange('strings', `strings: what stands for ${quoted} has a brace that is not closed`);
}

/** Checks that each name is an English text of the face, and its replacement. */
export function checkStrings(strings, tools) {
  const { outOfRange, suggestion } = tools;
  for (const [name, replacement] of Object.entries(strings)) {
    const quoted = JSON.stringify(name.slice(0, 80));
    if (!known.has(name)) throw outOfRange('strings', `strings: there is no text ${quoted}${suggestion(name, known)}`);
    checkReplacement(name, replacement, tools);
  }
}
