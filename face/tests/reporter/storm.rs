//! Many failures with the same message.

use leptos::prelude::GetUntracked;

use crate::rig::Rig;

#[test]
fn two_hundred_failures_at_once_are_one_banner_and_no_dialog() {
    let rig = Rig::new();
    for _ in 0..200 {
        rig.start("Export", "No room", false);
    }
    rig.world.run_until_stalled();
    let storms = rig.storms();
    assert_eq!(storms.len(), 1);
    assert_eq!(storms[0].count, 200);
    assert_eq!(storms[0].message, "No room");
    assert!(storms[0].can_retry);
    assert_eq!(
        (rig.modal(), rig.shown().len(), rig.toasts().more),
        (None, 0, 0)
    );
    assert_eq!(
        (rig.kept(), rig.reporter.tally().get_untracked().reported),
        (200, 200)
    );
}

#[test]
fn nine_are_no_storm_and_neither_are_ten_of_different_texts() {
    let rig = Rig::new();
    for _ in 0..9 {
        rig.fail("Export", "No room");
    }
    for n in 0..10 {
        rig.fail("Import", &n.to_string());
    }
    assert!(rig.storms().is_empty());
}

#[test]
fn failures_that_take_their_time_are_no_storm() {
    let rig = Rig::new();
    for _ in 0..20 {
        rig.fail("Export", "No room");
        rig.pass(2.1);
    }
    assert!(rig.storms().is_empty());
}

#[test]
fn retry_all_starts_each_again_and_the_banner_goes() {
    let rig = Rig::new();
    for n in 0..20 {
        rig.start(&format!("Export {n}"), "No room", false);
    }
    rig.world.run_until_stalled();
    rig.supervisor.pause();
    let number = rig.storms()[0].number;
    let runs = rig.reporter.storm_runs(number);
    assert_eq!(rig.reporter.retry(runs), 20);
    rig.world.run_until_stalled();
    assert!(rig.storms().is_empty());
    assert_eq!(rig.supervisor.counts().queued, 20);
}

#[test]
fn a_dismissed_storm_is_gone_and_its_errors_are_kept() {
    let rig = Rig::new();
    for _ in 0..20 {
        rig.fail("Export", "No room");
    }
    rig.reporter.dismiss_storm(rig.storms()[0].number);
    assert!(rig.storms().is_empty());
    assert_eq!(rig.kept(), 20);
}
