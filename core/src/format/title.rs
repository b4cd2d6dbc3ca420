//! Titles.

/// What is shown in place of an empty title.
pub const UNTITLED: &str = "Untitled";

/// Returns a title as it is shown: without space around it, and never empty.
#[must_use]
pub fn titled(title: &str) -> &str {
    match title.trim() {
        "" => UNTITLED,
        title => title,
    }
}
