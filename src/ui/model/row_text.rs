//! The one line of a row: how far its run is, why it waits, why it ended as it did.

use taskdeck_core::{CancelReason, ChildCounts, Progress, RunSnapshot, RunState, Unit, Waiting};

use super::{
    Surroundings, amount, bytes, count, countdown, period, rate::Pace, time_left, whole_seconds,
};

/// The most characters of a text that a row can hold.
pub(super) const LINE: usize = 240;

/// Between the parts of a line.
const DOT: &str = " · ";

/// The line of the row of this run; `settled` once it has run for so long that it says so.
pub(super) fn line(
    run: &RunSnapshot,
    around: &impl Surroundings,
    pace: Pace,
    settled: bool,
) -> String {
    let mut parts = Vec::new();
    match &run.state {
        RunState::Queued => {
            parts.extend(why_it_waits(run, around));
            if run.attempt > 0 {
                parts.push(attempt_text(
                    run.attempt.saturating_add(1),
                    run.max_attempts,
                    false,
                ));
                let last = run.attempts.last();
                parts.extend(last.map(|last| first_line(last.error.message())));
            }
        }
        RunState::Running => {
            parts.extend(later_attempt(run));
            if settled {
                parts.extend(children_text(&run.child_counts));
                parts.extend(progress_parts(run, pace));
                parts.extend(limits(run));
                parts.extend(run.note.as_deref().map(first_line));
            }
        }
        RunState::Cancelling { reason, since } => {
            let asked = whole_seconds(around.now() - *since);
            parts.push(match reason {
                CancelReason::User => format!("Stopping, asked {asked} ago"),
                reason => format!("Stopping: {reason}"),
            });
        }
        RunState::Completed => {
            parts.extend(later_attempt(run));
            parts.extend(children_text(&run.child_counts));
            parts.extend(completed_text(run));
        }
        RunState::Failed(error) => {
            parts.extend(children_text(&run.child_counts));
            let message = first_line(error.message());
            parts.push(match run.attempt {
                ..=1 => message,
                attempts => format!("After {attempts} attempts: {message}"),
            });
        }
        RunState::Cancelled { reason, started } => {
            parts.push(cancelled_text(reason, *started));
            parts.extend(children_text(&run.child_counts));
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join(DOT)
}

/// Which attempt of how many: *Attempt 2 of 4*; in the middle of a line, *attempt 2 of 4*.
pub(crate) fn attempt_text(attempt: u32, most: u32, begins: bool) -> String {
    let word = if begins { "Attempt" } else { "attempt" };
    // Who may try for ever is told no end.
    if most == u32::MAX {
        format!("{word} {}", count(attempt as usize))
    } else {
        format!(
            "{word} {} of {}",
            count(attempt as usize),
            count(most as usize)
        )
    }
}

/// How many of the runs that a run has started are done: *12 of 40 done, 2 failed*.
pub(crate) fn children_text(children: &ChildCounts) -> Option<String> {
    if children.all == 0 {
        return None;
    }
    let mut text = format!(
        "{} of {} done",
        count(children.completed),
        count(children.all)
    );
    for (number, word) in [
        (children.failed, "failed"),
        (children.cancelled, "cancelled"),
    ] {
        if number > 0 {
            text.push_str(&format!(", {} {word}", count(number)));
        }
    }
    Some(text)
}

/// The first line of a text, as long as a row can hold.
pub(super) fn first_line(text: &str) -> String {
    cut(text.trim_start().lines().next().unwrap_or_default())
}

pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn why_it_waits(run: &RunSnapshot, around: &impl Surroundings) -> Option<String> {
    Some(match run.waiting.as_ref()? {
        Waiting::Retry { at } => match around.soon(*at) {
            Some(left) => format!("Retry in {}", countdown(left)),
            None => format!("Retry {}", around.on_the_clock(*at)),
        },
        Waiting::Delay { until } => match around.soon(*until) {
            Some(left) => format!("Starts in {}", countdown(left)),
            None => format!("Starts {}", around.on_the_clock(*until)),
        },
        Waiting::Rate { lane, until } => match around.soon(*until) {
            Some(left) => format!("Waits: {lane} starts its next in {}", countdown(left)),
            None => format!(
                "Waits: {lane} starts its next {}",
                around.on_the_clock(*until)
            ),
        },
        why => format!("Waits: {}", first_line(&why.to_string())),
    })
}

/// Which attempt it is, once it is not the first.
fn later_attempt(run: &RunSnapshot) -> Option<String> {
    (run.attempt > 1).then(|| attempt_text(run.attempt, run.max_attempts, true))
}

/// How long it may take, where that is limited.
fn limits(run: &RunSnapshot) -> Vec<String> {
    let timeout = run.timeout.map(|most| format!("at most {}", period(most)));
    let deadline = run
        .deadline
        .map(|most| format!("at most {} in all", period(most)));
    timeout.into_iter().chain(deadline).collect()
}

fn progress_parts(run: &RunSnapshot, pace: Pace) -> Vec<String> {
    let mut parts = Vec::new();
    let Some(progress) = &run.progress else {
        return parts;
    };
    let message = progress.message.as_deref().map(first_line);
    if !run.show_progress {
        return message.into_iter().collect();
    }
    if !counts_children(run, progress) {
        let done = amount(progress.done, &run.unit);
        let unit = match &run.unit {
            Unit::Named(name) => format!(" {name}"),
            Unit::Count | Unit::Bytes => String::new(),
        };
        match progress.total {
            Some(total) => parts.push(format!("{done} of {}{unit}", amount(total, &run.unit))),
            None if progress.done > 0.0 => parts.push(format!("{done}{unit}")),
            None => {}
        }
    }
    if let (Some(rate), Unit::Bytes) = (pace.per_second, &run.unit) {
        parts.push(format!("{}/s", bytes(rate)));
    }
    parts.extend(pace.left.map(time_left));
    parts.extend(message);
    parts
}

/// Whether the progress says no more than how many of its children are done, which is said already.
fn counts_children(run: &RunSnapshot, progress: &Progress) -> bool {
    let children = run.child_counts.all;
    children > 0 && progress.total == Some(children as f64)
}

fn completed_text(run: &RunSnapshot) -> Option<String> {
    let progress = run.progress.as_ref().filter(|_| run.show_progress)?;
    match &run.unit {
        Unit::Bytes if progress.done > 0.0 => Some(bytes(progress.done)),
        Unit::Named(name) if progress.done > 0.0 && !counts_children(run, progress) => {
            Some(format!("{} {name}", amount(progress.done, &run.unit)))
        }
        _ => None,
    }
}

fn cancelled_text(reason: &CancelReason, started: bool) -> String {
    let text = match reason {
        CancelReason::User => "By you".to_owned(),
        reason => first_line(&reason.to_string()),
    };
    let mut chars = text.chars();
    let text: String = match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => text,
    };
    // Nobody expects of a skipped run that it has started.
    if started || *reason == CancelReason::Skipped {
        text
    } else {
        format!("{text}, before it started")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_cut_to_a_line() {
        let line = first_line(&"א".repeat(1_000_000));
        assert_eq!(line.chars().count(), LINE + 1);
    }

    #[test]
    fn who_may_try_for_ever_is_told_no_end() {
        assert_eq!(attempt_text(2, 3, true), "Attempt 2 of 3");
        assert_eq!(attempt_text(1_200, u32::MAX, false), "attempt 1,200");
    }

    #[test]
    fn children_that_did_not_make_it_are_counted_apart() {
        let children = ChildCounts {
            all: 40,
            completed: 12,
            failed: 2,
            cancelled: 1,
        };
        let said = children_text(&children).unwrap();
        assert_eq!(said, "12 of 40 done, 2 failed, 1 cancelled");
        assert_eq!(children_text(&ChildCounts::default()), None);
    }
}
