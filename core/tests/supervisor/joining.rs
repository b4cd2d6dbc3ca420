//! One run for several callers.

use std::{cell::RefCell, rc::Rc};

use taskdeck_core::{
    CancelReason, InvalidPolicy, Outcome, Overlap, Params, Priority, RunContext, RunHandle,
    RunOptions, RunStatus, SpawnError, Supervisor, Task,
};

use crate::overlap::{endless, endless_with, statuses};
use crate::stage::{Notes, Stage, failure, millis};

use RunStatus::{Cancelled, Completed, Queued, Running};

#[test]
fn joiners_share_one_run_and_each_gets_the_value() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let join = |name: &'static str| {
        let (noted, told) = (notes.clone(), notes.clone());
        let options = RunOptions::new("load")
            .overlap(Overlap::Join)
            .on_complete(move |value: &String, _| told.note(format!("{name} is told {value}")));
        let body = async move |ctx: RunContext| {
            noted.note(format!("{name} runs"));
            ctx.sleep(millis(10)).await?;
            Ok("the list".to_owned())
        };
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let handles = [join("a"), join("b"), join("c")];
    assert!(handles.iter().all(|run| run.id() == handles[0].id()));
    assert_eq!(stage.supervisor.counts().all(), 1);
    for run in handles {
        let outcome = stage.world.block_on(run.outcome());
        assert_eq!(outcome, Outcome::Completed("the list".to_owned()));
    }
    let told = [
        "a runs",
        "a is told the list",
        "b is told the list",
        "c is told the list",
    ];
    assert_eq!(notes.take(), told);
}

#[test]
fn a_joiner_that_cancels_releases_the_run_and_the_last_one_cancels_it() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let join = |name: &'static str| {
        let noted = notes.clone();
        let options = RunOptions::new("sync")
            .overlap(Overlap::Join)
            .on_cancel(move |reason, _| noted.note(format!("{name}: {reason}")));
        endless_with(&stage, options)
    };
    let [first, second, third] = [join("first"), join("second"), join("third")];
    stage.settle();
    assert!(first.cancel());
    assert!(first.cancel(), "it has let go already");
    stage.settle();
    assert_eq!(stage.status(&second), Some(Running));
    assert_eq!(notes.take(), ["first: Cancelled by the page"]);
    let outcome = stage.world.block_on(first.outcome());
    assert_eq!(outcome, Outcome::Cancelled(CancelReason::Caller));

    assert!(second.cancel_with(CancelReason::other("enough")));
    assert_eq!(stage.status(&third), Some(Running));
    assert!(third.cancel());
    assert_eq!(stage.status(&third), Some(Cancelled));
    assert!(!third.cancel());
    stage.settle();
    assert_eq!(
        notes.take(),
        ["second: enough", "third: Cancelled by the page"]
    );
}

#[test]
fn a_dropped_handle_does_not_release_the_run() {
    let stage = Stage::new();
    let first = endless(&stage, Overlap::Join);
    let second = endless(&stage, Overlap::Join);
    drop(first);
    second.cancel();
    stage.settle();
    assert_eq!(stage.status(&second), Some(Running));
}

#[test]
fn an_outer_cancel_ends_a_joined_run_for_all() {
    let stage = Stage::new();
    let handles = [(); 3].map(|()| endless(&stage, Overlap::Join));
    stage.settle();
    let id = handles[0].id();
    assert!(
        stage
            .supervisor
            .run(id)
            .cancel(CancelReason::other("all of it"))
    );
    for run in handles {
        let outcome = stage.world.block_on(run.outcome());
        assert_eq!(
            outcome,
            Outcome::Cancelled(CancelReason::other("all of it"))
        );
    }
}

#[test]
fn a_guard_of_a_joiner_releases_the_run_when_it_is_dropped() {
    let stage = Stage::new();
    let first = endless(&stage, Overlap::Join);
    let guard = endless(&stage, Overlap::Join).cancel_on_drop();
    stage.settle();
    drop(guard);
    assert_eq!(stage.status(&first), Some(Running));
    let guard = endless(&stage, Overlap::Join).cancel_on_drop();
    let kept = guard.release();
    first.cancel();
    assert_eq!(stage.status(&kept), Some(Running));
    kept.cancel();
    assert_eq!(stage.status(&kept), Some(Cancelled));
}

#[test]
fn the_highest_priority_of_the_joiners_counts() {
    let stage = Stage::with_slots(1);
    stage.supervisor.pause();
    let join = |priority| {
        let options = RunOptions::new("sync").overlap(Overlap::Join);
        endless_with(&stage, options.priority(priority))
    };
    let low = join(Priority::Background);
    let priority = || low.snapshot().unwrap().priority;
    let high = join(Priority::UserBlocking);
    let middle = join(Priority::UserVisible);
    assert_eq!(priority(), Priority::UserBlocking);
    high.cancel();
    assert_eq!(priority(), Priority::UserVisible);
    middle.cancel();
    assert_eq!(priority(), Priority::Background);
    let other = endless_with(&stage, RunOptions::new("other"));
    join(Priority::UserBlocking);
    stage.supervisor.resume();
    stage.settle();
    assert_eq!(statuses(&stage, &[low, other]), [Running, Queued]);
}

#[test]
fn a_joiner_or_a_release_during_an_attempt_counts_for_the_next_one() {
    let stage = Stage::new();
    let join = |priority| {
        let options = RunOptions::new("sync").overlap(Overlap::Join);
        endless_with(&stage, options.priority(priority))
    };
    let low = join(Priority::Background);
    let priority = || low.snapshot().unwrap().priority;
    stage.settle();
    let high = join(Priority::UserBlocking);
    assert_eq!(priority(), Priority::UserBlocking);
    high.cancel();
    assert_eq!(priority(), Priority::Background);
}

#[test]
fn a_run_that_is_being_stopped_is_not_joined_but_waited_for() {
    let stage = Stage::new();
    let options = RunOptions::new("sync").overlap(Overlap::Join);
    let old = endless_with(&stage, options.grace(millis(50)));
    stage.settle();
    old.cancel();
    let new = endless(&stage, Overlap::Join);
    let newer = endless(&stage, Overlap::Join);
    assert_ne!(new.id(), old.id());
    assert_eq!(newer.id(), new.id());
    stage.world.advance(millis(50));
    assert_eq!(statuses(&stage, &[old, new]), [Cancelled, Running]);
}

#[test]
fn a_queued_run_that_is_being_cancelled_is_not_joined() {
    struct Again(Supervisor, Rc<RefCell<Option<RunHandle<()>>>>);
    impl Drop for Again {
        fn drop(&mut self) {
            let options = RunOptions::new("sync").overlap(Overlap::Join);
            let run = self.0.spawn_with(options, async |_| Ok(()));
            *self.1.borrow_mut() = run.ok();
        }
    }
    let (stage, newer) = (Stage::new(), Rc::default());
    let again = Again(stage.supervisor.clone(), Rc::clone(&newer));
    let options = RunOptions::new("sync").overlap(Overlap::Join);
    let body = async move |_ctx: RunContext| {
        drop(again);
        Ok(())
    };
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    assert!(run.cancel());
    assert_eq!(stage.status(&run), Some(Cancelled));
    let newer = newer.take().unwrap();
    assert_ne!(newer.id(), run.id());
    stage.settle();
    assert_eq!(stage.status(&newer), Some(Completed));
}

#[test]
fn runs_of_a_task_are_joined_with_their_output() {
    let stage = Stage::new();
    let task = Task::new("load", "Load", async |ctx: RunContext| {
        ctx.sleep(millis(5)).await?;
        Ok("a list")
    });
    let task = task.overlap(Overlap::Join);
    stage.supervisor.define(task).unwrap();
    let start = || stage.supervisor.start("load", Params::new()).unwrap();
    let (first, second) = (start(), start());
    assert_eq!(first.id(), second.id());
    for run in [first, second] {
        let output = stage.world.block_on(run.outcome()).completed();
        assert!(!output.expect("a value").is_empty());
    }
}

#[test]
fn a_run_of_another_type_of_value_cannot_be_joined() {
    let stage = Stage::new();
    let first = endless(&stage, Overlap::Join);
    let options = RunOptions::new("sync").overlap(Overlap::Join);
    let refused = stage
        .supervisor
        .spawn_with(options, async |_ctx: RunContext| Ok(7))
        .unwrap_err();
    assert_eq!(refused, SpawnError::JoinType { run: first.id() });
}

#[test]
fn values_that_cannot_be_cloned_cannot_be_joined() {
    struct Unique;
    let stage = Stage::new();
    let options = RunOptions::new("sync").overlap(Overlap::Join);
    let body = async |_ctx: RunContext| Ok(Unique);
    let refused = stage.supervisor.spawn_with(options, body).unwrap_err();
    let SpawnError::InvalidPolicy(InvalidPolicy { field, message, .. }) = refused else {
        panic!("{refused}");
    };
    assert_eq!(field, "overlap");
    assert!(message.english().contains("RunOptions::join"), "{message}");
}

#[test]
fn a_run_that_was_not_made_to_be_joined_can_be_joined() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| Ok(ctx.sleep(millis(5)).await?);
    let plain = stage.supervisor.spawn("sync", body).unwrap();
    let options = RunOptions::new("sync").overlap(Overlap::Join);
    let joiner = stage.supervisor.spawn_with(options, body).unwrap();
    assert_eq!(plain.id(), joiner.id());
    for run in [plain, joiner] {
        let outcome = stage.world.block_on(run.outcome());
        assert_eq!(outcome, Outcome::Completed(()));
    }
}

#[test]
fn the_first_may_release_the_run_and_the_others_get_the_value() {
    let stage = Stage::new();
    let join = || {
        let options = RunOptions::new("load").join();
        let body = async |ctx: RunContext| {
            ctx.sleep(millis(5)).await?;
            Ok(vec![1, 2])
        };
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let (first, second) = (join(), join());
    first.cancel();
    let outcome = stage.world.block_on(second.outcome());
    assert_eq!(outcome, Outcome::Completed(vec![1, 2]));
    let outcome = stage.world.block_on(first.outcome());
    assert_eq!(outcome, Outcome::Cancelled(CancelReason::Caller));
}

#[test]
fn a_clone_or_a_callback_that_panics_takes_nothing_from_the_others() {
    #[derive(Debug, PartialEq)]
    struct Bomb(Rc<RefCell<bool>>);
    impl Clone for Bomb {
        fn clone(&self) -> Self {
            assert!(!self.0.replace(false), "cannot be cloned");
            Self(self.0.clone())
        }
    }
    let stage = Stage::new();
    let armed = Rc::new(RefCell::new(false));
    let join = |arm: bool| {
        let armed = armed.clone();
        let options = RunOptions::new("load")
            .join()
            .on_complete(|_: &Bomb, _| panic!("a callback"));
        let body = async move |ctx: RunContext| {
            ctx.sleep(millis(5)).await?;
            armed.replace(arm);
            Ok(Bomb(armed))
        };
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let (first, second) = (join(false), join(false));
    stage.settle();
    stage.world.advance(millis(5));
    assert_eq!(
        stage.world.take_log().len(),
        2,
        "both callbacks were called"
    );
    assert!(stage.world.block_on(first.outcome()).completed().is_some());
    assert!(stage.world.block_on(second.outcome()).completed().is_some());

    let (first, second) = (join(true), join(true));
    assert!(stage.world.block_on(first.outcome()).completed().is_some());
    let lost = stage.world.block_on(second.outcome());
    assert_eq!(lost.status(), RunStatus::Failed);
}

#[test]
fn joiners_learn_that_the_supervisor_is_gone() {
    let stage = Stage::new();
    let (first, second) = (
        endless(&stage, Overlap::Join),
        endless(&stage, Overlap::Join),
    );
    stage.settle();
    drop(stage.supervisor);
    for run in [first, second] {
        let outcome = stage.world.block_on(run.outcome());
        assert_eq!(outcome, Outcome::Cancelled(CancelReason::Owner));
    }
}

#[test]
fn callbacks_of_joiners_receive_starts_progress_and_failures() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let join = |name: &'static str| {
        let (started, told, failed) = (notes.clone(), notes.clone(), notes.clone());
        let options = RunOptions::new("load")
            .overlap(Overlap::Join)
            .on_start(move |_| started.note(format!("{name} starts")))
            .on_progress(move |progress, _| told.note(format!("{name} {}", progress.done)))
            .on_error(move |error, _| failed.note(format!("{name} {error}")));
        let body = async |ctx: RunContext| {
            ctx.progress(3, 4);
            Err::<(), _>(failure())
        };
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let (_first, _second) = (join("a"), join("b"));
    stage.settle();
    let told = [
        "a starts",
        "b starts",
        "a 3",
        "b 3",
        "a out of paper",
        "b out of paper",
    ];
    assert_eq!(notes.take(), told);
}

#[test]
fn callbacks_of_a_released_joiner_do_not_receive_the_end() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let join = |name: &'static str| {
        let noted = notes.clone();
        let options = RunOptions::new("load")
            .overlap(Overlap::Join)
            .on_complete(move |_, _| noted.note(name));
        let body = async |ctx: RunContext| Ok(ctx.sleep(millis(5)).await?);
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let [first, second, third] = [join("first"), join("second"), join("third")];
    first.cancel();
    second.cancel();
    stage.world.advance(millis(5));
    assert_eq!(stage.status(&third), Some(Completed));
    assert_eq!(notes.take(), ["third"]);
}
