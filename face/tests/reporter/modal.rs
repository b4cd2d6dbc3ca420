//! When the modal opens, and which errors join it.

use leptos::prelude::GetUntracked;
use taskdeck::TaskError;

use crate::rig::Rig;

#[test]
fn a_failure_that_is_not_critical_is_a_toast() {
    let rig = Rig::new();
    rig.fail("Export", "No room");
    assert_eq!(rig.modal(), None);
    assert_eq!(rig.shown(), [("Export".into(), "No room".into(), 1)]);
}

#[test]
fn the_modal_does_not_interrupt_typing() {
    let rig = Rig::new();
    rig.face.busy.set(true);
    rig.fail_critically("Pay", "Declined");
    assert_eq!((rig.face.opened.get(), rig.shown().len()), (0, 1));
}

#[test]
fn while_the_modal_is_open_every_error_joins() {
    let rig = Rig::new();
    rig.fail_critically("Pay", "0");
    for n in 1..12 {
        rig.fail("Export", &n.to_string());
    }
    rig.reporter.report_uncaught(TaskError::new("12"));
    assert_eq!(
        rig.pages(),
        (0..=12).map(|n| n.to_string()).collect::<Vec<_>>()
    );
    assert_eq!((rig.face.opened.get(), rig.shown().len()), (1, 0));
}

#[test]
fn pages_are_bounded_and_the_rest_is_counted() {
    let rig = Rig::new();
    for n in 0..250 {
        rig.reporter.report_uncaught(TaskError::new(n.to_string()));
    }
    let modal = rig.modal().unwrap();
    assert_eq!((modal.pages.len(), modal.beyond), (200, 50));
}

#[test]
fn who_joined_and_was_not_looked_at_is_a_toast_after_closing() {
    let rig = Rig::new();
    for message in ["a", "b", "c", "d"] {
        rig.reporter.report_uncaught(TaskError::new(message));
    }
    rig.reporter.modal_closed(2);
    assert_eq!(rig.modal(), None);
    assert_eq!(
        rig.shown(),
        [("2 more errors".into(), "Something went wrong: d".into(), 2)]
    );
}

#[test]
fn more_than_three_openings_in_five_seconds_are_one_toast_until_it_is_quiet() {
    let rig = Rig::new();
    for n in 1..=3 {
        rig.fail_critically("Pay", &n.to_string());
        assert_eq!(rig.face.opened.get(), n);
        rig.reporter.modal_closed(1);
    }
    for n in 4..=6 {
        rig.pass(2.0);
        rig.fail_critically("Pay", &n.to_string());
    }
    assert_eq!((rig.face.opened.get(), rig.modal()), (3, None));
    assert_eq!(rig.shown(), [("3 more errors".into(), "Pay: 6".into(), 3)]);

    rig.pass(5.0);
    rig.fail_critically("Pay", "7");
    assert_eq!(rig.pages(), ["7"]);
}

#[test]
fn reset_gives_the_budget_back() {
    let rig = Rig::new();
    for n in 1..=4 {
        rig.fail_critically("Pay", &n.to_string());
        rig.reporter.modal_closed(1);
    }
    assert_eq!(rig.face.opened.get(), 3);
    rig.reporter.reset();
    rig.fail_critically("Pay", "5");
    assert_eq!(rig.face.opened.get(), 4);
}

#[test]
fn details_of_a_run_open_its_error() {
    let rig = Rig::new();
    let run = rig.fail("Export", "No room");
    assert!(rig.reporter.open_run(run));
    assert_eq!(rig.pages(), ["No room"]);
    assert!(!rig.modal().unwrap().by_itself);
    // No error has joined, so no toast is left.
    rig.reporter.modal_closed(1);
    assert_eq!(rig.shown().len(), 1);
}

#[test]
fn asked_for_while_it_is_open_is_one_more_page() {
    let rig = Rig::new();
    rig.fail_critically("Pay", "Declined");
    let report = rig.modal().unwrap().pages[0].clone();
    assert!(rig.reporter.open([report]));
    assert_eq!((rig.face.opened.get(), rig.pages().len()), (1, 1));
}

#[test]
fn opened_from_one_toast_it_has_that_error_first_and_then_all_others_of_the_moment() {
    let rig = Rig::new();
    let read = rig.fail("Export", "read");
    rig.reporter.dismiss_run(read);
    for n in 0..12 {
        rig.fail("Import", "the same");
        rig.fail("Export", &n.to_string());
        // Ten of the same within a moment are a storm.
        if n < 10 {
            rig.pass(0.1);
        }
    }
    let toast = rig.toasts().shown[1].clone();
    let first = toast.reports[0].clone();
    assert!(rig.reporter.open_with_others(toast.reports.iter().cloned()));
    let pages = rig.pages();
    assert_eq!(pages[0], first.error.message().to_string());
    assert_eq!(pages.len(), 24, "each error has one page: {pages:?}");
    assert!(!pages.contains(&"read".to_owned()));
    rig.reporter.modal_closed(3);
    let history = rig.reporter.history().get_untracked();
    assert!(history.unread < 24, "what was viewed is read");
}
