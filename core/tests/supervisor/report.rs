//! What a body reports.

use std::{cell::OnceCell, rc::Rc, time::Duration};

use taskdeck_core::{
    MAX_LINE, OutputPart, RunContext, RunHandle, RunOptions, TaskError, Unit, World,
};

use crate::stage::{Stage, millis};

fn run(
    stage: &Stage,
    body: impl AsyncFnOnce(RunContext) -> Result<(), TaskError> + 'static,
) -> RunHandle<()> {
    let run = stage
        .supervisor
        .spawn("reports", move |ctx| body(ctx))
        .unwrap();
    stage.settle();
    run
}

#[test]
fn progress_has_done_total_message_and_a_fraction() {
    let stage = Stage::new();
    let run = run(&stage, async |ctx: RunContext| {
        ctx.progress(3_u32, 12.0);
        ctx.message("page 3");
        Ok(())
    });
    let progress = run.snapshot().unwrap().progress.unwrap();
    assert_eq!((progress.done, progress.total), (3.0, Some(12.0)));
    assert_eq!(progress.message, Some("page 3".into()));
    assert_eq!(progress.fraction(), Some(0.25));
}

#[test]
fn progress_of_an_unknown_total_has_no_fraction() {
    let stage = Stage::new();
    let run = run(&stage, async |ctx: RunContext| {
        ctx.progress(3, 12);
        ctx.progress_so_far(5);
        Ok(())
    });
    let progress = run.snapshot().unwrap().progress.unwrap();
    assert_eq!((progress.done, progress.fraction()), (5.0, None));
}

#[test]
fn progress_in_impossible_numbers_is_made_possible() {
    for (done, total, expected) in [
        (-1.0, 10.0, (0.0, Some(10.0))),
        (f64::NAN, f64::NAN, (0.0, None)),
        (f64::INFINITY, f64::INFINITY, (0.0, None)),
        (1.0, 0.0, (1.0, None)),
        (1.0, -5.0, (1.0, None)),
    ] {
        let stage = Stage::new();
        let run = run(&stage, async move |ctx: RunContext| {
            ctx.progress(done, total);
            Ok(())
        });
        let progress = run.snapshot().unwrap().progress.unwrap();
        assert_eq!((progress.done, progress.total), expected);
    }
}

#[test]
fn more_done_than_there_is_counts_as_all() {
    let stage = Stage::new();
    let run = run(&stage, async |ctx: RunContext| {
        ctx.progress(15, 10);
        Ok(())
    });
    let progress = run.snapshot().unwrap().progress.unwrap();
    assert_eq!(progress.fraction(), Some(1.0));
}

#[test]
fn the_unit_of_the_progress_is_the_run_s() {
    let stage = Stage::new();
    let options = RunOptions::new("counts bytes").unit(Unit::Bytes);
    let body = async |_ctx: RunContext| Ok(());
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    assert_eq!(run.snapshot().unwrap().unit, Unit::Bytes);
}

#[test]
fn the_newest_lines_of_the_log_are_kept_and_the_dropped_ones_counted() {
    let stage = Stage::with(|config| config.log_lines(3));
    let run = run(&stage, async |ctx: RunContext| {
        for line in 1..=5 {
            ctx.log(format!("line {line}"));
        }
        Ok(())
    });
    let log = stage.supervisor.run(run.id()).log().unwrap();
    let lines: Vec<_> = log.lines.iter().map(|line| line.text.to_string()).collect();
    assert_eq!(lines, ["line 3", "line 4", "line 5"]);
    assert_eq!(log.dropped, 2);
}

#[test]
fn a_long_line_is_cut_between_two_characters() {
    let stage = Stage::new();
    let run = run(&stage, async |ctx: RunContext| {
        ctx.log("ä".repeat(MAX_LINE));
        ctx.log(format!("x{}", "ä".repeat(MAX_LINE)));
        Ok(())
    });
    let log = stage.supervisor.run(run.id()).log().unwrap();
    let lengths: Vec<_> = log
        .lines
        .iter()
        .map(|line| line.text.english().len())
        .collect();
    assert_eq!(lengths, [MAX_LINE, MAX_LINE - 1]);
}

#[test]
fn a_run_shows_when_it_was_created_started_and_finished() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| Ok(ctx.sleep(millis(10)).await?);
    stage.supervisor.spawn("first", body).unwrap();
    stage.world.advance(millis(3));
    let run = stage.supervisor.spawn("second", body).unwrap();
    let queued = run.snapshot().unwrap();
    assert_eq!((queued.started_at, queued.finished_at), (None, None));
    stage.world.advance(Duration::from_secs(1));

    let run = run.snapshot().unwrap();
    assert_eq!(run.created_at.since_start(), millis(3));
    assert_eq!(run.started_at.unwrap().since_start(), millis(10));
    assert_eq!(run.finished_at.unwrap().since_start(), millis(20));
    let unix = stage.supervisor.world().unix_time_of(run.created_at);
    assert_eq!(unix, Duration::from_secs(1_767_225_600) + millis(3));
}

#[test]
fn what_is_still_to_come_has_its_time_on_the_wall_clock_too() {
    let stage = Stage::new();
    stage.world.advance(millis(500));
    let (now, hour) = (stage.world.now(), Duration::from_secs(3_600));
    let unix = stage.supervisor.world().unix_time_of(now);
    assert_eq!(
        stage.supervisor.world().unix_time_of(now + hour),
        unix + hour
    );
}

#[test]
fn the_last_output_that_was_set_is_shown() {
    let stage = Stage::new();
    let run = run(&stage, async |ctx: RunContext| {
        ctx.output("half of it");
        ctx.output("all of it");
        Ok(())
    });
    assert!(run.snapshot().unwrap().has_output);
    let output = run.output().unwrap();
    let [OutputPart::Text { text, .. }] = &output.parts[..] else {
        panic!("one text: {output:?}");
    };
    assert_eq!(*text, "all of it");
}

#[test]
fn reports_after_the_end_are_ignored() {
    let stage = Stage::new();
    let kept = Rc::new(OnceCell::new());
    let keep = kept.clone();
    let run = run(&stage, async move |ctx: RunContext| {
        ctx.progress(1, 2);
        keep.set(ctx).unwrap();
        Ok(())
    });
    let ctx = kept.get().unwrap();
    ctx.progress(2, 2);
    ctx.log("too late");
    ctx.output("too late");
    let snapshot = run.snapshot().unwrap();
    assert_eq!(snapshot.progress.unwrap().done, 1.0);
    assert!(!snapshot.has_output);
    assert!(
        stage
            .supervisor
            .run(run.id())
            .log()
            .unwrap()
            .lines
            .is_empty()
    );
}
