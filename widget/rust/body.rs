//! A body that is a JavaScript function: a future that JavaScript settles.

use std::{
    cell::{Cell, RefCell},
    fmt,
    future::Future,
    mem,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use taskdeck_core::{Output, RunContext, RunHandle, RunId, TaskError};
use wasm_bindgen::JsValue;

use super::{host::Host, key};

/// The state that the core of a deck shares with its bodies.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) host: Host,
    /// The attempts under way, each at the index of its run.
    attempts: RefCell<Vec<Option<Rc<Attempt>>>>,
    /// The runs that bodies have started, with the handles that wait for their ends, each at the index of its id.
    children: RefCell<Vec<Vec<RunHandle<Output>>>>,
    /// The same runs, each at the index of the run whose body has started it.
    started: RefCell<Vec<Vec<RunId>>>,
}

/// An attempt under way.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) ctx: RunContext,
    end: RefCell<Option<Result<(), TaskError>>>,
    waker: RefCell<Option<Waker>>,
    settled: Cell<bool>,
}

/// A JavaScript function and its options. The reference is dropped when no run can call the function any more.
#[derive(Debug)]
pub(super) struct Function {
    shared: Rc<Shared>,
    body: JsValue,
}

impl Function {
    pub(super) fn new(shared: &Rc<Shared>, body: JsValue) -> Rc<Self> {
        let shared = shared.clone();
        Rc::new(Self { shared, body })
    }

    /// Returns a future that calls the function for one attempt of a run.
    pub(super) fn body(self: &Rc<Self>, ctx: RunContext) -> JsBody {
        JsBody {
            function: self.clone(),
            attempt: Rc::new(Attempt {
                ctx,
                end: RefCell::default(),
                waker: RefCell::default(),
                settled: Cell::default(),
            }),
            begun: false,
        }
    }
}

/// One call of a function, for one attempt of a run.
pub(super) struct JsBody {
    function: Rc<Function>,
    attempt: Rc<Attempt>,
    begun: bool,
}

impl Future for JsBody {
    // The output of a task, also of a body without one: what handles values is compiled for one type.
    type Output = Result<Output, TaskError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        *self.attempt.waker.borrow_mut() = Some(context.waker().clone());
        if !self.begun {
            self.begun = true;
            let shared = &self.function.shared;
            let ctx = &self.attempt.ctx;
            drop(shared.replace(ctx.id(), Some(self.attempt.clone())));
            let (run, attempt) = (key::of(ctx.id()), ctx.attempt());
            shared.host.begin(run, &self.function.body, attempt);
        }
        match self.attempt.end.borrow_mut().take() {
            Some(end) => Poll::Ready(end.map(|()| Output::none())),
            None => Poll::Pending,
        }
    }
}

impl Drop for JsBody {
    fn drop(&mut self) {
        if !self.begun {
            return;
        }
        let shared = &self.function.shared;
        let (id, number) = (self.attempt.ctx.id(), self.attempt.ctx.attempt());
        let is_own = |attempt: &Rc<Attempt>| Rc::ptr_eq(attempt, &self.attempt);
        if shared
            .attempt_at(id)
            .is_some_and(|attempt| is_own(&attempt))
        {
            drop(shared.replace(id, None));
        }
        if !self.attempt.settled.get() {
            shared.host.dropped(key::of(id), number);
        }
    }
}

impl Attempt {
    /// Ends the attempt. Only the first end counts.
    pub(super) fn settle(&self, end: Result<(), TaskError>) {
        if !self.settled.replace(true) {
            *self.end.borrow_mut() = Some(end);
            let waker = self.waker.borrow_mut().take();
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }
}

impl Shared {
    pub(super) fn new(host: Host) -> Rc<Self> {
        Rc::new(Self {
            host,
            attempts: RefCell::default(),
            children: RefCell::default(),
            started: RefCell::default(),
        })
    }

    /// Drops the handles of the children of a run that has ended.
    pub(super) fn drop_children(&self, parent: RunId) {
        let mut dropped = Vec::new();
        for run in mem::take(place(&mut self.started.borrow_mut(), parent)) {
            let mut children = self.children.borrow_mut();
            let here = place(&mut children, run);
            if let Some(at) = here.iter().position(|child| child.id() == run) {
                dropped.push(here.swap_remove(at));
            }
        }
        drop(dropped);
    }

    /// Keeps the handle of a run that the body of another has started.
    pub(super) fn add_child(&self, parent: RunId, run: RunHandle<Output>) {
        place(&mut self.started.borrow_mut(), parent).push(run.id());
        place(&mut self.children.borrow_mut(), run.id()).push(run);
    }

    /// Notes that the end of a run is awaited which the body of another has started.
    pub(super) fn mark_awaited(&self, run: RunId) {
        let children = self.children.borrow();
        let mut here = children.get(index(run)).into_iter().flatten();
        if let Some(child) = here.find(|child| child.id() == run) {
            drop(child.wait());
        }
    }

    /// Returns the attempt of this number, while it is under way.
    pub(super) fn attempt(&self, run: f64, number: u32) -> Option<Rc<Attempt>> {
        let run = key::run(run);
        let attempt = self.attempt_at(run)?;
        (attempt.ctx.id() == run && attempt.ctx.attempt() == number).then_some(attempt)
    }

    fn attempt_at(&self, run: RunId) -> Option<Rc<Attempt>> {
        self.attempts.borrow().get(index(run))?.clone()
    }

    /// Puts an attempt, or none, to the index of a run, and returns the one before.
    fn replace(&self, run: RunId, attempt: Option<Rc<Attempt>>) -> Option<Rc<Attempt>> {
        mem::replace(place(&mut self.attempts.borrow_mut(), run), attempt)
    }
}

/// Returns the index of a run. No two runs that are kept have the same.
fn index(run: RunId) -> usize {
    run.as_u64() as u32 as usize
}

/// Returns the place at the index of a run.
fn place<V: Default>(of: &mut Vec<V>, run: RunId) -> &mut V {
    let index = index(run);
    while of.len() <= index {
        of.push(V::default());
    }
    &mut of[index]
}

impl fmt::Debug for JsBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("JsBody")
            .field(&self.attempt.ctx.id())
            .finish()
    }
}
