//! Invalid policies.

use std::{fmt, time::Duration};

use crate::{Arg, Message, format::number::plain, message};

/// The longest time that is accepted from a form or from JavaScript: 2^53 − 1 ms, 285,000 years.
const LONGEST: f64 = 9_007_199_254_740_991.0;

/// A value of a policy is invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPolicy {
    /// The field, by its name in Rust: `retry.factor`.
    pub field: &'static str,
    /// What the value must be, and what it is: *retry.factor must be at least 1, and is 0.5*.
    pub message: Message,
}

impl InvalidPolicy {
    pub(crate) fn new(field: &'static str, message: Message) -> Self {
        Self { field, message }
    }

    /// Creates the error of a value that is too small.
    pub(crate) fn too_small(field: &'static str, least: Arg, value: Arg) -> Self {
        let message = message!(
            "{field} must be at least {least}, and is {value}",
            field = field,
            least = least,
            value = value
        );
        Self::new(field, message)
    }

    pub(crate) fn if_empty(field: &'static str, text: Option<&str>) -> Result<(), Self> {
        match text {
            Some("") => Err(Self::new(
                field,
                message!("{field} must not be empty", field = field),
            )),
            _ => Ok(()),
        }
    }

    pub(crate) fn if_zero(field: &'static str, time: Option<Duration>) -> Result<(), Self> {
        match time {
            Some(Duration::ZERO) => Err(Self::new(
                field,
                message!("{field} must be more than 0, and is 0", field = field),
            )),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for InvalidPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message.fmt(f)
    }
}

impl std::error::Error for InvalidPolicy {}

/// Converts a number of milliseconds from a form or from JavaScript.
///
/// # Errors
///
/// [`InvalidPolicy`] with this field, when the number is negative, infinite, not a number, or larger than
/// JavaScript counts exactly.
///
/// ```
/// use taskdeck_core::checked_millis;
///
/// assert_eq!(checked_millis("timeout", 1_500.0).map(|time| time.as_secs_f64()), Ok(1.5));
/// let wrong = checked_millis("timeout", -1.0).unwrap_err();
/// assert_eq!(wrong.to_string(), "timeout must be 0 or more, and is -1");
/// let wrong = checked_millis("timeout", f64::NAN).unwrap_err();
/// assert_eq!(wrong.to_string(), "timeout must be 0 or more, and is NaN");
/// ```
pub fn checked_millis(field: &'static str, millis: f64) -> Result<Duration, InvalidPolicy> {
    if millis.is_nan() || millis < 0.0 {
        let message = message!(
            "{field} must be 0 or more, and is {value}",
            field = field,
            value = plain(millis)
        );
        return Err(InvalidPolicy::new(field, message));
    }
    let time = Duration::try_from_secs_f64(millis / 1_000.0);
    time.ok().filter(|_| millis <= LONGEST).ok_or_else(|| {
        let message = message!(
            "{field} must be at most {most} ms, and is {value}",
            field = field,
            most = plain(LONGEST),
            value = plain(millis)
        );
        InvalidPolicy::new(field, message)
    })
}
