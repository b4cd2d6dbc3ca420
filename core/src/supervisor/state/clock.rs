//! The time, and how much of the turn is used up.

use std::time::Duration;

use crate::{Instant, SharedWorld};

/// The supervisor's clock, and the slice of time that its driver may use in one turn of the world.
///
/// In a page, reading the clock costs as much as a poll. One reading therefore serves for as long as nothing but
/// the supervisor's own code has run since it was taken: [`set`](Self::set) stores it, and
/// [`invalidate`](Self::invalidate) is called before code of the caller runs.
///
/// What was used of a slice counts until the world had a turn. A body that is woken in the same turn again and
/// again, as by promises that are resolved already, gets no new slice each time.
pub(crate) struct Clock {
    world: SharedWorld,
    reading: Option<Instant>,
    /// The length of a slice.
    slice: Duration,
    /// How much of the slice was used since the world last had a turn.
    used: Duration,
    slice_ends: Instant,
}

impl Clock {
    pub(crate) fn new(world: SharedWorld, slice: Duration) -> Self {
        Self {
            world,
            reading: None,
            slice,
            used: Duration::ZERO,
            slice_ends: Instant::START,
        }
    }

    /// Returns the time: the last reading while it is valid, else a new one, which is not kept.
    pub(crate) fn now(&self) -> Instant {
        self.reading.unwrap_or_else(|| self.world.now())
    }

    /// Stores a reading that was just taken.
    pub(crate) fn set(&mut self, now: Instant) {
        self.reading = Some(now);
    }

    pub(crate) fn invalidate(&mut self) {
        self.reading = None;
    }

    /// Returns whether nothing is left of the slice.
    pub(crate) fn is_slice_used_up(&self) -> bool {
        !self.used.is_zero() && self.used >= self.slice
    }

    /// Opens what is left of the slice, and returns when that ends.
    pub(crate) fn open_slice(&mut self, now: Instant) -> Instant {
        self.slice_ends = now + self.slice.saturating_sub(self.used);
        self.slice_ends
    }

    /// Counts the time since the slice was opened as used.
    pub(crate) fn close_slice(&mut self, opened: Instant, now: Instant) {
        self.used += now - opened;
    }

    /// Starts a new slice: the world has a turn.
    pub(crate) fn reset_slice(&mut self) {
        self.used = Duration::ZERO;
    }

    /// Returns whether the open slice has ended.
    pub(crate) fn is_slice_over(&self) -> bool {
        self.now() >= self.slice_ends
    }
}
