//! Texts in texts.

/// Returns whether a text contains another one. The search of the standard library is faster in long texts, and is a
/// kilobyte and a half of code.
#[must_use]
pub fn contains(text: &str, part: &str) -> bool {
    let Some((first, rest)) = part.as_bytes().split_first() else {
        return true;
    };
    let mut text = text.as_bytes();
    while let Some((letter, after)) = text.split_first() {
        if letter == first && after.starts_with(rest) {
            return true;
        }
        text = after;
    }
    false
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
