//! The newest runs of a schedule: bars, and failures among them.

use std::time::Duration;

use taskdeck_core::{Instant, RunId, RunSnapshot, RunStatus};

use super::schedule_content::last_result;
use crate::{
    format::{count, duration, facts, list},
    texts::{Texts, tr},
};

/// The number of runs that are kept and drawn.
pub(crate) const RECENT: usize = 60;

/// The height of the bars.
pub(crate) const BARS_HEIGHT: f64 = 24.0;

/// The least height of a bar.
const LEAST: f64 = 3.0;

/// A run of a schedule that has completed or failed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RecentRun {
    pub(crate) id: RunId,
    pub(crate) status: RunStatus,
    /// How long it took.
    pub(crate) took: Duration,
    /// When it ended.
    pub(crate) at: Instant,
    /// Its result in one line.
    pub(crate) result: String,
}

impl RecentRun {
    /// Returns the run, unless it is live or was cancelled.
    pub(crate) fn of(texts: Texts, run: &RunSnapshot) -> Option<Self> {
        let status = run.status();
        let counts = matches!(status, RunStatus::Completed | RunStatus::Failed);
        let at = run.finished_at.filter(|_| counts)?;
        Some(Self {
            id: run.id,
            status,
            took: run
                .started_at
                .map_or(Duration::ZERO, |started| at - started),
            at,
            result: last_result(texts, run),
        })
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.status == RunStatus::Failed
    }
}

/// A bar of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bar {
    /// The position from the start, in bars.
    pub(crate) place: usize,
    /// The height: that of all bars for a failure, else by how long the run took.
    pub(crate) height: f64,
    /// Whether the run failed.
    pub(crate) failed: bool,
}

/// Returns the bars of runs, the newest at the end.
pub(crate) fn bars(runs: &[RecentRun]) -> Vec<Bar> {
    let completed = runs.iter().filter(|run| !run.has_failed());
    let longest = completed.map(|run| run.took).max().unwrap_or_default();
    let longest = longest.as_secs_f64().max(f64::MIN_POSITIVE);
    let bar = |(index, run): (usize, &RecentRun)| Bar {
        place: index,
        height: match run.has_failed() {
            true => BARS_HEIGHT,
            false => (run.took.as_secs_f64() / longest * BARS_HEIGHT).max(LEAST),
        },
        failed: run.has_failed(),
    };
    runs.iter().enumerate().map(bar).collect()
}

/// Returns how many runs failed: *2 failures in 60*. Empty before the second run.
pub(crate) fn failures(texts: Texts, runs: &[RecentRun]) -> String {
    let failed = runs.iter().filter(|run| run.has_failed()).count();
    let all = count(texts, runs.len());
    match (runs.len(), failed) {
        (..=1, _) => String::new(),
        (_, 0) => tr!(texts, "no failures in {all}", all = all),
        (_, failed) => {
            tr!(texts, "1 failure in {all}|{count} failures in {all}", count: failed, all = all)
        }
    }
}

/// Returns the bars as a sentence: *12 runs, 40 ms to 1.2 s, 2 failures in 12*.
pub(crate) fn bars_summary(texts: Texts, runs: &[RecentRun]) -> String {
    let completed = || runs.iter().filter(|run| !run.has_failed());
    let range = completed()
        .map(|run| run.took)
        .min()
        .zip(completed().map(|run| run.took).max());
    let written = |time| duration(texts, time);
    let range = range.map(|(least, most)| match (written(least), written(most)) {
        (least, most) if least == most => least,
        (least, most) => tr!(texts, "{least} to {most}", least = least, most = most),
    });
    let mut parts = vec![tr!(texts, "1 run|{count} runs", count: runs.len())];
    parts.extend(range);
    parts.extend(Some(failures(texts, runs)).filter(|text| !text.is_empty()));
    list(&parts)
}

/// Returns the line of a schedule: *200 OK · 47 ms · 2 failures in 60*.
pub(crate) fn after_result(texts: Texts, runs: &[RecentRun]) -> String {
    match failures(texts, runs) {
        none if none.is_empty() => none,
        some => facts(&[String::new(), some]),
    }
}

#[cfg(test)]
mod tests {
    use taskdeck_core::{Config, Output, RunContext, Supervisor, TaskError, sim::SimWorld};

    use super::*;

    /// Returns runs that took so many milliseconds; one without a time failed.
    fn runs(times: &[Option<u64>]) -> Vec<RecentRun> {
        let world = SimWorld::new(1);
        let supervisor = Supervisor::new(Config::new(world.shared()));
        let run = |time: &Option<u64>| {
            let time = *time;
            let body = async move |ctx: RunContext| {
                ctx.output(Output::none().summary("200 OK · 47 ms"));
                ctx.sleep(Duration::from_millis(time.unwrap_or(9_000)))
                    .await?;
                time.map(drop).ok_or_else(|| TaskError::new("no answer"))
            };
            let run = supervisor.spawn("Look", body).unwrap();
            world.advance(Duration::from_secs(10));
            RecentRun::of(Texts::ENGLISH, &run.snapshot().unwrap()).unwrap()
        };
        times.iter().map(run).collect()
    }

    #[test]
    fn the_longest_is_the_highest_and_failures_have_the_full_height() {
        let drawn = bars(&runs(&[Some(50), None, Some(100), Some(1)]));
        let heights: Vec<_> = drawn.iter().map(|bar| bar.height).collect();
        assert_eq!(heights, [12.0, BARS_HEIGHT, BARS_HEIGHT, LEAST]);
        assert_eq!((drawn[0].place, drawn[3].place), (0, 3));
        assert!(drawn[1].failed && !drawn[2].failed);
    }

    #[test]
    fn the_bars_are_also_a_sentence() {
        let said = |times: &[Option<u64>]| bars_summary(Texts::ENGLISH, &runs(times));
        assert_eq!(said(&[Some(50)]), "1 run, 50 ms");
        let some = [Some(50), None, Some(1_200), None];
        assert_eq!(said(&some), "4 runs, 50 ms to 1.2 s, 2 failures in 4");
        assert_eq!(
            said(&[Some(50), Some(50)]),
            "2 runs, 50 ms, no failures in 2"
        );
    }

    #[test]
    fn the_result_is_the_summary_or_why_it_failed() {
        let both = runs(&[Some(50), None]);
        assert_eq!(both[0].result, "200 OK · 47 ms");
        assert_eq!(both[1].result, "Failed: no answer");
        assert_eq!(after_result(Texts::ENGLISH, &both), " · 1 failure in 2");
    }
}
