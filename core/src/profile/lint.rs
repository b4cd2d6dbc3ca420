//! Lints: what makes the page slow, or makes a person wait for nothing.

use std::time::Duration;

use super::{
    Profile,
    limits::{ENOUGH_WAKES, LONG_POLL, SILENCE},
    report_rate::ReportRate,
};

/// What a run does that makes the page slow or makes a person wait for nothing, with the figure that shows
/// it.
///
/// The limits are those of [tokio-console](https://github.com/tokio-rs/console)'s lints where it has the same
/// ones, and the browsers' 50 ms for a long task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lint {
    /// A poll took over 50 ms. Meanwhile the page did not draw and took no input.
    BlocksPage {
        /// The longest poll.
        longest: Duration,
    },
    /// More than half of at least 10 wake-ups were made inside the run's own poll: it polls where it should
    /// wait for a waker.
    WakesItself {
        /// The number of its own wake-ups.
        self_wakes: u32,
        /// The number of all wake-ups.
        wakes: u32,
    },
    /// Its body waits, and no waker of it is left: it never goes on.
    WaitsForNothing,
    /// It was requested to stop, its grace is over, and it goes on.
    DoesNotStop {
        /// How long ago it was requested to stop.
        asked: Duration,
    },
    /// It has reported progress over 1,000 times in a second.
    FloodsProgress {
        /// The highest number of reports in a second.
        per_second: u32,
    },
    /// It ran over 10 s without progress and without a line in its log.
    NeverReports {
        /// How long it has run.
        ran: Duration,
    },
}

/// The facts that lints are made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LintFacts {
    pub(crate) profile: Profile,
    pub(crate) reports: ReportRate,
    /// Whether its body waits and no waker of it is left.
    pub(crate) is_lost: bool,
    /// How long ago it was requested to stop, if its grace is over.
    pub(crate) overstays: Option<Duration>,
    /// How long it has run, if it should report and has not.
    pub(crate) silent: Option<Duration>,
}

impl LintFacts {
    /// Returns the lints, the worst first.
    pub(crate) fn lints(&self) -> impl Iterator<Item = Lint> {
        let Profile {
            wakes,
            self_wakes,
            longest_poll: longest,
            ..
        } = self.profile;
        let per_second = self.reports.highest();
        let wakes_itself = wakes >= ENOUGH_WAKES && self_wakes > wakes / 2;
        let overstays = self.overstays.map(|asked| Lint::DoesNotStop { asked });
        let silent = self.silent.filter(|ran| *ran > SILENCE);
        [
            self.is_lost.then_some(Lint::WaitsForNothing),
            overstays,
            (longest > LONG_POLL).then_some(Lint::BlocksPage { longest }),
            wakes_itself.then_some(Lint::WakesItself { self_wakes, wakes }),
            (per_second > ReportRate::WINDOW).then_some(Lint::FloodsProgress { per_second }),
            silent.map(|ran| Lint::NeverReports { ran }),
        ]
        .into_iter()
        .flatten()
    }
}
