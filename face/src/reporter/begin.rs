//! How a reporter comes to report.

use std::{
    cell::OnceCell,
    rc::{Rc, Weak},
};

use send_wrapper::SendWrapper;
use taskdeck_core::{ErrorHandler, Interest, Supervisor};

use super::{
    Backlog, ConsoleWriter, Reporter,
    backlog::Told,
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
        listen(&inner, supervisor);
        let weak = Rc::downgrade(&inner);
        let told = backlog.end(Rc::new(move |title, error, origin| {
            if let Some(inner) = weak.upgrade() {
                inner.receive(title, error, origin);
            }
        }));
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

fn listen(inner: &Rc<Inner>, supervisor: &Supervisor) {
    let weak: Weak<Inner> = Rc::downgrade(inner);
    let subscription = supervisor.observe(Interest::Changes).subscribe({
        let weak = weak.clone();
        move |changes| {
            if let Some(inner) = weak.upgrade() {
                inner.changed(changes);
            }
        }
    });
    // Set only here, so it cannot be taken.
    let _ = inner.listener.set(subscription);

    let before: Rc<OnceCell<ErrorHandler>> = Rc::default();
    let earlier = before.clone();
    let replaced = supervisor.set_error_handler(move |run, error| {
        if let Some(inner) = weak.upgrade() {
            inner.failed(run, error);
        }
        match earlier.get() {
            Some(handler) => handler(run, error),
            None => Ok(()),
        }
    });
    if let Some(handler) = replaced {
        let _ = before.set(handler);
    }
}
