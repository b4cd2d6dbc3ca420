//! The title of a row: without the name of its parent, and cut in the middle.

use std::borrow::Cow;

/// The number of characters at the end of a long title that are never cut.
const TAIL: usize = 8;
/// The number of characters from which a title is long.
const LONG: usize = 24;

/// What separates the name of a task from what it works on.
const SEPARATOR: &str = ": ";

/// Returns the title of a child without what its parent's title begins with as well: *Hash files: a.txt* under
/// *Hash files: 12 files* is *a.txt*.
pub(crate) fn without_parent<'a>(title: &'a str, parent: &str) -> &'a str {
    let Some((name, rest)) = title.split_once(SEPARATOR) else {
        return title;
    };
    let of_parent = parent
        .split_once(SEPARATOR)
        .map_or(parent, |(name, _)| name);
    if name == of_parent && !rest.trim().is_empty() {
        rest
    } else {
        title
    }
}

/// Splits a title into a beginning, which is cut where there is no room, and an end, which is not: names often differ
/// only in their ends.
pub(crate) fn split(title: &str) -> (Cow<'_, str>, &str) {
    if title.chars().nth(LONG - 1).is_none() {
        return (Cow::Borrowed(title), "");
    }
    let end = title.char_indices().rev().nth(TAIL - 1);
    let at = end.map_or(0, |(at, _)| at);
    // A mark that belongs to the character before it stays with that.
    let at = (at..title.len())
        .find(|at| {
            let next = title[*at..].chars().next();
            title.is_char_boundary(*at) && !next.is_some_and(joins)
        })
        .unwrap_or(title.len());
    (Cow::Borrowed(&title[..at]), &title[at..])
}

/// Returns whether a character is drawn together with the one before it.
fn joins(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}' | '\u{93e}'..='\u{94d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_does_not_repeat_the_name_of_its_parent() {
        let parent = "Hash files: SHA256SUMS of 3 files";
        assert_eq!(without_parent("Hash files: a/b.txt", parent), "a/b.txt");
        assert_eq!(without_parent("Hash files: a: b", "Hash files"), "a: b");
        assert_eq!(without_parent("Resize: a", parent), "Resize: a");
        assert_eq!(without_parent("Hash files", parent), "Hash files");
        assert_eq!(without_parent("Hash files:  ", parent), "Hash files:  ");
    }

    #[test]
    fn the_end_of_a_long_title_stays() {
        let (start, end) = split("Convert images: holidays/2024/IMG_20240611_0042.jpeg");
        assert_eq!(end, "042.jpeg");
        assert_eq!(format!("{start}{end}").len(), 52);
        assert_eq!(split("short"), ("short".into(), ""));
        assert_eq!(split(""), ("".into(), ""));
        assert_eq!(
            split("a title of 23 character"),
            ("a title of 23 character".into(), "")
        );
    }

    #[test]
    fn no_character_is_cut_in_two() {
        let accents = "e\u{301}".repeat(20);
        let (start, end) = split(&accents);
        assert!(!end.starts_with('\u{301}'), "{end}");
        assert_eq!(format!("{start}{end}"), accents);
    }
}
