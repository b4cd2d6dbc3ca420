//! Chinese, Japanese and Korean: their characters have two bytes, and most are from a part of the table.

/// One fault in this many characters is accepted.
const FAULTS: usize = 50;

/// Characters of two bytes, read by the rules of one encoding.
#[derive(Debug, Default)]
struct Pairs {
    all: Vec<[u8; 2]>,
    /// Katakana of half width, which have one byte.
    half: usize,
    bad: usize,
}

impl Pairs {
    /// Reads a text whose characters have the length that `length` returns; `None` is a fault.
    fn of(text: &[u8], length: impl Fn(&[u8]) -> Option<usize>) -> Self {
        let mut found = Self::default();
        let mut rest = text;
        while let Some(at) = rest.iter().position(|byte| !byte.is_ascii()) {
            rest = &rest[at..];
            if rest.len() == 1 {
                break;
            }
            let taken = length(rest).unwrap_or(0);
            match taken {
                0 => found.bad += 1,
                1 => found.half += 1,
                2 => found.all.push([rest[0], rest[1]]),
                _ => {}
            }
            rest = rest.get(taken.max(1)..).unwrap_or_default();
        }
        found
    }

    fn are_valid(&self) -> bool {
        self.all.len() >= 2 && self.bad * FAULTS <= self.all.len()
    }

    /// Returns whether `like` is true for at least this percentage.
    fn mostly(&self, percent: usize, like: impl Fn(u8, u8) -> bool) -> bool {
        let count = self.all.iter().filter(|pair| like(pair[0], pair[1]));
        count.count() * 100 >= self.all.len() * percent
    }
}

/// Returns the value of the encoding, if the text is one of these.
pub(super) fn guess(text: &[u8]) -> Option<&'static str> {
    if is_shift_jis(text) {
        return Some("shift_jis");
    }
    let euc = Pairs::of(text, |rest| match rest {
        [0x8e, 0xa1..=0xdf, ..] => Some(3),
        [0x8f, 0xa1..=0xfe, 0xa1..=0xfe, ..] => Some(3),
        [0xa1..=0xfe, 0xa1..=0xfe, ..] => Some(2),
        _ => None,
    });
    // Cyrillic and Greek letters are all from C0 on.
    let is_no_alphabet = |pairs: &Pairs| pairs.mostly(10, |_, second| second < 0xc0);
    if euc.are_valid() {
        if euc.mostly(10, |first, _| matches!(first, 0xa4 | 0xa5)) {
            return Some("euc-jp");
        }
        let is_hangul = |first, _| matches!(first, 0xa1..=0xa3 | 0xb0..=0xc8);
        if is_no_alphabet(&euc) && euc.mostly(95, is_hangul) {
            return Some("euc-kr");
        }
    }
    if is_big5(text) {
        return Some("big5");
    }
    let gb = Pairs::of(text, |rest| match rest {
        [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, ..] => Some(2),
        [0x81..=0xfe, b'0'..=b'9', 0x81..=0xfe, b'0'..=b'9', ..] => Some(4),
        _ => None,
    });
    let is_common = |first, second| matches!(first, 0xa1..=0xa3 | 0xb0..=0xd7) && second > 0xa0;
    let is_gb = gb.are_valid() && is_no_alphabet(&gb) && gb.mostly(75, is_common);
    is_gb.then_some("gb18030")
}

fn is_shift_jis(text: &[u8]) -> bool {
    let pairs = Pairs::of(text, |rest| match rest {
        [0xa1..=0xdf, ..] => Some(1),
        [0x81..=0x9f | 0xe0..=0xfc, 0x40..=0x7e | 0x80..=0xfc, ..] => Some(2),
        _ => None,
    });
    let is_kana =
        |first, second| matches!((first, second), (0x82, 0x9f..=0xf1) | (0x83, 0x40..=0x96));
    let is_low = |first, _| first <= 0x9f;
    // Quotation marks of Windows-1252 before a letter are pairs too: their second byte is ASCII.
    let is_western = !pairs.mostly(30, |_, second| second >= 0x80);
    pairs.are_valid()
        && pairs.half * 2 <= pairs.all.len()
        && (pairs.mostly(20, is_kana) || (!is_western && pairs.mostly(60, is_low)))
}

fn is_big5(text: &[u8]) -> bool {
    let pairs = Pairs::of(text, |rest| match rest {
        [0xa1..=0xf9, 0x40..=0x7e | 0xa1..=0xfe, ..] => Some(2),
        _ => None,
    });
    let is_ascii = |_, second: u8| second.is_ascii();
    pairs.are_valid()
        && pairs.mostly(75, |first, _| matches!(first, 0xa1 | 0xa4..=0xc6))
        && pairs.mostly(10, is_ascii)
        && !pairs.mostly(85, is_ascii)
}
