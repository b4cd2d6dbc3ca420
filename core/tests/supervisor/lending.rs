//! Loans of slots, to children and to runs that they wait for.

use taskdeck_core::{
    CancelReason, LaneOptions, Outcome, Overlap, Priority, Rate, RunContext, RunHandle, RunOptions,
    RunStatus,
};

use crate::children::{child, children, endless, forever};
use crate::stage::{Notes, Stage, limit, millis};

use RunStatus::{Cancelled, Completed, Queued, Running};

#[test]
fn a_body_may_await_its_children_with_a_single_slot() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| {
        let mut sum = 0;
        for n in 1..=3 {
            let child = ctx.spawn("child", async move |ctx: RunContext| {
                let grandchild = ctx.spawn("grandchild", async move |ctx: RunContext| {
                    ctx.sleep(millis(1)).await?;
                    Ok(n)
                })?;
                Ok(grandchild.outcome().await.completed().unwrap_or_default())
            })?;
            sum += child.outcome().await.completed().unwrap_or_default();
        }
        Ok(sum)
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    let other = stage.spawn_endless("other");
    stage.settle();
    assert_eq!(stage.status(&other), Some(Queued));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 1);
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(6));
    stage.settle();
    assert_eq!(stage.status(&other), Some(Running));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 1);
}

#[test]
fn a_slot_is_lent_to_one_child_at_a_time() {
    let stage = Stage::with_slots(2);
    let body = async |ctx: RunContext| {
        for title in ["a", "b", "c", "d"] {
            endless(&ctx, title);
        }
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    let expected = [Running, Running, Queued, Queued];
    assert_eq!(children(&stage, run.id()), expected);
    let lane = stage.supervisor.lane("main").usage().unwrap();
    assert_eq!((lane.taken, lane.waiting), (2, 2));

    let first = child(&stage.supervisor, run.id(), 0);
    stage.supervisor.run(first).cancel(CancelReason::User);
    stage.settle();
    let expected = [Cancelled, Running, Running, Queued];
    assert_eq!(children(&stage, run.id()), expected);
    let second = child(&stage.supervisor, run.id(), 1);
    stage.supervisor.run(second).cancel(CancelReason::User);
    stage.settle();
    let expected = [Cancelled, Cancelled, Running, Running];
    assert_eq!(children(&stage, run.id()), expected);
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 2);
    run.cancel();
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 0);
}

#[test]
fn a_lent_slot_goes_to_the_child_of_the_highest_priority() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let noted = notes.clone();
    let body = async move |ctx: RunContext| {
        for (title, priority) in [
            ("low", Priority::Background),
            ("high", Priority::UserBlocking),
            ("raised", Priority::Background),
        ] {
            let noted = noted.clone();
            let options = RunOptions::new(title).priority(priority);
            let child = ctx.spawn_with(options, async move |_ctx: RunContext| {
                noted.note(title);
                Ok(())
            })?;
            if title == "raised" {
                child.set_priority(Priority::UserBlocking);
            }
        }
        Ok(())
    };
    stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    assert_eq!(notes.take(), ["high", "raised", "low"]);
}

#[test]
fn a_child_of_another_lane_borrows_nothing() {
    let lane = LaneOptions::at_most(1).unwrap();
    let stage = Stage::with(|config| config.lane("net", lane).unwrap());
    let body = async |ctx: RunContext| {
        for _ in 0..2 {
            ctx.spawn_with(RunOptions::new("child").lane("net"), forever)?;
        }
        endless(&ctx, "of the same lane");
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    assert_eq!(children(&stage, run.id()), [Running, Queued, Running]);
    let snapshot = |at| {
        let id = child(&stage.supervisor, run.id(), at);
        stage.supervisor.run(id).snapshot().unwrap()
    };
    assert_eq!((&*snapshot(0).lane, &*snapshot(2).lane), ("net", "main"));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 1);
}

#[test]
fn a_sibling_that_is_restarted_leaves_its_lent_slot_to_the_newcomer() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| {
        let options = || RunOptions::new("step").overlap(Overlap::Restart);
        ctx.spawn_with(options(), forever)?;
        ctx.sleep(millis(5)).await?;
        let urgent = RunOptions::new("urgent").priority(Priority::UserBlocking);
        ctx.spawn_with(urgent, forever)?;
        ctx.spawn_with(options(), forever)?;
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.world.advance(millis(5));
    assert_eq!(children(&stage, run.id()), [Cancelled, Queued, Running]);
}

#[test]
fn siblings_queue_in_one_group_with_a_single_slot() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| {
        for _ in 0..3 {
            let options = RunOptions::new("step").overlap(Overlap::Queue);
            ctx.spawn_with(options, async |ctx: RunContext| {
                Ok(ctx.sleep(millis(1)).await?)
            })?;
        }
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(()));
}

/// Spawns a parent with a child that waits for another run of the group "check".
fn checks(stage: &Stage) -> RunHandle<()> {
    let body = async |ctx: RunContext| {
        ctx.sleep(millis(1)).await?;
        let options = RunOptions::new("check").overlap(Overlap::Queue);
        ctx.spawn_with(options, async |_ctx: RunContext| Ok(()))?;
        Ok(())
    };
    stage.supervisor.spawn("Check all", body).unwrap()
}

fn check(stage: &Stage, millis_long: u64) -> RunHandle<()> {
    let options = RunOptions::new("check").overlap(Overlap::Queue);
    let body = async move |ctx: RunContext| Ok(ctx.sleep(millis(millis_long)).await?);
    stage.supervisor.spawn_with(options, body).unwrap()
}

#[test]
fn a_parent_lends_its_slot_to_a_run_of_others_that_its_child_waits_for() {
    let stage = Stage::with_slots(1);
    let parent = checks(&stage);
    stage.settle();
    let other = stage.spawn_endless("other");
    let outsider = check(&stage, 10);
    stage.world.advance(millis(1));
    assert_eq!(stage.status(&outsider), Some(Running));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 1);
    stage.world.advance(millis(10));
    assert_eq!(stage.status(&outsider), Some(Completed));
    assert_eq!(stage.status(&parent), Some(Completed));
    assert_eq!(stage.status(&other), Some(Running));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 1);
}

#[test]
fn a_slot_that_the_rate_keeps_back_is_lent_once_the_rate_allows_it() {
    let stage = Stage::with_slots(1);
    let rate = Rate::new(1, millis(100)).unwrap();
    let options = LaneOptions::at_most(1).unwrap().rate(rate);
    stage.supervisor.lane("main").set(options).unwrap();
    let parent = checks(&stage);
    stage.settle();
    let other = check(&stage, 1);
    stage.world.advance(millis(99));
    assert_eq!(stage.status(&other), Some(Queued));
    stage.world.advance(millis(1));
    assert_eq!(stage.status(&other), Some(Running));
    let outcome = stage.world.block_on(parent.outcome());
    assert_eq!(outcome, Outcome::Completed(()));
}

#[test]
fn a_lent_slot_stays_with_its_user_when_the_lender_ends() {
    let stage = Stage::with_slots(1);
    let parent = checks(&stage);
    stage.settle();
    let outsider = check(&stage, 10);
    let other = stage.spawn_endless("other");
    stage.world.advance(millis(1));
    parent.cancel();
    assert_eq!(stage.status(&parent), Some(Cancelled));
    stage.settle();
    assert_eq!(stage.status(&outsider), Some(Running));
    assert_eq!(stage.status(&other), Some(Queued));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 1);
    stage.world.advance(millis(10));
    assert_eq!(stage.status(&other), Some(Running));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 1);
    other.cancel();
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 0);
}

#[test]
fn parents_that_have_all_slots_lend_also_to_the_child_of_a_run_that_they_wait_for() {
    let lane = LaneOptions::at_most(1).unwrap();
    let stage = Stage::with(|config| config.concurrency(limit(2)).lane("net", lane).unwrap());
    // It runs in another lane, and its child needs a slot of the lane that the parents fill.
    let options = RunOptions::new("check").lane("net");
    let body = async |ctx: RunContext| {
        ctx.sleep(millis(5)).await?;
        let options = RunOptions::new("its child").lane("main");
        ctx.spawn_with(options, async |_ctx: RunContext| Ok(()))?;
        Ok(())
    };
    let awaited = stage.supervisor.spawn_with(options, body).unwrap();
    let parents = [checks(&stage), checks(&stage)];
    stage.world.advance(millis(10));
    assert_eq!(stage.status(&awaited), Some(Completed));
    for parent in parents {
        assert_eq!(stage.status(&parent), Some(Completed));
    }
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 0);
}

#[test]
fn a_lent_slot_is_not_inherited_by_a_run_that_is_no_child_of_the_lender() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| {
        endless(&ctx, "step");
        Ok(())
    };
    stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    let urgent = RunOptions::new("urgent").priority(Priority::UserBlocking);
    let urgent = stage.supervisor.spawn_with(urgent, forever).unwrap();
    let options = RunOptions::new("step").overlap(Overlap::Restart);
    let newcomer = stage.supervisor.spawn_with(options, forever).unwrap();
    stage.settle();
    assert_eq!(stage.status(&urgent), Some(Running));
    assert_eq!(stage.status(&newcomer), Some(Queued));
}

#[test]
fn a_parent_lends_its_slot_to_what_it_has_joined() {
    let stage = Stage::with_slots(1);
    let options = || RunOptions::new("load").overlap(Overlap::Join);
    let joins = async move |ctx: RunContext| {
        ctx.sleep(millis(5)).await?;
        ctx.spawn_with(options(), async |_ctx: RunContext| Ok(()))?
            .wait()
            .await;
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", joins).unwrap();
    stage.settle();
    let body = async |ctx: RunContext| Ok(ctx.sleep(millis(5)).await?);
    let joined = stage.supervisor.spawn_with(options(), body).unwrap();
    stage.world.advance(millis(4));
    assert_eq!(stage.status(&joined), Some(Queued));
    stage.world.advance(millis(1));
    assert_eq!(stage.status(&joined), Some(Running));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 1);
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(()));
}

#[test]
fn a_body_lends_no_slot_to_a_run_that_it_has_released() {
    let stage = Stage::with_slots(1);
    let options = || RunOptions::new("load").overlap(Overlap::Join);
    let body = async move |ctx: RunContext| {
        ctx.sleep(millis(1)).await?;
        let joined = ctx.spawn_with(options(), async |_ctx: RunContext| Ok(()))?;
        joined.cancel();
        Ok(ctx.sleep(millis(5)).await?)
    };
    stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    let joined = stage.supervisor.spawn_with(options(), forever).unwrap();
    stage.world.advance(millis(5));
    assert_eq!(stage.status(&joined), Some(Queued));
    stage.world.advance(millis(1));
    assert_eq!(stage.status(&joined), Some(Running));
}

#[test]
fn a_grandparent_lends_its_slot_to_the_first_by_class_of_those_that_wait() {
    let stage = Stage::with_slots(2);
    let body = async |ctx: RunContext| {
        // It has borrowed the slot of the grandparent, so the next child has a slot of its own.
        ctx.spawn("short", async |ctx: RunContext| {
            Ok(ctx.sleep(millis(1)).await?)
        })?;
        ctx.spawn("child", async |ctx: RunContext| {
            ctx.sleep(millis(2)).await?;
            for priority in [
                Priority::UserBlocking,
                Priority::UserVisible,
                Priority::Background,
            ] {
                let options = RunOptions::new("grandchild").priority(priority);
                ctx.spawn_with(options, forever)?;
            }
            Ok(())
        })?;
        Ok(())
    };
    let run = stage.supervisor.spawn("grandparent", body).unwrap();
    stage.world.advance(millis(2));
    let parent = child(&stage.supervisor, run.id(), 1);
    assert_eq!(children(&stage, parent), [Running, Running, Queued]);
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 2);
}

#[test]
fn two_parents_that_wait_for_the_lanes_of_each_other_by_a_group_go_on() {
    let lane = LaneOptions::at_most(1).unwrap();
    let stage = Stage::with(|config| config.concurrency(limit(1)).lane("disk", lane).unwrap());
    let starts = |own: &'static str, options: fn() -> RunOptions<()>| {
        let body = async move |ctx: RunContext| {
            ctx.sleep(millis(1)).await?;
            ctx.spawn_with(options(), async |_ctx: RunContext| Ok(()))?;
            Ok(())
        };
        let options = RunOptions::new("parent").lane(own);
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let first = starts("disk", || RunOptions::new("check").overlap(Overlap::Queue));
    let second = starts("main", || RunOptions::new("child").lane("disk"));
    stage.settle();
    let awaited = check(&stage, 5);
    stage.world.advance(millis(10));
    assert_eq!(stage.status(&awaited), Some(Completed));
    for run in [first, second] {
        assert_eq!(stage.status(&run), Some(Completed));
    }
}

#[test]
fn two_thousand_siblings_queue_in_a_group_and_each_has_its_turn() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| {
        for _ in 0..2_000 {
            let options = RunOptions::new("step").overlap(Overlap::Queue);
            ctx.spawn_with(options, async |ctx: RunContext| {
                ctx.yield_now().await;
                Ok(())
            })?;
        }
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.spawn_endless("waits");
    stage.settle();
    assert_eq!(stage.status(&run), Some(Completed));
}
