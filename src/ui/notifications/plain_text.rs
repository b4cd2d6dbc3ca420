//! An error as plain text, to be copied into a report.

use std::fmt::Write;

use taskdeck_core::{Log, LogLine};

use crate::reporter::ErrorReport;

/// How many lines of a log are shown and copied.
pub(super) const LOG_LINES: usize = 50;

/// The newest lines of a log, and how many older ones there were.
pub(super) fn newest(log: &Log) -> (impl Iterator<Item = &LogLine>, u64) {
    let skipped = log.lines.len().saturating_sub(LOG_LINES);
    let older = log.dropped + u64::try_from(skipped).unwrap_or(u64::MAX);
    (log.lines.iter().skip(skipped), older)
}

/// An error as plain text: all that somebody who was not there needs, and nothing of the parameters,
/// which may be secret.
pub(super) fn plain_text(
    report: &ErrorReport,
    log: Option<&Log>,
    time: &str,
    browser: &str,
) -> String {
    let mut text = format!("{}\n{}\n", report.title, report.error.message());
    for cause in report.error.causes() {
        let _ = writeln!(text, "  caused by: {cause}");
    }
    let _ = write!(text, "\nKind: {}\n", report.error.kind().word());
    if let Some(run) = report.run() {
        if let Some(task) = &run.task {
            let _ = writeln!(text, "Task: {task}");
        }
        let _ = writeln!(text, "Run: {}, attempt {}", run.public_id, run.attempt);
    }
    let _ = writeln!(text, "Time: {time}");
    let _ = writeln!(text, "Taskdeck: {}", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(text, "Browser: {browser}");
    if let Some(log) = log.filter(|log| !log.lines.is_empty()) {
        let (lines, older) = newest(log);
        text.push_str("\nLog:\n");
        if older > 0 {
            let _ = writeln!(text, "({older} older lines)");
        }
        for line in lines {
            let _ = writeln!(text, "{}", line.text);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use taskdeck_core::{Instant, TaskError};

    use super::*;
    use crate::reporter::Origin;

    fn log_of(lines: u64) -> Log {
        Log {
            lines: (1..=lines)
                .map(|n| LogLine {
                    at: Instant::START,
                    text: format!("line {n}").into(),
                })
                .collect(),
            dropped: 7,
        }
    }

    #[test]
    fn it_has_the_cause_chain_the_version_the_browser_and_the_last_50_log_lines() {
        let report = ErrorReport {
            number: 1,
            at: Instant::START,
            title: "Export".into(),
            error: TaskError::new("No room").caused_by("Disk full"),
            origin: Origin::Reported,
        };
        let text = plain_text(&report, Some(&log_of(60)), "2026-01-01T00:00:00Z", "Lynx");
        for part in [
            "Export\nNo room\n  caused by: Disk full",
            "Kind: Error",
            "Time: 2026-01-01T00:00:00Z",
            concat!("Taskdeck: ", env!("CARGO_PKG_VERSION")),
            "Browser: Lynx",
            "(17 older lines)\nline 11\n",
            "line 60\n",
        ] {
            assert!(text.contains(part), "{part:?} is missing in:\n{text}");
        }
        assert!(!text.contains("line 10\n"));
    }
}
