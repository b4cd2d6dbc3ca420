//! Values as JSON.

use std::io::{Result, Write};

use serde::Serialize;
use serde_json::{
    Serializer, Value,
    ser::{CompactFormatter, Formatter, PrettyFormatter},
};

use crate::browser::exact_number;

/// Writes a value as JSON on one line.
pub fn compact_json(value: &Value) -> String {
    written(value, None)
}

/// Writes a value as JSON, with each part on a line of its own, indented by two spaces.
pub fn pretty_json(value: &Value) -> String {
    written(value, Some(PrettyFormatter::new()))
}

fn written(value: &Value, pretty: Option<PrettyFormatter<'static>>) -> String {
    let mut out = Vec::new();
    let mut writer = Serializer::with_formatter(&mut out, ByThePage { pretty });
    // A value can always be written, and memory always takes it.
    let _ = value.serialize(&mut writer);
    String::from_utf8(out).unwrap_or_default()
}

/// Leaves fractions to the page, as serde_json has large tables for them. It is one type for both layouts, so that serde's
/// writer is compiled once.
struct ByThePage {
    pretty: Option<PrettyFormatter<'static>>,
}

macro_rules! as_laid_out {
    ($($part:ident($($first:ident: bool)?);)*) => {
        $(fn $part<W: ?Sized + Write>(&mut self, out: &mut W $(, $first: bool)?) -> Result<()> {
            match &mut self.pretty {
                Some(pretty) => pretty.$part(out $(, $first)?),
                None => CompactFormatter.$part(out $(, $first)?),
            }
        })*
    };
}

impl Formatter for ByThePage {
    fn write_f64<W: ?Sized + Write>(&mut self, out: &mut W, number: f64) -> Result<()> {
        out.write_all(exact_number(number).as_bytes())
    }

    as_laid_out! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        begin_object_value();
        end_object_value();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_is_written_as_serde_json_writes_it() {
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
