//! What is reported before a face is there that could show it.

use std::{cell::Cell, rc::Rc};

use leptos::prelude::GetUntracked;
use taskdeck::{
    RunContext, RunHandle, Supervisor, TaskError,
    reporter::{Backlog, Reporter},
};
use taskdeck_core::{Config, sim::SimWorld};

use crate::rig::Rig;

fn announced(rig: &Rig) -> String {
    rig.reporter.announcement().get_untracked().text.to_string()
}

#[test]
fn errors_wait_for_the_face_in_their_order() {
    let mut rig = Rig::waiting();
    rig.fail_critically("Pay", "Declined");
    rig.fail("Export", "No room");
    rig.reporter.report(TaskError::new("Full"), "Disk");
    rig.begin();
    rig.fail("Import", "No file");
    assert_eq!(rig.modal(), None);
    assert_eq!(
        (rig.face.drawn.get(), rig.face.lines.borrow().len()),
        (0, 0)
    );
    rig.reporter.release();
    assert_eq!(rig.pages(), ["Declined", "No room", "Full", "No file"]);
}

#[test]
fn without_a_face_they_go_to_the_console() {
    let mut rig = Rig::waiting();
    rig.fail("Export", "No room");
    rig.begin();
    rig.drawers.clear();
    assert!(rig.face.lines.borrow().is_empty());
    rig.reporter.release();
    assert_eq!(rig.face.lines.borrow().len(), 1);
    rig.reporter.release();
    assert_eq!(rig.face.lines.borrow().len(), 1);
}

#[test]
fn a_run_that_ends_is_announced_a_second_after_the_face_has_come() {
    let mut rig = Rig::waiting();
    let _: RunHandle<()> = rig
        .supervisor
        .spawn("Hash", async |_: RunContext| std::future::pending().await)
        .unwrap();
    rig.supervisor
        .spawn("Export", async |_: RunContext| Ok(()))
        .unwrap();
    rig.pass(10.0);
    rig.begin();
    assert_eq!(announced(&rig), "");
    rig.reporter.release();
    rig.pass(0.9);
    assert_eq!(announced(&rig), "");
    rig.pass(0.2);
    assert_eq!(announced(&rig), "Export done, Hash started");
}

#[test]
fn a_backlog_asks_for_a_face_when_a_run_ends_or_an_error_is_reported_until_a_reporter_is_told() {
    let world = SimWorld::new(1);
    let supervisor = Supervisor::new(Config::new(world.shared()));
    let (backlog, asked) = (Backlog::new(&supervisor), Rc::<Cell<usize>>::default());
    let count = asked.clone();
    backlog.on_news(move || count.set(count.get() + 1));
    let _: RunHandle<()> = supervisor
        .spawn("Hash", async |_: RunContext| std::future::pending().await)
        .unwrap();
    world.run_until_stalled();
    assert_eq!(asked.get(), 0, "a start is no news");
    supervisor
        .spawn("Export", async |_: RunContext| Ok(()))
        .unwrap();
    world.run_until_stalled();
    assert_eq!(asked.get(), 1);
    backlog.report(TaskError::new("Full"), "Disk");
    assert_eq!(asked.get(), 2);
    let reporter = Reporter::of(backlog.clone(), &supervisor);
    assert!(!backlog.has_ended());
    reporter.begin_with(Rc::new(|_| Ok(())));
    reporter.release();
    assert!(backlog.has_ended());
    assert_eq!(reporter.tally().get_untracked().reported, 1);
    backlog.report(TaskError::new("Full again"), "Disk");
    assert_eq!(reporter.tally().get_untracked().reported, 2);
}
