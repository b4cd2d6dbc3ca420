//! What a deck tells before it has a reporter.

use std::{
    cell::{OnceCell, RefCell},
    collections::VecDeque,
    fmt, mem,
    rc::Rc,
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

/// Is told everything once a reporter has begun.
pub(super) trait Receiver {
    fn failed(&self, run: &RunSnapshot, error: &TaskError);
    fn changed(&self, changes: &[Transition]);
    fn reported(&self, title: Arc<str>, error: TaskError, origin: Origin);
}

#[derive(Default)]
struct Inner {
    changes: Option<Subscription>,
    told: VecDeque<Told>,
    ask: Option<Rc<dyn Fn()>>,
    receiver: Option<Rc<dyn Receiver>>,
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
                if let Some(inner) = weak.upgrade() {
                    changed(&inner, changes);
                }
            });
        let weak = Rc::downgrade(&inner);
        let before: Rc<OnceCell<ErrorHandler>> = Rc::default();
        let earlier = before.clone();
        let replaced = supervisor.set_error_handler(move |run, error| {
            if let Some(inner) = weak.upgrade() {
                failed(&inner, run, error);
            }
            match earlier.get() {
                Some(handler) => handler(run, error),
                None => Ok(()),
            }
        });
        if let Some(handler) = replaced {
            let _ = before.set(handler);
        }
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
        match receiver(&self.inner) {
            Some(receiver) => receiver.reported(title, error, origin),
            None => add(&self.inner, Told::Report(title, error, origin), true),
        }
    }

    /// Returns all that was told. From now on, the receiver is told.
    pub(super) fn end(&self, receiver: Rc<dyn Receiver>) -> VecDeque<Told> {
        let mut inner = self.inner.borrow_mut();
        inner.receiver = Some(receiver);
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

fn receiver(inner: &RefCell<Inner>) -> Option<Rc<dyn Receiver>> {
    inner.borrow().receiver.clone()
}

fn changed(inner: &RefCell<Inner>, changes: &[Transition]) {
    if let Some(receiver) = receiver(inner) {
        return receiver.changed(changes);
    }
    let is_end =
        |change: &Transition| change.run.parent.is_none() && change.run.status().is_finished();
    let is_news = changes.iter().any(is_end);
    add(inner, Told::Changes(changes.to_vec()), is_news);
}

fn failed(inner: &RefCell<Inner>, run: &RunSnapshot, error: &TaskError) {
    match receiver(inner) {
        Some(receiver) => receiver.failed(run, error),
        None => add(
            inner,
            Told::Failure(Box::new(run.clone()), error.clone()),
            true,
        ),
    }
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
    // Without a console there is no other place.
    let _ = console_error(&format!("{title}: {}", error.message()));
}
