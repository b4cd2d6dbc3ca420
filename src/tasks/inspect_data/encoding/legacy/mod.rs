//! Guesses which of the encodings that Unicode has replaced a text has. The result is shown as a guess.

mod east_asia;
mod words;

use super::name::{Encoding, LEGACY};

/// Returns the most probable encoding of a text that is not Unicode; without evidence for another one it
/// is Windows-1252.
pub(super) fn guess(text: &[u8]) -> Encoding {
    let value = east_asia::guess(text).unwrap_or_else(|| words::guess(text));
    Encoding::of_value(value).unwrap_or(Encoding::Legacy(&LEGACY[0]))
}

/// Returns the encoding that is ASCII alone and switches its characters by escapes.
pub(super) fn by_escapes(text: &[u8]) -> Option<Encoding> {
    let first = memchr::memchr(0x1b, text)?;
    let switches = ["\x1b$B", "\x1b$@", "\x1b(J", "\x1b(I"];
    let begins = |switch: &&str| text[first..].starts_with(switch.as_bytes());
    switches.iter().find(|switch| begins(switch))?;
    Encoding::of_value("iso-2022-jp")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_text_show_its_encoding() {
        let cases: [(&[u8], &str); 15] = [
            (b"\x96\xbc\x91O,\x94\xf5\x8dl\n\x8eR\x93c,\x83e\x83X\x83g\n", "Shift_JIS"),
            (b"\xcc\xbe\xc1\xb0,\xc8\xf7\xb9\xcd\n\xbb\xb3\xc5\xc4,\xa5\xc6\xa5\xb9\xa5\xc8\n", "EUC-JP"),
            (b"\xd0\xd5\xc3\xfb,\xb1\xb8\xd7\xa2\n\xd5\xc5\xc8\xfd,\xb2\xe2\xca\xd4\xbf\xcd\xbb\xa7\n", "GB18030"),
            (b"\xa9m\xa6W,\xb3\xc6\xb5\xf9\n\xb1i\xa4T,\xb4\xfa\xb8\xd5\xab\xc8\xa4\xe1\n", "Big5"),
            (b"\xc0\xcc\xb8\xa7,\xba\xf1\xb0\xed\n\xc8\xab\xb1\xe6\xb5\xbf,\xbc\xad\xbf\xef\n", "EUC-KR"),
            (b"\xe8\xec\xff,\xe3\xee\xf0\xee\xe4\n\xc8\xe2\xe0\xed\xee\xe2,\xcc\xee\xf1\xea\xe2\xe0\n", "Windows-1251"),
            (b"\xc9\xcd\xd1,\xc7\xcf\xd2\xcf\xc4\n\xe9\xd7\xc1\xce\xcf\xd7,\xed\xcf\xd3\xcb\xd7\xc1\n", "KOI8-R"),
            (b"\xa8\xac\xef,\xa3\xae\xe0\xae\xa4\n\x88\xa2\xa0\xad\xae\xa2,\x8c\xae\xe1\xaa\xa2\xa0\n", "IBM866"),
            (b"\xd8\xdc\xef,\xd3\xde\xe0\xde\xd4\n\xb8\xd2\xd0\xdd\xde\xd2,\xbc\xde\xe1\xda\xd2\xd0\n", "ISO-8859-5"),
            (b"\xfc\xed\xef\xec\xe1,\xf0\xfc\xeb\xe7\n\xcc\xe1\xf1\xdf\xe1,\xc1\xe8\xde\xed\xe1\n", "Windows-1253"),
            (b"imi\xea,miasto\nB\xb3a\xbfej,Bia\xb3ystok\nPi\xea\xe6,Ksi\xb9\xbf\n", "Windows-1250"),
            (b"imi\xea,miasto\nB\xb3a\xbfej,Bia\xb3ystok\nPi\xea\xe6,Ksi\xb1\xbf\n", "ISO-8859-2"),
            (b"pr\x82nom,\x82l\x8ave\nZo\x82,B\x81cher\nS\x81d,Gr\x94\xe1e\nH\x94he,\x8epfel\n", "CP850"),
            (b"pr\x8enom,\x8el\x8fve\nC\x8elia,cr\x8fme\n", "Mac Roman"),
            (b"a,it\x92s\n\x93x\x94 \x96 y,d\xe9j\xe0 vu\nm\xb3,5 \x80\n", "Windows-1252"),
        ];
        for (text, name) in cases {
            assert_eq!(guess(text).name(), name);
        }
    }
}
