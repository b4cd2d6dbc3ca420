//! The forms of data.

/// A form of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Csv,
    Ndjson,
    Json,
}

impl Form {
    /// The value and label of each.
    pub(super) const CHOICES: [(&str, &str); 3] =
        [("csv", "CSV"), ("ndjson", "NDJSON"), ("json", "JSON")];

    /// Returns the form of this value; `None` for any other value.
    pub(super) fn of_value(value: &str) -> Option<Self> {
        match value {
            "csv" => Some(Self::Csv),
            "ndjson" => Some(Self::Ndjson),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// Returns the form that this one is converted to by default.
    pub(super) fn other(self) -> Self {
        match self {
            Self::Csv => Self::Ndjson,
            Self::Ndjson | Self::Json => Self::Csv,
        }
    }

    /// Returns the ending of its file names.
    pub(super) fn ending(self) -> &'static str {
        Self::CHOICES[self as usize].0
    }

    /// Returns its media type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Ndjson => "application/x-ndjson",
            Self::Json => "application/json",
        }
    }
}

/// What a file is converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// It is not converted.
    None,
    /// The other form.
    Other,
    This(Form),
}

impl Target {
    /// Returns the target of this value; the default for any other value.
    pub(super) fn of_value(value: &str) -> Self {
        match (value, Form::of_value(value)) {
            ("none", _) => Self::None,
            (_, Some(form)) => Self::This(form),
            _ => Self::Other,
        }
    }

    /// Returns the form that a file of this form is converted to.
    pub(super) fn of_form(self, form: Form) -> Option<Form> {
        match self {
            Self::None => None,
            Self::Other => Some(form.other()),
            Self::This(target) => Some(target),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_choice_is_a_form_of_its_own() {
        for (value, _) in Form::CHOICES {
            let form = Form::of_value(value).unwrap();
            assert_eq!(form.ending(), value);
            assert_eq!(Target::of_value(value).of_form(Form::Csv), Some(form));
        }
    }

    #[test]
    fn unless_somebody_says_otherwise_it_is_the_other_form() {
        assert_eq!(Target::of_value("").of_form(Form::Csv), Some(Form::Ndjson));
        assert_eq!(
            Target::of_value("other").of_form(Form::Json),
            Some(Form::Csv)
        );
        assert_eq!(Target::of_value("none").of_form(Form::Csv), None);
    }
}
