//! Announcements for screen readers.

use std::time::Duration;

use leptos::prelude::GetUntracked;
use taskdeck::{Retry, RunContext, RunOptions, TaskError};

use crate::rig::Rig;

fn announced(rig: &Rig) -> String {
    rig.reporter.announcement().get_untracked().text.to_string()
}

#[test]
fn milestones_are_gathered_by_the_second() {
    let rig = Rig::new();
    for n in 0..12 {
        rig.fail("Export", &n.to_string());
    }
    for _ in 0..3 {
        rig.supervisor
            .spawn("Hash", async |_: RunContext| Ok(()))
            .unwrap();
    }
    rig.pass(0.9);
    assert_eq!(announced(&rig), "");
    rig.pass(0.2);
    assert_eq!(announced(&rig), "12 failed, 3 done");
}

#[test]
fn one_is_named() {
    let rig = Rig::new();
    rig.supervisor
        .spawn("Hash", async |_: RunContext| std::future::pending().await)
        .map(|run: taskdeck::RunHandle<()>| run.id())
        .unwrap();
    rig.fail("Export", "No room");
    rig.pass(1.0);
    assert_eq!(announced(&rig), "Export failed: No room, Hash started");
}

#[test]
fn the_same_words_again_are_another_announcement() {
    let rig = Rig::new();
    let mut numbers = Vec::new();
    for _ in 0..2 {
        rig.fail("Export", "No room");
        rig.pass(1.0);
        numbers.push(rig.reporter.announcement().get_untracked().number);
        assert_eq!(announced(&rig), "Export failed: No room");
    }
    assert_eq!(numbers, [1, 2]);
}

#[test]
fn progress_is_not_a_milestone() {
    let rig = Rig::new();
    rig.supervisor
        .spawn("Hash", async |ctx: RunContext| {
            for n in 0..100_u64 {
                ctx.progress(n, 100);
                ctx.sleep(std::time::Duration::from_millis(100)).await?;
            }
            Ok(())
        })
        .unwrap();
    rig.pass(5.0);
    assert_eq!(
        rig.reporter.announcement().get_untracked().number,
        1,
        "that it has started"
    );
}

#[test]
fn announce_adds_a_text_of_the_page() {
    let rig = Rig::new();
    rig.reporter.announce("Theme changed");
    rig.pass(1.0);
    assert_eq!(announced(&rig), "Theme changed");
}

#[test]
fn attempts_do_not_chatter() {
    let rig = Rig::new();
    let retry = Retry::new(5).delay(Duration::from_secs(3)).factor(1.0);
    let options = RunOptions::<()>::new("Send").retry(retry);
    rig.supervisor
        .spawn_repeatable(options, async |_: RunContext| {
            Err(TaskError::new("No network"))
        })
        .unwrap();
    let mut announcements = Vec::new();
    for _ in 0..60 {
        rig.pass(0.5);
        announcements.push(announced(&rig));
    }
    announcements.dedup();
    assert_eq!(
        announcements,
        ["", "Send tried again", "Send failed: No network"]
    );
    assert_eq!(
        rig.shown(),
        [("Send".to_owned(), "No network".to_owned(), 1)]
    );
}
