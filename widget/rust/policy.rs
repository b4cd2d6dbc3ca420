//! A policy as JavaScript says it.

use std::time::Duration;

use taskdeck_core::{Policy, Retry, Unit};
use wasm_bindgen::prelude::wasm_bindgen;

use super::words::{self, numbers, texts};

/// How long a function is given to stop when nobody says otherwise: 5 s.
const GRACE: Duration = Duration::from_secs(5);

/// How a run is treated, said one thing after the other by JavaScript, which has checked it.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct RunPolicy(pub(super) Policy);

#[wasm_bindgen]
impl RunPolicy {
    /// One that says nothing.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Says one number, by its place in `NUMBERS`. Times are milliseconds.
    pub fn number(&mut self, what: u32, value: f64) {
        let policy = &mut self.0;
        let switch = value != 0.0;
        match what {
            numbers::PRIORITY => policy.priority = Some(words::priority(value as u32)),
            numbers::OVERLAP => policy.overlap = Some(words::overlap(value as u32)),
            numbers::TIMEOUT => policy.timeout = finite(value),
            numbers::DEADLINE => policy.deadline = finite(value),
            numbers::DELAY => policy.delay = Some(millis(value)),
            numbers::GRACE => policy.grace = Some(millis(value)),
            numbers::CRITICAL => policy.critical = Some(switch),
            numbers::SHOW_PROGRESS => policy.show_progress = Some(switch),
            _ => policy.undroppable = Some(switch),
        }
    }

    /// Says one text, by its place in `TEXTS`.
    pub fn text(&mut self, what: u32, value: String) {
        let policy = &mut self.0;
        match what {
            texts::LANE => policy.lane = Some(value.into()),
            texts::KEY => policy.key = Some(value.into()),
            _ if value == "bytes" => policy.unit = Some(Unit::Bytes),
            _ => policy.unit = Some(Unit::Named(value.into())),
        }
    }

    /// Says how it is tried again. Whether an error is worth it is asked in JavaScript.
    pub fn retry(&mut self, limit: u32, delay: f64, factor: f64, max_delay: f64, jitter: bool) {
        let retry = Retry::new(limit)
            .delay(millis(delay))
            .factor(factor)
            .max_delay(millis(max_delay));
        self.0.retry = Some(if jitter { retry.jitter() } else { retry });
    }
}

/// The policy of a function, of which nothing else was said.
pub(super) fn of_function(said: Option<RunPolicy>) -> Policy {
    let mut policy = said.map(|said| said.0).unwrap_or_default();
    policy.grace.get_or_insert(GRACE);
    policy.undroppable.get_or_insert(true);
    policy
}

pub(super) fn millis(millis: f64) -> Duration {
    // Endless is the longest there is.
    Duration::try_from_secs_f64(millis / 1_000.0).unwrap_or(Duration::MAX)
}

fn finite(time: f64) -> Option<Duration> {
    time.is_finite().then(|| millis(time))
}
