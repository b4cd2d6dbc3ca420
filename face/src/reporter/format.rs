//! Plain text for the console.

use std::fmt::Write;

use super::ErrorReport;

/// An error for the console.
pub(crate) fn for_console(report: &ErrorReport) -> String {
    let mut text = format!("{}: {}", report.title, report.error.message());
    for cause in report.error.causes() {
        let _ = write!(text, "\n  caused by: {cause}");
    }
    text
}
