//! Words and plain text for people.

use std::{fmt::Write, time::Duration};

use super::ErrorReport;
use crate::texts::{Texts, tr};

/// A time that something took, in words: *12 s*, *3 min 4 s*, *2 h 5 min*.
#[must_use]
pub(crate) fn duration_in_words(texts: Texts, duration: Duration) -> String {
    let seconds = duration.as_secs();
    match (seconds / 3_600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) => tr!(texts, "{number} s", number = s.to_string()),
        (0, m, s) => tr!(
            texts,
            "{minutes} min {seconds} s",
            minutes = m.to_string(),
            seconds = s.to_string()
        ),
        (h, m, _) => tr!(
            texts,
            "{hours} h {minutes} min",
            hours = h.to_string(),
            minutes = m.to_string()
        ),
    }
}

/// An error for the console.
pub(crate) fn for_console(report: &ErrorReport) -> String {
    let mut text = format!("{}: {}", report.title, report.error.message());
    for cause in report.error.causes() {
        let _ = write!(text, "\n  caused by: {cause}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_two_units_at_most() {
        let words = |seconds| duration_in_words(Texts::ENGLISH, Duration::from_secs(seconds));
        assert_eq!(
            [12, 184, 7_500].map(words),
            ["12 s", "3 min 4 s", "2 h 5 min"]
        );
    }
}
