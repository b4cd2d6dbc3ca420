//! Progress.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Message;

/// The unit of the numbers of a progress.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// A plain count.
    #[default]
    Count,
    /// Bytes; shown as kB, MB, GB.
    Bytes,
    /// A named unit, in the plural: *pages*, *rows*.
    Named(Arc<str>),
}

/// How far a run is, by its last report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// How much is done: finite, 0 or more.
    pub done: f64,
    /// The total, if it is known: finite, more than 0.
    pub total: Option<f64>,
    /// What the body is doing.
    pub message: Option<Message>,
}

impl Progress {
    /// Returns the part that is done, from 0 to 1, if the total is known.
    #[must_use]
    pub fn fraction(&self) -> Option<f64> {
        self.total.map(|total| (self.done / total).clamp(0.0, 1.0))
    }

    pub(crate) fn set(&mut self, done: f64, total: Option<f64>) {
        self.done = if done.is_finite() { done.max(0.0) } else { 0.0 };
        self.total = total.filter(|total| total.is_finite() && *total > 0.0);
    }
}
