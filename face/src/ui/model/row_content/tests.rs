//! What rows show of runs in a simulated world.

use taskdeck_core::{
    Config, Output, Overlap, Retry, RunContext, RunFilter, RunOptions, Supervisor, TaskError, Unit,
    sim::SimWorld,
};

use super::*;
use crate::ui::model::next_step::first_text;

mod parents;

struct SimContext<'a>(&'a Supervisor);

impl RowContext for SimContext<'_> {
    fn now(&self) -> Instant {
        self.0.world().now()
    }

    fn countdown_to(&self, at: Instant) -> Option<Duration> {
        let left = at - self.now();
        (left <= Duration::from_secs(600)).then_some(left)
    }

    fn ago(&self, at: Instant) -> String {
        format!("{} s ago", (self.now() - at).as_secs())
    }

    fn title_of(&self, run: RunId) -> Option<Arc<str>> {
        Some(self.0.run(run).snapshot()?.title)
    }

    fn result_text(&self, run: &RunSnapshot) -> Option<String> {
        first_text(Texts::ENGLISH, &self.0.run(run.id).output()?)
    }

    fn next_step(&self, run: RunId) -> Option<NextStep> {
        NextStep::of(&self.0.run(run).output()?)
    }

    fn failed_children(&self, run: RunId) -> usize {
        self.0.run(run).failed_children().len()
    }

    fn clock_time(&self, at: Instant) -> String {
        let minutes = at.since_start().as_secs() / 60;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    fn lints(&self, run: RunId) -> Vec<Lint> {
        self.0.run(run).lints()
    }

    fn texts(&self) -> Texts {
        Texts::ENGLISH
    }
}

fn contents(supervisor: &Supervisor) -> Vec<RowContent> {
    let mut meters = Meters::default();
    supervisor
        .runs(&RunFilter::all())
        .iter()
        .map(|run| RowContent::of(run, &SimContext(supervisor), &mut meters))
        .collect()
}

fn deck() -> (SimWorld, Supervisor) {
    let world = SimWorld::new(1);
    let supervisor = Supervisor::new(Config::new(world.shared()));
    (world, supervisor)
}

async fn a_minute(ctx: RunContext) -> Result<(), TaskError> {
    Ok(ctx.sleep(Duration::from_secs(60)).await?)
}

fn details(supervisor: &Supervisor) -> Vec<String> {
    let contents = contents(supervisor);
    contents.into_iter().map(|content| content.detail).collect()
}

#[test]
fn a_run_is_not_shown_as_running_before_half_a_second() {
    let (world, supervisor) = deck();
    supervisor.spawn("Long", a_minute).unwrap();
    world.advance(Duration::from_millis(300));
    let content = &contents(&supervisor)[0];
    assert_eq!(
        (content.status, content.bar),
        (RunStatus::Queued.into(), None)
    );
    assert!(content.can_cancel);
    world.advance(Duration::from_millis(300));
    let content = &contents(&supervisor)[0];
    assert_eq!(content.status, RunStatus::Running.into());
    assert_eq!(content.bar, Some(BarState { fraction: None }));
}

#[test]
fn a_waiting_run_shows_why() {
    let (world, supervisor) = deck();
    for _ in 0..5 {
        supervisor.spawn("Long", a_minute).unwrap();
    }
    world.advance(Duration::from_secs(1));
    assert_eq!(details(&supervisor)[0], "Waiting: 4 of 4 running in main");
    supervisor.pause();
    world.advance(Duration::from_secs(1));
    assert_eq!(details(&supervisor)[0], "Waiting: paused");
}

#[test]
fn a_run_that_waits_for_another_shows_that() {
    let (world, supervisor) = deck();
    for _ in 0..2 {
        let options = RunOptions::new("Sync").overlap(Overlap::Queue);
        supervisor.spawn_with(options, a_minute).unwrap();
    }
    world.advance(Duration::from_secs(1));
    assert_eq!(
        details(&supervisor)[0],
        "Waiting for another run of this task"
    );
}

#[test]
fn a_wait_of_hours_shows_a_time_and_one_of_minutes_counts_down() {
    let (world, supervisor) = deck();
    let options = RunOptions::new("Later").delay(Duration::from_secs(5 * 3_600));
    supervisor.spawn_with(options, a_minute).unwrap();
    world.advance(Duration::from_secs(1));
    let content = &contents(&supervisor)[0];
    assert_eq!(content.detail, "Starts at 05:00");
    assert_eq!(content.skip, Some(SkippableWait::Delay));
    world.advance(Duration::from_secs(5 * 3_600 - 13));
    assert_eq!(details(&supervisor)[0], "Starts in 12 s");
}

#[test]
fn a_run_between_attempts_shows_the_next_attempt_and_the_error() {
    let (world, supervisor) = deck();
    let options = RunOptions::<()>::new("Send").retry(Retry::new(2).delay(SETTLE * 6));
    let body = async |ctx: RunContext| {
        if ctx.attempt() == 2 {
            ctx.sleep(Duration::from_secs(2)).await?;
        }
        Err(TaskError::new("no network"))
    };
    supervisor.spawn_repeatable(options, body).unwrap();
    world.advance(Duration::from_millis(500));
    let content = &contents(&supervisor)[0];
    assert_eq!(content.detail, "Retry in 3 s · Attempt 2 of 3 · no network");
    assert_eq!(
        (content.status, content.skip),
        (RunStatus::Queued.into(), Some(SkippableWait::Retry))
    );
    assert_eq!((content.can_cancel, content.retry), (true, None));
    // At first the next attempt is not shown as running either.
    world.advance(Duration::from_millis(2_700));
    let content = &contents(&supervisor)[0];
    assert_eq!(
        (content.status, content.skip),
        (RunStatus::Queued.into(), None)
    );
    assert_eq!(content.detail, "Attempt 2 of 3");
    world.advance(Duration::from_secs(1));
    assert_eq!(contents(&supervisor)[0].status, RunStatus::Running.into());
    world.advance(Duration::from_secs(20));
    assert_eq!(details(&supervisor)[0], "After 3 attempts: no network");
}

#[test]
fn a_running_run_shows_its_limits() {
    let (world, supervisor) = deck();
    let options = RunOptions::new("Slow")
        .timeout(Duration::from_secs(30))
        .deadline(Duration::from_secs(120));
    supervisor.spawn_with(options, a_minute).unwrap();
    world.advance(Duration::from_secs(1));
    assert_eq!(
        details(&supervisor)[0],
        "At most 30 s · At most 2 min in all"
    );
}

#[test]
fn a_run_that_timed_out_can_still_be_cancelled() {
    let (world, supervisor) = deck();
    let options = RunOptions::new("Slow")
        .timeout(Duration::from_secs(2))
        .grace(Duration::from_secs(60));
    let body = async |_ctx: RunContext| std::future::pending::<Result<(), TaskError>>().await;
    supervisor.spawn_with(options, body).unwrap();
    world.advance(Duration::from_secs(3));
    let content = &contents(&supervisor)[0];
    assert_eq!(content.detail, "Stopping: Timed out");
    assert_eq!(
        (content.status, content.can_cancel),
        (RunStatus::Cancelling.into(), true)
    );
}

#[test]
fn the_reason_of_a_cancel_is_shown() {
    let (world, supervisor) = deck();
    let start = |title: &str, overlap| {
        let options = RunOptions::new(title.to_owned()).overlap(overlap);
        supervisor.spawn_with(options, a_minute).unwrap();
        world.advance(Duration::from_secs(1));
    };
    start("Search", Overlap::Restart);
    start("Search", Overlap::Restart);
    start("Sync", Overlap::Drop);
    start("Sync", Overlap::Drop);
    let [skipped, _, _, replaced] = &details(&supervisor)[..] else {
        panic!("four");
    };
    assert_eq!(replaced, "Replaced by a newer run");
    assert_eq!(skipped, "Skipped: another run of this task is live");
}

#[test]
fn a_failed_run_shows_the_first_line_of_its_error() {
    let (world, supervisor) = deck();
    supervisor
        .spawn("Fails", async |_ctx: RunContext| {
            Err::<(), _>(TaskError::new("no such page\nat line 12"))
        })
        .unwrap();
    world.advance(Duration::from_secs(1));
    let content = &contents(&supervisor)[0];
    assert_eq!(content.detail, "no such page");
    assert!(!content.can_cancel);
}

#[test]
fn bytes_are_shown_with_rate_and_time_left() {
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
    let content = &contents(&supervisor)[0];
    assert_eq!(content.detail, "50 MB of 100 MB · 9.98 MB/s · 6 s left");
    assert_eq!(content.bar.unwrap().fraction, Some(0.5));
    assert_eq!(content.duration, "5 s");
}

#[test]
fn a_run_that_does_not_stop_shows_that_and_can_be_abandoned() {
    let (world, supervisor) = deck();
    let options = RunOptions::new("Stubborn")
        .undroppable()
        .grace(Duration::from_secs(5));
    let run = supervisor
        .spawn_with(options, async |_ctx: RunContext| {
            std::future::pending::<Result<(), TaskError>>().await
        })
        .unwrap();
    world.advance(Duration::from_secs(1));
    run.cancel();
    world.advance(Duration::from_secs(4));
    let content = &contents(&supervisor)[0];
    assert_eq!(content.detail, "Stopping, requested 4 s ago");
    assert!(!content.can_abandon);
    world.advance(Duration::from_secs(1));
    let content = &contents(&supervisor)[0];
    assert_eq!(content.detail, "Not stopping, requested 5 s ago");
    assert!(content.can_abandon && !content.can_cancel);
    supervisor.run(run.id()).abandon();
    let content = &contents(&supervisor)[0];
    assert_eq!(
        content.detail,
        "Cancelled by the page · Abandoned while still running"
    );
    assert!(!content.can_abandon);
}

#[test]
fn the_summary_is_the_line_of_a_result() {
    let (world, supervisor) = deck();
    let body = async |ctx: RunContext| {
        ctx.summary("5 OK · 2 errors");
        Ok(())
    };
    let options = RunOptions::new("Check").unit(Unit::Bytes);
    supervisor.spawn_with(options, body).unwrap();
    world.run_until_stalled();
    assert_eq!(details(&supervisor), ["5 OK · 2 errors"]);
}

#[test]
fn a_result_that_is_one_text_is_its_own_summary() {
    let (world, supervisor) = deck();
    for (title, output) in [
        ("one", Output::from("7 in all\nand more")),
        ("label", Output::text("Digest", "cb4c")),
        ("two", Output::from("first").and(serde_json::json!(2))),
    ] {
        let body = async move |ctx: RunContext| {
            ctx.output(output.clone());
            Ok(())
        };
        supervisor.spawn(title, body).unwrap();
        world.run_until_stalled();
    }
    assert_eq!(details(&supervisor), ["", "cb4c", "7 in all"]);
}

#[test]
fn a_run_with_problems_is_shown_as_such_and_offers_to_retry_them() {
    let (world, supervisor) = deck();
    let body = async |ctx: RunContext| {
        ctx.problem("one");
        ctx.problem("two");
        Ok(())
    };
    let options = RunOptions::new("Import");
    let run = supervisor.spawn_repeatable(options, body).unwrap();
    world.run_until_stalled();
    let content = &contents(&supervisor)[0];
    assert_eq!(content.status, RowStatus::Problems);
    assert_eq!(content.retry, Some(RetryOffer::Some(2)));
    supervisor.run(run.id()).retry().unwrap();
    let content = &contents(&supervisor)[1];
    assert_eq!((content.status, content.retry), (RowStatus::Problems, None));
    assert!(content.superseded);
}

#[test]
fn a_finished_run_shows_when_it_ended() {
    let (world, supervisor) = deck();
    supervisor
        .spawn("Work", async |_ctx: RunContext| Ok(()))
        .unwrap();
    world.run_until_stalled();
    world.advance(Duration::from_secs(7));
    assert_eq!(contents(&supervisor)[0].ended, "7 s ago");
}
