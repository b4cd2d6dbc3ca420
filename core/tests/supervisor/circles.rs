//! No run waits for itself: what would is refused.

use taskdeck_core::{LaneOptions, Overlap, Params, RunContext, RunOptions, RunStatus, Task};

use crate::children::forever;
use crate::stage::{Notes, Stage, millis};

use RunStatus::Completed;

#[test]
fn a_circle_of_waiting_lanes_is_refused() {
    let two = LaneOptions::at_most(2).unwrap();
    let stage = Stage::with(|config| config.lane("a", two).unwrap().lane("b", two).unwrap());
    let notes = Notes::default();
    let crosses = |from: &'static str, to: &'static str| {
        let noted = notes.clone();
        let body = async move |ctx: RunContext| {
            match ctx.spawn_with(RunOptions::new("child").lane(to), forever) {
                Ok(_) => noted.note("accepted"),
                Err(error) => noted.note(error.code()),
            }
            Ok(())
        };
        let options = RunOptions::new("parent").lane(from);
        let run = stage.supervisor.spawn_with(options, body).unwrap();
        stage.settle();
        run
    };
    let first = crosses("a", "b");
    crosses("b", "a");
    assert_eq!(notes.take(), ["accepted", "lane-circle"]);
    first.cancel();
    crosses("b", "a");
    crosses("a", "b");
    assert_eq!(notes.take(), ["accepted", "lane-circle"]);
}

#[test]
fn a_grandchild_that_comes_back_to_the_lane_of_its_grandparent_is_refused() {
    let lane = LaneOptions::at_most(1).unwrap();
    let stage = Stage::with(|config| config.lane("net", lane).unwrap());
    let notes = Notes::default();
    let noted = notes.clone();
    let body = async move |ctx: RunContext| {
        let child = ctx.spawn_with(
            RunOptions::new("child").lane("net"),
            async move |ctx: RunContext| {
                let refused = ctx.spawn_with(RunOptions::new("grandchild").lane("main"), forever);
                noted.note(refused.unwrap_err().to_string());
                Ok(())
            },
        )?;
        child.wait().await;
        // The other lane is empty, so that way is free.
        ctx.spawn_with(RunOptions::new("child").lane("net"), async |_| Ok(()))?;
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    let told = notes.take();
    assert!(told[0].contains("\"main\""), "{told:?}");
    assert_eq!(stage.status(&run), Some(Completed));
}

#[test]
fn a_child_of_a_group_that_an_ancestor_holds_is_refused_unless_it_need_not_wait() {
    let codes = |overlap| {
        let (stage, notes) = (Stage::new(), Notes::default());
        let noted = notes.clone();
        let walk = Task::new("walk", "Walk", move |ctx: RunContext| {
            let noted = noted.clone();
            async move {
                if ctx.params().text("deep").is_some() {
                    return Ok(());
                }
                ctx.spawn("middle", async move |ctx: RunContext| {
                    let options = RunOptions::of_task()
                        .params(Params::new().with("deep", "yes"))
                        .overlap(overlap);
                    match ctx.start_with("walk", options) {
                        Ok(_) => noted.note("accepted"),
                        Err(error) => noted.note(error.code()),
                    }
                    Ok(())
                })?;
                Ok(())
            }
        });
        let walk = walk.field(taskdeck_core::Field::text("deep", "Deep"));
        stage.supervisor.define(walk).unwrap();
        let run = stage.supervisor.start("walk", Params::new()).unwrap();
        stage.world.block_on(run.wait());
        notes.take()
    };
    assert_eq!(codes(Overlap::Allow), ["accepted"]);
    for overlap in [
        Overlap::Queue,
        Overlap::Join,
        Overlap::Restart,
        Overlap::Drop,
    ] {
        assert_eq!(codes(overlap), ["waits-for-ancestor"], "{overlap:?}");
    }
}

#[test]
fn a_child_that_would_wait_for_a_run_that_waits_for_its_parent_is_refused() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let crosses = |own: &'static str, other: &'static str| {
        let noted = notes.clone();
        let options = RunOptions::new("parent").key(own).overlap(Overlap::Queue);
        let body = async move |ctx: RunContext| {
            ctx.sleep(millis(1)).await?;
            let options = RunOptions::new("child").key(other);
            match ctx.spawn_with(options.overlap(Overlap::Queue), async |_| Ok(())) {
                Ok(_) => noted.note("accepted"),
                Err(error) => noted.note(error.code()),
            }
            Ok(())
        };
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let runs = [crosses("a", "b"), crosses("b", "a")];
    stage.world.advance(millis(5));
    assert_eq!(notes.take(), ["accepted", "waits-for-ancestor"]);
    for run in runs {
        assert_eq!(stage.status(&run), Some(Completed));
    }
}

#[test]
fn a_child_that_finds_room_in_its_group_waits_for_no_run_and_is_accepted() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let parent = |own: &'static str, child: fn() -> RunOptions<()>| {
        let noted = notes.clone();
        let body = async move |ctx: RunContext| {
            ctx.sleep(millis(1)).await?;
            match ctx.spawn_with(child().overlap(Overlap::Queue), async |_| Ok(())) {
                Ok(_) => noted.note("accepted"),
                Err(error) => noted.note(error.code()),
            }
            Ok(())
        };
        let options = RunOptions::new("parent").key(own);
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let runs = [
        parent("a", || RunOptions::new("child").key("b")),
        parent("b", || RunOptions::new("child").key("a").at_a_time(2)),
    ];
    stage.world.advance(millis(5));
    assert_eq!(notes.take(), ["accepted", "accepted"]);
    for run in runs {
        assert_eq!(stage.status(&run), Some(Completed));
    }
}

#[test]
fn a_sibling_that_only_waits_for_its_time_does_not_stand_for_the_run_before_it() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let noted = notes.clone();
    let first = {
        let options = RunOptions::new("first").key("a");
        let body = async |ctx: RunContext| {
            ctx.sleep(millis(1)).await?;
            let options = RunOptions::new("child").key("b").overlap(Overlap::Queue);
            ctx.spawn_with(options, async |_| Ok(()))?;
            Ok(())
        };
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let body = async move |ctx: RunContext| {
        ctx.sleep(millis(2)).await?;
        let options = || RunOptions::new("child").key("a");
        ctx.spawn_with(options().delay(millis(50)), async |_| Ok(()))?;
        let circle = ctx.spawn_with(options().overlap(Overlap::Queue), async |_| Ok(()));
        noted.note(circle.unwrap_err().code());
        Ok(())
    };
    let options = RunOptions::new("second").key("b");
    let second = stage.supervisor.spawn_with(options, body).unwrap();
    stage.world.advance(millis(60));
    assert_eq!(notes.take(), ["waits-for-ancestor"]);
    for run in [first, second] {
        assert_eq!(stage.status(&run), Some(Completed));
    }
}
