//! Writing a list as `sha256sum` does.

use taskdeck_core::{Message, message};

/// Returns one line of a list. A name with a line break or a backslash is escaped as in GNU coreutils.
pub(in crate::tasks::hash_files) fn line(digest: &str, path: &str) -> String {
    if path.contains(['\\', '\n', '\r']) {
        let path = path
            .replace('\\', "\\\\")
            .replace('\n', "\\n")
            .replace('\r', "\\r");
        format!("\\{digest}  {path}\n")
    } else {
        format!("{digest}  {path}\n")
    }
}

/// Returns the name without its escapes.
pub(super) fn unescape(name: &str) -> Result<String, Message> {
    let mut text = String::with_capacity(name.len());
    let mut letters = name.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            text.push(letter);
            continue;
        }
        text.push(match letters.next() {
            Some('n') => '\n',
            Some('r') => '\r',
            Some('\\') => '\\',
            _ => {
                return Err(message!(
                    "after a backslash only \\, n and r may stand here"
                ));
            }
        });
    }
    Ok(text)
}
