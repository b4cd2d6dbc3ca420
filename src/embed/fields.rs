//! The parameters of a task as JavaScript declares them.

use serde_json::{Map, Value};
use taskdeck_core::{Field, FieldKind, Params};

/// Reads parameters that JavaScript has written as JSON.
pub(super) fn params(json: Option<&str>) -> Params {
    json.and_then(|json| serde_json::from_str::<Map<String, Value>>(json).ok())
        .map(Params::from)
        .unwrap_or_default()
}

/// The values of parameters as JSON.
pub(super) fn json(params: &Params) -> String {
    let values = params.values();
    let values: Map<_, _> = values
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect();
    Value::Object(values).to_string()
}

/// Reads declared parameters, which JavaScript has checked: a list of objects.
pub(super) fn fields(json: &str) -> Vec<Field> {
    let list: Vec<Value> = serde_json::from_str(json).unwrap_or_default();
    list.iter().map(field).collect()
}

fn field(of: &Value) -> Field {
    let text = |name: &str| of[name].as_str().unwrap_or_default().to_owned();
    let switch = |name: &str| of[name] == Value::Bool(true);
    let number = |name: &str, else_: f64| of[name].as_f64().unwrap_or(else_);
    let kind = match of["type"].as_str() {
        Some("number") => FieldKind::Number {
            min: number("min", f64::MIN),
            max: number("max", f64::MAX),
            whole: switch("whole"),
        },
        Some("select") => FieldKind::Choice(options(&of["options"])),
        Some("switch") => FieldKind::Switch,
        Some("files") => FieldKind::Files {
            multiple: switch("multiple"),
            folders: switch("folders"),
            accept: text("accept"),
        },
        other => {
            let multiline = other == Some("textarea");
            let most = if multiline { 60_000.0 } else { 2_000.0 };
            FieldKind::Text {
                multiline,
                max_length: number("maxLength", most) as usize,
            }
        }
    };
    let mut field = Field::new(text("name"), text("label"), kind);
    field.help = text("help");
    field.required = switch("required");
    field.secret = switch("secret");
    field.default = of.get("default").cloned();
    field
}

/// Each a value and its label.
fn options(of: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = of.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .map(|option| (text(&option["value"]), text(&option["label"])))
        .collect()
}
