//! Toasts over time.

use std::time::Duration;

use leptos::prelude::GetUntracked;
use taskdeck::{RunContext, TaskError, reporter::Attention};

use crate::rig::{Rig, succeed_after};

#[test]
fn the_same_error_within_two_seconds_is_one_toast() {
    let rig = Rig::new();
    for _ in 0..3 {
        rig.fail("Export", "No room");
        rig.pass(2.0);
    }
    assert_eq!(rig.shown(), [("Export".into(), "No room".into(), 3)]);
    rig.pass(0.1);
    rig.fail("Export", "No room");
    assert_eq!(rig.shown().len(), 2);
}

#[test]
fn another_task_or_another_message_is_another_toast() {
    let rig = Rig::new();
    rig.fail("Export", "No room");
    rig.fail("Import", "No room");
    rig.fail("Export", "No time");
    assert_eq!(rig.shown().len(), 3);
}

#[test]
fn three_are_shown_and_the_rest_is_counted() {
    let rig = Rig::new();
    for n in 0..12 {
        rig.fail("Export", &n.to_string());
    }
    let shown: Vec<_> = rig.shown().into_iter().map(|(_, text, _)| text).collect();
    assert_eq!(
        (shown, rig.toasts().more),
        (vec!["11".into(), "10".into(), "9".into()], 9)
    );
    rig.reporter.dismiss(rig.toasts().shown[0].id);
    assert_eq!((rig.toasts().shown.len(), rig.toasts().more), (3, 8));
}

#[test]
fn nothing_moves_under_a_hand() {
    let rig = Rig::new();
    for n in 0..3 {
        rig.fail("Export", &n.to_string());
    }
    let before = rig.shown();
    rig.reporter.attend_toasts(Attention::AtToasts);
    rig.fail("Export", "newcomer");
    assert_eq!((rig.shown(), rig.toasts().more), (before, 1));
    rig.reporter.attend_toasts(Attention::Free);
    assert_eq!(rig.shown()[0].1, "newcomer");
}

#[test]
fn errors_stay() {
    let rig = Rig::new();
    rig.fail("Export", "No room");
    rig.pass(24.0 * 60.0 * 60.0);
    assert_eq!(rig.shown().len(), 1);
}

#[test]
fn success_is_a_toast_after_ten_seconds_of_work_for_six_seconds() {
    let rig = Rig::new();
    succeed_after(&rig, 9);
    assert!(rig.shown().is_empty());
    succeed_after(&rig, 10);
    assert_eq!(rig.shown(), [("Hash".into(), "Done in 10 s".into(), 1)]);
    rig.pass(5.9);
    assert_eq!(rig.shown().len(), 1);
    rig.pass(0.2);
    assert!(rig.shown().is_empty());
    assert_eq!(rig.kept(), 1, "the bell keeps it");
}

#[test]
fn clocks_stand_still_and_leave_three_seconds() {
    for attention in [Attention::AtToasts, Attention::Away] {
        let rig = Rig::new();
        succeed_after(&rig, 10);
        rig.pass(5.0);
        rig.reporter.attend_toasts(attention);
        rig.pass(60.0);
        assert_eq!(rig.shown().len(), 1, "{attention:?}");
        rig.reporter.attend_toasts(Attention::Free);
        rig.pass(2.9);
        assert_eq!(rig.shown().len(), 1, "{attention:?}");
        rig.pass(0.2);
        assert!(rig.shown().is_empty(), "{attention:?}");
    }
}

#[test]
fn a_toast_on_a_hidden_page_waits_until_the_page_is_visible() {
    let rig = Rig::new();
    rig.reporter.attend_toasts(Attention::Away);
    succeed_after(&rig, 10);
    rig.pass(60.0);
    rig.reporter.attend_toasts(Attention::Free);
    rig.pass(5.9);
    assert_eq!(rig.shown().len(), 1);
    rig.pass(0.2);
    assert!(rig.shown().is_empty());
}

#[test]
fn retried_runs_leave_their_toast() {
    let rig = Rig::new();
    let first = rig.fail("Export", "No room");
    rig.fail("Export", "No room");
    rig.supervisor.pause();
    assert_eq!(rig.reporter.retry([first]), 1);
    rig.world.run_until_stalled();
    assert_eq!(rig.shown(), [("Export".into(), "No room".into(), 1)]);
    let rest: Vec<_> = rig.toasts().shown[0].retryable().collect();
    assert_eq!(rig.reporter.retry(rest), 1);
    rig.world.run_until_stalled();
    assert!(rig.shown().is_empty());
}

#[test]
fn a_retry_that_is_refused_is_reported() {
    let rig = Rig::new();
    let run = rig.fail("Export", "No room");
    drop(rig.supervisor.shutdown(Duration::ZERO));
    assert_eq!(rig.reporter.retry([run]), 0);
    assert_eq!(rig.shown()[0].0, "Retry");
}

#[test]
fn of_a_family_only_the_parent_speaks() {
    let rig = Rig::new();
    let body = async |ctx: RunContext| {
        for n in 0..3 {
            ctx.spawn(format!("Page {n}"), async |ctx: RunContext| {
                ctx.sleep(Duration::from_secs(15)).await?;
                Err::<(), _>(TaskError::new("not found"))
            })?;
        }
        Ok(())
    };
    rig.supervisor.spawn("Check all", body).unwrap();
    rig.pass(20.0);
    let titles: Vec<_> = rig.shown().into_iter().map(|(title, ..)| title).collect();
    assert_eq!(titles, ["Check all"]);
    assert_eq!(rig.kept(), 1);
    let tally = rig.reporter.tally().get_untracked();
    assert_eq!((tally.reported, tally.ignored), (4, 0));
    let announcement = rig.reporter.announcement().get_untracked().text;
    assert_eq!(&*announcement, "Check all failed: \"Page 0\" failed");
}
