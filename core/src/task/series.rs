//! Measurements over time.

use std::{sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

use crate::Message;

/// Measurements over time, shown as a chart with a table.
///
/// ```
/// use std::time::Duration;
/// use taskdeck_core::{Measurement, Output, Series};
///
/// let noon = Duration::from_secs(1_767_268_800);
/// let series = Series::new("Time to answer", "ms")
///     .and(Measurement::new(noon, 81.0, "200 OK"))
///     .and(Measurement::failed(noon + Duration::from_secs(60), None, "unreachable"));
/// assert_eq!(Output::from(series).parts.len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// What is measured.
    pub label: Message,
    /// The unit of its values; empty when there is none.
    pub unit: Arc<str>,
    /// The measurements, oldest first.
    pub measurements: Vec<Measurement>,
}

/// A measurement at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// The time since the Unix epoch, UTC.
    pub at: Duration,
    /// The value; `None` when there was nothing to measure.
    pub value: Option<f64>,
    /// The result in words.
    pub words: Message,
    /// Whether the result is a failure.
    pub failed: bool,
}

impl Series {
    /// Creates an empty series.
    #[must_use]
    pub fn new(label: impl Into<Message>, unit: impl Into<Arc<str>>) -> Self {
        Self {
            label: label.into(),
            unit: unit.into(),
            measurements: Vec::new(),
        }
    }

    /// Appends a measurement.
    #[must_use]
    pub fn and(mut self, measurement: Measurement) -> Self {
        self.measurements.push(measurement);
        self
    }
}

impl Measurement {
    /// Creates a measurement that succeeded.
    #[must_use]
    pub fn new(at: Duration, value: f64, words: impl Into<Message>) -> Self {
        Self {
            at,
            value: Some(value),
            words: words.into(),
            failed: false,
        }
    }

    /// Creates a measurement that failed.
    #[must_use]
    pub fn failed(at: Duration, value: Option<f64>, words: impl Into<Message>) -> Self {
        Self {
            at,
            value,
            words: words.into(),
            failed: true,
        }
    }
}
