//! What a row says of its run.

use std::time::Duration;

use taskdeck_core::{
    CancelReason, Instant, Overview, Progress, RunSnapshot, RunState, RunStatus, Unit,
};

use super::{Meters, amount, bytes, count, duration, rate::Pace, time_left};

/// A run that is shorter than this never says that it started: rows would flash.
const SETTLE: Duration = Duration::from_millis(500);
/// The most characters of a text that a row can hold.
const LINE: usize = 240;

/// What a row says of its run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RowFace {
    /// The title, never empty.
    pub(crate) title: String,
    /// The status that is shown.
    pub(crate) status: RunStatus,
    /// The bar, while it runs.
    pub(crate) bar: Option<Bar>,
    /// One line: how far it is, why it waits, why it failed, why it was cancelled.
    pub(crate) detail: String,
    /// How long it ran, or has been running.
    pub(crate) duration: String,
    /// Whether it can be cancelled.
    pub(crate) can_cancel: bool,
    /// Whether a person can retry it.
    pub(crate) can_retry: bool,
    /// Whether a newer run took its place: it asks for no more attention.
    pub(crate) superseded: bool,
}

/// The bar of a run that runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bar {
    /// The part that is done, when it is known.
    pub(crate) fraction: Option<f64>,
}

/// What a row has to know besides its run. Both are asked only when they matter, so that a row that
/// has ended follows neither the clock nor the lane.
pub(crate) trait Surroundings {
    /// The time.
    fn now(&self) -> Instant;
    /// The supervisor as a whole.
    fn overview(&self) -> Overview;
}

impl RowFace {
    /// What a row says of this run.
    pub(crate) fn of(run: &RunSnapshot, around: &impl Surroundings, meters: &mut Meters) -> Self {
        let status = run.status();
        let settled = status != RunStatus::Running
            || run
                .started_at
                .is_none_or(|started| around.now() - started >= SETTLE);
        let works = matches!(status, RunStatus::Running | RunStatus::Cancelling) && settled;
        let (pace, ran) = match (run.started_at, run.finished_at) {
            (Some(started), None) => {
                let now = around.now();
                let pace = run.progress.as_ref().filter(|_| works);
                let pace = pace.map(|progress| meters.pace(run.id, started, now, progress));
                let ran = works.then(|| whole_seconds(now - started));
                (pace.unwrap_or_default(), ran.unwrap_or_default())
            }
            (Some(started), Some(finished)) => {
                meters.forget(run.id);
                (Pace::default(), duration(finished - started))
            }
            (None, _) => (Pace::default(), String::new()),
        };
        let detail = match &run.state {
            RunState::Queued => why_it_waits(&around.overview()),
            RunState::Running if !settled => String::new(),
            RunState::Running => progress_text(run, pace),
            RunState::Cancelling { reason, since } => {
                let asked = whole_seconds(around.now() - *since);
                match reason {
                    CancelReason::User => format!("Stopping, asked {asked} ago"),
                    reason => format!("Stopping: {reason}"),
                }
            }
            RunState::Completed => completed_text(run),
            RunState::Failed(error) => first_line(error.message()),
            RunState::Cancelled { reason, started } => cancelled_text(reason, *started),
        };
        Self {
            title: cut(run.shown_title()),
            status: if settled { status } else { RunStatus::Queued },
            bar: (works && run.show_progress).then(|| Bar {
                fraction: run.progress.as_ref().and_then(Progress::fraction),
            }),
            detail,
            duration: ran,
            can_cancel: matches!(status, RunStatus::Queued | RunStatus::Running),
            can_retry: run.can_retry,
            superseded: run.retried_as.is_some(),
        }
    }
}

/// The first line of a text, as long as a row can hold.
pub(super) fn first_line(text: &str) -> String {
    cut(text.trim_start().lines().next().unwrap_or_default())
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn whole_seconds(length: Duration) -> String {
    duration(Duration::from_secs(length.as_secs()))
        .replace(".0 s", " s")
        .replace("0 ms", "0 s")
}

fn why_it_waits(overview: &Overview) -> String {
    if overview.paused {
        return "Waits: paused".to_owned();
    }
    match overview.main.limit.finite() {
        Some(limit) if overview.main.taken >= limit => {
            format!(
                "Waits: {} of {} running in main",
                count(overview.main.taken),
                count(limit)
            )
        }
        _ => String::new(),
    }
}

fn progress_text(run: &RunSnapshot, pace: Pace) -> String {
    let Some(progress) = &run.progress else {
        return String::new();
    };
    if !run.show_progress {
        return progress
            .message
            .as_deref()
            .map(first_line)
            .unwrap_or_default();
    }
    let done = amount(progress.done, &run.unit);
    let unit = match &run.unit {
        Unit::Named(name) => format!(" {name}"),
        Unit::Count | Unit::Bytes => String::new(),
    };
    let mut parts = Vec::new();
    match progress.total {
        Some(total) => parts.push(format!("{done} of {}{unit}", amount(total, &run.unit))),
        None if progress.done > 0.0 => parts.push(format!("{done}{unit}")),
        None => {}
    }
    if let (Some(rate), Unit::Bytes) = (pace.per_second, &run.unit) {
        parts.push(format!("{}/s", bytes(rate)));
    }
    if let Some(left) = pace.left {
        parts.push(time_left(left));
    }
    if let Some(message) = &progress.message {
        parts.push(first_line(message));
    }
    parts.join(" · ")
}

fn completed_text(run: &RunSnapshot) -> String {
    let Some(progress) = run.progress.as_ref().filter(|_| run.show_progress) else {
        return String::new();
    };
    match &run.unit {
        Unit::Bytes if progress.done > 0.0 => bytes(progress.done),
        Unit::Named(name) if progress.done > 0.0 => {
            format!("{} {name}", amount(progress.done, &run.unit))
        }
        _ => String::new(),
    }
}

fn cancelled_text(reason: &CancelReason, started: bool) -> String {
    let reason = match reason {
        CancelReason::User => "By you".to_owned(),
        reason => {
            let text = first_line(&reason.to_string());
            let mut chars = text.chars();
            chars
                .next()
                .map(|first| first.to_uppercase().chain(chars).collect())
                .unwrap_or_default()
        }
    };
    if started {
        reason
    } else {
        format!("{reason}, before it started")
    }
}

#[cfg(test)]
mod tests {
    use taskdeck_core::{
        Config, RunContext, RunFilter, RunOptions, Supervisor, TaskError, sim::SimWorld,
    };

    use super::*;

    struct Around<'a>(&'a Supervisor);

    impl Surroundings for Around<'_> {
        fn now(&self) -> Instant {
            self.0.world().now()
        }

        fn overview(&self) -> Overview {
            use leptos::prelude::GetUntracked;
            self.0.overview().get_untracked()
        }
    }

    fn faces(supervisor: &Supervisor) -> Vec<RowFace> {
        let mut meters = Meters::default();
        supervisor
            .runs(&RunFilter::all())
            .iter()
            .map(|run| RowFace::of(run, &Around(supervisor), &mut meters))
            .collect()
    }

    fn deck() -> (SimWorld, Supervisor) {
        let world = SimWorld::new(1);
        let supervisor = Supervisor::new(Config::new(world.shared()));
        (world, supervisor)
    }

    #[test]
    fn a_run_does_not_say_that_it_started_before_half_a_second() {
        let (world, supervisor) = deck();
        supervisor
            .spawn("Long", async |ctx: RunContext| {
                ctx.sleep(Duration::from_secs(60)).await?;
                Ok(())
            })
            .unwrap();
        world.advance(Duration::from_millis(300));
        let face = &faces(&supervisor)[0];
        assert_eq!((face.status, face.bar), (RunStatus::Queued, None));
        assert!(face.can_cancel);
        world.advance(Duration::from_millis(300));
        let face = &faces(&supervisor)[0];
        assert_eq!(face.status, RunStatus::Running);
        assert_eq!(face.bar, Some(Bar { fraction: None }));
    }

    #[test]
    fn a_run_that_waits_says_why() {
        let (world, supervisor) = deck();
        for _ in 0..5 {
            supervisor
                .spawn("Long", async |ctx: RunContext| {
                    ctx.sleep(Duration::from_secs(60)).await?;
                    Ok(())
                })
                .unwrap();
        }
        world.advance(Duration::from_secs(1));
        let face = &faces(&supervisor)[0];
        assert_eq!(face.detail, "Waits: 4 of 4 running in main");
        supervisor.pause();
        world.advance(Duration::from_secs(1));
        assert_eq!(faces(&supervisor)[0].detail, "Waits: paused");
    }

    #[test]
    fn a_failed_run_says_the_first_line_of_its_error() {
        let (world, supervisor) = deck();
        supervisor
            .spawn("Fails", async |_ctx: RunContext| {
                Err::<(), _>(TaskError::new("no such page\nat line 12"))
            })
            .unwrap();
        world.advance(Duration::from_secs(1));
        let face = &faces(&supervisor)[0];
        assert_eq!(face.detail, "no such page");
        assert!(!face.can_cancel);
    }

    #[test]
    fn bytes_are_told_with_rate_and_time_left() {
        let (world, supervisor) = deck();
        let options = RunOptions::new("Copy").unit(Unit::Bytes);
        supervisor
            .spawn_with(options, async |ctx: RunContext| {
                for second in 1..=10_u32 {
                    ctx.sleep(Duration::from_secs(1)).await?;
                    ctx.progress(second * 10_000_000, 100_000_000);
                }
                Ok(())
            })
            .unwrap();
        world.advance(Duration::from_millis(5_010));
        let face = &faces(&supervisor)[0];
        assert_eq!(face.detail, "50 MB of 100 MB · 9.98 MB/s · 6 s left");
        assert_eq!(face.bar.unwrap().fraction, Some(0.5));
        assert_eq!(face.duration, "5 s");
    }

    #[test]
    fn hostile_text_is_cut_to_a_line() {
        let line = first_line(&"א".repeat(1_000_000));
        assert_eq!(line.chars().count(), LINE + 1);
    }
}
