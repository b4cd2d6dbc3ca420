// Cuts texts where they are longer than what is kept of them.

/** Returns the first `most` characters of a text. A character of two code units stays whole. */
export function cut(text, most) {
  if (text.length <= most) return text;
  return Array.from(text.slice(0, 2 * most)).slice(0, most).join('');
}
