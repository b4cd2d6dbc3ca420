//! Texts in texts.

/// Returns whether a text contains another one. The search of the standard library is faster in long texts, and is a
/// kilobyte and a half of code.
#[must_use]
pub fn contains(text: &str, part: &str) -> bool {
    let part = part.as_bytes();
    part.is_empty() || text.as_bytes().windows(part.len()).any(|at| at == part)
}

/// Returns what is before and after the first of an ASCII character.
#[must_use]
pub fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|byte| byte == at)?;
    Some((&text[..place], &text[place + 1..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{contains, cut};

    proptest! {
        #[test]
        fn it_finds_what_the_standard_library_finds(text in "[abä]{0,9}", part in "[abä]{0,3}") {
            assert_eq!(contains(&text, &part), text.contains(&part));
        }

        #[test]
        fn it_cuts_where_the_standard_library_splits(text in "[|ä]{0,9}") {
            assert_eq!(cut(&text, b'|'), text.split_once('|'));
        }
    }
}
