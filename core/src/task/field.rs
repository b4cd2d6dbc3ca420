//! The declared parameters of a task.

use std::{fmt, rc::Rc};

use serde_json::Value;

use crate::{Params, format::number::plain};

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
    Choice(Vec<(String, String)>),
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

type Check = Rc<dyn Fn(&Value) -> Result<(), String>>;

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
    pub label: String,
    /// A line of help; may be empty.
    pub help: String,
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
    pub fn new(name: impl Into<String>, label: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            help: String::new(),
            kind,
            required: false,
            secret: false,
            default: None,
            check: None,
        }
    }

    /// Creates a field for one line of text.
    #[must_use]
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
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
    pub fn lines(name: impl Into<String>, label: impl Into<String>) -> Self {
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
    pub fn number(name: impl Into<String>, label: impl Into<String>, min: f64, max: f64) -> Self {
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
    pub fn choice(
        name: impl Into<String>,
        label: impl Into<String>,
        options: &[(&str, &str)],
    ) -> Self {
        let options: Vec<_> = options
            .iter()
            .map(|(value, label)| ((*value).to_owned(), (*label).to_owned()))
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
    pub fn switch(name: impl Into<String>, label: impl Into<String>) -> Self {
        let mut field = Self::new(name, label, FieldKind::Switch);
        field.default = Some(Value::Bool(false));
        field
    }

    /// Creates a field for files or folders; `accept` as in HTML, empty for all.
    #[must_use]
    pub fn files(
        name: impl Into<String>,
        label: impl Into<String>,
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
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Adds a check of the value. Its error says what is wrong and what would be right.
    #[must_use]
    pub fn checked(mut self, check: impl Fn(&Value) -> Result<(), String> + 'static) -> Self {
        self.check = Some(Rc::new(check));
        self
    }

    /// Checks the value of this field.
    ///
    /// # Errors
    ///
    /// [`FieldError`] with the name of the field and a sentence that says which value would be right.
    pub fn check(&self, params: &Params) -> Result<(), FieldError> {
        let fail = |message: String| {
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
                (true, true) => fail("Choose at least one file".to_owned()),
                (true, false) => fail(format!("{label} is needed")),
            };
        };
        let wrong = match (&self.kind, value) {
            (FieldKind::Text { max_length, .. }, Value::String(text)) => {
                let length = text.chars().count();
                (length > *max_length).then(|| {
                    format!("{label} has {length} characters; at most {max_length} are taken")
                })
            }
            (FieldKind::Text { .. }, _) => Some(format!("{label} must be a text")),
            (FieldKind::Number { min, max, whole }, Value::Number(number)) => {
                let number = number.as_f64().unwrap_or(f64::NAN);
                if !(*min..=*max).contains(&number) {
                    Some(format!(
                        "{label} must be between {} and {}",
                        plain(*min),
                        plain(*max)
                    ))
                } else if *whole && number.fract() != 0.0 {
                    Some(format!("{label} must be a whole number"))
                } else {
                    None
                }
            }
            (FieldKind::Number { .. }, _) => Some(format!("{label} must be a number")),
            (FieldKind::Choice(options), value) => {
                let known = options
                    .iter()
                    .any(|(option, _)| value.as_str() == Some(option));
                (!known).then(|| {
                    let names: Vec<_> = options.iter().map(|(value, _)| value.as_str()).collect();
                    format!("{label} must be one of {}", names.join(", "))
                })
            }
            (FieldKind::Switch, Value::Bool(_)) => None,
            (FieldKind::Switch, _) => Some(format!("{label} must be on or off")),
            (FieldKind::Files { multiple, .. }, Value::Array(files)) => {
                (files.len() > 1 && !multiple).then(|| format!("{label} takes one file"))
            }
            (FieldKind::Files { .. }, _) => Some(format!("{label} must be files")),
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
                    message: format!("unknown parameter \"{name}\""),
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
    pub message: String,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FieldError {}
