//! What a deck tells before it has a reporter.

use std::{
    cell::{Cell, RefCell},
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

/// Keeps what a [`Reporter`](super::Reporter) is told before it has begun.
///
/// # On drop
///
/// Errors that no reporter was told go to the console.
pub(crate) struct Backlog {
    inner: Rc<RefCell<Inner>>,
    changes: Cell<Option<Subscription>>,
}

/// What a supervisor or the page has told.
pub(super) enum Told {
    Failure(Box<RunSnapshot>, TaskError),
    Changes(Vec<Transition>),
    Report(Arc<str>, TaskError, Origin),
}

#[derive(Default)]
struct Inner {
    told: VecDeque<Told>,
    ask: Option<Rc<dyn Fn()>>,
    /// Whether a reporter is told now.
    has_ended: bool,
}

impl Backlog {
    /// Keeps the failures and changes of a supervisor from now on. An error handler that was set before is still called.
    pub(super) fn new(supervisor: &Supervisor) -> Self {
        let inner = Rc::<RefCell<Inner>>::default();
        let weak = Rc::downgrade(&inner);
        let changes = supervisor
            .observe(Interest::Changes)
            .subscribe(move |changes| {
                if let Some(inner) = weak.upgrade() {
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
            if let Some(inner) = weak.upgrade() {
                let failure = Told::Failure(Box::new(run.clone()), error.clone());
                add(&inner, failure, true);
            }
            let earlier = earlier.borrow().clone();
            earlier.map_or(Ok(()), |handler| handler(run, error))
        });
        *before.borrow_mut() = replaced;
        Self {
            inner,
            changes: Cell::new(Some(changes)),
        }
    }

    /// Calls `ask` whenever there is something to show: an error, or a run that has ended.
    pub(super) fn on_news(&self, ask: impl Fn() + 'static) {
        self.inner.borrow_mut().ask = Some(Rc::new(ask));
    }

    /// Keeps an error that was reported.
    pub(super) fn report(&self, error: TaskError, context: Arc<str>, origin: Origin) {
        add(&self.inner, Told::Report(context, error, origin), true);
    }

    /// Returns all that was told. Nothing is kept from now on.
    pub(super) fn end(&self) -> VecDeque<Told> {
        self.changes.take();
        let ended = Inner {
            has_ended: true,
            ..Inner::default()
        };
        self.inner.replace(ended).told
    }

    /// Writes the errors that are kept to the console. Changes are kept.
    pub(super) fn release(&self) {
        let told = mem::take(&mut self.inner.borrow_mut().told);
        for told in told {
            match told {
                Told::Changes(_) => self.inner.borrow_mut().told.push_back(told),
                error => write(&error),
            }
        }
    }
}

impl Drop for Backlog {
    fn drop(&mut self) {
        self.release();
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
        if inner.has_ended {
            return;
        }
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
