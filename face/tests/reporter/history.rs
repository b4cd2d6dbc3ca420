//! The notifications kept under the bell.

use leptos::prelude::GetUntracked;
use taskdeck::TaskError;

use crate::rig::Rig;

#[test]
fn two_hundred_are_kept_and_older_ones_counted() {
    let rig = Rig::new();
    for n in 0..250 {
        rig.reporter.report(TaskError::new(n.to_string()), "Save");
    }
    let history = rig.reporter.history().get_untracked();
    assert_eq!(
        (history.entries.len(), history.dropped, history.unread),
        (200, 50, 250)
    );
    assert_eq!(history.entries[0].toast.text, "249");
}

#[test]
fn looking_at_it_makes_it_read() {
    let rig = Rig::new();
    rig.fail("Export", "No room");
    rig.reporter.mark_read();
    assert_eq!(rig.reporter.history().get_untracked().unread, 0);
    rig.fail("Export", "No room");
    assert_eq!(rig.reporter.history().get_untracked().unread, 1);
}

#[test]
fn dismissed_errors_are_kept() {
    let rig = Rig::new();
    rig.fail("Export", "No room");
    rig.reporter.dismiss_all();
    assert_eq!((rig.shown().len(), rig.kept()), (0, 1));
}

#[test]
fn an_entry_shows_that_its_run_was_retried() {
    let rig = Rig::new();
    let run = rig.fail("Export", "No room");
    rig.supervisor.pause();
    rig.reporter.retry([run]);
    rig.world.run_until_stalled();
    assert!(rig.reporter.history().get_untracked().entries[0].retried);
}
