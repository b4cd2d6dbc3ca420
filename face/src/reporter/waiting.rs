//! What is reported before what draws it is there.

use std::{fmt, sync::Arc};

use taskdeck_core::TaskError;

use super::{Origin, Reporter, inner::Inner};

/// The errors that wait for what draws them.
#[derive(Default)]
pub(crate) struct Waiting {
    errors: Vec<(Arc<str>, TaskError, Origin)>,
}

impl Reporter {
    /// Keeps errors and announcements until [`release`](Self::release): what draws them is not on the page yet.
    pub(super) fn wait_for_face(&self) {
        let mut state = self.inner().state.borrow_mut();
        // What another waits for already goes on waiting.
        state.waiting.get_or_insert_default();
    }

    /// Shows what was kept. Without a face, errors go down the chain to the console.
    pub fn release(&self) {
        let waiting = self.inner().state.borrow_mut().waiting.take();
        let Some(waiting) = waiting else {
            return;
        };
        let now = self.inner().world.now();
        self.inner().state.borrow_mut().milestones.postpone(now);
        for (title, error, origin) in waiting.errors {
            self.inner().receive(title, error, origin);
        }
        self.inner().poke();
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
        let mut state = self.state.borrow_mut();
        let Some(waiting) = &mut state.waiting else {
            return Some((title, error, origin));
        };
        waiting.errors.push((title, error, origin));
        None
    }
}

impl fmt::Debug for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waiting({} errors)", self.errors.len())
    }
}
