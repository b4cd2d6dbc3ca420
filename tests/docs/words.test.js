// What crosses between Rust and JavaScript as a number has its order in widget/js/words.js, and nowhere else.

const test = require('node:test');
const assert = require('node:assert');
const { read, tracked } = require('./rust.js');

const WORDS = 'widget/js/words.js';

/** The lists of words by their names. */
const lists = () =>
  [...read(WORDS).matchAll(/^export const ([A-Z_]+) = \[([^\]]+)\];/gm)].map(([, name, words]) => [name, words.match(/[\w-]+/g)]);

test('the order of words and fields stands in one file', () => {
  assert.ok(lists().length > 8, 'the lists are found');
  const others = tracked.filter((file) => /^widget\/(js\/[\w-]+\.js|rust\/\w+\.rs|build\.rs)$/.test(file) && file !== WORDS);
  for (const file of others) {
    const source = read(file);
    for (const [name, words] of lists()) {
      for (const [at, word] of words.slice(1).entries()) {
        const pair = new RegExp(`(['"])${words[at]}\\1,\\s*\\1${word}\\1`);
        assert.doesNotMatch(source, pair, `${file} repeats the order of ${name}`);
      }
    }
  }
});

test('JavaScript names every number of a record', () => {
  const [, fields] = lists().find(([name]) => name === 'RECORD');
  const readers = tracked.filter((file) => /^widget\/js\/[\w-]+\.js$/.test(file)).map(read).join('\n');
  const taken = [...readers.matchAll(/const \{([^}]+)\} = \w+\(RECORD\)/g)].flatMap(([, names]) => names.match(/\w+(?=:)/g));
  assert.deepEqual([...new Set(taken)].sort(), [...fields].sort());
});

test('the words of the button of a tray are texts of the face, so that `strings` can replace them', () => {
  const texts = new Set(read('face/src/texts/english.txt').split('\n').map((line) => line.split('|').at(-1)));
  const words = [...read('widget/js/tray.js').matchAll(/(?:#say\(|, |\? |: )'([^']*(?: running| waiting| failed|\{summary\}|All done|Nothing is running)[^']*)'/g)].map(([, word]) => word);
  assert.equal(words.length, 6, words.join(', '));
  for (const word of words) assert.ok(texts.has(word), `${word} is no text of the face`);
});
