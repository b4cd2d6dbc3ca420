//! What the page stores in the browser.
//!
//! Each concern has a key of its own, `taskdeck.<name>`, with a version in its value. What does not parse, or has
//! another version, is ignored. A storage that is full or refused is no error: nothing is remembered then.

use serde_json::{Value, json};
use web_sys::Storage;

use crate::ui::lean::window;

/// The version of all values.
const VERSION: u64 = 1;

/// Returns the storage, unless the browser refuses it.
pub(super) fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Returns the value of this name.
pub(super) fn read(name: &str) -> Option<Value> {
    let text = storage()?.get_item(&key(name)).ok()??;
    value_in(&text)
}

/// Stores a value, or removes what is stored.
pub(super) fn write(name: &str, value: Option<Value>) {
    let Some(storage) = storage() else { return };
    let _ = match value {
        Some(value) => {
            let text = json!({ "version": VERSION, "value": value }).to_string();
            storage.set_item(&key(name), &text)
        }
        None => storage.remove_item(&key(name)),
    };
}

fn key(name: &str) -> String {
    format!("taskdeck.{name}")
}

fn value_in(text: &str) -> Option<Value> {
    let mut stored: Value = serde_json::from_str(text).ok()?;
    (stored.get("version")?.as_u64()? == VERSION).then_some(())?;
    Some(stored.get_mut("value")?.take())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_parse_or_has_another_version_is_ignored() {
        assert_eq!(value_in(r#"{"version":1,"value":[2]}"#), Some(json!([2])));
        for other in [
            "",
            "null",
            "[1]",
            r#"{"version":2,"value":1}"#,
            r#"{"value":1}"#,
        ] {
            assert_eq!(value_in(other), None, "{other}");
        }
    }
}
