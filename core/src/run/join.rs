//! One run for several callers who asked for the same.

use crate::{Priority, RunId, run::callbacks::Callbacks};

/// Who has joined a run, and what each of them said of it.
#[derive(Default)]
pub(crate) struct Joiners {
    joiners: Vec<Joiner>,
    next_key: u32,
}

/// Somebody who has joined a run.
struct Joiner {
    key: u32,
    priority: Priority,
    callbacks: Option<Box<Callbacks>>,
    /// The run whose body has joined.
    body: Option<RunId>,
}

/// What is left when somebody lets go.
pub(crate) enum Release {
    /// It had let go before.
    Before,
    /// The others stay.
    One {
        /// What was to be called for the one who let go.
        callbacks: Option<Box<Callbacks>>,
        /// The highest priority of those who stay, when the one who let go had a higher one.
        priority: Option<Priority>,
        /// The run whose body had joined, if it was one.
        body: Option<RunId>,
    },
    /// Nobody else is there.
    Last,
}

impl Joiners {
    /// The key of the one for whom the run was made. Its callbacks are the run's own.
    pub(crate) const FIRST: u32 = 0;

    /// The run was made for somebody of this priority.
    pub(crate) fn new(priority: Priority) -> Self {
        let mut joiners = Self::default();
        joiners.join(priority, None);
        joiners
    }

    /// One more, under the key that is returned.
    pub(crate) fn join(&mut self, priority: Priority, callbacks: Option<Box<Callbacks>>) -> u32 {
        let key = self.next_key;
        self.next_key += 1;
        self.joiners.push(Joiner {
            key,
            priority,
            callbacks,
            body: None,
        });
        key
    }

    /// The one of this key is the body of a run.
    pub(crate) fn set_body(&mut self, key: u32, run: RunId) {
        if let Some(joiner) = self.joiners.iter_mut().find(|joiner| joiner.key == key) {
            joiner.body = Some(run);
        }
    }

    /// What is to be called for those who joined later.
    pub(crate) fn callbacks(&self) -> impl Iterator<Item = &Callbacks> {
        self.joiners
            .iter()
            .filter_map(|joiner| joiner.callbacks.as_deref())
    }

    /// Somebody changes the priority, for all.
    pub(crate) fn set_priority(&mut self, priority: Priority) {
        for joiner in &mut self.joiners {
            joiner.priority = priority;
        }
    }

    /// One lets go. The last one stays all the same, to learn how the run ends.
    pub(crate) fn release(&mut self, key: u32) -> Release {
        let Some(at) = self.joiners.iter().position(|joiner| joiner.key == key) else {
            return Release::Before;
        };
        if self.joiners.len() == 1 {
            return Release::Last;
        }
        let gone = self.joiners.remove(at);
        let highest = self.joiners.iter().map(|joiner| joiner.priority).min();
        Release::One {
            callbacks: gone.callbacks,
            priority: highest.filter(|highest| *highest > gone.priority),
            body: gone.body,
        }
    }
}
