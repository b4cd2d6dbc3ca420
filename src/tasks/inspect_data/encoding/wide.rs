//! UTF-16 and UTF-32: detects and decodes them.

use super::{
    decoder::Sink,
    name::{Encoding, Endian},
};

/// The bytes from which a wide encoding is detected.
const LOOKED_AT: usize = 64 << 10;

/// Decodes a text whose characters have two bytes or four.
#[derive(Debug)]
pub(super) struct Wide {
    encoding: Encoding,
    /// The beginning of a character whose end is in the next piece.
    cut: Vec<u8>,
}

impl Wide {
    pub(super) fn new(encoding: Encoding) -> Self {
        let cut = Vec::new();
        Self { encoding, cut }
    }

    pub(super) fn decode(&mut self, piece: &[u8], end: bool, sink: &mut Sink<'_>) {
        let mut joined = std::mem::take(&mut self.cut);
        let piece = if joined.is_empty() {
            piece
        } else {
            joined.extend_from_slice(piece);
            &joined
        };
        sink.text.reserve(piece.len());
        let rest = match self.encoding {
            Encoding::Utf32(endian) => utf_32(piece, endian, self.encoding, sink),
            Encoding::Utf16(endian) => utf_16(piece, endian, end, self.encoding, sink),
            _ => piece,
        };
        if !end {
            self.cut = rest.to_vec();
        } else if !rest.is_empty() {
            sink.replace(self.encoding, rest);
        }
    }
}

/// Decodes UTF-32, and returns the rest.
fn utf_32<'a>(
    piece: &'a [u8],
    endian: Endian,
    encoding: Encoding,
    sink: &mut Sink<'_>,
) -> &'a [u8] {
    let (units, rest) = piece.as_chunks::<4>();
    for unit in units {
        match char::from_u32(endian.u32(*unit)) {
            Some(character) => sink.text.push(character),
            None => sink.replace(encoding, unit),
        }
    }
    rest
}

/// Decodes UTF-16, and returns the rest: half a unit, or half a pair unless the text ends.
fn utf_16<'a>(
    piece: &'a [u8],
    endian: Endian,
    end: bool,
    encoding: Encoding,
    sink: &mut Sink<'_>,
) -> &'a [u8] {
    let (units, rest) = piece.as_chunks::<2>();
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        let first = endian.u16(*unit);
        let second = units.get(at + 1).map(|unit| endian.u16(*unit));
        at += 1;
        if !matches!(first, 0xd800..=0xdfff) {
            let character = char::from_u32(u32::from(first));
            sink.text
                .push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
            continue;
        }
        if second.is_none() && first < 0xdc00 && !end {
            return &piece[(at - 1) * 2..];
        }
        let pair = [first, second.unwrap_or(0)];
        match char::decode_utf16(pair).next() {
            Some(Ok(character)) => {
                sink.text.push(character);
                at += 1;
            }
            _ => sink.replace(encoding, unit),
        }
    }
    rest
}

/// Returns the wide encoding that a text without a mark has.
pub(super) fn without_mark(start: &[u8]) -> Option<Encoding> {
    let start = &start[..start.len().min(LOOKED_AT)];
    // Ends of lines and delimiters are ASCII, and have a zero byte in every wide encoding.
    memchr::memchr(0, start)?;
    let both = [Endian::Little, Endian::Big];
    let four = both.into_iter().find(|endian| is_utf_32(start, *endian));
    if let Some(endian) = four {
        return Some(Encoding::Utf32(endian));
    }
    let [little, big] = both.map(|endian| Units::of(start, endian));
    let (endian, units, other) = match little.weight() >= big.weight() {
        true => (Endian::Little, little, big),
        false => (Endian::Big, big, little),
    };
    let is_wide = units.are_text(start) && units.weight() >= 4 * other.weight();
    is_wide.then_some(Encoding::Utf16(endian))
}

/// Returns whether nearly all of it is characters of four bytes, many of them ASCII.
pub(super) fn is_utf_32(start: &[u8], endian: Endian) -> bool {
    let (units, _) = start.as_chunks::<4>();
    let (mut ascii, mut bad) = (0, 0);
    for unit in units {
        match endian.u32(*unit) {
            0 => bad += 1,
            code if is_ascii_text(code) => ascii += 1,
            code if char::from_u32(code).is_none() => bad += 1,
            _ => {}
        }
    }
    ascii * 20 >= units.len().max(1) && bad * 50 <= units.len()
}

/// The units of two bytes of a text, if it is UTF-16.
struct Units {
    all: usize,
    /// Printable ASCII and white space.
    ascii: usize,
    /// Ends of lines and delimiters. No character looks like them with its bytes swapped, as *一* looks like *N*, and
    /// the wide space like *0*.
    marks: usize,
    /// Control characters, half pairs and codes that are no characters.
    bad: usize,
}

impl Units {
    fn of(start: &[u8], endian: Endian) -> Self {
        let (units, _) = start.as_chunks::<2>();
        let mut found = Self {
            all: units.len(),
            ascii: 0,
            marks: 0,
            bad: 0,
        };
        let mut is_open = false;
        for unit in units {
            let code = endian.u16(*unit);
            let closes = matches!(code, 0xdc00..=0xdfff);
            if is_ascii_text(u32::from(code)) {
                found.ascii += 1;
                let is_mark = matches!(code, 0x09 | 0x0a | 0x0d | 0x22 | 0x2c | 0x3b | 0x7c);
                found.marks += usize::from(is_mark);
            } else if code < 0x20 || matches!(code, 0x7f..0xa0 | 0xfffe | 0xffff) {
                found.bad += 1;
            }
            if is_open != closes {
                found.bad += 1;
            }
            is_open = matches!(code, 0xd800..0xdc00);
        }
        found
    }

    fn weight(&self) -> usize {
        self.ascii + 8 * self.marks
    }

    fn are_text(&self, start: &[u8]) -> bool {
        if self.ascii == 0 || self.bad * 50 > self.all {
            return false;
        }
        let share = |percent: usize| self.ascii * 100 >= self.all * percent;
        if start
            .iter()
            .all(|byte| is_ascii_text(u32::from(*byte)) || *byte == 0)
        {
            // Text of single bytes with some zeros looks like this too.
            return share(60);
        }
        // The bytes of other scripts are control characters of no text of single bytes.
        let is_control =
            |byte: &&u8| matches!(byte, 0x01..=0x1f | 0x7f) && !is_ascii_text(u32::from(**byte));
        let controls = start.iter().filter(is_control).count();
        share(20) || (share(1) && controls * 50 >= start.len())
    }
}

fn is_ascii_text(code: u32) -> bool {
    matches!(code, 0x20..0x7f | 0x09 | 0x0a | 0x0d)
}

#[cfg(test)]
mod tests {
    use super::{super::decoder::decoded, *};

    fn utf_16(text: &str, endian: Endian) -> Vec<u8> {
        let bytes = |unit: u16| match endian {
            Endian::Little => unit.to_le_bytes(),
            Endian::Big => unit.to_be_bytes(),
        };
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn utf_32(text: &str, endian: Endian) -> Vec<u8> {
        let bytes = |letter: char| match endian {
            Endian::Little => u32::from(letter).to_le_bytes(),
            Endian::Big => u32::from(letter).to_be_bytes(),
        };
        text.chars().flat_map(bytes).collect()
    }

    const TEXTS: [&str; 8] = [
        "a,b\n1,2\n",
        "1\n",
        "naïve;Größe\r\n1;2\r\n",
        "имя,возраст\nИванов Иван,30\nПетров Пётр,41\n",
        "名前,年齢\n山田太郎,30\n",
        "이름\t나이\r\n홍길동\t30\r\n",
        "名称,描述\n一上三,一二三四五六七八九十，这是一个很长的单元格\n",
        "𝄞,😀\n𝄞,😀\n",
    ];

    #[test]
    fn utf_16_and_utf_32_are_known_without_a_mark_in_every_script() {
        for text in TEXTS {
            for endian in [Endian::Little, Endian::Big] {
                let found = without_mark(&utf_16(text, endian));
                assert_eq!(found, Some(Encoding::Utf16(endian)), "{text}");
                let found = without_mark(&utf_32(text, endian));
                assert_eq!(found, Some(Encoding::Utf32(endian)), "{text}");
            }
        }
    }

    #[test]
    fn text_of_single_bytes_with_zeros_in_it_is_not_wide() {
        let cases: [&[u8]; 7] = [
            b"a,b\n1,\0\n",
            b"a,b\nc,\0\n2,3\n",
            b"a,b\n1,x\0y\n",
            b"PK\0\0",
            "ä,ö\n1,\0\nfoo,bar\nü,ü\n".as_bytes(),
            b"name,size\ncaf\xe9,\0\nth\xe9,1\n",
            b"a,b\n",
        ];
        for bytes in cases {
            assert_eq!(without_mark(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn wide_text_is_the_same_wherever_it_is_cut() {
        for endian in [Endian::Little, Endian::Big] {
            let text = "a\u{4e00},𝄞\n\u{ffff}";
            for (encoding, bytes) in [
                (Encoding::Utf16(endian), utf_16(text, endian)),
                (Encoding::Utf32(endian), utf_32(text, endian)),
            ] {
                for length in 1..=bytes.len() {
                    let pieces: Vec<&[u8]> = bytes.chunks(length).collect();
                    assert_eq!(decoded(encoding, &pieces), (text.to_owned(), vec![]));
                }
            }
        }
    }

    #[test]
    fn half_a_pair_and_half_a_unit_are_replaced_and_told() {
        let encoding = Encoding::Utf16(Endian::Little);
        let bytes = b"a\0\x00\xd8b\0\x00\xdcc\0\x01\xd8";
        let expected = decoded(encoding, &[bytes, b"x"]);
        assert_eq!(expected.0, "a\u{fffd}b\u{fffd}c\u{fffd}\u{fffd}");
        let words = |bytes: &str| format!("Not UTF-16 LE: {bytes}, replaced by \u{fffd}");
        let bytes = ["bytes 00 D8", "bytes 00 DC", "bytes 01 D8", "byte 78"];
        let found: Vec<String> = expected.1.into_iter().map(|(_, words)| words).collect();
        assert_eq!(found, bytes.map(words));

        let encoding = Encoding::Utf32(Endian::Big);
        let (text, wrong) = decoded(encoding, &[b"\0\0\0a\0\x11\0\0\0\0\xd8\0"]);
        assert_eq!(text, "a\u{fffd}\u{fffd}");
        let words = "Not UTF-32 BE: bytes 00 11 00 00, replaced by \u{fffd}";
        assert_eq!(wrong[0].1, words);
    }
}
