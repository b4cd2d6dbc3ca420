//! The list of all English texts.

use taskdeck_core::template_key;

/// All texts, one per line. A program contains the texts that it uses, each with the part of the face that uses it, and this
/// list only if it calls [`all_texts`].
const ENGLISH: &str = concat!(
    include_str!("english.txt"),
    include_str!("supervisor.txt"),
    performance!()
);

/// The texts of a view that the widget leaves out.
#[cfg(feature = "performance")]
macro_rules! performance {
    () => {
        include_str!("performance.txt")
    };
}
#[cfg(not(feature = "performance"))]
macro_rules! performance {
    () => {
        ""
    };
}
use performance;

const HOW_MANY: usize = count(ENGLISH);
/// The start of each text; the last entry is the end of the list.
const STARTS: [u16; HOW_MANY + 1] = starts();

/// A text for the user, which is in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Text(&'static str);

/// Returns the name of every text that can be replaced: its English form, which for a plural is the
/// last one, with placeholders in braces.
pub fn all_texts() -> impl Iterator<Item = &'static str> {
    ENGLISH.lines().map(template_key)
}

impl Text {
    /// Returns the text with this English form. Evaluated at compile time, so a missing text is an
    /// error.
    pub(crate) const fn of(english: &'static str) -> Self {
        let mut at = 0;
        while at < HOW_MANY {
            if is_at(at, english.as_bytes()) {
                return Self(english);
            }
            at += 1;
        }
        panic!("this text is not in english.txt")
    }

    pub(super) const fn english(self) -> &'static str {
        self.0
    }
}

const fn is_at(place: usize, wanted: &[u8]) -> bool {
    let (from, to) = (STARTS[place] as usize, STARTS[place + 1] as usize - 1);
    if to - from != wanted.len() {
        return false;
    }
    let mut at = 0;
    while at < wanted.len() {
        if ENGLISH.as_bytes()[from + at] != wanted[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut lines) = (0, 0);
    while at < bytes.len() {
        if bytes[at] == b'\n' {
            lines += 1;
        }
        at += 1;
    }
    lines
}

const fn starts() -> [u16; HOW_MANY + 1] {
    let bytes = ENGLISH.as_bytes();
    assert!(
        bytes.len() < u16::MAX as usize,
        "the list is too long for 16 bits"
    );
    let mut starts = [0; HOW_MANY + 1];
    let (mut at, mut line) = (0, 0);
    while at < bytes.len() {
        at += 1;
        if bytes[at - 1] == b'\n' {
            line += 1;
            starts[line] = at as u16;
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_text_is_found_by_what_it_says() {
        assert_eq!(Text::of("Cancel").english(), "Cancel");
        assert_eq!(Text::of("{count} running").english(), "{count} running");
    }

    #[test]
    fn no_text_stands_there_twice_or_is_empty() {
        let all: Vec<_> = all_texts().collect();
        let different: HashSet<_> = all.iter().collect();
        assert_eq!(all.len(), different.len());
        assert!(
            all.iter()
                .all(|text| !text.is_empty() && text.trim() == *text)
        );
    }
}
