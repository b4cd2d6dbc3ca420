//! What a deck tells before it has a reporter.

use std::{
    cell::RefCell,
    collections::VecDeque,
    fmt, mem,
    rc::{Rc, Weak},
    sync::Arc,
};

use taskdeck_core::{
    ErrorHandler, Interest, RunSnapshot, Subscription, Supervisor, TaskError, Transition,
};

use super::Origin;
use crate::browser::console_error;

/// The most that is kept. What is older goes to the console.
const KEPT: usize = 1_000;

/// Keeps what a [`Reporter`](super::Reporter) is told before it has begun: a page that loads its face later begins with this,
/// which is small, and creates a [`Reporter::of`](super::Reporter::of) it with the face.
///
/// # On drop
///
/// When the last clone is dropped, errors that no reporter was told go to the console.
#[derive(Clone)]
pub struct Backlog {
    inner: Rc<RefCell<Inner>>,
}

/// What a supervisor or the page has told.
pub(super) enum Told {
    Failure(Box<RunSnapshot>, TaskError),
    Changes(Vec<Transition>),
    Report(Arc<str>, TaskError, Origin),
}

/// Receives an error with its title.
pub(super) type Receiver = Rc<dyn Fn(Arc<str>, TaskError, Origin)>;

#[derive(Default)]
struct Inner {
    changes: Option<Subscription>,
    told: VecDeque<Told>,
    ask: Option<Rc<dyn Fn()>>,
    /// Receives what is reported, once a reporter has begun.
    receiver: Option<Receiver>,
}

impl Backlog {
    /// Keeps the failures and changes of a supervisor from now on. An error handler that was set before is still called.
    #[must_use]
    pub fn new(supervisor: &Supervisor) -> Self {
        let inner = Rc::<RefCell<Inner>>::default();
        let weak = Rc::downgrade(&inner);
        let changes = supervisor
            .observe(Interest::Changes)
            .subscribe(move |changes| {
                if let Some(inner) = listening(&weak) {
                    let is_told = changes.iter().any(|change| {
                        change.run.parent.is_none() && change.run.status().is_finished()
                    });
                    add(&inner, Told::Changes(changes.to_vec()), is_told);
                }
            });
        let weak = Rc::downgrade(&inner);
        let before: Rc<RefCell<Option<ErrorHandler>>> = Rc::default();
        let earlier = before.clone();
        let replaced = supervisor.set_error_handler(move |run, error| {
            if let Some(inner) = listening(&weak) {
                let failure = Told::Failure(Box::new(run.clone()), error.clone());
                add(&inner, failure, true);
            }
            let earlier = earlier.borrow().clone();
            earlier.map_or(Ok(()), |handler| handler(run, error))
        });
        *before.borrow_mut() = replaced;
        inner.borrow_mut().changes = Some(changes);
        Self { inner }
    }

    /// Calls `ask` whenever there is something to show: an error, or a run that has ended. If a reporter is told already, it is
    /// called now.
    pub fn on_news(&self, ask: impl Fn() + 'static) {
        match self.has_ended() {
            true => ask(),
            false => self.inner.borrow_mut().ask = Some(Rc::new(ask)),
        }
    }

    /// Returns whether a reporter is told now.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.inner.borrow().receiver.is_some()
    }

    /// Reports an error. `context` is its title: what was being done.
    pub fn report(&self, error: impl Into<TaskError>, context: impl Into<Arc<str>>) {
        self.receive(context.into(), error.into(), Origin::Reported);
    }

    /// Reports an error that nothing caught.
    pub fn report_uncaught(&self, error: impl Into<TaskError>) {
        let title = "Something went wrong".into();
        self.receive(title, error.into(), Origin::Uncaught);
    }

    fn receive(&self, title: Arc<str>, error: TaskError, origin: Origin) {
        let receiver = self.inner.borrow().receiver.clone();
        match receiver {
            Some(receiver) => receiver(title, error, origin),
            None => add(&self.inner, Told::Report(title, error, origin), true),
        }
    }

    /// Returns all that was told. From now on, what is reported goes to the receiver.
    pub(super) fn end(&self, receiver: Receiver) -> VecDeque<Told> {
        let mut inner = self.inner.borrow_mut();
        inner.receiver = Some(receiver);
        inner.changes = None;
        inner.ask = None;
        mem::take(&mut inner.told)
    }

    /// Writes the errors that are kept to the console. Changes are kept.
    pub fn release(&self) {
        let told = mem::take(&mut self.inner.borrow_mut().told);
        for told in told {
            match told {
                Told::Changes(_) => self.inner.borrow_mut().told.push_back(told),
                error => write(&error),
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.told.iter().for_each(write);
    }
}

fn listening(inner: &Weak<RefCell<Inner>>) -> Option<Rc<RefCell<Inner>>> {
    inner
        .upgrade()
        .filter(|inner| inner.borrow().receiver.is_none())
}

impl fmt::Debug for Backlog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Backlog")
    }
}

fn add(inner: &RefCell<Inner>, told: Told, is_news: bool) {
    let (oldest, ask) = {
        let mut inner = inner.borrow_mut();
        inner.told.push_back(told);
        let is_full = inner.told.len() > KEPT;
        let oldest = is_full.then(|| inner.told.pop_front()).flatten();
        (oldest, inner.ask.clone().filter(|_| is_news))
    };
    oldest.iter().for_each(write);
    if let Some(ask) = ask {
        ask();
    }
}

fn write(told: &Told) {
    let (title, error) = match told {
        Told::Failure(run, error) => (&run.title, error),
        Told::Report(title, error, _) => (title, error),
        Told::Changes(_) => return,
    };
    // Where there is no console, nobody reads it.
    let _ = console_error(&format!("{title}: {}", error.message()));
}
