//! A failure during the drawing of an error never opens another dialog, and never loops.

use std::{cell::Cell, rc::Rc};

use leptos::prelude::GetUntracked;
use taskdeck::{TaskError, reporter::Channel};

use crate::rig::Rig;

#[test]
fn what_is_reported_while_the_modal_is_drawn_joins_it() {
    let rig = Rig::new();
    let inner = rig.reporter.clone();
    let _hook = rig.reporter.on_show(move |report, _| {
        inner.report_uncaught(TaskError::new(format!("while showing {}", report.error)));
        Ok(())
    });
    rig.fail_critically("Pay", "Declined");
    assert_eq!(rig.pages(), ["Declined", "while showing Declined"]);
    assert_eq!(rig.face.opened.get(), 1);
    assert!(rig.shown().is_empty());
}

#[test]
fn a_hook_that_throws_while_the_modal_is_drawn_makes_it_a_toast() {
    let rig = Rig::new();
    let _hook = rig.reporter.on_show(|_, channel| match channel {
        Channel::Modal => panic!("thrown while showing"),
        Channel::Toast => Ok(()),
    });
    rig.fail_critically("Pay", "Declined");
    assert_eq!((rig.face.opened.get(), rig.face.withdrawn.get()), (1, 1));
    assert_eq!(rig.shown(), [("Pay".into(), "Declined".into(), 1)]);
}

#[test]
fn a_hook_that_reports_and_throws_always_ends_at_the_console() {
    let rig = Rig::new();
    let inner = rig.reporter.clone();
    let calls = Rc::new(Cell::new(0));
    let count = calls.clone();
    let _hook = rig.reporter.on_show(move |_, _| {
        count.set(count.get() + 1);
        inner.report_uncaught(TaskError::new("nested"));
        Err(TaskError::new("thrown while showing"))
    });
    rig.fail_critically("Pay", "Declined");
    rig.pass(60.0);
    assert_eq!(calls.get(), 2, "once for the modal, once for the toast");
    assert_eq!(rig.face.opened.get(), 1);
    // The error reported during the modal has a toast; the one reported during the toast went to
    // the console.
    assert_eq!(
        *rig.face.lines.borrow(),
        ["Pay: Declined", "Something went wrong: nested"]
    );
    assert_eq!(
        rig.shown(),
        [(
            "1 more error".into(),
            "Something went wrong: nested".into(),
            1
        )]
    );
    assert_eq!(rig.reporter.tally().get_untracked().reported, 3);
    assert_eq!(rig.kept(), 3);
}

#[test]
fn what_is_reported_while_a_toast_is_drawn_is_among_many_and_is_not_drawn() {
    let rig = Rig::new();
    let inner = rig.reporter.clone();
    let _hook = rig.reporter.on_show(move |_, _| {
        inner.report(TaskError::new("nested"), "Show");
        Ok(())
    });
    rig.fail("Pay", "Declined");
    assert_eq!(rig.face.drawn.get(), 1);
    let shown = rig.shown();
    assert_eq!(shown[0], ("1 more error".into(), "Show: nested".into(), 1));
    assert_eq!(shown[1], ("Pay".into(), "Declined".into(), 1));
}

#[test]
fn a_dropped_hook_is_called_no_more() {
    let rig = Rig::new();
    let calls = Rc::new(Cell::new(0));
    let count = calls.clone();
    let hook = rig.reporter.on_show(move |_, _| {
        count.set(count.get() + 1);
        Ok(())
    });
    rig.fail("Pay", "Declined");
    drop(hook);
    rig.fail("Pay", "Declined again");
    assert_eq!(calls.get(), 1);
}

#[test]
fn harmless_errors_are_counted_and_not_shown() {
    let rig = Rig::new();
    rig.reporter
        .report_uncaught(TaskError::new("ResizeObserver loop limit exceeded"));
    rig.reporter
        .ignore(|error| error.message() == "Script error.");
    rig.reporter
        .report_uncaught(TaskError::new("Script error."));
    let tally = rig.reporter.tally().get_untracked();
    assert_eq!((tally.reported, tally.ignored), (2, 2));
    assert_eq!((rig.modal(), rig.shown().len(), rig.kept()), (None, 0, 0));
}

#[test]
fn a_rule_that_panics_ignores_nothing() {
    let rig = Rig::new();
    rig.reporter.ignore(|_| panic!("a bad rule"));
    rig.reporter.report(TaskError::new("Lost"), "Save");
    assert_eq!(rig.shown(), [("Save".into(), "Lost".into(), 1)]);
}
