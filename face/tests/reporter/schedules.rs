//! Runs of a schedule are told only when something changes.

use std::{cell::RefCell, rc::Rc, time::Duration};

use leptos::prelude::GetUntracked;
use taskdeck::{Output, RunContext, RunOptions, Schedule, Task, TaskError, reporter::Attention};

use crate::rig::Rig;

/// The rig with a schedule that starts each ten seconds, and how its runs end.
fn watching() -> (Rig, Rc<RefCell<Result<&'static str, &'static str>>>) {
    let rig = Rig::new();
    let ending = Rc::new(RefCell::new(Ok("200 OK · 47 ms")));
    let ends = ending.clone();
    let look = Task::new("look", "Look", move |_: RunContext| {
        let ends = *ends.borrow();
        async move {
            match ends {
                Ok(summary) => Ok(Output::none().summary(summary)),
                Err(why) => Err(TaskError::new(why)),
            }
        }
    });
    rig.supervisor.define(look).unwrap();
    let every = Schedule::every(Duration::from_secs(10));
    let options = RunOptions::of_task();
    rig.supervisor.add_schedule(every, "look", options).unwrap();
    (rig, ending)
}

/// Lets the schedule start once, and returns what was announced of it.
fn once(rig: &Rig) -> Option<String> {
    let before = rig.reporter.announcement().get_untracked().number;
    rig.pass(10.0);
    let said = rig.reporter.announcement().get_untracked();
    (said.number > before).then(|| said.text.to_string())
}

#[test]
fn only_what_changes_is_announced() {
    let (rig, ending) = watching();
    rig.pass(5.0);
    assert_eq!(once(&rig).as_deref(), Some("Look done"));
    *ending.borrow_mut() = Ok("200 OK · 52 ms");
    assert_eq!(once(&rig), None);
    *ending.borrow_mut() = Err("no answer");
    assert_eq!(once(&rig).as_deref(), Some("Look failed: no answer"));
    assert_eq!(once(&rig), None);
    *ending.borrow_mut() = Ok("200 OK · 40 ms");
    assert_eq!(once(&rig).as_deref(), Some("Look: 200 OK"));
    *ending.borrow_mut() = Ok("204 No Content · 40 ms");
    assert_eq!(once(&rig).as_deref(), Some("Look: 204 No Content"));
}

#[test]
fn a_failure_is_one_toast_however_often_it_repeats() {
    let (rig, ending) = watching();
    *ending.borrow_mut() = Err("no answer");
    rig.pass(105.0);
    assert_eq!(rig.shown(), [("Look".into(), "no answer".into(), 1)]);
    let history = rig.reporter.history().get_untracked();
    assert_eq!(
        (history.entries.len(), rig.kept(), history.unread),
        (1, 10, 1)
    );
    rig.reporter.dismiss_all();
    *ending.borrow_mut() = Err("503");
    rig.pass(20.0);
    assert_eq!(rig.shown(), [("Look".into(), "503".into(), 1)]);
}

#[test]
fn a_recovery_and_another_result_are_toasts_that_close() {
    let (rig, ending) = watching();
    *ending.borrow_mut() = Err("no answer");
    rig.pass(15.0);
    rig.reporter.dismiss_all();
    *ending.borrow_mut() = Ok("200 OK · 47 ms");
    rig.pass(10.0);
    assert_eq!(
        rig.shown(),
        [("Look".into(), "Works again: 200 OK".into(), 1)]
    );
    *ending.borrow_mut() = Ok("204 · 47 ms");
    rig.pass(10.0);
    assert_eq!(
        rig.shown(),
        [("Look".into(), "204, before 200 OK".into(), 1)]
    );
    rig.pass(10.0);
    assert!(rig.shown().is_empty());
}

#[test]
fn looks_that_bring_no_news_do_not_count_as_ended_unseen() {
    let (rig, ending) = watching();
    rig.reporter.attend_toasts(Attention::Away);
    rig.pass(35.0);
    *ending.borrow_mut() = Err("no answer");
    rig.pass(30.0);
    let ended = rig.reporter.ended_unseen().get_untracked();
    assert_eq!((ended.done, ended.failed), (0, 1));
}
