//! The setters of a policy, written once.

/// Defines the setters of a policy, for a type with a [`Policy`](super::Policy) at this place in `self`.
macro_rules! policy_methods {
    ($($place:tt)*) => {
        /// Sets the priority.
        #[must_use]
        pub fn priority(mut self, priority: $crate::Priority) -> Self {
            self $($place)* .priority = Some(priority);
            self
        }

        /// Sets the lane by its name.
        #[must_use]
        pub fn lane(mut self, lane: impl Into<std::sync::Arc<str>>) -> Self {
            self $($place)* .lane = Some(lane.into());
            self
        }

        /// Sets what happens when runs of the same task and key are live.
        #[must_use]
        pub fn overlap(mut self, overlap: $crate::Overlap) -> Self {
            self $($place)* .overlap = Some(overlap);
            self
        }

        /// Sets how many runs of the same task and key may run at a time, at least 1.
        #[must_use]
        pub fn at_a_time(mut self, runs: usize) -> Self {
            self $($place)* .at_a_time = Some(runs);
            self
        }

        /// Sets the key, which separates runs that do not overlap.
        #[must_use]
        pub fn key(mut self, key: impl Into<std::sync::Arc<str>>) -> Self {
            self $($place)* .key = Some(key.into());
            self
        }

        /// Sets the longest time that an attempt may take, from its start.
        #[must_use]
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self $($place)* .timeout = Some(timeout);
            self
        }

        /// Sets the longest time that the whole run may take, from its first start and with all waits.
        #[must_use]
        pub fn deadline(mut self, deadline: std::time::Duration) -> Self {
            self $($place)* .deadline = Some(deadline);
            self
        }

        /// Sets the further attempts after one that failed. The body must be one that can be called again.
        #[must_use]
        pub fn retry(mut self, retry: $crate::Retry) -> Self {
            self $($place)* .retry = Some(retry);
            self
        }

        /// Sets how long the run waits before it is in the queue of its lane.
        #[must_use]
        pub fn delay(mut self, delay: std::time::Duration) -> Self {
            self $($place)* .delay = Some(delay);
            self
        }

        /// Sets how long a body may take to stop once it is requested to.
        #[must_use]
        pub fn grace(mut self, grace: std::time::Duration) -> Self {
            self $($place)* .grace = Some(grace);
            self
        }

        /// Makes the run critical: a failure opens the error modal by itself.
        #[must_use]
        pub fn critical(mut self) -> Self {
            self $($place)* .critical = Some(true);
            self
        }

        /// Hides the progress.
        #[must_use]
        pub fn hide_progress(mut self) -> Self {
            self $($place)* .show_progress = Some(false);
            self
        }

        /// Sets the unit of the progress.
        #[must_use]
        pub fn unit(mut self, unit: $crate::Unit) -> Self {
            self $($place)* .unit = Some(unit);
            self
        }

        /// Lets the run go on when one of its children fails.
        #[must_use]
        pub fn supervised(mut self) -> Self {
            self $($place)* .supervised = Some(true);
            self
        }

        /// Marks the body as one whose drop does not stop its work: it is not forced to stop, but can be
        /// abandoned.
        #[must_use]
        pub fn undroppable(mut self) -> Self {
            self $($place)* .undroppable = Some(true);
            self
        }
    };
}

pub(crate) use policy_methods;
