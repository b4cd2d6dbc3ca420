//! Words and plain text for people.

use std::{fmt::Write, time::Duration};

use super::ErrorReport;

/// A time that something took, in words: *12 s*, *3 min 4 s*, *2 h 5 min*.
#[must_use]
pub(crate) fn duration_in_words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match (seconds / 3_600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) => format!("{s} s"),
        (0, m, s) => format!("{m} min {s} s"),
        (h, m, _) => format!("{h} h {m} min"),
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
        let words = |seconds| duration_in_words(Duration::from_secs(seconds));
        assert_eq!(
            [12, 184, 7_500].map(words),
            ["12 s", "3 min 4 s", "2 h 5 min"]
        );
    }
}
