//! Panics wherever code of others runs, in a real browser: real traps, which unwind nothing.
#![cfg(target_arch = "wasm32")]

use std::{
    cell::{Cell, RefCell},
    future::pending,
    rc::Rc,
    time::Duration,
};

use futures_util::StreamExt;
use gloo_timers::future::TimeoutFuture;
use reactive_graph::{
    computed::ArcMemo,
    effect::ImmediateEffect,
    graph::{Observer, untrack},
    owner::Owner,
    signal::ArcRwSignal,
    traits::Get,
};
use taskdeck::{
    CancelReason, Config, ErrorKind, Limit, Outcome, Retry, RunContext, RunHandle, RunOptions,
    RunStatus, StatusItem, Supervisor, TaskError,
    browser::{BrowserWorld, install_panic_hook},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

struct Stage {
    supervisor: Supervisor,
    /// A run that goes on, whatever happens beside it.
    other: RunHandle<()>,
    reported: Rc<Cell<u32>>,
}

impl Stage {
    async fn new() -> Self {
        install_panic_hook();
        let config = Config::default().with_slots(2);
        let supervisor = Supervisor::new(config);
        let reported = Rc::new(Cell::new(0));
        let count = reported.clone();
        let body = async move |ctx: RunContext| -> Result<(), TaskError> {
            loop {
                count.set(count.get() + 1);
                ctx.progress(count.get(), 1_000_000);
                ctx.sleep(Duration::from_millis(1)).await?;
            }
        };
        let other = supervisor.spawn("Goes on", body).unwrap();
        until(|| reported.get() > 0).await;
        let stage = Self {
            supervisor,
            other,
            reported,
        };
        stage.stands().await;
        stage
    }

    /// Everything is as it should be: the other run goes on, the second slot is free, a new run ends, and
    /// Leptos knows of no owner and no observer.
    async fn stands(&self) {
        let before = self.reported.get();
        until(|| self.reported.get() > before).await;
        let status = self.supervisor.status(self.other.id());
        assert_eq!(status, Some(RunStatus::Running));
        let next = self.supervisor.spawn("Next", async |_| Ok(7)).unwrap();
        assert_eq!(next.outcome().await, Outcome::Completed(7));
        until(|| self.supervisor.main_lane().taken == 1).await;
        assert_eq!(Owner::current(), None);
        assert!(Observer::get().is_none());
    }

    /// Runs this body, and returns the message of the panic that ends it.
    async fn panics_with(
        &self,
        body: impl AsyncFnOnce(RunContext) -> Result<(), TaskError> + 'static,
    ) -> String {
        let run = self
            .supervisor
            .spawn("Panics", move |ctx| async move { body(ctx).await })
            .unwrap();
        let message = panicked(run.outcome().await);
        self.stands().await;
        message
    }
}

trait WithSlots {
    fn with_slots(self, slots: usize) -> Self;
}

impl WithSlots for Config {
    fn with_slots(mut self, slots: usize) -> Self {
        self.concurrency = Limit::at_most(slots).unwrap();
        self
    }
}

fn panicked<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    let Outcome::Failed(error) = outcome else {
        panic!("{outcome:?} is no failure");
    };
    assert_eq!(error.kind(), ErrorKind::Panic);
    error.message().to_owned()
}

/// Resolves when it is so; the test's own time is the limit.
async fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        TimeoutFuture::new(1).await;
    }
}

/// Panics when it is dropped.
struct Bomb;

impl Bomb {
    /// Makes a closure own it.
    fn touch(&self) {}
}

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("in a drop");
    }
}

#[wasm_bindgen_test]
async fn in_the_first_poll_it_has_its_message_and_its_place() {
    let stage = Stage::new().await;
    let message = stage
        .panics_with(async |_| panic!("at once, {}", 1 + 1))
        .await;
    let place = message.strip_prefix("at once, 2 (at tests/panics.rs:");
    assert!(place.is_some_and(|place| place.ends_with(')')), "{message}");
}

#[wasm_bindgen_test]
async fn in_a_later_poll() {
    let stage = Stage::new().await;
    let body = async |ctx: RunContext| {
        ctx.sleep(Duration::from_millis(2)).await?;
        ctx.yield_now().await;
        let none: [u8; 0] = [];
        let index = std::hint::black_box(7);
        Err(TaskError::new(format!("{} is not there", none[index])))
    };
    let message = stage.panics_with(body).await;
    assert!(message.starts_with("index out of bounds"), "{message}");
}

#[wasm_bindgen_test]
async fn in_a_child_it_fails_the_parent_and_nobody_else() {
    let stage = Stage::new().await;
    let body = async |ctx: RunContext| {
        let child = async |_: RunContext| -> Result<(), TaskError> { panic!("a child") };
        ctx.spawn("Child", child)?;
        Ok(())
    };
    let run = stage.supervisor.spawn("Parent", body).unwrap();
    let id = run.id();
    assert!(matches!(run.outcome().await, Outcome::Failed(_)));
    let child = stage
        .supervisor
        .run(stage.supervisor.children(id)[0])
        .unwrap();
    assert_eq!(child.error().unwrap().kind(), ErrorKind::Panic);
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn in_a_parent_it_cancels_the_children() {
    let stage = Stage::new().await;
    let child = Rc::new(Cell::new(None));
    let spawned = child.clone();
    let message = stage
        .panics_with(async move |ctx: RunContext| {
            let endless = async |_: RunContext| pending::<Result<(), TaskError>>().await;
            spawned.set(Some(ctx.spawn("Child", endless)?.id()));
            ctx.yield_now().await;
            panic!("a parent")
        })
        .await;
    assert!(message.starts_with("a parent"), "{message}");
    let child = stage.supervisor.run(child.get().unwrap()).unwrap();
    assert_eq!(child.cancel_reason(), Some(&CancelReason::Parent));
}

#[wasm_bindgen_test]
async fn with_a_cell_borrowed_the_cell_stays_so_and_nothing_else() {
    let stage = Stage::new().await;
    let cell = Rc::new(RefCell::new(0));
    for said in ["while it is borrowed", "already borrowed"] {
        let cell = cell.clone();
        let message = stage
            .panics_with(async move |_| {
                let _held = cell.borrow_mut();
                panic!("while it is borrowed")
            })
            .await;
        assert!(message.contains(said), "{message}");
    }
}

#[wasm_bindgen_test]
async fn deep_in_memos_and_owners_they_are_put_back() {
    let stage = Stage::new().await;
    let message = stage
        .panics_with(async |_| {
            let source = ArcRwSignal::new(0);
            let inner = ArcMemo::new(move |_| match source.get() {
                0 => panic!("in a memo"),
                other => other,
            });
            let outer = ArcMemo::new(move |_| inner.get());
            Owner::new().with(|| outer.get());
            Ok(())
        })
        .await;
    assert!(message.starts_with("in a memo"), "{message}");
    // A body that ends well may leave an owner behind too.
    let run = stage.supervisor.spawn("Leaves an owner", async |_| {
        Owner::new().set();
        Ok(())
    });
    assert_eq!(run.unwrap().outcome().await, Outcome::Completed(()));
    stage.stands().await;
}

#[wasm_bindgen_test]
fn an_owner_and_an_observer_that_were_there_are_there_again() {
    install_panic_hook();
    let world = BrowserWorld::shared();
    let owner = Owner::new();
    owner.with(|| {
        let trap = world.call(Box::new(|| {
            Owner::new().set();
            panic!("with another owner")
        }));
        assert!(trap.unwrap_err().message.starts_with("with another owner"));
        assert_eq!(Owner::current().as_ref(), Some(&owner));
    });
    let memo = ArcMemo::new(move |_| {
        let world = BrowserWorld::shared();
        let before = Observer::get();
        assert!(before.is_some());
        let seen = Rc::new(Cell::new(true));
        let inside = seen.clone();
        let trap = world.call(Box::new(move || {
            inside.set(Observer::get().is_some());
            panic!("in a memo")
        }));
        assert!(trap.is_err());
        assert!(!seen.get(), "a body is not the observer's own code");
        assert!(Observer::get() == before);
        7
    });
    assert_eq!(untrack(|| memo.get()), 7);
    assert_eq!(Owner::current(), None);
    assert!(Observer::get().is_none());
}

#[wasm_bindgen_test]
async fn one_fence_inside_another_catches_its_own() {
    let stage = Stage::new().await;
    let world = BrowserWorld::shared();
    let message = stage
        .panics_with(async move |_| {
            let inner = world.call(Box::new(|| panic!("the inner one")));
            assert!(inner.unwrap_err().message.starts_with("the inner one"));
            panic!("the outer one")
        })
        .await;
    assert!(message.starts_with("the outer one"), "{message}");
}

#[wasm_bindgen_test]
async fn in_callbacks_it_changes_no_outcome() {
    let stage = Stage::new().await;
    let options = || {
        RunOptions::<u8>::new("Told")
            .on_start(|_| panic!("on_start"))
            .on_progress(|_, _| panic!("on_progress"))
            .on_error(|_, _| panic!("on_error"))
            .on_cancel(|_, _| panic!("on_cancel"))
    };
    let works = async |ctx: RunContext| {
        ctx.progress(1, 2);
        ctx.sleep(Duration::from_millis(2)).await?;
        Ok(1_u8)
    };
    let run = stage.supervisor.spawn_with(options(), works).unwrap();
    assert_eq!(run.outcome().await, Outcome::Completed(1));
    stage.stands().await;

    let told = options().on_complete(|_, _| panic!("on_complete"));
    let run = stage.supervisor.spawn_with(told, works).unwrap();
    let id = run.id();
    run.wait().await;
    assert_eq!(stage.supervisor.status(id), Some(RunStatus::Completed));
    stage.stands().await;

    let fails = async |_: RunContext| Err(TaskError::new("no"));
    let run = stage.supervisor.spawn_with(options(), fails).unwrap();
    assert_eq!(run.outcome().await, Outcome::Failed(TaskError::new("no")));
    stage.stands().await;

    let endless = async |_: RunContext| pending().await;
    let run = stage.supervisor.spawn_with(options(), endless).unwrap();
    until(|| stage.supervisor.status(run.id()) == Some(RunStatus::Running)).await;
    assert!(run.cancel());
    assert!(matches!(run.outcome().await, Outcome::Cancelled(_)));
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn in_a_listener_and_in_the_error_handler_the_others_are_told() {
    let stage = Stage::new().await;
    let told = Rc::new(Cell::new(0));
    let count = told.clone();
    let _bad = stage.supervisor.on_change(|_| panic!("a listener"));
    let _good = stage
        .supervisor
        .on_change(move |_| count.set(count.get() + 1));
    let handled = Rc::new(Cell::new(0));
    let count = handled.clone();
    stage.supervisor.set_error_handler(move |_, _| {
        count.set(count.get() + 1);
        panic!("the error handler")
    });
    for round in 1..=3 {
        let before = told.get();
        let message = stage.panics_with(async |_| panic!("the body")).await;
        assert!(message.starts_with("the body"), "{message}");
        until(|| handled.get() == round && told.get() > before).await;
    }
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn in_a_reader_of_the_stream_of_changes() {
    let stage = Stage::new().await;
    let mut changes = stage.supervisor.changes();
    let mut others = stage.supervisor.changes();
    let message = stage
        .panics_with(async move |_| match changes.next().await {
            Some(StatusItem::Change(change)) => panic!("read {:?}", change.run.status()),
            _ => Ok(()),
        })
        .await;
    assert!(message.starts_with("read "), "{message}");
    // Nobody reads the first one any more, and the second one is told of everything.
    let first = others.next().await;
    assert!(matches!(first, Some(StatusItem::Change(_))), "{first:?}");
}

#[wasm_bindgen_test]
async fn in_a_subscriber_of_a_signal() {
    let stage = Stage::new().await;
    let overview = stage.supervisor.overview();
    let watch = stage.other.watch().unwrap();
    let armed = Rc::new(Cell::new(false));
    // Runs inside of the very `set` that the supervisor does.
    let follow = |read: Box<dyn Fn()>| {
        let armed = armed.clone();
        let inside = send_wrapper::SendWrapper::new((armed, read));
        ImmediateEffect::new(move || {
            let (armed, read) = &*inside;
            read();
            assert!(!armed.get(), "a subscriber");
        })
    };
    let _overview = follow(Box::new(move || {
        let _ = overview.get();
    }));
    let _run = follow(Box::new(move || {
        let _ = watch.get();
    }));
    armed.set(true);
    let run = stage.supervisor.spawn("Changes it", async |_| Ok(()));
    assert_eq!(run.unwrap().outcome().await, Outcome::Completed(()));
    stage.stands().await;
    armed.set(false);
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn in_the_drop_of_a_cancelled_body() {
    let stage = Stage::new().await;
    let body = async |_: RunContext| {
        let _bomb = Bomb;
        pending::<Result<(), TaskError>>().await
    };
    let run = stage.supervisor.spawn("Drops badly", body).unwrap();
    until(|| stage.supervisor.status(run.id()) == Some(RunStatus::Running)).await;
    assert!(run.cancel());
    assert!(matches!(run.outcome().await, Outcome::Cancelled(_)));
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn in_the_drop_of_a_value_that_nobody_asks_for() {
    let stage = Stage::new().await;
    let id = stage
        .supervisor
        .spawn("Returns it", async |_| Ok(Bomb))
        .unwrap()
        .id();
    until(|| stage.supervisor.status(id) == Some(RunStatus::Completed)).await;
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn in_the_drop_of_what_a_callback_owns() {
    let stage = Stage::new().await;
    let bomb = Bomb;
    let options = RunOptions::new("Told").on_start(move |_| bomb.touch());
    let run = stage.supervisor.spawn_with(options, async |_| Ok(()));
    let id = run.unwrap().id();
    until(|| stage.supervisor.status(id) == Some(RunStatus::Completed)).await;
    stage.supervisor.clear_finished();
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn in_the_condition_of_a_retry_it_means_no() {
    let stage = Stage::new().await;
    let retry = Retry::new(3).when(|_| panic!("cannot decide"));
    let options = RunOptions::new("Tries").retry(retry);
    let body = async |_: RunContext| Err::<(), _>(TaskError::new("no"));
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    let id = run.id();
    assert_eq!(run.outcome().await, Outcome::Failed(TaskError::new("no")));
    assert_eq!(stage.supervisor.run(id).unwrap().attempt, 1);
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn of_a_body_it_is_retried_like_any_failure() {
    let stage = Stage::new().await;
    let options = RunOptions::new("Tries").retry(Retry::new(1).delay(Duration::from_millis(1)));
    let body = async |ctx: RunContext| {
        assert!(ctx.attempt() > 1, "the first attempt");
        Ok("the second")
    };
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    assert_eq!(run.outcome().await, Outcome::Completed("the second"));
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn a_body_that_calls_itself_for_ever_overflows_its_stack_and_no_other() {
    #[expect(unconditional_recursion, reason = "that is what it is for")]
    fn deeper(depth: u64) -> u64 {
        let frame = std::hint::black_box([depth; 16]);
        deeper(frame[3] + 1) + std::hint::black_box(frame)[7]
    }
    let stage = Stage::new().await;
    for _ in 0..3 {
        let message = stage
            .panics_with(async |_| Err(TaskError::new(deeper(1).to_string())))
            .await;
        assert!(message.starts_with("stack overflow"), "{message}");
    }
}

#[wasm_bindgen_test]
async fn what_javascript_throws_into_a_body_is_caught_too() {
    let stage = Stage::new().await;
    let make = "return new Proxy({}, { ownKeys() { throw new TypeError('thrown by the page'); } })";
    let bad = js_sys::Function::new_no_args(make);
    let message = stage
        .panics_with(async move |_| {
            let bad: js_sys::Object = bad.call0(&bad).unwrap().unchecked_into();
            // Declared as what never throws: it goes through the body as a trap does.
            Err(TaskError::new(format!(
                "{} keys",
                js_sys::Object::keys(&bad).length()
            )))
        })
        .await;
    assert!(message.contains("thrown by the page"), "{message}");
}
