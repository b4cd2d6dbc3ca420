//! Titles.

use taskdeck_core::format::UNTITLED;

use crate::texts::{Text, Texts};

/// Writes a title, which is never shown empty.
pub fn titled(texts: Texts, title: &str) -> String {
    const NONE: Text = Text::of(UNTITLED);
    match title.trim() {
        "" => texts.say(NONE, &[]),
        title => title.to_owned(),
    }
}
