//! The parameters of a task as JavaScript declares them.

use js_sys::{Array, JSON, Object};
use serde_json::{Map, Number, Value};
use taskdeck_core::{Field, FieldKind, Message, Params};
use wasm_bindgen::{JsCast, JsValue};

/// What lies deeper in lists and objects is not read: who comes across it may have no room for more.
const DEEPEST: u32 = 127;

/// Whole numbers are exact below this.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// Reads JSON with the reader of the page, which is there already.
fn read(json: &str) -> Option<Value> {
    value(&JSON::parse(json).ok()?, DEEPEST)
}

fn value(of: &JsValue, depth: u32) -> Option<Value> {
    if let Some(text) = of.as_string() {
        return Some(Value::String(text));
    }
    if let Some(number) = of.as_f64() {
        return Some(match number.trunc() == number && number.abs() < WHOLE {
            true => Value::from(number as i64),
            false => Number::from_f64(number).map_or(Value::Null, Value::Number),
        });
    }
    if let Some(switch) = of.as_bool() {
        return Some(Value::Bool(switch));
    }
    if of.is_null() {
        return Some(Value::Null);
    }
    let depth = depth.checked_sub(1)?;
    if let Some(list) = of.dyn_ref::<Array>() {
        return list.iter().map(|item| value(&item, depth)).collect();
    }
    let entries = Object::entries(of.unchecked_ref());
    let mut values = Map::new();
    for entry in entries.iter().map(JsCast::unchecked_into::<Array>) {
        values.insert(entry.get(0).as_string()?, value(&entry.get(1), depth)?);
    }
    Some(Value::Object(values))
}

fn written(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(switch) => JsValue::from_bool(*switch),
        Value::Number(number) => JsValue::from(number.as_f64()),
        Value::String(text) => JsValue::from_str(text),
        Value::Array(items) => items.iter().map(written).collect::<Array>().into(),
        Value::Object(values) => {
            written_object(&mut values.iter().map(|(name, value)| (name.as_str(), value)))
        }
    }
}

fn written_object(values: &mut dyn Iterator<Item = (&str, &Value)>) -> JsValue {
    let entry = |(name, value)| Array::of2(&JsValue::from_str(name), &written(value));
    let entries = values.map(entry).collect::<Array>();
    // Entries are what it asks for.
    Object::from_entries(&entries).map_or(JsValue::NULL, JsValue::from)
}

/// Reads parameters that JavaScript has written as JSON.
pub(super) fn params(json: Option<&str>) -> Params {
    match json.and_then(read) {
        Some(Value::Object(values)) => Params::from(values),
        _ => Params::new(),
    }
}

/// The values of parameters as JSON.
pub(super) fn json(params: &Params) -> Option<String> {
    let values = written_object(&mut params.values());
    JSON::stringify(&values).ok()?.as_string()
}

/// Reads declared parameters, which JavaScript has checked: a list of objects.
pub(super) fn fields(json: &str) -> Vec<Field> {
    match read(json) {
        Some(Value::Array(list)) => list.iter().map(field).collect(),
        _ => Vec::new(),
    }
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
    field.help = text("help").into();
    field.required = switch("required");
    field.secret = switch("secret");
    field.default = of.get("default").cloned();
    field
}

/// Each a value and its label.
fn options(of: &Value) -> Vec<(String, Message)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = of.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .map(|option| (text(&option["value"]), text(&option["label"]).into()))
        .collect()
}
