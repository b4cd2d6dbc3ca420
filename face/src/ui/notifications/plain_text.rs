//! An error as plain text, for a bug report.

use std::fmt::Write;

use taskdeck_core::{Log, LogLine, Message};

use super::toast_item::report_title;
use crate::{
    format::count,
    reporter::ErrorReport,
    texts::{Texts, tr},
    ui::model::error_text,
};

/// The number of log lines that are shown and copied.
pub(super) const LOG_LINES: usize = 50;

/// Returns the newest lines of a log, and the number of older ones.
pub(super) fn newest(log: &Log) -> (impl Iterator<Item = &LogLine>, u64) {
    let skipped = log.lines.len().saturating_sub(LOG_LINES);
    let older = log.dropped + u64::try_from(skipped).unwrap_or(u64::MAX);
    (log.lines.iter().skip(skipped), older)
}

/// Returns an error as plain text, with what a bug report needs. The parameters are left out, because they may
/// be secret.
pub(super) fn plain_text(
    texts: Texts,
    report: &ErrorReport,
    log: Option<&Log>,
    time: &str,
    browser: &str,
) -> String {
    let error = &report.error;
    let mut text = format!(
        "{}\n{}\n",
        report_title(texts, report),
        error_text(texts, error)
    );
    for cause in error.causes() {
        let _ = writeln!(text, "  {}", caused_by(texts, cause));
    }
    text.push('\n');
    // Writing to a String cannot fail.
    let mut fact = |name: String, value: &str| {
        let _ = writeln!(text, "{name}: {value}");
    };
    fact(tr!(texts, "Kind"), &texts.render(&error.kind().message()));
    if let Some(run) = report.run() {
        if let Some(task) = &run.task {
            fact(tr!(texts, "Task"), task);
        }
        let attempt = tr!(
            texts,
            "Attempt {number}",
            number = count(texts, run.attempt as usize)
        );
        fact(tr!(texts, "Run"), &format!("{}, {attempt}", run.public_id));
    }
    fact(tr!(texts, "Time"), time);
    fact(tr!(texts, "Taskdeck"), env!("CARGO_PKG_VERSION"));
    fact(tr!(texts, "Browser"), browser);
    if let Some(log) = log.filter(|log| !log.lines.is_empty()) {
        let (lines, older) = newest(log);
        let _ = writeln!(text, "\n{}:", tr!(texts, "Log"));
        if older > 0 {
            let older = usize::try_from(older).unwrap_or(usize::MAX);
            let older = tr!(texts, "… 1 older line|… {count} older lines", count: older);
            let _ = writeln!(text, "{older}");
        }
        for line in lines {
            let _ = writeln!(text, "{}", texts.render(&line.text));
        }
    }
    text
}

/// Returns a cause of an error as a line of copied text.
pub(in crate::ui) fn caused_by(texts: Texts, cause: &Message) -> String {
    tr!(texts, "Caused by: {why}", why = texts.render(cause))
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
        let text = plain_text(
            Texts::ENGLISH,
            &report,
            Some(&log_of(60)),
            "2026-01-01T00:00:00Z",
            "Lynx",
        );
        for part in [
            "Export\nNo room\n  Caused by: Disk full",
            "Kind: Error",
            "Time: 2026-01-01T00:00:00Z",
            concat!("Taskdeck: ", env!("CARGO_PKG_VERSION")),
            "Browser: Lynx",
            "Log:\n… 17 older lines\nline 11\n",
            "line 60\n",
        ] {
            assert!(text.contains(part), "{part:?} is missing in:\n{text}");
        }
        assert!(!text.contains("line 10\n"));
    }
}
