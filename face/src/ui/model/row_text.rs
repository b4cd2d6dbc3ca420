//! The line of a row: the progress of its run, or why it waits or ended.

use taskdeck_core::{
    CancelReason, ChildCounts, Instant, Progress, RunSnapshot, RunState, TaskError, Unit, Waiting,
};

use super::{RowContext, rate::Estimate};

use crate::{
    format::{
        amount, byte_rate, bytes, count, countdown, facts, list, period, time_left, whole_seconds,
    },
    texts::{Text, Texts, text, tr},
};

/// The largest number of characters in a line.
pub(super) const MAX_CHARS: usize = 240;

/// Returns the line of a run. `settled` is whether the run is shown as running yet.
pub(super) fn line(
    run: &RunSnapshot,
    context: &impl RowContext,
    estimate: Estimate,
    settled: bool,
) -> String {
    let texts = context.texts();
    let mut parts = Vec::new();
    match &run.state {
        RunState::Queued => {
            parts.extend(wait_text(run, context));
            if run.attempt > 0 {
                parts.push(attempt_text(
                    texts,
                    run.attempt.saturating_add(1),
                    run.max_attempts,
                ));
                let last = run.attempts.last();
                parts.extend(last.map(|last| first_line(&error_text(texts, &last.error))));
            }
        }
        RunState::Running => {
            parts.extend(later_attempt(texts, run));
            if settled {
                parts.extend(children_text(texts, &run.child_counts));
                parts.extend(progress_parts(texts, run, estimate));
                parts.extend(limits(texts, run));
                parts.extend(
                    run.note
                        .as_ref()
                        .map(|note| first_line(&texts.render(note))),
                );
            }
        }
        RunState::Cancelling {
            reason,
            since: requested_at,
        } => {
            let since = whole_seconds(texts, context.now() - *requested_at);
            parts.push(match reason {
                _ if run.not_stopping => {
                    tr!(texts, "Not stopping, requested {time} ago", time = since)
                }
                CancelReason::User | CancelReason::Caller => {
                    tr!(texts, "Stopping, requested {time} ago", time = since)
                }
                reason => tr!(texts, "Stopping: {why}", why = reason_text(texts, reason)),
            });
        }
        RunState::Completed => {
            parts.extend(later_attempt(texts, run));
            let all_worked = run.child_counts.failed == 0;
            let text = || context.result_text(run).filter(|_| all_worked);
            match summary(texts, run).or_else(text) {
                Some(line) => parts.push(line),
                None => {
                    parts.extend(children_result(texts, &run.child_counts));
                    parts.extend(completed_text(texts, run));
                }
            }
        }
        RunState::Failed(error) => {
            parts.extend(summary(texts, run).or_else(|| children_result(texts, &run.child_counts)));
            let message = first_line(&error_text(texts, error));
            parts.push(match run.attempt {
                ..=1 => message,
                attempts => tr!(
                    texts,
                    "After 1 attempt: {why}|After {count} attempts: {why}",
                    count: attempts as usize,
                    why = message
                ),
            });
        }
        RunState::Cancelled { reason, started } => {
            parts.push(cancelled_text(texts, reason, *started));
            parts.extend(children_result(texts, &run.child_counts));
        }
    }
    if run.abandoned {
        parts.push(tr!(texts, "Abandoned while still running"));
    }
    parts.retain(|part| !part.is_empty());
    facts(&parts)
}

/// Returns the number of an attempt: *Attempt 2 of 4*.
pub(crate) fn attempt_text(texts: Texts, attempt: u32, most: u32) -> String {
    let attempt = count(texts, attempt as usize);
    match most {
        u32::MAX => tr!(texts, "Attempt {number}", number = attempt),
        _ => tr!(
            texts,
            "Attempt {number} of {all}",
            number = attempt,
            all = count(texts, most as usize)
        ),
    }
}

/// Returns the number of child runs that are done: *12 of 40 done, 2 failed*.
pub(crate) fn children_text(texts: Texts, children: &ChildCounts) -> Option<String> {
    if children.all == 0 {
        return None;
    }
    let mut parts = vec![tr!(
        texts,
        "{count} of {all} done",
        count = count(texts, children.completed),
        all = count(texts, children.all)
    )];
    if children.failed > 0 {
        parts.push(tr!(
            texts,
            "{count} failed",
            count = count(texts, children.failed)
        ));
    }
    if children.cancelled > 0 {
        parts.push(tr!(
            texts,
            "{count} cancelled",
            count = count(texts, children.cancelled)
        ));
    }
    Some(list(&parts))
}

/// Returns how the children of a run ended: *8 done · 1 failed*.
fn children_result(texts: Texts, children: &ChildCounts) -> Option<String> {
    if children.all == 0 {
        return None;
    }
    let parts = [
        (children.completed, text!("{count} done")),
        (children.failed, text!("{count} failed")),
        (children.cancelled, text!("{count} cancelled")),
    ];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    let parts = parts.map(|(number, text)| texts.say(text, &[("count", &count(texts, number))]));
    Some(facts(&parts.collect::<Vec<_>>()))
}

/// Returns the line that the body has set for its result.
fn summary(texts: Texts, run: &RunSnapshot) -> Option<String> {
    let summary = first_line(&texts.render(run.summary.as_ref()?));
    (!summary.is_empty()).then_some(summary)
}

/// Returns the first line of a text, cut to the length of a row's line.
pub(super) fn first_line(text: &str) -> String {
    truncated(text.trim_start().lines().next().unwrap_or_default())
}

pub(super) fn truncated(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn wait_text(run: &RunSnapshot, context: &impl RowContext) -> Option<String> {
    let texts = context.texts();
    // Each text has a form for a remaining time and one for a moment.
    let when = |at: Instant, soon: Text, later: Text, with: &[(&str, &str)]| {
        let (text, time) = match context.countdown_to(at) {
            Some(left) => (soon, countdown(texts, left)),
            None => (later, context.clock_time(at)),
        };
        texts.say(text, &[with, &[("time", &*time)]].concat())
    };
    Some(match run.waiting.as_ref()? {
        Waiting::Retry { at } => when(*at, text!("Retry in {time}"), text!("Retry at {time}"), &[]),
        Waiting::Delay { until } => when(
            *until,
            text!("Starts in {time}"),
            text!("Starts at {time}"),
            &[],
        ),
        Waiting::Rate { lane, until } => when(
            *until,
            text!("Waiting for {lane}: next start in {time}"),
            text!("Waiting for {lane}: next start at {time}"),
            &[("lane", lane)],
        ),
        why => first_line(&texts.render(&why.message())),
    })
}

/// Returns the number of the attempt, unless it is the first.
fn later_attempt(texts: Texts, run: &RunSnapshot) -> Option<String> {
    (run.attempt > 1).then(|| attempt_text(texts, run.attempt, run.max_attempts))
}

/// Returns the time limits of a run.
fn limits(texts: Texts, run: &RunSnapshot) -> Vec<String> {
    let timeout = run
        .timeout
        .map(|most| tr!(texts, "At most {time}", time = period(texts, most)));
    let deadline = run
        .deadline
        .map(|most| tr!(texts, "At most {time} in all", time = period(texts, most)));
    timeout.into_iter().chain(deadline).collect()
}

fn progress_parts(texts: Texts, run: &RunSnapshot, estimate: Estimate) -> Vec<String> {
    let mut parts = Vec::new();
    let Some(progress) = &run.progress else {
        return parts;
    };
    let message = progress.message.as_ref();
    let message = message.map(|message| first_line(&texts.render(message)));
    if !run.show_progress {
        return message.into_iter().collect();
    }
    if !counts_children(run, progress) {
        let done = amount(texts, progress.done, &run.unit);
        let unit = match &run.unit {
            Unit::Named(name) => format!(" {name}"),
            Unit::Count | Unit::Bytes => String::new(),
        };
        match progress.total {
            Some(total) => {
                let all = amount(texts, total, &run.unit) + &unit;
                parts.push(tr!(texts, "{count} of {all}", count = done, all = all));
            }
            None if progress.done > 0.0 => parts.push(format!("{done}{unit}")),
            None => {}
        }
    }
    if let (Some(rate), Unit::Bytes) = (estimate.per_second, &run.unit) {
        parts.push(byte_rate(texts, rate));
    }
    parts.extend(estimate.left.map(|left| time_left(texts, left)));
    parts.extend(message);
    parts
}

/// Returns whether the progress only counts the finished children, which the line contains already.
fn counts_children(run: &RunSnapshot, progress: &Progress) -> bool {
    let children = run.child_counts.all;
    children > 0 && progress.total == Some(children as f64)
}

fn completed_text(texts: Texts, run: &RunSnapshot) -> Option<String> {
    let progress = run.progress.as_ref().filter(|_| run.show_progress)?;
    match &run.unit {
        Unit::Bytes if progress.done > 0.0 => Some(bytes(texts, progress.done)),
        Unit::Named(name) if progress.done > 0.0 && !counts_children(run, progress) => Some(
            format!("{} {name}", amount(texts, progress.done, &run.unit)),
        ),
        _ => None,
    }
}

fn cancelled_text(texts: Texts, reason: &CancelReason, started: bool) -> String {
    let text = match reason {
        CancelReason::User => tr!(texts, "By you"),
        reason => first_line(&reason_text(texts, reason)),
    };
    let mut chars = text.chars();
    let text: String = match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => text,
    };
    // For a skipped run it is obvious that it has not started.
    if started || *reason == CancelReason::Skipped {
        text
    } else {
        tr!(texts, "{why}, before it started", why = text)
    }
}

/// Returns the message of an error.
pub(crate) fn error_text(texts: Texts, error: &TaskError) -> String {
    texts.render(error.message())
}

fn reason_text(texts: Texts, reason: &CancelReason) -> String {
    texts.render(&reason.message())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_to_a_line() {
        let line = first_line(&"א".repeat(1_000_000));
        assert_eq!(line.chars().count(), MAX_CHARS + 1);
    }

    #[test]
    fn unlimited_attempts_have_no_total() {
        assert_eq!(attempt_text(Texts::ENGLISH, 2, 3), "Attempt 2 of 3");
        assert_eq!(
            attempt_text(Texts::ENGLISH, 1_200, u32::MAX),
            "Attempt 1,200"
        );
    }

    #[test]
    fn failed_and_cancelled_children_are_counted_separately() {
        let children = ChildCounts {
            all: 40,
            completed: 12,
            failed: 2,
            cancelled: 1,
        };
        let text = children_text(Texts::ENGLISH, &children).unwrap();
        assert_eq!(text, "12 of 40 done, 2 failed, 1 cancelled");
        assert_eq!(children_text(Texts::ENGLISH, &ChildCounts::default()), None);
    }
}
