//! The summary of all runs.

use taskdeck_core::Counts;

use crate::{
    format::{count, facts},
    texts::{Text, Texts, tr},
};

/// Returns the summary of all runs: *3 running · 12 waiting · 1 failed*.
pub(crate) fn summary(texts: Texts, counts: &Counts) -> String {
    let parts: Vec<String> = [
        (counts.running, Text::of("{count} running")),
        (counts.queued, Text::of("{count} waiting")),
        (counts.failed, Text::of("{count} failed")),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, text)| texts.say(text, &[("count", &count(texts, number))]))
    .collect();
    if !parts.is_empty() {
        facts(&parts)
    } else if counts.finished() > 0 {
        tr!(texts, "All done")
    } else {
        tr!(texts, "Nothing is running")
    }
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
