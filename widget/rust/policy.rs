//! Policies that JavaScript sets.

use std::time::Duration;

use taskdeck_core::{Limit, Policy, Retry, Unit};
use wasm_bindgen::prelude::wasm_bindgen;

use super::words::{self, numbers, texts};

/// The default grace of a JavaScript function: 5 s.
const GRACE: Duration = Duration::from_secs(5);

/// The policy of a run. JavaScript checks the values and sets them one by one.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct RunPolicy(pub(super) Policy);

#[wasm_bindgen]
impl RunPolicy {
    /// Creates a policy that sets nothing.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the number with this index in `NUMBERS`. Times are milliseconds.
    pub fn set_number(&mut self, index: u32, value: f64) {
        let policy = &mut self.0;
        let flag = value != 0.0;
        match index {
            numbers::PRIORITY => policy.priority = Some(words::priority(value as u32)),
            numbers::OVERLAP => policy.overlap = Some(words::overlap(value as u32)),
            numbers::TIMEOUT => policy.timeout = finite(value),
            numbers::DEADLINE => policy.deadline = finite(value),
            numbers::DELAY => policy.delay = Some(millis(value)),
            numbers::GRACE => policy.grace = Some(millis(value)),
            numbers::CRITICAL => policy.critical = Some(flag),
            numbers::SHOW_PROGRESS => policy.show_progress = Some(flag),
            _ => policy.undroppable = Some(flag),
        }
    }

    /// Sets the text with this index in `TEXTS`.
    pub fn set_text(&mut self, index: u32, value: String) {
        let policy = &mut self.0;
        match index {
            texts::LANE => policy.lane = Some(value.into()),
            texts::KEY => policy.key = Some(value.into()),
            _ if value == "bytes" => policy.unit = Some(Unit::Bytes),
            _ => policy.unit = Some(Unit::Named(value.into())),
        }
    }

    /// Sets the retries. JavaScript decides which errors are retried: see `Core::reject`.
    pub fn set_retry(&mut self, limit: u32, delay: f64, factor: f64, max_delay: f64, jitter: bool) {
        let retry = Retry::new(limit)
            .delay(millis(delay))
            .factor(factor)
            .max_delay(millis(max_delay));
        self.0.retry = Some(if jitter { retry.jitter() } else { retry });
    }
}

/// Completes the policy of a JavaScript function, which cannot be dropped unless it runs in a worker.
pub(super) fn of_function(policy: Option<RunPolicy>) -> Policy {
    let mut policy = policy.map(|policy| policy.0).unwrap_or_default();
    policy.grace.get_or_insert(GRACE);
    policy.undroppable.get_or_insert(true);
    policy
}

/// Returns a duration; `Infinity` is the longest one.
pub(super) fn millis(millis: f64) -> Duration {
    // Nanoseconds are exact for three centuries.
    match millis < 1e13 {
        true => Duration::from_nanos((millis * 1e6).round_ties_even() as u64),
        false => Duration::from_secs((millis / 1e3) as u64),
    }
}

fn finite(time: f64) -> Option<Duration> {
    time.is_finite().then(|| millis(time))
}

/// Returns a limit of so many slots, or no limit when `slots` exceeds the largest count.
pub(super) fn limit(slots: f64) -> Limit {
    match slots < f64::from(u32::MAX) {
        true => Limit::at_most(slots as usize).unwrap_or(Limit::UNLIMITED),
        false => Limit::UNLIMITED,
    }
}
