//! Alphabets: a byte is a letter, and words show which one.

/// An alphabet beside the Latin one.
struct Alphabet {
    value: &'static str,
    upper: fn(u8) -> bool,
    lower: fn(u8) -> bool,
    /// Its most frequent letters, small and large.
    frequent: &'static [u8],
}

const ALPHABETS: &[Alphabet] = &[
    Alphabet {
        value: "windows-1251",
        upper: |byte| matches!(byte, 0xc0..=0xdf | 0xa8),
        lower: |byte| matches!(byte, 0xe0..=0xff | 0xb8 | 0xb3 | 0xbf),
        frequent: b"\xee\xe5\xe0\xe8\xed\xf2\xf1\xf0\xce\xc5\xc0\xc8\xcd\xd2\xd1\xd0",
    },
    Alphabet {
        value: "koi8-r",
        upper: |byte| matches!(byte, 0xe0..=0xff | 0xb3),
        lower: |byte| matches!(byte, 0xc0..=0xdf | 0xa3),
        frequent: b"\xcf\xc5\xc1\xc9\xce\xd4\xd3\xd2\xef\xe5\xe1\xe9\xee\xf4\xf3\xf2",
    },
    Alphabet {
        value: "ibm866",
        upper: |byte| matches!(byte, 0x80..=0x9f | 0xf0),
        lower: |byte| matches!(byte, 0xa0..=0xaf | 0xe0..=0xef | 0xf1),
        frequent: b"\xae\xa5\xa0\xa8\xad\xe2\xe1\xe0\x8e\x85\x80\x88\x8d\x92\x91\x90",
    },
    Alphabet {
        value: "iso-8859-5",
        upper: |byte| matches!(byte, 0xb0..=0xcf | 0xa1),
        lower: |byte| matches!(byte, 0xd0..=0xef | 0xf1),
        frequent: b"\xde\xd5\xd0\xd8\xdd\xe2\xe1\xe0\xbe\xb5\xb0\xb8\xbd\xc2\xc1\xc0",
    },
    Alphabet {
        value: "windows-1253",
        upper: |byte| matches!(byte, 0xc1..=0xd9 | 0xb8..=0xbf),
        lower: |byte| matches!(byte, 0xdc..=0xfe),
        frequent:
            b"\xe1\xef\xe9\xe5\xf4\xed\xf3\xf2\xdc\xdf\xfc\xdd\xc1\xcf\xc9\xc5\xd4\xcd\xd3\xd1",
    },
];

/// Returns the value of the most probable encoding.
pub(super) fn guess(text: &[u8]) -> &'static str {
    let high = text.iter().filter(|byte| !byte.is_ascii()).count();
    let runs = || text.split(u8::is_ascii).filter(|run| !run.is_empty());
    // A Latin word has a letter or two beyond ASCII here and there.
    let in_words: usize = runs().map(<[u8]>::len).filter(|length| *length >= 3).sum();
    if in_words * 2 >= high {
        let score = |alphabet: &&Alphabet| runs().map(|run| alphabet.score(run)).sum::<i64>();
        let best = ALPHABETS.iter().max_by_key(score);
        if let Some(best) = best.filter(|best| score(best) > 0) {
            return best.value;
        }
    }
    Latin::of(text).guess(high)
}

impl Alphabet {
    /// Returns how much a word looks like one of this alphabet: letters, the frequent ones above all,
    /// and no large one after a small one.
    fn score(&self, word: &[u8]) -> i64 {
        let letters = word
            .iter()
            .map(|byte| match (self.lower)(*byte) || (self.upper)(*byte) {
                true if self.frequent.contains(byte) => 2,
                true => 0,
                false => -2,
            });
        let falls = word
            .windows(2)
            .filter(|pair| (self.lower)(pair[0]) && (self.upper)(pair[1]));
        letters.sum::<i64>() - 3 * falls.count() as i64
    }
}

/// Bytes beyond ASCII between two letters.
#[derive(Debug, Default)]
struct Latin {
    dos: usize,
    mac: usize,
    /// Letters of Windows-1250 that are signs in Windows-1252.
    central: usize,
    /// The same of ISO-8859-2.
    central_iso: usize,
    /// From 80 to 9F, where Windows-1252 has few letters.
    low: usize,
}

impl Latin {
    fn of(text: &[u8]) -> Self {
        let mut found = Self::default();
        let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80;
        for around in text.windows(3) {
            let [before, byte, after] = around else {
                continue;
            };
            if byte.is_ascii() || !is_letter(*before) || !is_letter(*after) {
                continue;
            }
            found.low += usize::from(matches!(byte, 0x80..=0x9f) && *byte != 0x92);
            match byte {
                0x81 | 0x82 | 0x84 | 0x94 => found.dos += 1,
                0x8d..=0x8f | 0x9a | 0x9f | 0x96 => found.mac += 1,
                0xb9 => found.central += 1,
                0xb1 | 0xb6 | 0xbc => found.central_iso += 1,
                0xb3 | 0xbf => {
                    found.central += 1;
                    found.central_iso += 1;
                }
                _ => {}
            }
        }
        found
    }

    fn guess(&self, high: usize) -> &'static str {
        let most_are_low = self.low * 2 > high;
        if most_are_low && self.dos > self.mac {
            "cp850"
        } else if most_are_low && self.mac > 0 {
            "macintosh"
        } else if self.central_iso > self.central {
            "iso-8859-2"
        } else if self.central > 0 {
            "windows-1250"
        } else {
            "windows-1252"
        }
    }
}
