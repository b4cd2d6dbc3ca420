//! Parameters of tasks: their declarations and values, as JavaScript passes them.

use js_sys::{Array, JSON, Object};
use serde_json::{Map, Number, Value};
use taskdeck_core::{Field, FieldKind, Message, Params};
use wasm_bindgen::{JsCast, JsValue};

/// The deepest nesting of lists and objects. Deeper ones are refused, because code that walks them recurses.
const MAX_DEPTH: u32 = 127;

/// Integers below this are exact in a float.
const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;

/// Parses JSON with the parser of the page, which costs no code here.
fn parse(json: &str) -> Option<Value> {
    json_value(&JSON::parse(json).ok()?)
}

/// Copies a value that consists of what JSON can hold.
pub(super) fn json_value(of: &JsValue) -> Option<Value> {
    value(of, MAX_DEPTH)
}

fn value(of: &JsValue, depth: u32) -> Option<Value> {
    if let Some(text) = of.as_string() {
        return Some(Value::String(text));
    }
    if let Some(number) = of.as_f64() {
        return Some(
            match number.trunc() == number && number.abs() < EXACT_BELOW {
                true => Value::from(number as i64),
                false => Number::from_f64(number).map_or(Value::Null, Value::Number),
            },
        );
    }
    if let Some(flag) = of.as_bool() {
        return Some(Value::Bool(flag));
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

fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => JsValue::from_bool(*flag),
        Value::Number(number) => JsValue::from(number.as_f64()),
        Value::String(text) => JsValue::from_str(text),
        Value::Array(items) => items.iter().map(to_js).collect::<Array>().into(),
        Value::Object(values) => {
            object_to_js(&mut values.iter().map(|(name, value)| (name.as_str(), value)))
        }
    }
}

fn object_to_js(values: &mut dyn Iterator<Item = (&str, &Value)>) -> JsValue {
    let entry = |(name, value)| Array::of2(&JsValue::from_str(name), &to_js(value));
    let entries = values.map(entry).collect::<Array>();
    // Entries are valid pairs, so this does not fail.
    Object::from_entries(&entries).map_or(JsValue::NULL, JsValue::from)
}

/// Parses the values of parameters from the JSON that JavaScript has written.
pub(super) fn params(json: Option<&str>) -> Params {
    match json.and_then(parse) {
        Some(Value::Object(values)) => Params::from(values),
        _ => Params::new(),
    }
}

/// Returns the values of parameters as JSON.
pub(super) fn json(params: &Params) -> Option<String> {
    let values = object_to_js(&mut params.values());
    JSON::stringify(&values).ok()?.as_string()
}

/// Parses the declared parameters of a task, a list of objects that JavaScript has checked.
pub(super) fn fields(json: &str) -> Vec<Field> {
    match parse(json) {
        Some(Value::Array(list)) => list.iter().map(field).collect(),
        _ => Vec::new(),
    }
}

fn field(of: &Value) -> Field {
    let text = |name: &str| of[name].as_str().unwrap_or_default().to_owned();
    let flag = |name: &str| of[name] == Value::Bool(true);
    let number = |name: &str, default: f64| of[name].as_f64().unwrap_or(default);
    let kind = match of["type"].as_str() {
        Some("number") => FieldKind::Number {
            min: number("min", f64::MIN),
            max: number("max", f64::MAX),
            whole: flag("whole"),
        },
        Some("select") => FieldKind::Choice(options(&of["options"])),
        Some("switch") => FieldKind::Switch,
        Some("files") => FieldKind::Files {
            multiple: flag("multiple"),
            folders: flag("folders"),
            accept: text("accept"),
        },
        other => {
            let multiline = other == Some("textarea");
            let default_max = if multiline { 60_000.0 } else { 2_000.0 };
            FieldKind::Text {
                multiline,
                max_length: number("maxLength", default_max) as usize,
            }
        }
    };
    let mut field = Field::new(text("name"), text("label"), kind);
    field.help = text("help").into();
    field.required = flag("required");
    field.secret = flag("secret");
    field.default = of.get("default").cloned();
    field
}

/// Returns the options of a choice, each a value and its label.
fn options(of: &Value) -> Vec<(String, Message)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = of.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .map(|option| (text(&option["value"]), text(&option["label"]).into()))
        .collect()
}
