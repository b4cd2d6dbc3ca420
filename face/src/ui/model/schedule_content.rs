//! What is shown of a schedule.

use std::time::Duration;

use taskdeck_core::{RunSnapshot, RunState, ScheduleSnapshot, ScheduleState, Suspension, When};

use super::row_text::{error_text, first_line};
use crate::{
    format::{count, countdown, duration, facts, list, minutes, period, titled},
    texts::{Texts, tr},
};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
/// Above this, seconds are not shown.
const TEN_MINUTES: Duration = Duration::from_secs(600);
/// Above this, the time of day is shown.
const HOUR: Duration = Duration::from_secs(3_600);

/// What is shown of a schedule at one moment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ScheduleContent {
    /// The title; never empty.
    pub(crate) title: String,
    /// How often it starts its task.
    pub(crate) every: String,
    /// When the next start is, or why there is none.
    pub(crate) next: String,
    /// Whether it is paused or suspended.
    pub(crate) is_inactive: bool,
    /// Why it is suspended.
    pub(crate) suspended: Option<String>,
    /// The numbers of starts and skips.
    pub(crate) counts: String,
    /// Why the newest start was refused.
    pub(crate) refused: Option<String>,
}

impl ScheduleContent {
    /// Computes what is shown at `now`, in time since 1970. `clock` formats such a time.
    pub(crate) fn of(
        texts: Texts,
        schedule: &ScheduleSnapshot,
        now: Duration,
        clock: impl Fn(Duration) -> String,
    ) -> Self {
        let next = match &schedule.state {
            ScheduleState::Active { next } => {
                next_start(texts, next.saturating_sub(now), *next, clock)
            }
            ScheduleState::Paused => tr!(texts, "Paused"),
            ScheduleState::Suspended(_) => tr!(texts, "Suspended"),
            ScheduleState::Ended => tr!(texts, "Ended"),
        };
        let refused = schedule.refused.as_ref();
        Self {
            title: titled(texts, &schedule.title),
            every: match schedule.schedule.when() {
                When::Every { period: length, .. } => {
                    tr!(texts, "Every {time}", time = period(texts, length))
                }
                _ => tr!(texts, "Once"),
            },
            next,
            is_inactive: schedule.is_paused() || schedule.suspended().is_some(),
            suspended: schedule
                .suspended()
                .map(|suspended| suspension_text(texts, suspended)),
            counts: counts(texts, schedule),
            refused: refused.map(|error| {
                tr!(
                    texts,
                    "Not started: {why}",
                    why = texts.render(&error.message())
                )
            }),
        }
    }
}

impl ScheduleContent {
    /// Returns all of it in one line: *Every 5 min · Next in 12 s*.
    pub(crate) fn line(&self) -> String {
        match &self.suspended {
            Some(why) => why.clone(),
            None => format!("{} · {}", self.every, self.next),
        }
    }
}

/// Returns how long the text for a start in `left` stays the same, so that no clock ticks more often than
/// needed.
pub(crate) fn unchanged_for(left: Duration) -> Duration {
    let step = match left {
        _ if left <= TEN_MINUTES => SECOND,
        _ if left <= HOUR => MINUTE,
        _ => return (left - HOUR).min(HOUR).max(SECOND),
    };
    // A u64 holds 584 years.
    let into = Duration::from_nanos(left.as_nanos() as u64 % step.as_nanos() as u64);
    if into.is_zero() { step } else { into }
}

/// Returns the result of the newest run of a schedule, or its status while it is live.
pub(crate) fn last_result(texts: Texts, run: &RunSnapshot) -> String {
    let took = |word: String| match (run.started_at, run.finished_at) {
        (Some(started), Some(finished)) => list(&[word, duration(texts, finished - started)]),
        _ => word,
    };
    let summary = run
        .summary
        .as_ref()
        .map(|summary| first_line(&texts.render(summary)));
    match &run.state {
        RunState::Failed(error) => tr!(
            texts,
            "Failed: {why}",
            why = first_line(&error_text(texts, error))
        ),
        RunState::Completed => summary.unwrap_or_else(|| took(tr!(texts, "Completed"))),
        state => texts.render(&state.status().message()),
    }
}

fn next_start(
    texts: Texts,
    left: Duration,
    at: Duration,
    clock: impl Fn(Duration) -> String,
) -> String {
    let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
    let time = match seconds {
        0 => return tr!(texts, "Starts now"),
        1..=600 => countdown(texts, left),
        601..=3_600 => minutes(texts, seconds),
        _ => return tr!(texts, "Next at {time}", time = clock(at)),
    };
    tr!(texts, "Next in {time}", time = time)
}

fn suspension_text(texts: Texts, suspension: &Suspension) -> String {
    match suspension {
        Suspension::Failures {
            failures,
            window,
            last,
        } => tr!(
            texts,
            "Suspended after 1 failure in {time}: {why}|Suspended after {count} failures in {time}: {why}",
            count: *failures,
            time = period(texts, *window),
            why = first_line(&error_text(texts, last))
        ),
        other => tr!(
            texts,
            "Suspended: {why}",
            why = texts.render(&other.message())
        ),
    }
}

fn counts(texts: Texts, schedule: &ScheduleSnapshot) -> String {
    let number = |number: u64| count(texts, usize::try_from(number).unwrap_or(usize::MAX));
    let starts = usize::try_from(schedule.starts).unwrap_or(usize::MAX);
    let mut parts = vec![tr!(texts, "1 start|{count} starts", count: starts)];
    if schedule.skipped > 0 {
        parts.push(tr!(
            texts,
            "{count} skipped",
            count = number(schedule.skipped)
        ));
    }
    if schedule.missed > 0 {
        parts.push(tr!(
            texts,
            "{count} missed",
            count = number(schedule.missed)
        ));
    }
    facts(&parts)
}

#[cfg(test)]
mod tests {
    use taskdeck_core::{
        Config, Overlap, RunContext, RunOptions, Schedule, Supervisor, Task, TaskError,
        sim::SimWorld,
    };

    use super::*;

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn deck() -> (SimWorld, Supervisor) {
        let world = SimWorld::new(1);
        let supervisor = Supervisor::new(Config::new(world.shared()));
        let tasks = [
            Task::new("well", "Well", async |_ctx: RunContext| Ok(())),
            Task::new("ill", "Ill", async |_ctx: RunContext| {
                Err::<(), _>(TaskError::new("no answer\nat all"))
            }),
            Task::new("long", "Long", async |ctx: RunContext| {
                ctx.sleep(secs(1_000)).await?;
                Ok(())
            })
            .overlap(Overlap::Drop),
        ];
        for task in tasks {
            supervisor.define(task).unwrap();
        }
        (world, supervisor)
    }

    fn content(supervisor: &Supervisor) -> ScheduleContent {
        let schedule = &supervisor.schedules()[0];
        let now = supervisor.world().unix_time();
        ScheduleContent::of(Texts::ENGLISH, schedule, now, |at| {
            format!("<{}>", at.as_secs())
        })
    }

    #[test]
    fn it_has_the_period_and_the_next_start() {
        let (world, supervisor) = deck();
        let options = RunOptions::new("  ");
        let handle = supervisor
            .add_schedule(Schedule::every(secs(90)), "well", options)
            .unwrap();
        world.advance(secs(31));
        let shown = content(&supervisor);
        assert_eq!(shown.title, "Untitled");
        assert_eq!(
            (&*shown.every, &*shown.next),
            ("Every 1 min 30 s", "Next in 59 s")
        );
        assert_eq!(shown.counts, "0 starts");
        world.advance(secs(60));
        assert_eq!(content(&supervisor).counts, "1 start");
        handle.pause();
        let shown = content(&supervisor);
        assert_eq!((&*shown.next, shown.is_inactive), ("Paused", true));
    }

    #[test]
    fn a_distant_start_has_a_time_of_day() {
        let (_world, supervisor) = deck();
        let day = Schedule::after(secs(86_400));
        supervisor
            .add_schedule(day, "well", RunOptions::of_task())
            .unwrap();
        let shown = content(&supervisor);
        let at = supervisor.world().unix_time() + secs(86_400);
        assert_eq!(shown.every, "Once");
        assert_eq!(shown.next, format!("Next at <{}>", at.as_secs()));
    }

    #[test]
    fn skipped_starts_are_counted() {
        let (world, supervisor) = deck();
        supervisor
            .add_schedule(Schedule::every(secs(10)), "long", RunOptions::of_task())
            .unwrap();
        world.advance(secs(45));
        assert_eq!(content(&supervisor).counts, "1 start · 3 skipped");
    }

    #[test]
    fn a_suspended_schedule_shows_why_in_one_line() {
        let (world, supervisor) = deck();
        let schedule = Schedule::every(secs(10)).suspend_after(2, secs(600));
        supervisor
            .add_schedule(schedule, "ill", RunOptions::of_task())
            .unwrap();
        world.advance(secs(100));
        let shown = content(&supervisor);
        assert!(shown.is_inactive);
        assert_eq!(
            shown.suspended.as_deref(),
            Some("Suspended after 3 failures in 10 min: no answer")
        );
        let run = supervisor.schedules()[0].last_run.unwrap();
        let run = supervisor.run(run).snapshot().unwrap();
        assert_eq!(last_result(Texts::ENGLISH, &run), "Failed: no answer");
    }

    #[test]
    fn the_text_does_not_change_before_it_is_due() {
        let text = |left| next_start(Texts::ENGLISH, left, Duration::ZERO, |_| "late".to_owned());
        let (mut left, mut turns) = (secs(4_000) + Duration::from_millis(250), 0);
        while !left.is_zero() {
            let after = left.saturating_sub(unchanged_for(left));
            // A timer fires slightly late.
            let just_before = after + Duration::from_millis(1);
            assert_eq!(text(just_before), text(left), "at {left:?}");
            left = after.saturating_sub(Duration::from_millis(2));
            turns += 1;
        }
        assert!(turns < 700, "{turns} turns");
    }
}
