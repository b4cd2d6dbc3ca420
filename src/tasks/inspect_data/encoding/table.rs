//! Encodings in which each byte is a character.

use taskdeck_core::Message;

use super::{
    decoder::Sink,
    name::{Bytes, Encoding, Legacy},
    text_decoder::TextDecoder,
};

const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// The characters of the bytes from 80 on.
#[derive(Debug)]
pub(super) struct Table {
    encoding: Encoding,
    characters: [char; 128],
}

impl Table {
    pub(super) fn new(legacy: &'static Legacy) -> Result<Self, Message> {
        let mut characters = [REPLACEMENT; 128];
        match legacy.bytes {
            Bytes::Known(first, known) => {
                for (byte, place) in (0x80_u8..=0xff).zip(&mut characters) {
                    *place = char::from(byte);
                }
                let from = usize::from(first - 0x80);
                for (place, character) in characters[from..].iter_mut().zip(known.chars()) {
                    *place = character;
                }
            }
            Bytes::Single | Bytes::Several => {
                let mut decoder = TextDecoder::new(legacy)?;
                for (byte, place) in (0x80_u8..=0xff).zip(&mut characters) {
                    let decoded = decoder.decode(&[byte], true);
                    *place = decoded.chars().next().unwrap_or(REPLACEMENT);
                }
            }
        }
        let encoding = Encoding::Legacy(legacy);
        Ok(Self {
            encoding,
            characters,
        })
    }

    pub(super) fn decode(&self, piece: &[u8], sink: &mut Sink<'_>) {
        sink.text.reserve(piece.len());
        for run in piece.split_inclusive(|byte| !byte.is_ascii()) {
            let (last, before) = match run.split_last() {
                Some((last, before)) if !last.is_ascii() => (Some(*last), before),
                _ => (None, run),
            };
            sink.text
                .push_str(std::str::from_utf8(before).unwrap_or_default());
            let Some(byte) = last else { continue };
            match self.characters[usize::from(byte & 0x7f)] {
                REPLACEMENT => sink.replace(self.encoding, &[byte]),
                character => sink.text.push(character),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::decoder::decoded, *};

    #[test]
    fn bytes_are_the_characters_of_their_encoding() {
        let cases: [(&str, &[u8], &str); 5] = [
            ("windows-1252", b"caf\xe9 \x80\x93\xff", "café €“ÿ"),
            ("iso-8859-1", b"\x80\xa4\xff", "\u{80}¤ÿ"),
            ("iso-8859-15", b"\x80\xa4\xa6\xa8\xbd\xff", "\u{80}€Ššœÿ"),
            ("cp850", b"\x84\x94\x81\xe1\x9b\xff", "äöüßø\u{a0}"),
            ("cp437", b"\x80\xe0\x9b\xb0\xff", "Çα¢░\u{a0}"),
        ];
        for (value, bytes, text) in cases {
            let encoding = Encoding::of_value(value).unwrap();
            assert_eq!(decoded(encoding, &[bytes]).0, text, "{value}");
        }
    }

    #[test]
    fn a_byte_without_a_meaning_is_replaced_and_told() {
        let encoding = Encoding::of_value("windows-1252").unwrap();
        let (text, wrong) = decoded(encoding, &[b"a\x81b"]);
        assert_eq!(text, "a\u{fffd}b");
        let words = "Not Windows-1252: byte 81, replaced by \u{fffd}";
        assert_eq!(wrong, [(1, words.to_owned())]);
    }
}
