//! Tests each step of the chain by making the previous one fail.

use leptos::prelude::GetUntracked;
use taskdeck::TaskError;

use crate::rig::{Mood, Rig};

#[test]
fn a_critical_failure_opens_the_modal_and_nothing_else() {
    let rig = Rig::new();
    rig.fail_critically("Pay", "Declined");
    assert_eq!(rig.pages(), ["Declined"]);
    assert!(rig.modal().unwrap().by_itself);
    assert_eq!((rig.shown().len(), rig.face.lines.borrow().len()), (0, 0));
}

#[test]
fn a_modal_that_cannot_be_drawn_is_a_toast() {
    for mood in [Mood::Fails, Mood::Panics] {
        let rig = Rig::new();
        rig.face.modal.set(mood);
        rig.fail_critically("Pay", "Declined");
        assert_eq!(rig.face.withdrawn.get(), 1, "{mood:?}");
        assert_eq!(rig.modal(), None);
        assert_eq!(rig.shown(), [("Pay".into(), "Declined".into(), 1)]);
        assert!(rig.face.lines.borrow().is_empty());
    }
}

#[test]
fn a_toast_that_cannot_be_drawn_goes_to_the_console() {
    for mood in [Mood::Fails, Mood::Panics] {
        let rig = Rig::new();
        rig.face.modal.set(Mood::Fails);
        rig.face.toast.set(mood);
        let error = TaskError::new("Declined").caused_by("No money");
        rig.reporter.report_uncaught(error);
        assert_eq!(
            *rig.face.lines.borrow(),
            ["Something went wrong: Declined\n  caused by: No money"]
        );
        assert!(rig.shown().is_empty(), "{mood:?}");
        assert_eq!(rig.reporter.tally().get_untracked().unshown, 0);
    }
}

#[test]
fn what_cannot_be_written_is_counted() {
    for mood in [Mood::Fails, Mood::Panics] {
        let rig = Rig::new();
        for step in [&rig.face.modal, &rig.face.toast, &rig.face.console] {
            step.set(mood);
        }
        rig.fail_critically("Pay", "Declined");
        let tally = rig.reporter.tally().get_untracked();
        assert_eq!((tally.reported, tally.unshown), (1, 1), "{mood:?}");
        assert_eq!(rig.kept(), 1);
    }
}

#[test]
fn without_a_face_errors_go_to_the_console() {
    let rig = Rig::new();
    let Rig {
        reporter,
        face,
        drawers,
        ..
    } = rig;
    drop(drawers);
    reporter.report(TaskError::new("Lost"), "Save");
    assert_eq!(*face.lines.borrow(), ["Save: Lost"]);
}

#[test]
fn a_tripped_breaker_makes_toasts_until_it_was_quiet() {
    let rig = Rig::new();
    rig.face.modal.set(Mood::Fails);
    rig.fail_critically("Pay", "1");
    assert!(rig.reporter.modal_off().get_untracked());

    rig.face.modal.set(Mood::Works);
    rig.pass(29.0);
    rig.fail_critically("Pay", "2");
    assert_eq!((rig.face.opened.get(), rig.modal()), (1, None));

    rig.pass(1.0);
    assert!(
        !rig.reporter.modal_off().get_untracked(),
        "it closes by itself"
    );
    rig.fail_critically("Pay", "3");
    assert_eq!(rig.pages(), ["3"]);
}

#[test]
fn reset_closes_the_breaker_at_once() {
    let rig = Rig::new();
    rig.face.modal.set(Mood::Panics);
    rig.fail_critically("Pay", "1");
    rig.face.modal.set(Mood::Works);
    rig.reporter.reset();
    assert!(!rig.reporter.modal_off().get_untracked());
    rig.fail_critically("Pay", "2");
    assert_eq!(rig.pages(), ["2"]);
}

#[test]
fn an_explicit_open_is_tried_in_spite_of_the_breaker() {
    let rig = Rig::new();
    rig.face.modal.set(Mood::Fails);
    let run = rig.fail_critically("Pay", "1");
    assert!(!rig.reporter.open_run(run));
    rig.face.modal.set(Mood::Works);
    assert!(rig.reporter.open_run(run));
    assert!(!rig.reporter.modal_off().get_untracked());
}

#[test]
fn an_earlier_error_handler_is_called_too() {
    use std::{cell::Cell, rc::Rc};
    use taskdeck::reporter::Reporter;
    use taskdeck_core::{Config, RunContext, Supervisor, sim::SimWorld};

    let world = SimWorld::new(1);
    let notified = Rc::new(Cell::new(0));
    let count = notified.clone();
    let supervisor = Supervisor::new(Config::new(world.shared()).on_error(move |_, _| {
        count.set(count.get() + 1);
        Ok(())
    }));
    let reporter = Reporter::with_console(&supervisor, Rc::new(|_| Ok(())));
    supervisor
        .spawn("Fail", async |_: RunContext| {
            Err::<(), _>(TaskError::new("no"))
        })
        .unwrap();
    world.run_until_stalled();
    assert_eq!(
        (notified.get(), reporter.tally().get_untracked().reported),
        (1, 1)
    );
}

#[test]
fn dropping_the_reporter_leaves_no_timer_and_no_future() {
    let rig = Rig::new();
    rig.face.modal.set(Mood::Fails);
    rig.fail_critically("Pay", "Declined");
    rig.world.run_until_stalled();
    assert!(rig.world.pending_timers() > 0);
    let Rig {
        world,
        supervisor,
        reporter,
        drawers,
        ..
    } = rig;
    drop((drawers, reporter, supervisor));
    world.run_until_stalled();
    assert_eq!((world.pending_timers(), world.live_futures()), (0, 0));
}
