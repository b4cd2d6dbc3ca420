//! How a CSV is written.

/// The delimiters that are looked for: value, label and byte. The first is used where none fits.
pub(in crate::tasks::inspect_data) const DELIMITERS: [(&str, &str, u8); 9] = [
    ("comma", "Comma", b','),
    ("semicolon", "Semicolon", b';'),
    ("tab", "Tab", b'\t'),
    ("pipe", "Pipe", b'|'),
    ("space", "Space", b' '),
    ("colon", "Colon", b':'),
    ("caret", "Caret", b'^'),
    ("tilde", "Tilde", b'~'),
    ("unit", "Unit separator", 0x1f),
];

/// The signs that quote a field: value, label and byte.
pub(in crate::tasks::inspect_data) const QUOTES: [(&str, &str, Option<u8>); 3] = [
    ("double", "Double quotes", Some(b'"')),
    ("single", "Apostrophes", Some(b'\'')),
    ("none", "None", None),
];

/// The signs that begin a comment: value, label and the sign itself.
pub(in crate::tasks::inspect_data) const COMMENTS: [(&str, &str, Option<&str>); 6] = [
    ("none", "None", None),
    ("hash", "#", Some("#")),
    ("slashes", "//", Some("//")),
    ("percent", "%", Some("%")),
    ("dashes", "--", Some("--")),
    ("semicolon", ";", Some(";")),
];

/// How the fields of a row are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tasks::inspect_data) struct Dialect {
    pub(in crate::tasks::inspect_data) delimiter: u8,
    pub(in crate::tasks::inspect_data) quote: Option<u8>,
    /// Whether a backslash keeps the quote after it within the field. A doubled quote always does.
    pub(in crate::tasks::inspect_data) backslash: bool,
    /// Whether one blank after each delimiter belongs to the delimiter.
    pub(in crate::tasks::inspect_data) blank: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            delimiter: b',',
            quote: Some(b'"'),
            backslash: false,
            blank: false,
        }
    }
}

impl Dialect {
    /// Returns the same without a delimiter: the unit separator stands in no text.
    pub(in crate::tasks::inspect_data) fn uncut(self) -> Self {
        Self {
            delimiter: 0x1f,
            blank: false,
            ..self
        }
    }

    /// Returns the dialect in words, as in *by semicolon, quoted by apostrophes*.
    pub(in crate::tasks::inspect_data) fn in_words(self) -> String {
        let known = DELIMITERS.iter().find(|(.., byte)| *byte == self.delimiter);
        let label = known.map_or("", |(_, label, _)| *label);
        let mut words = format!("by {}", label.to_lowercase());
        if self.blank {
            words.push_str(" and a blank");
        }
        match self.quote {
            Some(b'"') => {}
            Some(_) => words.push_str(", quoted by apostrophes"),
            None => words.push_str(", no quotes"),
        }
        if self.backslash {
            words.push_str(", quotes escaped by backslashes");
        }
        words
    }
}
