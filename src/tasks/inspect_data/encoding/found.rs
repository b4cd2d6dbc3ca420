//! Detects the encoding of a file by its beginning.

use std::collections::VecDeque;

use taskdeck_core::{Message, message};

use super::{
    binary,
    decoder::{Decoder, Sink},
    evidence::Evidence,
    legacy,
    name::{Encoding, Endian},
    wide,
};

/// An encoding, and how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Found {
    encoding: Encoding,
    how: How,
    /// The evidence against the chosen one.
    other: Option<Other>,
}

/// An encoding that a file seems to have beside the chosen one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Other {
    pub(super) encoding: Encoding,
    /// Whether the file begins with its mark.
    pub(super) by_mark: bool,
}

/// How an encoding was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// Chosen by hand.
    Chosen,
    /// By the mark at the start.
    Mark,
    /// By bytes that only this encoding has.
    Detected,
    /// The most probable one.
    Guessed,
    /// Only ASCII so far, which is the same in every encoding of single bytes.
    Open,
}

/// Detects the encoding of a file that begins with these bytes. `is_all` is whether it has no others. A chosen
/// encoding wins.
///
/// # Errors
///
/// The file is not text. The error says what it is.
pub(in super::super) fn detect(
    start: &[u8],
    is_all: bool,
    chosen: Option<Encoding>,
) -> Result<Found, Message> {
    if let Some(what) = binary::named(start) {
        return Err(what);
    }
    if let Some(chosen) = chosen {
        return Ok(Found::chosen(chosen, start));
    }
    let found = detected(start, is_all);
    match binary::is_text(start, found.encoding) {
        true => Ok(found),
        false => Err(binary::no_text(start)),
    }
}

fn detected(start: &[u8], is_all: bool) -> Found {
    match marked(start) {
        Some(encoding) => Found::new(encoding, How::Mark),
        None => match wide::without_mark(start) {
            Some(encoding) => Found::new(encoding, How::Detected),
            None => narrow(start, is_all),
        },
    }
}

/// Detects the encoding of a text that is not UTF-16 or UTF-32.
///
/// Other encodings hardly ever look like UTF-8 by chance: one character in several hundred of a Western text, about
/// one in seven of a Chinese one. So a text is UTF-8 with faults if at least one in three of its characters beyond
/// ASCII is valid.
pub(super) fn narrow(start: &[u8], is_all: bool) -> Found {
    let evidence = Evidence::of(start, is_all);
    match (evidence.valid, evidence.bad) {
        (0, 0) => match legacy::by_escapes(start) {
            Some(encoding) => Found::new(encoding, How::Detected),
            None => Found::open(),
        },
        (valid, bad) if valid * 2 >= bad => Found::utf_8(),
        _ => Found::new(legacy::guess(start), How::Guessed),
    }
}

/// Returns the encoding whose mark this is.
fn marked(start: &[u8]) -> Option<Encoding> {
    let has = |encoding: &Encoding| {
        let mark = encoding.mark();
        !mark.is_empty() && start.starts_with(mark)
    };
    let endian = [Endian::Little, Endian::Big];
    let four = endian.into_iter().find(|endian| {
        // The mark of UTF-32 LE begins with that of UTF-16 LE, which a NUL may follow.
        has(&Encoding::Utf32(*endian))
            && (start.len() == 4 || wide::is_utf_32(&start[4..], *endian))
    });
    if let Some(endian) = four {
        return Some(Encoding::Utf32(endian));
    }
    let gb18030 = Encoding::of_value("gb18030");
    let two = endian.map(Encoding::Utf16);
    let others = [Encoding::Utf8].into_iter().chain(two).chain(gb18030);
    others.into_iter().find(has)
}

impl Found {
    fn new(encoding: Encoding, how: How) -> Self {
        Self {
            encoding,
            how,
            other: None,
        }
    }

    /// Creates the result for a text that is ASCII so far.
    pub(super) fn open() -> Self {
        Self::new(Encoding::Utf8, How::Open)
    }

    /// Creates the result for detected UTF-8.
    pub(super) fn utf_8() -> Self {
        Self::new(Encoding::Utf8, How::Detected)
    }

    /// Creates the result for a chosen encoding of a file with this beginning.
    pub(in super::super) fn chosen(encoding: Encoding, start: &[u8]) -> Self {
        let own = encoding.mark();
        let mark = match !own.is_empty() && start.starts_with(own) {
            true => None,
            false => marked(start),
        };
        let other = match mark {
            Some(encoding) => Some((encoding, true)),
            None if encoding.is_wide() => None,
            None => wide::without_mark(start).map(|encoding| (encoding, false)),
        };
        Self {
            other: other.map(|(encoding, by_mark)| Other { encoding, by_mark }),
            ..Self::new(encoding, How::Chosen)
        }
    }

    /// Returns the encoding.
    pub(in super::super) fn encoding(self) -> Encoding {
        self.encoding
    }

    /// Returns whether it is only the most probable one.
    pub(in super::super) fn is_guessed(self) -> bool {
        self.how == How::Guessed
    }

    /// Returns whether it is still to be decided.
    pub(super) fn is_open(self) -> bool {
        self.how == How::Open
    }

    pub(super) fn other(self) -> Option<Other> {
        self.other
    }

    /// Returns its name and how it was found: *UTF-16 LE (by its mark)*.
    pub(in super::super) fn in_words(self) -> Message {
        let name = self.encoding.name();
        match (self.how, self.encoding) {
            (How::Open, _) | (How::Detected | How::Chosen, Encoding::Utf8) => name.into(),
            (How::Chosen, _) => message!("{name} (chosen)", name = name),
            (How::Mark, _) => message!("{name} (by its mark)", name = name),
            (How::Detected, _) => message!("{name} (detected)", name = name),
            (How::Guessed, _) => message!("{name} (guessed)", name = name),
        }
    }

    /// Decodes the start of a file, from which its form is detected.
    ///
    /// # Errors
    ///
    /// The browser does not know the encoding.
    pub(in super::super) fn text_of(self, start: &[u8]) -> Result<String, Message> {
        let (mut text, mut wrong) = (String::new(), VecDeque::new());
        let mut sink = Sink {
            text: &mut text,
            wrong: &mut wrong,
        };
        Decoder::new(self)?.decode(start, false, &mut sink);
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(start: &[u8]) -> Message {
        match detect(start, true, None) {
            Ok(found) => found.in_words(),
            Err(what) => what,
        }
    }

    #[test]
    fn a_mark_decides() {
        let cases: [(&[u8], &str); 8] = [
            (b"\xef\xbb\xbfa,b\n1,\xe9\n", "UTF-8 (by its mark)"),
            (b"\xef\xbb\xbf", "UTF-8 (by its mark)"),
            (b"\xff\xfea\0,\0", "UTF-16 LE (by its mark)"),
            (b"\xfe\xff\0a\0,", "UTF-16 BE (by its mark)"),
            (b"\xff\xfe\0\0a\0\0\0", "UTF-32 LE (by its mark)"),
            (b"\xff\xfe\0\0a\0b\0c\0d\0e\0f\0", "UTF-16 LE (by its mark)"),
            (b"\0\0\xfe\xff\0\0\0a", "UTF-32 BE (by its mark)"),
            (b"\x84\x31\x95\x33a,b", "GB18030 (by its mark)"),
        ];
        for (start, expected) in cases {
            assert_eq!(words(start), expected, "{start:?}");
        }
    }

    #[test]
    fn mostly_valid_utf_8_is_utf_8_and_what_is_not_is_a_guess_that_is_shown() {
        let cases: [(&[u8], &str); 7] = [
            (b"a,b\n1,2\n", "UTF-8"),
            ("ä,b\n1,2\n".as_bytes(), "UTF-8"),
            (b"\xc3\xa4,\xc3\xb6,x\xe9y,\xff\n", "UTF-8"),
            (b"a,b\ncaf\xe9,1\n", "Windows-1252 (guessed)"),
            (b"a,b\n\x80 5,\x93x\x94\n", "Windows-1252 (guessed)"),
            (b"\xfc,\xe4,\xf6,\xc3\xa4\n", "Windows-1252 (guessed)"),
            (b"a\n\x1b$B4A;z\x1b(B\n", "ISO-2022-JP (detected)"),
        ];
        for (start, expected) in cases {
            assert_eq!(words(start), expected, "{start:?}");
        }
    }

    #[test]
    fn what_is_chosen_rules() {
        let chosen = Encoding::of_value("windows-1252");
        let found = detect("ä\n".as_bytes(), true, chosen).unwrap();
        assert_eq!(found.in_words(), "Windows-1252 (chosen)");
        let text = found.text_of(b"\xe4").unwrap();
        assert_eq!(text, "ä");
        let found = |bytes| detect(bytes, true, chosen).unwrap().other;
        let wide = |by_mark| {
            let encoding = Encoding::Utf16(Endian::Little);
            Some(Other { encoding, by_mark })
        };
        assert_eq!(found(b"a\0,\0b\0\n\0"), wide(false));
        assert_eq!(found(b"\xff\xfea\0"), wide(true));
        assert_eq!(found(b"a,b\n"), None);
    }

    #[test]
    fn a_character_that_the_start_cuts_is_no_fault() {
        let found = detect(b"a,b\n1,\xc3", false, None).unwrap();
        assert_eq!(found.in_words(), "UTF-8");
        assert_eq!(words(b"a,b\n1,\xc3"), "Windows-1252 (guessed)");
    }
}
