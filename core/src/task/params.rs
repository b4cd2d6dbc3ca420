//! What a run is given to work on.

use std::{any::Any, fmt, rc::Rc, sync::Arc};

use send_wrapper::SendWrapper;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{collections::sorted::SortedMap, format::json};

/// What a run is given to work on: values that can be written down, by name, and attachments that
/// cannot (in a browser, files).
///
/// The values are shown, copied and bounded in size; an attachment is only handed through. It is
/// cheap to clone.
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
pub struct Params(Option<Arc<Inner>>);

#[derive(Clone, Default)]
struct Inner {
    values: Map<String, Value>,
    attachments: SortedMap<String, Arc<SendWrapper<Rc<dyn Any>>>>,
}

impl Params {
    /// No parameters; costs nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The fields of a value that serializes to an object (or to nothing).
    ///
    /// # Errors
    ///
    /// When it does not serialize, or to something that has no fields.
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

    /// The same parameters with this value under this name.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.inner_mut().values.insert(name.into(), value.into());
        self
    }

    /// The same parameters with something attached that cannot be written down.
    #[must_use]
    pub fn attach(mut self, name: impl Into<String>, attachment: impl Any) -> Self {
        let attachment: Rc<dyn Any> = Rc::new(attachment);
        self.inner_mut()
            .attachments
            .insert(name.into(), Arc::new(SendWrapper::new(attachment)));
        self
    }

    fn inner_mut(&mut self) -> &mut Inner {
        Arc::make_mut(self.0.get_or_insert_default())
    }

    /// Whether there are neither values nor attachments.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0
            .as_ref()
            .is_none_or(|inner| inner.values.is_empty() && inner.attachments.is_empty())
    }

    /// The value of this name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.values.get(name)
    }

    /// The text of this name.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_str()
    }

    /// The number of this name.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        self.value(name)?.as_f64()
    }

    /// The switch of this name.
    #[must_use]
    pub fn switch(&self, name: &str) -> Option<bool> {
        self.value(name)?.as_bool()
    }

    /// All values, by name.
    pub fn values(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0
            .iter()
            .flat_map(|inner| inner.values.iter())
            .map(|(name, value)| (name.as_str(), value))
    }

    /// All values as a type of the caller's.
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

    /// The attachment of this name, when it is of this type.
    #[must_use]
    pub fn attachment<A: 'static>(&self, name: &str) -> Option<&A> {
        (****self.0.as_ref()?.attachments.get(name)?).downcast_ref()
    }

    /// How many bytes the values take when written as JSON.
    #[must_use]
    pub fn size(&self) -> usize {
        let Some(inner) = &self.0 else { return 0 };
        json::size_of_object(&inner.values)
    }
}

impl From<Map<String, Value>> for Params {
    fn from(values: Map<String, Value>) -> Self {
        Self(Some(Arc::new(Inner {
            values,
            ..Inner::default()
        })))
    }
}

impl PartialEq for Params {
    /// Two are equal when their values and the names of their attachments are.
    fn eq(&self, other: &Self) -> bool {
        self.values().eq(other.values()) && self.attachment_names().eq(other.attachment_names())
    }
}

impl Params {
    /// The names under which something is attached.
    pub fn attachment_names(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .flat_map(|inner| inner.attachments.keys().map(String::as_str))
    }
}

impl fmt::Debug for Params {
    /// Names only: a value may be a secret.
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

/// Parameters could not be written down or read back; says what was wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamsError(pub(crate) String);

impl fmt::Display for ParamsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParamsError {}
