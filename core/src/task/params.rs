//! The parameters of a run.

use std::{any::Any, fmt, rc::Rc, sync::Arc};

use send_wrapper::SendWrapper;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{collections::sorted::SortedMap, format::json};

/// The parameters of a run: values that can be serialized, by name, and attachments that cannot (in a
/// browser, files).
///
/// Values are shown, copied and bounded in size; attachments are only passed on. Cloning is cheap.
///
/// ```
/// use taskdeck_core::Params;
///
/// let params = Params::new().with("format", "csv").with("rows", 12);
/// assert_eq!(params.text("format"), Some("csv"));
/// assert_eq!(params.number("rows"), Some(12.0));
/// assert_eq!(params.text("nothing"), None);
/// ```
#[derive(Clone, Default)]
pub struct Params(Option<Arc<ParamsData>>);

#[derive(Clone, Default)]
struct ParamsData {
    values: Map<String, Value>,
    attachments: SortedMap<String, Arc<SendWrapper<Rc<dyn Any>>>>,
}

impl Params {
    /// Creates empty parameters, which cost nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates parameters from a value that serializes to an object, or to nothing.
    ///
    /// # Errors
    ///
    /// When the value does not serialize, or to something without fields.
    pub fn from_serialize(value: &impl Serialize) -> Result<Self, ParamsError> {
        match serde_json::to_value(value) {
            Ok(Value::Object(values)) => Ok(Self::from(values)),
            Ok(Value::Null) => Ok(Self::default()),
            Ok(other) => Err(ParamsError(format!(
                "parameters must be an object, not {other}"
            ))),
            Err(error) => Err(ParamsError(error.to_string())),
        }
    }

    /// Sets a value.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.inner_mut().values.insert(name.into(), value.into());
        self
    }

    /// Adds an attachment, which is not serialized.
    #[must_use]
    pub fn attach(mut self, name: impl Into<String>, attachment: impl Any) -> Self {
        let attachment: Rc<dyn Any> = Rc::new(attachment);
        self.inner_mut()
            .attachments
            .insert(name.into(), Arc::new(SendWrapper::new(attachment)));
        self
    }

    fn inner_mut(&mut self) -> &mut ParamsData {
        Arc::make_mut(self.0.get_or_insert_default())
    }

    /// Returns whether there are neither values nor attachments.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0
            .as_ref()
            .is_none_or(|inner| inner.values.is_empty() && inner.attachments.is_empty())
    }

    /// Returns the value of this name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.values.get(name)
    }

    /// Returns the text of this name.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_str()
    }

    /// Returns the number of this name.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        self.value(name)?.as_f64()
    }

    /// Returns the switch of this name.
    #[must_use]
    pub fn switch(&self, name: &str) -> Option<bool> {
        self.value(name)?.as_bool()
    }

    /// Returns all values, by name.
    pub fn values(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0
            .iter()
            .flat_map(|inner| inner.values.iter())
            .map(|(name, value)| (name.as_str(), value))
    }

    /// Deserializes all values.
    ///
    /// # Errors
    ///
    /// When a value is missing or of another type.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, ParamsError> {
        let values = self
            .0
            .as_ref()
            .map(|inner| inner.values.clone())
            .unwrap_or_default();
        T::deserialize(Value::Object(values)).map_err(|error| ParamsError(error.to_string()))
    }

    /// Returns the attachment of this name, if it is of this type.
    #[must_use]
    pub fn attachment<A: 'static>(&self, name: &str) -> Option<&A> {
        (****self.0.as_ref()?.attachments.get(name)?).downcast_ref()
    }

    /// Returns the size of the values as JSON, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        let Some(inner) = &self.0 else { return 0 };
        json::size_of_object(&inner.values)
    }
}

impl From<Map<String, Value>> for Params {
    fn from(values: Map<String, Value>) -> Self {
        Self(Some(Arc::new(ParamsData {
            values,
            ..ParamsData::default()
        })))
    }
}

impl PartialEq for Params {
    /// Returns whether the values, and the names of the attachments, are equal.
    fn eq(&self, other: &Self) -> bool {
        self.values().eq(other.values()) && self.attachment_names().eq(other.attachment_names())
    }
}

impl Params {
    /// Returns the names of the attachments.
    pub fn attachment_names(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .flat_map(|inner| inner.attachments.keys().map(String::as_str))
    }
}

impl fmt::Debug for Params {
    /// Shows names only: a value may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(
                self.values()
                    .map(|(name, _)| name)
                    .chain(self.attachment_names()),
            )
            .finish()
    }
}

/// Parameters could not be serialized or deserialized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamsError(pub(crate) String);

impl fmt::Display for ParamsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParamsError {}
