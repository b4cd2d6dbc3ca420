//! The summary of all runs.

use taskdeck_core::{Counts, RunStatus};

use crate::{
    format::{count, facts},
    texts::{Text, Texts, text, tr},
};

/// The parts of the summary, in their order: the runs of a status, and the text of their number.
pub(crate) const SUMMARY_PARTS: [(RunStatus, Text); 3] = [
    (RunStatus::Running, text!("{count} running")),
    (RunStatus::Queued, text!("{count} waiting")),
    (RunStatus::Failed, text!("{count} failed")),
];

/// Returns the number of runs in a part of the summary.
pub(crate) fn summary_count(counts: &Counts, part: usize) -> usize {
    match part {
        0 => counts.running,
        1 => counts.queued,
        _ => counts.failed,
    }
}

/// Returns a part of the summary: *3 running*.
pub(crate) fn summary_part(texts: Texts, counts: &Counts, part: usize) -> String {
    let number = count(texts, summary_count(counts, part));
    texts.say(SUMMARY_PARTS[part].1, &[("count", &number)])
}

/// Returns the summary if all its parts are zero, else nothing.
pub(crate) fn rest_text(texts: Texts, counts: &Counts) -> Option<String> {
    if (0..SUMMARY_PARTS.len()).any(|part| summary_count(counts, part) > 0) {
        None
    } else if counts.finished() > 0 {
        Some(tr!(texts, "All done"))
    } else {
        Some(tr!(texts, "Nothing is running"))
    }
}

/// Returns the summary of all runs: *3 running · 12 waiting · 1 failed*.
pub(crate) fn summary(texts: Texts, counts: &Counts) -> String {
    let parts: Vec<String> = (0..SUMMARY_PARTS.len())
        .filter(|part| summary_count(counts, *part) > 0)
        .map(|part| summary_part(texts, counts, part))
        .collect();
    rest_text(texts, counts).unwrap_or_else(|| facts(&parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_counts_are_left_out() {
        let mut counts = Counts::default();
        assert_eq!(summary(Texts::ENGLISH, &counts), "Nothing is running");
        counts.running = 3;
        counts.queued = 1_200;
        assert_eq!(
            summary(Texts::ENGLISH, &counts),
            "3 running · 1,200 waiting"
        );
        counts = Counts::default();
        counts.completed = 1;
        assert_eq!(summary(Texts::ENGLISH, &counts), "All done");
    }
}
