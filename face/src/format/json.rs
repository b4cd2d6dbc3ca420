//! A value written out as JSON.

use serde_json::Value;

use crate::browser::exact_number;

/// On one line.
pub fn compact_json(value: &Value) -> String {
    let mut out = String::new();
    write(value, None, &mut out);
    out
}

/// On lines of their own, indented by two.
pub fn pretty_json(value: &Value) -> String {
    let mut out = String::new();
    write(value, Some(0), &mut out);
    out
}

fn write(value: &Value, depth: Option<usize>, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(on) => out.push_str(if *on { "true" } else { "false" }),
        Value::Number(number) => {
            let text = match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => number.to_string(),
                (_, Some(number)) => number.to_string(),
                _ => exact_number(number.as_f64().unwrap_or_default()),
            };
            out.push_str(&text);
        }
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            let mut items = items.iter();
            write_all(['[', ']'], items.len(), depth, out, &mut |depth, out| {
                if let Some(item) = items.next() {
                    write(item, depth, out);
                }
            });
        }
        Value::Object(values) => {
            let mut entries = values.iter();
            write_all(['{', '}'], values.len(), depth, out, &mut |depth, out| {
                if let Some((name, value)) = entries.next() {
                    write_text(name, out);
                    out.push_str(if depth.is_some() { ": " } else { ":" });
                    write(value, depth, out);
                }
            });
        }
    }
}

fn write_all(
    brackets: [char; 2],
    items: usize,
    depth: Option<usize>,
    out: &mut String,
    one: &mut dyn FnMut(Option<usize>, &mut String),
) {
    let line = |depth: Option<usize>, out: &mut String| {
        if let Some(depth) = depth {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", depth));
        }
    };
    let inner = depth.map(|depth| depth + 1);
    out.push(brackets[0]);
    for i in 0..items {
        if i > 0 {
            out.push(',');
        }
        line(inner, out);
        one(inner, out);
    }
    if items > 0 {
        line(depth, out);
    }
    out.push(brackets[1]);
}

/// A text as JSON has it, in quotes.
pub(crate) fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..' ' => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => out.push(character),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_is_written_as_everybody_writes_it() {
        let values = [
            json!([]),
            json!({"a": {}, "b": [1, -2, 2.5, 3.0, 18_446_744_073_709_551_615_u64], "c": null}),
            json!({"text": "a \"b\" \\ \n\r\t\u{8}\u{c}\u{1} ä 😀", "yes": [true, [false]]}),
        ];
        for value in values {
            assert_eq!(compact_json(&value), value.to_string());
            assert_eq!(pretty_json(&value), format!("{value:#}"));
        }
    }
}
