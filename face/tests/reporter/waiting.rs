//! What is reported before a face is there that could show it.

use std::{cell::Cell, rc::Rc};

use leptos::prelude::GetUntracked;
use taskdeck::{RunContext, RunHandle};

use crate::rig::Rig;

/// A rig that waits for its face, and how often it has asked for it.
fn waiting() -> (Rig, Rc<Cell<usize>>) {
    let rig = Rig::new();
    let asked = Rc::<Cell<usize>>::default();
    let count = asked.clone();
    rig.reporter
        .wait_for_face(move || count.set(count.get() + 1));
    (rig, asked)
}

fn announced(rig: &Rig) -> String {
    rig.reporter.announcement().get_untracked().text.to_string()
}

#[test]
fn errors_wait_for_the_face_in_their_order() {
    let (rig, asked) = waiting();
    rig.fail_critically("Pay", "Declined");
    rig.fail("Export", "No room");
    assert!(asked.get() >= 2);
    assert_eq!(rig.modal(), None);
    assert_eq!(
        (rig.face.drawn.get(), rig.face.lines.borrow().len()),
        (0, 0)
    );
    rig.reporter.release();
    assert_eq!(rig.pages(), ["Declined", "No room"]);
}

#[test]
fn without_a_face_they_go_to_the_console() {
    let (mut rig, _) = waiting();
    rig.drawers = Rig::new().drawers;
    rig.fail("Export", "No room");
    assert!(rig.face.lines.borrow().is_empty());
    rig.reporter.release();
    assert_eq!(rig.face.lines.borrow().len(), 1);
    rig.reporter.release();
    assert_eq!(rig.face.lines.borrow().len(), 1);
}

#[test]
fn a_run_that_ends_asks_for_the_face_and_is_announced_a_second_after_it_has_come() {
    let (rig, asked) = waiting();
    let _: RunHandle<()> = rig
        .supervisor
        .spawn("Hash", async |_: RunContext| std::future::pending().await)
        .unwrap();
    rig.pass(10.0);
    assert_eq!(asked.get(), 0);
    rig.supervisor
        .spawn("Export", async |_: RunContext| Ok(()))
        .unwrap();
    rig.pass(10.0);
    assert_eq!((asked.get(), announced(&rig)), (1, String::new()));
    rig.reporter.release();
    rig.pass(0.9);
    assert_eq!(announced(&rig), "");
    rig.pass(0.2);
    assert_eq!(announced(&rig), "Export done, Hash started");
}
