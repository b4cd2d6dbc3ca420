//! The declared parameters of a task.

use std::{fmt, rc::Rc};

use serde_json::Value;

use crate::{Arg, Message, Params, message};

/// The kind of value that a field takes.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// A text of at most `max_length` characters.
    Text {
        /// Whether it may have several lines.
        multiline: bool,
        /// The longest text, in characters.
        max_length: usize,
    },
    /// A number within bounds, both included.
    Number {
        /// The smallest number.
        min: f64,
        /// The largest number.
        max: f64,
        /// Whether it must be a whole number.
        whole: bool,
    },
    /// One of these values, each with its label.
    Choice(Vec<(String, Message)>),
    /// On or off.
    Switch,
    /// Files, attached under the name of the field. Their names and sizes are its value.
    Files {
        /// Whether several files may be given.
        multiple: bool,
        /// Whether a folder may be given.
        folders: bool,
        /// The files that it takes, as in HTML's `accept`; empty for all.
        accept: String,
    },
}

type Check = Rc<dyn Fn(&Value) -> Result<(), Message>>;

/// A declared parameter of a task: what a form shows, and what is checked before a run starts.
///
/// ```
/// use taskdeck_core::{Field, Params};
///
/// let quality = Field::number("quality", "Quality", 1.0, 100.0).default(80);
/// let error = quality.check(&Params::new().with("quality", 120)).unwrap_err();
/// assert_eq!(error.to_string(), "Quality must be between 1 and 100");
/// ```
#[derive(Clone)]
pub struct Field {
    /// The name of the value in [`Params`].
    pub name: String,
    /// The label beside the field.
    pub label: Message,
    /// A line of help; may be empty.
    pub help: Message,
    /// The kind of value that it takes.
    pub kind: FieldKind,
    /// Whether it must be given.
    pub required: bool,
    /// Whether its value is hidden on screen, in copies and exports.
    pub secret: bool,
    /// The value if none is given.
    pub default: Option<Value>,
    check: Option<Check>,
}

impl Field {
    /// Creates a field of this kind.
    #[must_use]
    pub fn new(name: impl Into<String>, label: impl Into<Message>, kind: FieldKind) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            help: Message::EMPTY,
            kind,
            required: false,
            secret: false,
            default: None,
            check: None,
        }
    }

    /// Creates a field for one line of text.
    #[must_use]
    pub fn text(name: impl Into<String>, label: impl Into<Message>) -> Self {
        Self::new(
            name,
            label,
            FieldKind::Text {
                multiline: false,
                max_length: 2_000,
            },
        )
    }

    /// Creates a field for several lines of text.
    #[must_use]
    pub fn lines(name: impl Into<String>, label: impl Into<Message>) -> Self {
        Self::new(
            name,
            label,
            FieldKind::Text {
                multiline: true,
                max_length: 60_000,
            },
        )
    }

    /// Creates a field for a whole number between two bounds, both included.
    #[must_use]
    pub fn number(name: impl Into<String>, label: impl Into<Message>, min: f64, max: f64) -> Self {
        Self::new(
            name,
            label,
            FieldKind::Number {
                min,
                max,
                whole: true,
            },
        )
    }

    /// Creates a field for one of several values, each with its label. The first one is the default.
    #[must_use]
    pub fn choice<M: Into<Message> + Clone>(
        name: impl Into<String>,
        label: impl Into<Message>,
        options: &[(&str, M)],
    ) -> Self {
        let options: Vec<_> = options
            .iter()
            .map(|(value, label)| ((*value).to_owned(), label.clone().into()))
            .collect();
        let default = options
            .first()
            .map(|(value, _)| Value::from(value.as_str()));
        let mut field = Self::new(name, label, FieldKind::Choice(options));
        field.default = default;
        field
    }

    /// Creates a switch, which is off by default.
    #[must_use]
    pub fn switch(name: impl Into<String>, label: impl Into<Message>) -> Self {
        let mut field = Self::new(name, label, FieldKind::Switch);
        field.default = Some(Value::Bool(false));
        field
    }

    /// Creates a field for files or folders; `accept` as in HTML, empty for all.
    #[must_use]
    pub fn files(
        name: impl Into<String>,
        label: impl Into<Message>,
        accept: impl Into<String>,
    ) -> Self {
        Self::new(
            name,
            label,
            FieldKind::Files {
                multiple: true,
                folders: true,
                accept: accept.into(),
            },
        )
    }

    /// Makes the field required.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Makes the value hidden on screen, in copies and in exports.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Sets the default.
    #[must_use]
    pub fn default(mut self, value: impl Into<Value>) -> Self {
        self.default = Some(value.into());
        self
    }

    /// Sets the line of help.
    #[must_use]
    pub fn help(mut self, help: impl Into<Message>) -> Self {
        self.help = help.into();
        self
    }

    /// Adds a check of the value. Its error says what is wrong and what would be right.
    #[must_use]
    pub fn checked<M: Into<Message>>(
        mut self,
        check: impl Fn(&Value) -> Result<(), M> + 'static,
    ) -> Self {
        self.check = Some(Rc::new(move |value| check(value).map_err(Into::into)));
        self
    }

    /// Checks the value of this field.
    ///
    /// # Errors
    ///
    /// [`FieldError`] with the name of the field and a sentence that says which value would be right.
    pub fn check(&self, params: &Params) -> Result<(), FieldError> {
        let fail = |message: Message| {
            Err(FieldError {
                field: self.name.clone(),
                message,
            })
        };
        let label = &self.label;
        let value = match params.value(&self.name) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) if text.is_empty() => None,
            Some(Value::Array(items)) if items.is_empty() => None,
            Some(value) => Some(value),
        };
        let Some(value) = value else {
            let files = matches!(self.kind, FieldKind::Files { .. });
            return match (self.required, files) {
                (false, _) => Ok(()),
                (true, true) => fail(message!("Choose at least one file")),
                (true, false) => fail(message!("{label} is required", label = label)),
            };
        };
        let wrong = match (&self.kind, value) {
            (FieldKind::Text { max_length, .. }, Value::String(text)) => {
                let length = text.chars().count();
                (length > *max_length).then(|| {
                    message!("{label} has 1 character; at most {limit} are allowed|{label} has {count} characters; at most {limit} are allowed", label = label, count = length, limit = *max_length)
                })
            }
            (FieldKind::Text { .. }, _) => Some(message!("{label} must be text", label = label)),
            (FieldKind::Number { min, max, whole }, Value::Number(number)) => {
                let number = number.as_f64().unwrap_or(f64::NAN);
                if !(*min..=*max).contains(&number) {
                    Some(out_of_range(label, *min, *max))
                } else if *whole && number.fract() != 0.0 {
                    Some(message!("{label} must be a whole number", label = label))
                } else {
                    None
                }
            }
            (FieldKind::Number { .. }, _) => {
                Some(message!("{label} must be a number", label = label))
            }
            (FieldKind::Choice(options), value) => {
                let known = options
                    .iter()
                    .any(|(option, _)| value.as_str() == Some(option));
                (!known).then(|| {
                    let options: Arg = options.iter().map(|(value, _)| value).collect();
                    message!(
                        "{label} must be one of {options}",
                        label = label,
                        options = options
                    )
                })
            }
            (FieldKind::Switch, Value::Bool(_)) => None,
            (FieldKind::Switch, _) => Some(message!("{label} must be on or off", label = label)),
            (FieldKind::Files { multiple, .. }, Value::Array(files)) => (files.len() > 1
                && !multiple)
                .then(|| message!("{label} takes one file", label = label)),
            (FieldKind::Files { .. }, _) => Some(message!("{label} must be files", label = label)),
        };
        if let Some(message) = wrong {
            return fail(message);
        }
        match &self.check {
            Some(check) => check(value).or_else(fail),
            None => Ok(()),
        }
    }
}

/// Fills in the defaults of these fields and checks all of them.
///
/// # Errors
///
/// All fields with a wrong value, in their order.
pub fn complete(fields: &[Field], mut params: Params) -> Result<Params, Vec<FieldError>> {
    for field in fields {
        if let (None, Some(default)) = (params.value(&field.name), &field.default) {
            params = params.with(field.name.clone(), default.clone());
        }
    }
    let is_known = |name: &str| fields.iter().any(|field| field.name == name);
    let mut errors: Vec<_> = fields
        .iter()
        .filter_map(|field| field.check(&params).err())
        .collect();
    if !fields.is_empty() {
        errors.extend(
            params
                .values()
                .filter(|(name, _)| !is_known(name))
                .map(|(name, _)| FieldError {
                    field: name.to_owned(),
                    message: message!("Unknown parameter \"{name}\"", name = name),
                }),
        );
    }
    if errors.is_empty() {
        Ok(params)
    } else {
        Err(errors)
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("required", &self.required)
            .finish_non_exhaustive()
    }
}

/// The value of a parameter is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The name of the field.
    pub field: String,
    /// What is wrong and what would be right, in one sentence.
    pub message: Message,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message.fmt(f)
    }
}

impl std::error::Error for FieldError {}

/// Returns what a number must be that is not in this range. The largest and the smallest number stand for no bound.
fn out_of_range(label: &Message, min: f64, max: f64) -> Message {
    if max == f64::MAX {
        message!("{label} must be at least {min}", label = label, min = min)
    } else if min == f64::MIN {
        message!("{label} must be at most {max}", label = label, max = max)
    } else {
        message!(
            "{label} must be between {min} and {max}",
            label = label,
            min = min,
            max = max
        )
    }
}
