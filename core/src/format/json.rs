//! The size of values as JSON.

use serde_json::{Map, Value};

use crate::format::number::{plain, whole};

/// Returns the size of an object in bytes. A fraction with more than 15 digits counts as if it had 15.
pub(crate) fn size_of_object(values: &Map<String, Value>) -> usize {
    let entry = |(name, value): (&String, &Value)| size_of_text(name) + 1 + size(value);
    brackets(values.len()) + values.iter().map(entry).sum::<usize>()
}

fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(true) => 4,
        Value::Bool(false) => 5,
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => whole(number).len(),
            (_, Some(number)) => 1 + whole(number.unsigned_abs()).len(),
            _ => size_of_fraction(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => size_of_text(text),
        Value::Array(items) => brackets(items.len()) + items.iter().map(size).sum::<usize>(),
        Value::Object(values) => size_of_object(values),
    }
}

fn size_of_fraction(number: f64) -> usize {
    let text = plain(number);
    // A whole float is written with ".0".
    text.len() + if text.contains('.') { 0 } else { 2 }
}

/// Returns the size of two brackets and the commas between items.
fn brackets(items: usize) -> usize {
    2 + items.saturating_sub(1)
}

fn size_of_text(text: &str) -> usize {
    let escaped = |byte| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 8 | 12 => 2,
        0..32 => 6,
        _ => 1,
    };
    2 + text.bytes().map(escaped).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_as_long_as_when_it_is_written() {
        let values = [
            json!({}),
            json!({"a": null, "b": [true, false, []], "": {"c": -12, "d": 1.5, "e": 18_446_744_073_709_551_615_u64}}),
            json!({"text": "a \"b\" \\ \n\r\t\u{8}\u{c}\u{1} ä 😀", "whole": 2.0, "small": -0.25}),
        ];
        for value in values {
            let Value::Object(map) = &value else {
                unreachable!()
            };
            assert_eq!(size_of_object(map), value.to_string().len(), "{value}");
        }
    }
}
