//! The methods that say how runs are treated, written once.

/// Makes the methods that say how runs are treated, for a type with a [`Policy`](super::Policy) at
/// this place in `self`.
macro_rules! policy_methods {
    ($($place:tt)*) => {
        /// The same with this priority.
        #[must_use]
        pub fn priority(mut self, priority: $crate::Priority) -> Self {
            self $($place)* .priority = Some(priority);
            self
        }

        /// The same in the lane of this name.
        #[must_use]
        pub fn lane(mut self, lane: impl Into<std::sync::Arc<str>>) -> Self {
            self $($place)* .lane = Some(lane.into());
            self
        }

        /// The same with this answer to runs of the same task and key that are live.
        #[must_use]
        pub fn overlap(mut self, overlap: $crate::Overlap) -> Self {
            self $($place)* .overlap = Some(overlap);
            self
        }

        /// The same with this many runs of the same task and key at a time, at least 1.
        #[must_use]
        pub fn at_a_time(mut self, runs: usize) -> Self {
            self $($place)* .at_a_time = Some(runs);
            self
        }

        /// The same with this key, which tells apart runs that don't overlap.
        #[must_use]
        pub fn key(mut self, key: impl Into<std::sync::Arc<str>>) -> Self {
            self $($place)* .key = Some(key.into());
            self
        }

        /// The same with attempts that may take no longer than this, from their start.
        #[must_use]
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self $($place)* .timeout = Some(timeout);
            self
        }

        /// The same with no more than this for the whole, from the first start and with all waits.
        #[must_use]
        pub fn deadline(mut self, deadline: std::time::Duration) -> Self {
            self $($place)* .deadline = Some(deadline);
            self
        }

        /// The same with further attempts when one has failed. The body must be one that can be called
        /// again.
        #[must_use]
        pub fn retry(mut self, retry: $crate::Retry) -> Self {
            self $($place)* .retry = Some(retry);
            self
        }

        /// The same with a wait of this long before it asks for a slot.
        #[must_use]
        pub fn delay(mut self, delay: std::time::Duration) -> Self {
            self $($place)* .delay = Some(delay);
            self
        }

        /// The same with bodies that are told to stop and have this long to do so.
        #[must_use]
        pub fn grace(mut self, grace: std::time::Duration) -> Self {
            self $($place)* .grace = Some(grace);
            self
        }

        /// The same, critical: a failure opens the error modal by itself.
        #[must_use]
        pub fn critical(mut self) -> Self {
            self $($place)* .critical = Some(true);
            self
        }

        /// The same without progress being shown.
        #[must_use]
        pub fn hide_progress(mut self) -> Self {
            self $($place)* .show_progress = Some(false);
            self
        }

        /// The same with progress that counts these.
        #[must_use]
        pub fn unit(mut self, unit: $crate::Unit) -> Self {
            self $($place)* .unit = Some(unit);
            self
        }

        /// The same, going on when one of its children fails.
        #[must_use]
        pub fn supervised(mut self) -> Self {
            self $($place)* .supervised = Some(true);
            self
        }

        /// The same with bodies whose drop would stop nothing: they are not forced to stop, but can be
        /// abandoned.
        #[must_use]
        pub fn undroppable(mut self) -> Self {
            self $($place)* .undroppable = Some(true);
            self
        }
    };
}

pub(crate) use policy_methods;
