//! The rate of starts.

use std::time::Duration;

use super::InvalidPolicy;

/// At most this many starts in any window of this length. Every attempt is a start.
///
/// The window slides: at no moment may twice as many start.
///
/// ```
/// # use taskdeck_core::{Config, RunContext, RunOptions, Supervisor, World, sim::SimWorld};
/// # let world = SimWorld::new(1);
/// # let supervisor = Supervisor::new(Config::new(world.shared()));
/// use std::time::Duration;
/// use taskdeck_core::{LaneOptions, Rate};
///
/// let two_a_second = Rate::new(2, Duration::from_secs(1))?;
/// supervisor.lane("api").set(LaneOptions::default().rate(two_a_second))?;
/// for page in 0..9 {
///     let options = RunOptions::new(format!("Page {page}")).lane("api");
///     supervisor.spawn_with(options, async |_ctx: RunContext| Ok(()))?;
/// }
/// world.block_on(supervisor.idle());
/// assert_eq!(world.now().since_start(), Duration::from_secs(4));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    starts: usize,
    window: Duration,
}

impl Rate {
    /// Creates a rate of at most `starts` in any window of this length.
    ///
    /// # Errors
    ///
    /// [`InvalidPolicy`] when one of them is 0. The shortest window is a microsecond.
    ///
    /// ```
    /// use std::time::Duration;
    /// use taskdeck_core::Rate;
    ///
    /// let rate = Rate::new(10, Duration::from_secs(1))?;
    /// assert_eq!((rate.starts(), rate.window()), (10, Duration::from_secs(1)));
    /// let wrong = Rate::new(10, Duration::ZERO).unwrap_err();
    /// assert_eq!(wrong.to_string(), "rate.window must be more than 0, and is 0");
    /// # Ok::<_, taskdeck_core::InvalidPolicy>(())
    /// ```
    pub fn new(starts: usize, window: Duration) -> Result<Self, InvalidPolicy> {
        if starts == 0 {
            return Err(InvalidPolicy::too_small(
                "rate.starts",
                1_u32.into(),
                0_u32.into(),
            ));
        }
        InvalidPolicy::if_zero("rate.window", Some(window))?;
        let window = window.max(Duration::from_micros(1));
        Ok(Self { starts, window })
    }

    /// Returns the number of starts in a window.
    #[must_use]
    pub fn starts(self) -> usize {
        self.starts
    }

    /// Returns the length of the window.
    #[must_use]
    pub fn window(self) -> Duration {
        self.window
    }
}
