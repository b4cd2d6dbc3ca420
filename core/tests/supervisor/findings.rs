//! The summary and the problems of a run.

use taskdeck_core::{Output, Params, Retry, RetryError, RunContext, RunOptions, RunStatus, Task};

use crate::stage::{Stage, failure};

#[test]
fn the_last_summary_counts_whoever_sets_it() {
    let stage = Stage::new();
    let task = Task::new("sum", "Sum", async |ctx: RunContext| {
        ctx.summary("so far");
        Ok(match ctx.params().text("by") {
            Some("output") => Output::text("Total", "7").summary("7 in all"),
            Some("empty") => Output::none().summary("nothing to show").problem("odd"),
            _ => Output::text("Total", "7"),
        })
    });
    stage.supervisor.define(task).unwrap();
    for (by, summary, problems) in [
        ("output", "7 in all", 0),
        ("body", "so far", 0),
        ("empty", "nothing to show", 1),
    ] {
        let params = Params::new().with("by", by);
        let run = stage.supervisor.start("sum", params).unwrap();
        stage.settle();
        let shown = run.snapshot().unwrap();
        assert_eq!(shown.summary.unwrap(), summary);
        assert_eq!(shown.problems, problems);
    }
}

#[test]
fn an_attempt_begins_without_the_findings_of_the_one_before() {
    let stage = Stage::new();
    let options = RunOptions::new("twice").retry(Retry::new(2).delay(std::time::Duration::ZERO));
    let run = stage
        .supervisor
        .spawn_repeatable(options, async |ctx: RunContext| {
            if ctx.attempt() == 1 {
                ctx.problem("first");
                ctx.summary("first");
                return Err(failure());
            }
            Ok(())
        })
        .unwrap();
    stage.settle();
    let shown = run.snapshot().unwrap();
    assert_eq!(shown.status(), RunStatus::Completed);
    assert_eq!(
        (shown.summary, shown.problems, shown.can_retry),
        (None, 0, false)
    );
}

#[test]
fn a_run_without_problems_that_completed_is_not_retried() {
    let stage = Stage::new();
    let run = stage
        .supervisor
        .spawn_repeatable(RunOptions::new("well"), async |_ctx: RunContext| Ok(()))
        .unwrap();
    stage.settle();
    assert_eq!(
        stage.supervisor.run(run.id()).retry(),
        Err(RetryError::NotEnded)
    );
}

#[test]
fn a_run_with_problems_is_retried_once() {
    let stage = Stage::new();
    let run = stage
        .supervisor
        .spawn_repeatable(RunOptions::new("mostly"), async |ctx: RunContext| {
            ctx.problem("one");
            Ok(())
        })
        .unwrap();
    stage.settle();
    assert!(run.snapshot().unwrap().can_retry);
    let again = stage.supervisor.run(run.id()).retry().unwrap();
    assert!(!run.snapshot().unwrap().can_retry);
    stage.settle();
    assert_eq!(stage.supervisor.run(again).problems(), ["one"]);
}

#[test]
fn reports_after_the_end_are_ignored() {
    let stage = Stage::new();
    let kept = std::rc::Rc::new(std::cell::RefCell::new(None));
    let keep = kept.clone();
    let run = stage
        .supervisor
        .spawn("ends", async move |ctx: RunContext| {
            *keep.borrow_mut() = Some(ctx);
            Ok(())
        })
        .unwrap();
    stage.settle();
    let ctx = kept.borrow_mut().take().unwrap();
    ctx.summary("late");
    ctx.problem("late");
    let shown = run.snapshot().unwrap();
    assert_eq!((shown.summary, shown.problems), (None, 0));
}
