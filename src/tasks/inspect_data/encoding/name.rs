//! The encodings and their names.

use taskdeck_core::{Message, message};

/// The encoding of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Encoding {
    Utf8,
    Utf16(Endian),
    Utf32(Endian),
    /// One that Unicode has replaced, by its place in [`LEGACY`].
    Legacy(&'static Legacy),
}

/// Which byte of a number comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Endian {
    Little,
    Big,
}

/// An encoding that Unicode has replaced.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) struct Legacy {
    /// The value in a form, which is also its label for the browser's `TextDecoder`.
    pub(super) value: &'static str,
    pub(super) name: &'static str,
    /// The region where it is used, for the list of choices.
    region: Message,
    pub(super) bytes: Bytes,
}

/// How bytes become characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bytes {
    /// Each byte is a character. Those from this byte on are listed; the others are those of ISO-8859-1.
    Known(u8, &'static str),
    /// Each byte is a character, which the browser decodes.
    Single,
    /// A character has one byte or several.
    Several,
}

/// The undefined bytes of Windows-1252 are errors, as they have no meaning.
const WINDOWS_1252: Bytes = Bytes::Known(0x80, "€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ");
const LATIN_9: Bytes = Bytes::Known(0xa4, "€¥Š§š©ª«¬\u{ad}®¯°±²³Žµ¶·ž¹º»ŒœŸ");
const CP437: Bytes = Bytes::Known(
    0x80,
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
     └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
);
const CP850: Bytes = Bytes::Known(
    0x80,
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
     └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
);

const fn legacy(value: &'static str, name: &'static str, region: Message, bytes: Bytes) -> Legacy {
    Legacy {
        value,
        name,
        region,
        bytes,
    }
}

/// The encodings that can be chosen. Browsers read *ISO-8859-1* as Windows-1252; here it is ISO-8859-1.
pub(super) static LEGACY: [Legacy; 27] = [
    legacy(
        "windows-1252",
        "Windows-1252",
        message!("Western Europe"),
        WINDOWS_1252,
    ),
    legacy(
        "iso-8859-1",
        "ISO-8859-1",
        message!("Latin-1"),
        Bytes::Known(0x80, ""),
    ),
    legacy("iso-8859-15", "ISO-8859-15", message!("Latin-9"), LATIN_9),
    legacy("cp850", "CP850", message!("DOS, Western Europe"), CP850),
    legacy("cp437", "CP437", message!("DOS, United States"), CP437),
    legacy(
        "macintosh",
        "Mac Roman",
        message!("Western Europe"),
        Bytes::Single,
    ),
    legacy(
        "windows-1250",
        "Windows-1250",
        message!("Central Europe"),
        Bytes::Single,
    ),
    legacy(
        "iso-8859-2",
        "ISO-8859-2",
        message!("Central Europe"),
        Bytes::Single,
    ),
    legacy(
        "windows-1251",
        "Windows-1251",
        message!("Cyrillic"),
        Bytes::Single,
    ),
    legacy("koi8-r", "KOI8-R", message!("Russian"), Bytes::Single),
    legacy("koi8-u", "KOI8-U", message!("Ukrainian"), Bytes::Single),
    legacy(
        "iso-8859-5",
        "ISO-8859-5",
        message!("Cyrillic"),
        Bytes::Single,
    ),
    legacy("ibm866", "IBM866", message!("DOS, Cyrillic"), Bytes::Single),
    legacy(
        "windows-1253",
        "Windows-1253",
        message!("Greek"),
        Bytes::Single,
    ),
    legacy("iso-8859-7", "ISO-8859-7", message!("Greek"), Bytes::Single),
    legacy(
        "windows-1254",
        "Windows-1254",
        message!("Turkish"),
        Bytes::Single,
    ),
    legacy(
        "windows-1255",
        "Windows-1255",
        message!("Hebrew"),
        Bytes::Single,
    ),
    legacy(
        "windows-1256",
        "Windows-1256",
        message!("Arabic"),
        Bytes::Single,
    ),
    legacy(
        "windows-1257",
        "Windows-1257",
        message!("Baltic"),
        Bytes::Single,
    ),
    legacy(
        "windows-1258",
        "Windows-1258",
        message!("Vietnamese"),
        Bytes::Single,
    ),
    legacy(
        "windows-874",
        "Windows-874",
        message!("Thai"),
        Bytes::Single,
    ),
    legacy(
        "shift_jis",
        "Shift_JIS",
        message!("Japanese"),
        Bytes::Several,
    ),
    legacy("euc-jp", "EUC-JP", message!("Japanese"), Bytes::Several),
    legacy(
        "iso-2022-jp",
        "ISO-2022-JP",
        message!("Japanese"),
        Bytes::Several,
    ),
    legacy(
        "gb18030",
        "GB18030",
        message!("Chinese, GBK"),
        Bytes::Several,
    ),
    legacy(
        "big5",
        "Big5",
        message!("Chinese, traditional"),
        Bytes::Several,
    ),
    legacy("euc-kr", "EUC-KR", message!("Korean"), Bytes::Several),
];

impl Encoding {
    const UNICODE: [(&str, &str, Self); 5] = [
        ("utf-8", "UTF-8", Self::Utf8),
        ("utf-16le", "UTF-16 LE", Self::Utf16(Endian::Little)),
        ("utf-16be", "UTF-16 BE", Self::Utf16(Endian::Big)),
        ("utf-32le", "UTF-32 LE", Self::Utf32(Endian::Little)),
        ("utf-32be", "UTF-32 BE", Self::Utf32(Endian::Big)),
    ];

    /// Returns the value and label of each.
    pub(in super::super) fn choices() -> Vec<(&'static str, Message)> {
        let unicode = Self::UNICODE.iter();
        let unicode = unicode.map(|(value, name, _)| (*value, Message::from(*name)));
        let legacy = LEGACY.iter().map(|known| {
            let label = message!(
                "{name} ({region})",
                name = known.name,
                region = &known.region
            );
            (known.value, label)
        });
        unicode.chain(legacy).collect()
    }

    /// Returns the one of this value; `None` for any other.
    pub(in super::super) fn of_value(wanted: &str) -> Option<Self> {
        let unicode = Self::UNICODE.iter();
        let unicode = unicode.clone().find(|(value, ..)| *value == wanted);
        unicode.map(|(.., encoding)| *encoding).or_else(|| {
            let legacy = LEGACY.iter().find(|known| known.value == wanted);
            legacy.map(Self::Legacy)
        })
    }

    /// Returns its name.
    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Self::Legacy(legacy) => legacy.name,
            _ => {
                let unicode = Self::UNICODE.iter();
                let found = unicode.clone().find(|(.., encoding)| *encoding == self);
                found.map_or("", |(_, name, _)| *name)
            }
        }
    }

    /// Returns the mark with which a text in it may begin.
    pub(super) fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 => b"\xef\xbb\xbf",
            Self::Utf16(Endian::Little) => b"\xff\xfe",
            Self::Utf16(Endian::Big) => b"\xfe\xff",
            Self::Utf32(Endian::Little) => b"\xff\xfe\0\0",
            Self::Utf32(Endian::Big) => b"\0\0\xfe\xff",
            Self::Legacy(legacy) if legacy.value == "gb18030" => b"\x84\x31\x95\x33",
            Self::Legacy(_) => b"",
        }
    }

    /// Returns whether every character of it has two bytes or four.
    pub(super) fn is_wide(self) -> bool {
        matches!(self, Self::Utf16(_) | Self::Utf32(_))
    }
}

impl Endian {
    pub(super) fn u16(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(bytes),
            Self::Big => u16::from_be_bytes(bytes),
        }
    }

    pub(super) fn u32(self, bytes: [u8; 4]) -> u32 {
        match self {
            Self::Little => u32::from_le_bytes(bytes),
            Self::Big => u32::from_be_bytes(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_choice_is_an_encoding_of_its_own_name() {
        for (value, label) in Encoding::choices() {
            let encoding = Encoding::of_value(value).unwrap();
            assert!(label.english().starts_with(encoding.name()), "{label}");
        }
        assert_eq!(Encoding::of_value("detect"), None);
    }
}
