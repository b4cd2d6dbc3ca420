//! What goes on, in one line.

use taskdeck_core::Counts;

use super::count;

/// What goes on, in one line: *3 running · 12 waiting · 1 failed*.
pub(crate) fn summary(counts: &Counts) -> String {
    let parts: Vec<String> = [
        (counts.running, "running"),
        (counts.queued, "waiting"),
        (counts.failed, "failed"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, word)| format!("{} {word}", count(number)))
    .collect();
    if !parts.is_empty() {
        parts.join(" · ")
    } else if counts.finished() > 0 {
        "All done".to_owned()
    } else {
        "Nothing is running".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_only_what_there_is() {
        let mut counts = Counts::default();
        assert_eq!(summary(&counts), "Nothing is running");
        counts.running = 3;
        counts.queued = 1_200;
        assert_eq!(summary(&counts), "3 running · 1,200 waiting");
        counts = Counts::default();
        counts.completed = 1;
        assert_eq!(summary(&counts), "All done");
    }
}
