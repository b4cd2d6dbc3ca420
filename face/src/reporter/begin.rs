//! How a reporter comes to report.

use std::{
    rc::{Rc, Weak},
    sync::Arc,
};

use send_wrapper::SendWrapper;
use taskdeck_core::{RunSnapshot, Supervisor, TaskError, Transition};

use super::{
    Backlog, ConsoleWriter, Origin, Reporter,
    backlog::{Receiver, Told},
    channels::Channels,
    front::{Begun, Front},
    inner::Inner,
    state::State,
};
use crate::browser::console_error;

impl Reporter {
    /// Creates the reporter of a supervisor. From now on it receives failures and status changes.
    /// An error handler that was set before is still called.
    #[must_use]
    pub fn new(supervisor: &Supervisor) -> Self {
        Self::with_console(supervisor, Rc::new(console_error))
    }

    /// Like [`new`](Self::new), with `console` instead of the browser's console.
    #[must_use]
    pub fn with_console(supervisor: &Supervisor, console: ConsoleWriter) -> Self {
        let reporter = Self::waiting(supervisor);
        reporter.begin_with(console);
        reporter.release();
        reporter
    }

    /// Like [`new`](Self::new), but keeps what it is told until a face is there that can show it.
    #[must_use]
    pub fn waiting(supervisor: &Supervisor) -> Self {
        Self::of(Backlog::new(supervisor), supervisor)
    }

    /// Like [`waiting`](Self::waiting), with a backlog of the supervisor in which something may be kept already.
    #[must_use]
    pub fn of(backlog: Backlog, supervisor: &Supervisor) -> Self {
        Self {
            front: SendWrapper::new(Rc::new(Front::new(supervisor, backlog))),
        }
    }

    /// Begins to report, unless it has begun. The errors that were kept wait until [`release`](Self::release). A face does
    /// both by itself.
    pub fn begin(&self) {
        self.begin_with(Rc::new(console_error));
    }

    /// Like [`begin`](Self::begin), with `console` instead of the browser's console.
    pub fn begin_with(&self, console: ConsoleWriter) {
        if self.front.begun.get().is_some() {
            return;
        }
        let Front {
            supervisor,
            signals,
            texts,
            backlog,
            begun,
        } = &**self.front;
        let state = State::new(Channels::new(console));
        let inner = Rc::new(Inner::new(
            supervisor,
            state,
            signals.clone(),
            texts.clone(),
        ));
        let told = backlog.end(Rc::new(Rc::downgrade(&inner)));
        let _ = begun.set(Begun {
            inner: Box::new(inner.clone()),
            reset: |reporter| {
                let inner = reporter.inner();
                {
                    let mut state = inner.state.borrow_mut();
                    state.breaker.reset();
                    state.budget.reset();
                }
                inner.set(&inner.signals.modal_off, false);
                inner.poke();
            },
            announce: |reporter, text| {
                let inner = reporter.inner();
                let now = inner.world.now();
                inner.state.borrow_mut().milestones.say(text, now);
                inner.poke();
            },
        });
        self.wait_for_face();
        for told in told {
            match told {
                Told::Failure(run, error) => inner.failed(&run, &error),
                Told::Changes(changes) => inner.changed(&changes),
                Told::Report(context, error, origin) => inner.receive(context, error, origin),
            }
        }
    }

    /// Writes the errors that are kept to the console: what would show them cannot be loaded.
    pub fn give_up(&self) {
        self.front.backlog.release();
    }

    pub(super) fn inner(&self) -> &Rc<Inner> {
        self.begin();
        // `begin` has set it.
        let begun = self.front.begun.get();
        begun.expect("a reporter has begun").inner()
    }
}

/// The supervisor may outlive the reporter, which then is told nothing.
impl Receiver for Weak<Inner> {
    fn failed(&self, run: &RunSnapshot, error: &TaskError) {
        if let Some(inner) = self.upgrade() {
            inner.failed(run, error);
        }
    }

    fn changed(&self, changes: &[Transition]) {
        if let Some(inner) = self.upgrade() {
            inner.changed(changes);
        }
    }

    fn reported(&self, title: Arc<str>, error: TaskError, origin: Origin) {
        if let Some(inner) = self.upgrade() {
            inner.receive(title, error, origin);
        }
    }
}
