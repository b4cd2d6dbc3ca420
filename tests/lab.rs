//! The lab's tasks do what their titles say.
#![cfg(target_arch = "wasm32")]

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use leptos::prelude::GetUntracked;
use taskdeck::{
    Config, Outcome, Output, Params, RunHandle, RunStatus, Supervisor, TaskError,
    reporter::{ModalDrawer, Registration, Reporter},
    workers::Pool,
};
use taskdeck_app::tasks::lab;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

struct Stage {
    supervisor: Supervisor,
    reporter: Reporter,
    console: Rc<RefCell<Vec<String>>>,
}

impl Stage {
    fn new() -> Self {
        let supervisor = Supervisor::new(Config::default());
        let console: Rc<RefCell<Vec<String>>> = Rc::default();
        let lines = console.clone();
        let reporter = Reporter::with_console(
            &supervisor,
            Rc::new(move |line| {
                lines.borrow_mut().push(line.to_owned());
                Ok(())
            }),
        );
        for task in lab(&reporter, &Pool::on_page()) {
            supervisor.define(task).unwrap();
        }
        Self {
            supervisor,
            reporter,
            console,
        }
    }

    fn start(&self, task: &str, params: Params) -> RunHandle<Output> {
        self.supervisor.start(task, params).unwrap()
    }

    async fn outcome(&self, task: &str, params: Params) -> Outcome<Output> {
        self.start(task, params).outcome().await
    }
}

#[wasm_bindgen_test]
fn it_is_built_with_simd_and_erased_views() {
    const { assert!(cfg!(target_feature = "simd128")) }
    #[allow(unexpected_cfgs, reason = "it is Leptos' own")]
    const {
        assert!(cfg!(erase_components))
    }
}

fn error(outcome: Outcome<Output>) -> TaskError {
    match outcome {
        Outcome::Failed(error) => error,
        other => panic!("{other:?} is no failure"),
    }
}

/// Resolves when the run has this status; the test's own time is the limit.
async fn until(run: &RunHandle<Output>, status: RunStatus) {
    while run.snapshot().unwrap().state.status() != status {
        gloo_timers::future::TimeoutFuture::new(5).await;
    }
}

#[wasm_bindgen_test]
fn the_titles_are_the_documented_ones() {
    let stage = Stage::new();
    let tasks = lab(&stage.reporter, &Pool::on_page());
    let titles: Vec<&str> = tasks.iter().map(|task| task.title()).collect();
    assert_eq!(
        titles,
        [
            "Timer",
            "Fails",
            "Fails with hostile text",
            "Fails twice, then succeeds",
            "Never ends",
            "Ignores its cancel",
            "Outlasts its timeout",
            "Children that misbehave",
            "Floods progress",
            "Ends at once",
            "Error storm",
            "Panics",
            "500 panics",
            "Calls itself for ever",
            "Fills the memory",
            "Crashes the page",
            "Cost of the fence",
            "Error while showing an error",
            "Panics in a worker",
            "Spins in a worker",
            "Uses up memory in a worker",
            "Kills its worker",
        ]
    );
    assert!(tasks.iter().all(|task| task.group_name() == "Lab"));
}

#[wasm_bindgen_test]
async fn a_timer_counts_down() {
    let stage = Stage::new();
    let run = stage.start("timer", Params::new().with("seconds", 1));
    until(&run, RunStatus::Running).await;
    let outcome = run.outcome().await;
    assert_eq!(outcome.status(), RunStatus::Completed);
    let progress = stage.supervisor.runs(&Default::default())[0]
        .progress
        .clone()
        .unwrap();
    assert_eq!((progress.done, progress.total), (1.0, Some(1.0)));
}

#[wasm_bindgen_test]
async fn a_failed_task_shows_the_cause() {
    let stage = Stage::new();
    let failed = error(stage.outcome("fails", Params::new()).await);
    assert_eq!(failed.message(), "This task fails on purpose");
    assert_eq!(failed.causes().len(), 2);
    let hostile = error(
        stage
            .outcome("fails-with-hostile-text", Params::new())
            .await,
    );
    assert!(hostile.message().english().len() >= 1_000_000);
    assert!(hostile.message().english().contains("<img src=x onerror="));
}

#[wasm_bindgen_test]
async fn what_fails_twice_is_tried_again_until_it_succeeds() {
    let stage = Stage::new();
    let run = stage.start("fails-twice-then-succeeds", Params::new());
    // Skips the waits, which take seconds.
    for attempt in 1..=2 {
        while run.snapshot().unwrap().attempts.len() < attempt {
            gloo_timers::future::TimeoutFuture::new(5).await;
        }
        let waits = run.snapshot().unwrap();
        assert_eq!(waits.status(), RunStatus::Queued);
        let said = format!("Attempt {attempt} fails on purpose");
        assert_eq!(waits.attempts[attempt - 1].error.message(), said.as_str());
        assert!(stage.supervisor.run(run.id()).retry_now());
    }
    let id = run.id();
    assert_eq!(run.outcome().await.status(), RunStatus::Completed);
    let ended = stage.supervisor.run(id).snapshot().unwrap();
    assert_eq!((ended.attempt, ended.max_attempts), (3, 4));
}

#[wasm_bindgen_test]
async fn what_outlasts_its_timeout_is_stopped_by_it() {
    let stage = Stage::new();
    let started = js_sys::Date::now();
    let failed = error(stage.outcome("outlasts-its-timeout", Params::new()).await);
    assert_eq!(failed.kind(), taskdeck::ErrorKind::Timeout);
    let took = js_sys::Date::now() - started;
    assert!((2_900.0..10_000.0).contains(&took), "{took} ms");
}

#[wasm_bindgen_test]
async fn children_misbehave_and_their_parent_goes_on() {
    let stage = Stage::new();
    let run = stage.start("children-that-misbehave", Params::new().with("children", 5));
    let id = run.id();
    let children = loop {
        let children = stage.supervisor.run(id).children();
        if children.len() == 5 {
            break children;
        }
        gloo_timers::future::TimeoutFuture::new(5).await;
    };
    assert_eq!(run.outcome().await.status(), RunStatus::Completed);
    let counts = stage.supervisor.run(id).snapshot().unwrap().child_counts;
    assert_eq!((counts.completed, counts.failed), (4, 1));
    let tried_again = stage.supervisor.run(children[2]).snapshot().unwrap();
    assert_eq!((tried_again.attempt, tried_again.attempts.len()), (2, 1));
    assert_eq!(stage.supervisor.run(children[3]).children().len(), 1);
    // Its own failures make no noise: the parent knows of them.
    assert!(stage.reporter.toasts().get_untracked().shown.is_empty());
}

#[wasm_bindgen_test]
async fn what_never_ends_is_cancelled_at_once() {
    let stage = Stage::new();
    let run = stage.start("never-ends", Params::new());
    until(&run, RunStatus::Running).await;
    assert!(run.cancel());
    assert_eq!(run.snapshot().unwrap().state.status(), RunStatus::Cancelled);
}

#[wasm_bindgen_test]
async fn what_ignores_its_cancel_goes_on_until_its_grace_is_over() {
    let stage = Stage::new();
    let run = stage.start("ignores-its-cancel", Params::new());
    until(&run, RunStatus::Running).await;
    assert!(run.cancel());
    while stage
        .supervisor
        .run(run.id())
        .log()
        .unwrap()
        .lines
        .is_empty()
    {
        gloo_timers::future::TimeoutFuture::new(5).await;
    }
    assert_eq!(
        run.snapshot().unwrap().state.status(),
        RunStatus::Cancelling
    );
    let report = stage.supervisor.shutdown(std::time::Duration::ZERO).await;
    assert_eq!(report.abandoned.len() + report.stopped.len(), 1);
}

#[wasm_bindgen_test]
async fn a_flood_reports_a_hundred_thousand_times_a_second() {
    let stage = Stage::new();
    let form = Params::new().with("seconds", 1);
    let outcome = stage.outcome("floods-progress", form).await;
    assert_eq!(outcome.status(), RunStatus::Completed);
    let run = &stage.supervisor.runs(&Default::default())[0];
    assert_eq!(run.progress.as_ref().unwrap().done, 100_000.0);
}

#[wasm_bindgen_test]
async fn a_storm_is_two_hundred_failures_of_which_none_is_lost() {
    let stage = Stage::new();
    let tasks = lab(&stage.reporter, &Pool::on_page());
    let storm = tasks
        .iter()
        .find(|task| task.id() == "error-storm")
        .unwrap();
    for params in storm.split_params(Params::new()) {
        stage.start("error-storm", params);
    }
    stage.supervisor.idle().await;
    assert_eq!(stage.supervisor.counts().failed, 200);
    assert_eq!(stage.reporter.tally().get_untracked().reported, 200);
}

/// Counts how often the modal was opened.
struct Counter(Rc<Cell<u32>>);

impl ModalDrawer for Counter {
    fn may_interrupt(&self) -> bool {
        true
    }

    fn open(&self) -> Result<(), TaskError> {
        self.0.set(self.0.get() + 1);
        Ok(())
    }

    fn withdraw(&self) {}
}

#[wasm_bindgen_test]
async fn an_error_while_showing_an_error_opens_nothing_more_and_loses_nothing() {
    let stage = Stage::new();
    let opened = Rc::new(Cell::new(0));
    let _drawer: Registration = stage.reporter.set_modal_drawer(Counter(opened.clone()));
    stage.outcome("error-while-showing", Params::new()).await;
    stage.supervisor.idle().await;
    let lines = async || {
        while stage.reporter.tally().get_untracked().reported < 2 {
            gloo_timers::future::TimeoutFuture::new(5).await;
        }
        stage.console.borrow().len()
    };
    // No toast can be drawn here, so that the console has the last word on both.
    assert!(lines().await > 0);
    assert!(opened.get() <= 1);
    assert_eq!(stage.reporter.tally().get_untracked().unshown, 0);
}
