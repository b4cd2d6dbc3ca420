//! The values of attributes, properties and texts.

use std::borrow::Cow;

use leptos::wasm_bindgen::JsValue;

use super::part::Parts;

/// A value of an attribute, a class, a style, a property or a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Absent,
    Flag(bool),
    Text(Cow<'static, str>),
}

impl Value {
    /// Returns the text, which is empty for `true`; `None` if there is nothing to set.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Absent | Self::Flag(false) => None,
            Self::Flag(true) => Some(""),
            Self::Text(text) => Some(text),
        }
    }

    pub(super) fn to_js(&self) -> JsValue {
        match self {
            Self::Absent => JsValue::UNDEFINED,
            Self::Flag(flag) => JsValue::from_bool(*flag),
            Self::Text(text) => JsValue::from_str(text),
        }
    }
}

/// A type that has a value.
pub(crate) trait ToValue {
    fn to_value(self) -> Value;
}

impl ToValue for bool {
    fn to_value(self) -> Value {
        Value::Flag(self)
    }
}

impl ToValue for &'static str {
    fn to_value(self) -> Value {
        Value::Text(self.into())
    }
}

impl ToValue for String {
    fn to_value(self) -> Value {
        Value::Text(self.into())
    }
}

impl ToValue for Cow<'static, str> {
    fn to_value(self) -> Value {
        Value::Text(self)
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(self) -> Value {
        self.map_or(Value::Absent, ToValue::to_value)
    }
}

/// A type that values come from: a value, or a function of one.
pub(crate) trait ToSource {
    fn add_to(self, parts: &mut Parts);
}

impl ToSource for bool {
    fn add_to(self, parts: &mut Parts) {
        parts.fixed(self.to_value());
    }
}

impl ToSource for &'static str {
    fn add_to(self, parts: &mut Parts) {
        parts.fixed(self.to_value());
    }
}

impl ToSource for String {
    fn add_to(self, parts: &mut Parts) {
        parts.fixed(self.to_value());
    }
}

impl<T: ToValue> ToSource for Option<T> {
    fn add_to(self, parts: &mut Parts) {
        parts.fixed(self.to_value());
    }
}

impl<F, T> ToSource for F
where
    F: FnMut() -> T + 'static,
    T: ToValue,
{
    fn add_to(mut self, parts: &mut Parts) {
        parts.bound(Box::new(move || self().to_value()));
    }
}
