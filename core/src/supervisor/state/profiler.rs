//! What was measured of all polls.

use std::time::Duration;

use crate::{
    Instant, LONG_POLL, PollTimes, RunId,
    profile::{Blocks, PollFigures},
    run::record::Record,
};

/// What was measured of the polls of all runs, of those that are no longer kept too.
///
/// What was measured of one run is in the meter of its record. Both get every poll, or, with the profiler
/// switched off, none.
pub(crate) struct Profiler {
    is_on: bool,
    poll_times: PollTimes,
    blocks: Blocks,
}

impl Profiler {
    pub(crate) fn new(is_on: bool) -> Self {
        Self {
            is_on,
            poll_times: PollTimes::default(),
            blocks: Blocks::default(),
        }
    }

    /// Adds a poll of a run; returns whether it blocked the page.
    pub(crate) fn add(
        &mut self,
        run: RunId,
        record: Option<&mut Record>,
        began: Instant,
        poll: PollFigures,
    ) -> bool {
        if !self.is_on {
            return false;
        }
        self.poll_times.add(poll.took);
        let Some(record) = record else { return false };
        record.meter.add(poll);
        let is_long = poll.took > LONG_POLL;
        if is_long {
            self.blocks.add(crate::LongPoll {
                run,
                title: record.title.clone(),
                began,
                took: poll.took,
            });
        }
        is_long
    }

    pub(crate) fn poll_times(&self) -> &PollTimes {
        &self.poll_times
    }

    pub(crate) fn blocks(&self) -> &Blocks {
        &self.blocks
    }
}

/// Returns the time that is this long before `now`; none when the clock had not started then.
pub(crate) fn before(now: Instant, time: Duration) -> Option<Instant> {
    let since = now.since_start().checked_sub(time)?;
    Some(Instant::after_start(since))
}
