//! How a CSV is written.

use taskdeck_core::{Message, message};

/// A sign that can be chosen in the form.
#[derive(Debug)]
pub(in crate::tasks::inspect_data) struct Sign<T> {
    /// The value in the form.
    pub(in crate::tasks::inspect_data) value: &'static str,
    /// The label in the form.
    pub(in crate::tasks::inspect_data) label: Message,
    /// The name within a sentence.
    pub(in crate::tasks::inspect_data) name: Message,
    pub(in crate::tasks::inspect_data) sign: T,
}

impl<T> Sign<T> {
    /// Returns the value and the label.
    pub(in crate::tasks::inspect_data) fn choice(&self) -> (&'static str, Message) {
        (self.value, self.label.clone())
    }
}

/// The delimiters that can be detected. The first is used if none fits.
pub(in crate::tasks::inspect_data) static DELIMITERS: [Sign<u8>; 9] = [
    Sign {
        value: "comma",
        label: message!("Comma"),
        name: message!("comma"),
        sign: b',',
    },
    Sign {
        value: "semicolon",
        label: message!("Semicolon"),
        name: message!("semicolon"),
        sign: b';',
    },
    Sign {
        value: "tab",
        label: message!("Tab"),
        name: message!("tab"),
        sign: b'\t',
    },
    Sign {
        value: "pipe",
        label: message!("Pipe"),
        name: message!("pipe"),
        sign: b'|',
    },
    Sign {
        value: "space",
        label: message!("Space"),
        name: message!("space"),
        sign: b' ',
    },
    Sign {
        value: "colon",
        label: message!("Colon"),
        name: message!("colon"),
        sign: b':',
    },
    Sign {
        value: "caret",
        label: message!("Caret"),
        name: message!("caret"),
        sign: b'^',
    },
    Sign {
        value: "tilde",
        label: message!("Tilde"),
        name: message!("tilde"),
        sign: b'~',
    },
    Sign {
        value: "unit",
        label: message!("Unit separator"),
        name: message!("unit separator"),
        sign: 0x1f,
    },
];

/// The signs that quote a field.
pub(in crate::tasks::inspect_data) static QUOTES: [Sign<Option<u8>>; 3] = [
    Sign {
        value: "double",
        label: message!("Double quotes"),
        name: message!("double quotes"),
        sign: Some(b'"'),
    },
    Sign {
        value: "single",
        label: message!("Apostrophes"),
        name: message!("apostrophes"),
        sign: Some(b'\''),
    },
    Sign {
        value: "none",
        label: message!("None"),
        name: message!("none"),
        sign: None,
    },
];

/// The signs that begin a comment: value and sign.
pub(in crate::tasks::inspect_data) const COMMENTS: [(&str, Option<&str>); 6] = [
    ("none", None),
    ("hash", Some("#")),
    ("slashes", Some("//")),
    ("percent", Some("%")),
    ("dashes", Some("--")),
    ("semicolon", Some(";")),
];

/// How the fields of a row are separated.
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
    /// Returns the dialect without a delimiter: no text contains the unit separator.
    pub(in crate::tasks::inspect_data) fn uncut(self) -> Self {
        Self {
            delimiter: 0x1f,
            blank: false,
            ..self
        }
    }

    /// Returns the dialect in words, as in *by semicolon*, *quoted by apostrophes*. `is_named` is whether line 1 names
    /// the delimiter.
    pub(in crate::tasks::inspect_data) fn in_words(self, is_named: bool) -> Vec<Message> {
        let known = DELIMITERS.iter().find(|known| known.sign == self.delimiter);
        let name = known.map_or(Message::EMPTY, |known| known.name.clone());
        let mut words = vec![match (self.blank, is_named) {
            (false, false) => message!("by {delimiter}", delimiter = name),
            (false, true) => message!("by {delimiter} as line 1 names it", delimiter = name),
            (true, false) => message!("by {delimiter} and a blank", delimiter = name),
            (true, true) => message!(
                "by {delimiter} and a blank as line 1 names it",
                delimiter = name
            ),
        }];
        match self.quote {
            Some(b'"') => {}
            Some(_) => words.push(message!("quoted by apostrophes")),
            None => words.push(message!("no quotes")),
        }
        if self.backslash {
            words.push(message!("quotes escaped by backslashes"));
        }
        words
    }
}
