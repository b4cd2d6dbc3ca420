//! What is reported before a face is there that could show it.

use std::{fmt, rc::Rc, sync::Arc};

use taskdeck_core::{TaskError, Transition};

use super::{Origin, Reporter, inner::Inner};

/// The errors that wait for a face, and the function that asks for one.
pub(crate) struct Waiting {
    ask: Rc<dyn Fn()>,
    errors: Vec<(Arc<str>, TaskError, Origin)>,
}

impl Reporter {
    /// Keeps errors and announcements for a face that is not loaded yet. `ask` is called whenever there is something to
    /// show: an error, or a run that has ended. [`release`](Self::release) ends the wait.
    pub fn wait_for_face(&self, ask: impl Fn() + 'static) {
        let ask = Rc::new(ask);
        let mut state = self.inner.state.borrow_mut();
        // What another waits for already goes on waiting.
        let before = state.waiting.take();
        let errors = before.map(|before| before.errors).unwrap_or_default();
        state.waiting = Some(Waiting { ask, errors });
    }

    /// Shows what was kept. Without a face, errors go down the chain to the console.
    pub fn release(&self) {
        let waiting = self.inner.state.borrow_mut().waiting.take();
        let Some(waiting) = waiting else {
            return;
        };
        let now = self.inner.world.now();
        self.inner.state.borrow_mut().milestones.postpone(now);
        for (title, error, origin) in waiting.errors {
            self.inner.receive(title, error, origin);
        }
        self.inner.poke();
    }
}

impl Inner {
    /// Keeps an error if a face is waited for. Returns it otherwise.
    pub(super) fn keep_for_face(
        &self,
        title: Arc<str>,
        error: TaskError,
        origin: Origin,
    ) -> Option<(Arc<str>, TaskError, Origin)> {
        {
            let mut state = self.state.borrow_mut();
            let Some(waiting) = &mut state.waiting else {
                return Some((title, error, origin));
            };
            waiting.errors.push((title, error, origin));
        }
        self.ask_for_face();
        None
    }

    /// Asks for a face if one is waited for and a run has ended that is announced.
    pub(super) fn ask_at_ends(&self, changes: &[Transition]) {
        let is_told =
            |change: &Transition| change.run.parent.is_none() && change.run.status().is_finished();
        if changes.iter().any(is_told) {
            self.ask_for_face();
        }
    }

    fn ask_for_face(&self) {
        let waiting = self
            .state
            .borrow()
            .waiting
            .as_ref()
            .map(|waiting| waiting.ask.clone());
        if let Some(ask) = waiting {
            // If the page throws, the errors wait for the next one.
            let _ = self.fenced(move || {
                ask();
                Ok(())
            });
        }
    }
}

impl fmt::Debug for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waiting({} errors)", self.errors.len())
    }
}
