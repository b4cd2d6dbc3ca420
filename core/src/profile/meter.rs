//! The figures of one run.

use std::time::Duration;

use super::limits::{ENOUGH_WAKES, LONG_POLL};
use crate::vocabulary::instant::micros;

/// What a run has done with the thread so far, over all of its attempts.
///
/// Of a body in JavaScript only the calls are counted, not what its promises do between them. Times are as
/// precise as the world's clock. Browsers round theirs to 0.1 ms or 1 ms, so a shorter poll is often 0 and
/// now and then a whole step: sums are right, single polls are not.
///
/// ```
/// # use std::time::Duration;
/// # use taskdeck_core::{Config, RunContext, Supervisor, sim::SimWorld};
/// # let world = SimWorld::new(1);
/// # let supervisor = Supervisor::new(Config::new(world.shared()));
/// let clock = world.clone();
/// let run = supervisor.spawn("Think, rest, think", async move |ctx: RunContext| {
///     clock.work(Duration::from_millis(30));
///     ctx.sleep(Duration::from_secs(1)).await?;
///     clock.work(Duration::from_millis(20));
///     Ok(())
/// })?;
/// world.block_on(run.wait());
/// let profile = supervisor.run(run.id()).profile().unwrap();
/// assert_eq!((profile.polls, profile.wakes), (2, 1));
/// assert_eq!(profile.busy, Duration::from_millis(50));
/// assert_eq!(profile.longest_poll, Duration::from_millis(30));
/// assert_eq!(profile.idle, Duration::from_secs(1));
/// # Ok::<_, taskdeck_core::SpawnError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The number of polls.
    pub polls: u32,
    /// The number of wake-ups.
    pub wakes: u32,
    /// The number of wake-ups that were made inside its own poll.
    pub self_wakes: u32,
    /// How long its polls took, including what the supervisor did for them (about 1 µs each).
    pub busy: Duration,
    /// How long it was woken and not polled yet.
    pub scheduled: Duration,
    /// How long it held its slots and waited for something else.
    pub idle: Duration,
    /// The longest poll.
    pub longest_poll: Duration,
}

/// One poll of a body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PollFigures {
    /// Whether it was woken, as opposed to begun, and whether by itself.
    pub(crate) woken: Option<ByItself>,
    /// How long it had waited for this poll.
    pub(crate) scheduled: Duration,
    pub(crate) took: Duration,
}

/// Whether a run was woken inside of its own poll.
pub(crate) type ByItself = bool;

/// What is counted of a run. All counters saturate.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Meter {
    polls: u32,
    wakes: u32,
    self_wakes: u32,
    /// The longest poll, in microseconds: up to 71 minutes.
    longest: u32,
    busy: u64,
    scheduled: u64,
}

impl Meter {
    pub(crate) fn add(&mut self, poll: PollFigures) {
        let took = micros(poll.took);
        self.polls = self.polls.saturating_add(1);
        self.busy = self.busy.saturating_add(took);
        self.scheduled = self.scheduled.saturating_add(micros(poll.scheduled));
        self.longest = self.longest.max(u32::try_from(took).unwrap_or(u32::MAX));
        if let Some(by_itself) = poll.woken {
            self.wakes = self.wakes.saturating_add(1);
            self.self_wakes = self.self_wakes.saturating_add(u32::from(by_itself));
        }
    }

    /// Returns whether none of its figures can be a lint.
    pub(crate) fn is_calm(&self) -> bool {
        self.wakes < ENOUGH_WAKES && u128::from(self.longest) <= LONG_POLL.as_micros()
    }

    /// Returns the profile of a run that has held slots for this long.
    pub(crate) fn profile(&self, held: Duration) -> Profile {
        let (busy, scheduled) = (
            Duration::from_micros(self.busy),
            Duration::from_micros(self.scheduled),
        );
        Profile {
            polls: self.polls,
            wakes: self.wakes,
            self_wakes: self.self_wakes,
            busy,
            scheduled,
            idle: held.saturating_sub(busy).saturating_sub(scheduled),
            longest_poll: Duration::from_micros(self.longest.into()),
        }
    }
}
