//! Failures that the user sees by themselves.

use std::{cell::RefCell, collections::HashSet, rc::Rc};

use leptos::prelude::{GetUntracked, Set};
use taskdeck::{
    RunId, TaskError,
    reporter::{Attention, EndedUnseen, Registration, RunWatcher},
};

use crate::rig::{Rig, succeed_after};

/// The runs in view.
#[derive(Clone, Default)]
struct InView(Rc<RefCell<HashSet<RunId>>>);

impl RunWatcher for InView {
    fn is_seen(&self, run: RunId) -> bool {
        self.0.borrow().contains(&run)
    }
}

/// A watcher that sees every run.
struct All;

impl RunWatcher for All {
    fn is_seen(&self, _: RunId) -> bool {
        true
    }
}

fn watched() -> (Rig, InView, Registration) {
    let (rig, view) = (Rig::new(), InView::default());
    let registration = rig.reporter.set_run_watcher(view.clone());
    (rig, view, registration)
}

fn unread(rig: &Rig) -> usize {
    rig.reporter.history().get_untracked().unread
}

#[test]
fn a_failure_that_is_seen_is_no_toast_but_kept_as_read_and_announced() {
    let rig = Rig::new();
    let _registration = rig.reporter.set_run_watcher(All);
    rig.fail("Export", "No room");
    rig.pass(2.0);
    assert_eq!((rig.shown().len(), rig.kept(), unread(&rig)), (0, 1, 0));
    let announced = rig.reporter.announcement().get_untracked().text;
    assert_eq!(&*announced, "Export failed: No room");
    succeed_after(&rig, 10);
    assert_eq!((rig.shown().len(), rig.kept(), unread(&rig)), (0, 2, 0));
}

#[test]
fn a_row_has_half_a_second_to_appear() {
    let (rig, view, _registration) = watched();
    rig.fail("Export", "No room");
    let appears = rig.fail("Import", "No file");
    rig.pass(0.4);
    assert_eq!((rig.shown().len(), unread(&rig)), (0, 0));
    view.0.borrow_mut().insert(appears);
    rig.pass(0.2);
    assert_eq!(rig.shown(), [("Export".into(), "No room".into(), 1)]);
    assert_eq!(unread(&rig), 1);
}

#[test]
fn errors_without_a_run_are_toasts_at_once() {
    let (rig, _view, _registration) = watched();
    rig.reporter.report(TaskError::new("Not stored"), "Save");
    assert_eq!(rig.shown().len(), 1);
}

#[test]
fn a_page_that_is_not_looked_at_has_nothing_in_view() {
    let rig = Rig::new();
    let _registration = rig.reporter.set_run_watcher(All);
    rig.reporter.attend_toasts(Attention::Away);
    rig.fail("Export", "No room");
    assert_eq!((rig.shown().len(), unread(&rig)), (1, 1));
}

#[test]
fn the_open_history_shows_failures_without_toasts() {
    let (rig, _view, _registration) = watched();
    rig.reporter.history_open().set(true);
    rig.fail("Export", "No room");
    rig.pass(1.0);
    assert_eq!((rig.shown().len(), rig.kept(), unread(&rig)), (0, 1, 0));
}

#[test]
fn a_critical_failure_opens_the_modal_although_it_is_seen() {
    let rig = Rig::new();
    let _registration = rig.reporter.set_run_watcher(All);
    rig.fail_critically("Pay", "Declined");
    assert_eq!(rig.pages(), ["Declined"]);
}

#[test]
fn a_storm_of_failures_that_are_seen_is_one_banner() {
    let rig = Rig::new();
    let _registration = rig.reporter.set_run_watcher(All);
    for _ in 0..200 {
        rig.fail("Export", "No room");
    }
    rig.pass(1.0);
    assert_eq!((rig.storms()[0].count, rig.shown().len()), (200, 0));
}

#[test]
fn opening_the_details_dismisses_the_toasts_of_that_run_only() {
    let rig = Rig::new();
    let first = rig.fail("Export", "No room");
    rig.fail("Export", "No room");
    let other = rig.fail("Import", "No file");
    rig.reporter.dismiss_run(other);
    assert_eq!(rig.shown(), [("Export".into(), "No room".into(), 2)]);
    rig.reporter.dismiss_run(first);
    assert_eq!(rig.shown(), [("Export".into(), "No room".into(), 1)]);
    assert_eq!(rig.kept(), 3);
    assert_eq!(unread(&rig), 2, "the entry of two runs is still unread");
}

#[test]
fn a_watcher_that_panics_or_is_gone_sees_nothing() {
    struct Broken;
    impl RunWatcher for Broken {
        fn is_seen(&self, _: RunId) -> bool {
            panic!("the face is gone")
        }
    }
    let rig = Rig::new();
    let registration = rig.reporter.set_run_watcher(Broken);
    rig.fail("Export", "No room");
    rig.pass(1.0);
    assert_eq!(rig.shown().len(), 1);
    drop(registration);
    rig.fail("Import", "No file");
    assert_eq!(rig.shown().len(), 2);
}

#[test]
fn what_ended_while_the_page_was_not_looked_at_is_counted_until_it_is() {
    let rig = Rig::new();
    let ended = || rig.reporter.ended_unseen().get_untracked();
    rig.fail("Export", "No room");
    assert_eq!(ended(), EndedUnseen::default());
    rig.reporter.attend_toasts(Attention::Away);
    rig.fail("Export", "No room");
    succeed_after(&rig, 1);
    succeed_after(&rig, 1);
    assert_eq!(ended(), EndedUnseen { done: 2, failed: 1 });
    rig.reporter.attend_toasts(Attention::Free);
    assert_eq!(ended(), EndedUnseen::default());
}
