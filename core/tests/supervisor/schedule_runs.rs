//! The runs of a schedule in lists and in transitions.

use std::{cell::RefCell, rc::Rc};

use taskdeck_core::{Interest, RunContext, RunFilter, RunOptions, Schedule, Task};

use crate::{schedule::secs, stage::Stage};

#[test]
fn runs_of_a_schedule_are_left_out_until_it_ends_with_the_runs_below_them() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        ctx.spawn("Look closer", async |_: RunContext| Ok(()))?;
        Ok(())
    };
    stage
        .supervisor
        .define(Task::new("look", "Look", body))
        .unwrap();
    let every = Schedule::every(secs(10));
    let schedule = stage
        .supervisor
        .add_schedule(every, "look", RunOptions::of_task())
        .unwrap();
    let by_hand = stage.supervisor.spawn("Work", async |_: RunContext| Ok(()));
    let by_hand = by_hand.unwrap().id();
    stage.world.advance(secs(25));
    let all = || stage.supervisor.run_ids(&RunFilter::all());
    let shown = || stage.supervisor.run_ids(&RunFilter::all().unscheduled());
    assert_eq!((all().len(), shown()), (5, vec![by_hand]));
    let own = RunFilter::all().schedule(schedule.id());
    assert_eq!(stage.supervisor.run_ids(&own).len(), 2);
    schedule.pause();
    assert_eq!(shown(), [by_hand]);
    schedule.stop();
    assert_eq!(shown(), all());
}

#[test]
fn transitions_name_the_schedule() {
    let stage = Stage::new();
    stage
        .supervisor
        .define(Task::new("look", "Look", async |_: RunContext| Ok(())))
        .unwrap();
    let seen: Rc<RefCell<Vec<_>>> = Rc::default();
    let noted = seen.clone();
    let _subscription = stage
        .supervisor
        .observe(Interest::All)
        .subscribe(move |all| {
            noted
                .borrow_mut()
                .extend(all.iter().map(|one| one.run.schedule));
        });
    let schedule = stage
        .supervisor
        .add_schedule(Schedule::every(secs(10)), "look", RunOptions::of_task())
        .unwrap();
    stage.world.advance(secs(10));
    let seen = seen.borrow();
    assert!(!seen.is_empty() && seen.iter().all(|id| *id == Some(schedule.id())));
}
