//! A run for each of many items.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use taskdeck_core::{
    CancelReason, MapOptions, Outcome, Policy, Retry, RunContext, RunFilter, RunOptions, RunStatus,
    TaskError,
};

use crate::stage::{Notes, Stage, failure, limit, millis};

#[test]
fn values_come_in_the_order_of_the_items_and_no_more_run_than_the_limit_allows() {
    let stage = Stage::with_slots(8);
    let (live, most) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let (counted, highest) = (live.clone(), most.clone());
    let body = async move |ctx: RunContext, item: u64, index: usize| {
        counted.set(counted.get() + 1);
        highest.set(highest.get().max(counted.get()));
        ctx.sleep(millis(10 * (9 - item))).await?;
        counted.set(counted.get() - 1);
        Ok((index, item))
    };
    let options = MapOptions::new("Wait").limit(limit(3));
    let run = stage.supervisor.map(options, 0..9_u64, body).unwrap();
    let ended = stage.world.block_on(run.outcome());
    let in_order: Vec<_> = (0..9).map(|item| (item as usize, item)).collect();
    assert_eq!(ended, Outcome::Completed(in_order));
    assert_eq!((live.get(), most.get()), (0, 3));
}

#[test]
fn items_are_taken_when_they_are_needed() {
    let stage = Stage::with_slots(8);
    let taken = Rc::new(Cell::new(0));
    let counted = taken.clone();
    let run = stage.supervisor.spawn("all", async move |ctx: RunContext| {
        let items = std::iter::from_fn(|| {
            counted.set(counted.get() + 1);
            (counted.get() <= 10).then(|| counted.get())
        });
        let options = MapOptions::new("one").limit(limit(2));
        let wait = async |ctx: RunContext, _: i32, _| Ok(ctx.sleep(millis(10)).await?);
        ctx.map(options, items, wait).await
    });
    let run = run.unwrap();
    stage.settle();
    assert_eq!(taken.get(), 2);
    stage.world.advance(millis(10));
    assert_eq!(taken.get(), 4);
    assert_eq!(
        stage
            .world
            .block_on(run.outcome())
            .completed()
            .unwrap()
            .len(),
        10
    );
}

#[test]
fn the_first_failure_fails_the_run_and_cancels_the_others() {
    let stage = Stage::with_slots(8);
    let body = async |ctx: RunContext, item: u64, _| {
        ctx.sleep(millis(10 * item)).await?;
        if item == 2 { Err(failure()) } else { Ok(()) }
    };
    let options = MapOptions::new("all")
        .limit(limit(3))
        .titles(|item, _| format!("item {item}"));
    let run = stage.supervisor.map(options, 1..=9_u64, body).unwrap();
    let ended = stage.world.block_on(run.outcome());
    assert_eq!(ended, Outcome::Failed(failure()));
    let runs = stage.supervisor.runs(&RunFilter::all());
    let of = |title: &str| {
        runs.iter()
            .find(|run| &*run.title == title)
            .map(|run| run.status())
    };
    assert_eq!(of("item 1"), Some(RunStatus::Completed));
    assert_eq!(of("item 2"), Some(RunStatus::Failed));
    assert_eq!(of("item 3"), Some(RunStatus::Cancelled));
    assert_eq!(of("item 5"), None, "it was never needed");
}

#[test]
fn a_child_that_is_cancelled_fails_the_run_which_says_so() {
    let stage = Stage::with_slots(8);
    let body = async |ctx: RunContext, _: u64, _| Ok(ctx.sleep(millis(100)).await?);
    let run = stage
        .supervisor
        .map(MapOptions::new("Send"), 0..2_u64, body)
        .unwrap();
    stage.settle();
    let second = stage.supervisor.run(run.id()).children()[1];
    stage.supervisor.run(second).cancel(CancelReason::User);
    let Outcome::Failed(error) = stage.world.block_on(run.outcome()) else {
        panic!("it did not fail");
    };
    assert_eq!(error.message(), "\"Send 2\" was cancelled");
    assert!(error.causes().eq(["Cancelled by the user"]));
}

#[test]
fn with_all_outcomes_a_failure_stops_nothing() {
    let stage = Stage::with_slots(8);
    let run = stage.supervisor.spawn("all", async |ctx: RunContext| {
        let body = async |_ctx: RunContext, item: u32, _| {
            if item == 2 { Err(failure()) } else { Ok(item) }
        };
        ctx.map_settled(MapOptions::new("one"), [1, 2, 3], body)
            .await
    });
    let ended = stage.world.block_on(run.unwrap().outcome());
    let all = vec![
        Outcome::Completed(1),
        Outcome::Failed(failure()),
        Outcome::Completed(3),
    ];
    assert_eq!(ended, Outcome::Completed(all));
}

#[test]
fn a_cancel_of_the_run_stops_its_children_and_takes_no_more_items() {
    let stage = Stage::with_slots(8);
    let notes = Notes::default();
    let noted = notes.clone();
    let body = async move |ctx: RunContext, item: u32, _| {
        noted.note(format!("{item}"));
        Ok(ctx.sleep(millis(10)).await?)
    };
    let options = MapOptions::new("all").limit(limit(2));
    let run = stage.supervisor.map(options, 1..=9_u32, body).unwrap();
    stage.settle();
    run.cancel();
    stage.world.advance(millis(100));
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelled));
    assert_eq!(notes.take(), ["1", "2"]);
    assert_eq!(stage.supervisor.counts().live(), 0);
}

#[test]
fn a_retry_begins_again_and_each_child_has_the_policy_that_was_set() {
    let stage = Stage::with_slots(8);
    let attempts = Rc::new(RefCell::new(Vec::new()));
    let seen = attempts.clone();
    let body = async move |ctx: RunContext, item: &str, _| {
        seen.borrow_mut().push(format!("{item} {}", ctx.attempt()));
        match ctx.attempt() {
            2 => Ok(item.len()),
            _ => Err(TaskError::new("not yet")),
        }
    };
    let twice = Policy::new().retry(Retry::new(1).delay(millis(5)));
    let options = MapOptions::new("all").limit(limit(1)).each(twice);
    let run = stage.supervisor.map(options, ["a", "bc"], body).unwrap();
    run.cancel();
    let again = run.retry().unwrap();
    let ended = stage.world.block_on(again.outcome());
    assert_eq!(ended, Outcome::Completed(vec![1, 2]));
    assert_eq!(*attempts.borrow(), ["a 1", "a 2", "bc 1", "bc 2"]);
}

#[test]
fn the_progress_counts_all_items_from_the_beginning() {
    let stage = Stage::with_slots(8);
    let body = async |ctx: RunContext, _: u32, _| Ok(ctx.sleep(millis(10)).await?);
    let options = MapOptions::new("all").limit(limit(2));
    let run = stage.supervisor.map(options, 0..8_u32, body).unwrap();
    let shown = || {
        let run = run.snapshot().unwrap();
        let progress = run.progress.unwrap();
        (progress.done, progress.total, run.child_counts.all)
    };
    stage.settle();
    assert_eq!(shown(), (0.0, Some(8.0), 8));
    stage.world.advance(millis(25));
    assert_eq!(shown(), (4.0, Some(8.0), 8));
}

#[test]
fn no_items_are_no_values() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext, _: (), _| Ok(());
    let run = stage
        .supervisor
        .map(MapOptions::new("none"), [(); 0], body)
        .unwrap();
    assert_eq!(
        stage.world.block_on(run.outcome()),
        Outcome::Completed(Vec::new())
    );
    let options = RunOptions::new("then").public_id("then");
    assert!(
        stage
            .supervisor
            .spawn_with(options, async |_ctx: RunContext| Ok(()))
            .is_ok()
    );
}

#[test]
fn without_a_limit_as_many_are_live_as_the_lane_has_slots() {
    let stage = Stage::with_slots(3);
    let run = stage.supervisor.spawn("endless", async |ctx: RunContext| {
        let wait = async |ctx: RunContext, _: u32, _| Ok(ctx.sleep(millis(10)).await?);
        ctx.map(MapOptions::new("one"), 0_u32.., wait).await
    });
    stage.world.advance(millis(25));
    let run = run.unwrap();
    let snapshot = run.snapshot().unwrap();
    assert_eq!((snapshot.children, snapshot.child_counts.completed), (9, 6));
    run.cancel();
    stage.settle();
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelled));
}
