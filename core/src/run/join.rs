//! Callers who have joined a run.

use crate::{Priority, RunId, run::callbacks::Callbacks};

/// The callers that joined a run, each with what it has set. A run has none until a second caller joins.
#[derive(Default)]
pub(crate) struct Joiners {
    joiners: Vec<Joiner>,
    next_key: u32,
}

/// A caller that joined a run.
struct Joiner {
    key: u32,
    priority: Priority,
    callbacks: Option<Box<Callbacks>>,
    /// The run whose body is the caller.
    body: Option<RunId>,
}

/// What follows when a caller releases a run.
pub(crate) enum Release {
    /// Nothing: the caller had released it before.
    Before,
    /// Other callers are left.
    One {
        /// The callbacks of the caller.
        callbacks: Option<Box<Callbacks>>,
        /// The highest priority of the other callers, if the caller had a higher one.
        priority: Option<Priority>,
        /// The run whose body is the caller.
        body: Option<RunId>,
    },
    /// No other caller is left.
    Last,
}

impl Joiners {
    /// The key of the caller for whom the run was made. Its callbacks are the run's own.
    pub(crate) const FIRST: u32 = 0;

    /// Creates the list for a run that was made with this priority.
    pub(crate) fn new(priority: Priority) -> Self {
        let mut joiners = Self::default();
        joiners.join(priority, None);
        joiners
    }

    /// Adds a caller, under the key that is returned.
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

    /// Notes that the caller under this key is the body of a run.
    pub(crate) fn set_body(&mut self, key: u32, run: RunId) {
        if let Some(joiner) = self.joiners.iter_mut().find(|joiner| joiner.key == key) {
            joiner.body = Some(run);
        }
    }

    /// Returns the callbacks of the callers that joined later.
    pub(crate) fn callbacks(&self) -> impl Iterator<Item = &Callbacks> {
        self.joiners
            .iter()
            .filter_map(|joiner| joiner.callbacks.as_deref())
    }

    /// Sets the priority of all callers.
    pub(crate) fn set_priority(&mut self, priority: Priority) {
        for joiner in &mut self.joiners {
            joiner.priority = priority;
        }
    }

    /// Removes a caller. The last one stays, to learn how the run ends.
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
