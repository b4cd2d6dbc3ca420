//! Further attempts.

use std::{fmt, rc::Rc, time::Duration};

use super::InvalidPolicy;
use crate::{TaskError, format::number::plain, message};

/// Further attempts after one that failed, and the waits before them.
///
/// An attempt fails by an error, a panic or a timeout, or because the worker or engine that ran it died. A
/// cancel is never retried. Before the n-th further attempt, n from 0, the run waits for `min(delay ×
/// factor^n, max_delay)` and holds no slot.
///
/// The body must be one that can be called again: that of a task, or of
/// [`spawn_repeatable`](crate::Supervisor::spawn_repeatable). It can rule out another attempt, or set the
/// wait before it ([`TaskError::no_retry`], [`TaskError::retry_after`]). See
/// [`RunRef::retry`](crate::RunRef::retry) for a new run in place of one that has ended.
///
/// ```
/// # use taskdeck_core::{Config, Outcome, RunContext, Supervisor, TaskError, World, sim::SimWorld};
/// # let world = SimWorld::new(1);
/// # let supervisor = Supervisor::new(Config::new(world.shared()));
/// use std::time::Duration;
/// use taskdeck_core::{ErrorKind, Retry, RunOptions};
///
/// let retry = Retry::new(5)
///     .delay(Duration::from_millis(200))
///     .max_delay(Duration::from_secs(10))
///     .when(|error| error.kind() != ErrorKind::Panic);
/// let options = RunOptions::new("Fetch").retry(retry);
/// let run = supervisor.spawn_repeatable(options, async |ctx: RunContext| match ctx.attempt() {
///     1 | 2 => Err(TaskError::new("no answer")),
///     attempt => Ok(attempt),
/// })?;
/// assert_eq!(world.block_on(run.outcome()), Outcome::Completed(3));
/// assert_eq!(world.now().since_start(), Duration::from_millis(200 + 400));
/// # Ok::<_, taskdeck_core::SpawnError>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Retry {
    /// The number of further attempts; 0 is none.
    pub limit: u32,
    /// The wait before the first of them: 1 s.
    pub delay: Duration,
    /// The factor by which each wait is longer than the one before: 2. At least 1.
    pub factor: f64,
    /// The longest wait: 30 s.
    pub max_delay: Duration,
    /// Whether the wait is random, from zero to the whole: no. It keeps runs that failed together from being
    /// retried together.
    pub jitter: bool,
    /// Returns whether an error allows another attempt: all do. A panic of it means no.
    pub when: Option<Rc<dyn Fn(&TaskError) -> bool>>,
}

impl Retry {
    /// Creates a policy of at most this many further attempts.
    #[must_use]
    pub fn new(limit: u32) -> Self {
        Self {
            limit,
            delay: Duration::from_secs(1),
            factor: 2.0,
            max_delay: Duration::from_secs(30),
            jitter: false,
            when: None,
        }
    }

    /// Sets the wait before the first further attempt.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sets the factor by which each wait is longer than the one before; at least 1.
    #[must_use]
    pub fn factor(mut self, factor: f64) -> Self {
        self.factor = factor;
        self
    }

    /// Sets the longest wait.
    #[must_use]
    pub fn max_delay(mut self, max: Duration) -> Self {
        self.max_delay = max;
        self
    }

    /// Makes each wait random, from zero to the whole.
    #[must_use]
    pub fn jitter(mut self) -> Self {
        self.jitter = true;
        self
    }

    /// Sets a condition that an error must meet to allow another attempt.
    #[must_use]
    pub fn when(mut self, when: impl Fn(&TaskError) -> bool + 'static) -> Self {
        self.when = Some(Rc::new(when));
        self
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidPolicy> {
        // Not `< 1`: NaN is not less than 1.
        if self.factor >= 1.0 && self.factor.is_finite() {
            return Ok(());
        }
        let (field, value) = ("retry.factor", plain(self.factor));
        Err(if self.factor > 1.0 {
            InvalidPolicy::new(
                field,
                message!(
                    "{field} must be finite, and is {value}",
                    field = field,
                    value = value
                ),
            )
        } else {
            InvalidPolicy::too_small(field, 1_u32.into(), value.into())
        })
    }

    /// Returns the wait before the n-th further attempt, n from 0, without jitter.
    pub(crate) fn wait(&self, n: u32) -> Duration {
        if self.delay.is_zero() {
            return Duration::ZERO;
        }
        let power = i32::try_from(n).unwrap_or(i32::MAX);
        let wait = self.delay.as_secs_f64() * self.factor.powi(power);
        Duration::try_from_secs_f64(wait).map_or(self.max_delay, |wait| wait.min(self.max_delay))
    }
}

impl PartialEq for Retry {
    /// Compares conditions by identity.
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.when, &other.when) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        same && (self.limit, self.delay, self.max_delay, self.jitter)
            == (other.limit, other.delay, other.max_delay, other.jitter)
            && self.factor == other.factor
    }
}

impl fmt::Debug for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry")
            .field("limit", &self.limit)
            .field("delay", &self.delay)
            .field("factor", &self.factor)
            .field("max_delay", &self.max_delay)
            .field("jitter", &self.jitter)
            .field("when", &self.when.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(retry: &Retry) -> Vec<u128> {
        (0..7).map(|n| retry.wait(n).as_millis()).collect()
    }

    #[test]
    fn waits_grow_by_the_factor_up_to_the_longest() {
        let seconds = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
        assert_eq!(waits(&Retry::new(7)), seconds);
        assert_eq!(waits(&Retry::new(7).factor(1.0)), [1_000; 7]);
        assert_eq!(
            waits(&Retry::new(7).delay(Duration::from_secs(60))),
            [30_000; 7]
        );
    }

    #[test]
    fn no_number_of_attempts_and_no_factor_is_too_large() {
        let retry = Retry::new(u32::MAX).factor(f64::MAX);
        assert_eq!(retry.wait(u32::MAX), Duration::from_secs(30));
        assert_eq!(retry.delay(Duration::ZERO).wait(u32::MAX), Duration::ZERO);
        let endless = Retry::new(3).delay(Duration::MAX).max_delay(Duration::MAX);
        assert_eq!(endless.wait(2), Duration::MAX);
    }

    #[test]
    fn a_factor_under_1_or_that_is_no_number_is_refused() {
        for factor in [0.99, 0.0, -2.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let refused = Retry::new(1).factor(factor).validate().unwrap_err();
            assert_eq!(refused.field, "retry.factor");
        }
        assert!(Retry::new(1).factor(1.0).validate().is_ok());
    }
}
