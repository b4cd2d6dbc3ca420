//! Encoded words of e-mail (RFC 2047), which servers also send in headers of the web: `=?UTF-8?B?w6Q=?=`.

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

use super::charset;

/// Servers leave out the padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Replaces the encoded words of a text. `None` when it has none that can be decoded.
///
/// Blanks between two words are dropped. Words of one encoding that follow each other are decoded as one, because servers cut a
/// character in two.
pub(super) fn decode_words(text: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut open: Option<(&str, Vec<u8>)> = None;
    let mut found = false;
    let mut rest = text;
    while let Some((before, word, after)) = next_word(rest) {
        let bytes = word.bytes()?;
        let follows = open.is_some() && before.chars().all(char::is_whitespace);
        match &mut open {
            Some((charset, known)) if follows && charset.eq_ignore_ascii_case(word.charset) => {
                known.extend(bytes);
            }
            _ => {
                close(&mut decoded, open.take())?;
                if !follows {
                    decoded.push_str(before);
                }
                open = Some((word.charset, bytes));
            }
        }
        found = true;
        rest = after;
    }
    close(&mut decoded, open)?;
    decoded.push_str(rest);
    found.then_some(decoded)
}

fn close(decoded: &mut String, open: Option<(&str, Vec<u8>)>) -> Option<()> {
    if let Some((charset, bytes)) = open {
        decoded.push_str(&charset::decode(charset, &bytes)?);
    }
    Some(())
}

/// An encoded word, taken apart.
struct Word<'a> {
    charset: &'a str,
    encoding: &'a str,
    text: &'a str,
}

impl Word<'_> {
    fn bytes(&self) -> Option<Vec<u8>> {
        match self.encoding {
            "B" | "b" => BASE64.decode(self.text).ok(),
            _ => quoted(self.text),
        }
    }
}

/// Returns the first encoded word of a text, with the text before and after it.
fn next_word(text: &str) -> Option<(&str, Word<'_>, &str)> {
    let mut from = 0;
    while let Some(start) = text.get(from..)?.find("=?").map(|at| from + at) {
        if let Some((word, after)) = word_at(&text[start + 2..]) {
            return Some((&text[..start], word, after));
        }
        from = start + 2;
    }
    None
}

fn word_at(text: &str) -> Option<(Word<'_>, &str)> {
    let (charset, rest) = text.split_once('?')?;
    let (encoding, rest) = rest.split_once('?')?;
    let (text, after) = rest.split_once("?=")?;
    let is_known = matches!(encoding, "B" | "b" | "Q" | "q");
    // A language may follow the name of the encoding (RFC 2231).
    let charset = charset.split('*').next().unwrap_or_default();
    (is_known && !charset.is_empty()).then_some((
        Word {
            charset,
            encoding,
            text,
        },
        after,
    ))
}

/// Decodes quoted-printable text: `=C3` is a byte and `_` a blank.
fn quoted(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match first {
            b'=' => {
                bytes.push(hex(tail)?);
                rest = &tail[2..];
            }
            b'_' => bytes.push(b' '),
            byte => bytes.push(*byte),
        }
    }
    Some(bytes)
}

/// Returns the byte of the two hexadecimal digits that begin a text.
fn hex(text: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*text.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_decoded_where_they_stand() {
        for (text, decoded) in [
            ("=?UTF-8?B?Z3LDvMOfZS50eHQ=?=", "grüße.txt"),
            ("=?UTF-8?B?Z3LDvMOfZS50eHQ?=", "grüße.txt"),
            ("=?utf-8?Q?gr=C3=BC=C3=9Fe_x.txt?=", "grüße x.txt"),
            ("=?ISO-8859-1?q?foo-=E4.html?=", "foo-ä.html"),
            ("=?utf-8*en?Q?a?=", "a"),
            ("=?UTF-8?B?w6Q=?=.bak", "ä.bak"),
            ("a =?utf-8?B?w6Q=?= b.txt", "a ä b.txt"),
        ] {
            assert_eq!(decode_words(text).as_deref(), Some(decoded), "{text}");
        }
    }

    #[test]
    fn blanks_between_words_are_dropped() {
        let words = "=?utf-8?Q?gr=C3=BC?= =?iso-8859-1?Q?=DFe.txt?=";
        assert_eq!(decode_words(words).as_deref(), Some("grüße.txt"));
        let cut_in_two = "=?utf-8?Q?gr=C3?=\t=?UTF-8?Q?=BCn.txt?=";
        assert_eq!(decode_words(cut_in_two).as_deref(), Some("grün.txt"));
    }

    #[test]
    fn what_is_no_word_is_left_alone() {
        for text in [
            "plain.txt",
            "=?UTF-8?B?broken",
            "=?UTF-8?X?a?=",
            "=?UTF-8?B?w6Q!?=",
            "=?utf-8?Q?=E4?=",
            "a=?b",
        ] {
            assert_eq!(decode_words(text), None, "{text}");
        }
    }
}
