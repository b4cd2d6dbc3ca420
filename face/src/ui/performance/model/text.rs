//! The texts of the timeline.

use std::time::Duration;

use taskdeck_core::{PhaseKind, RunTimes};

use super::{RunBar, Span, millis};
use crate::{
    format::{duration, facts, fine_duration, wall_clock},
    texts::{Texts, tr},
};

/// Returns the visible time: *The last 5 min*, *10 s up to 14:05:10*. `end` is the local time at its end, in
/// milliseconds.
pub(crate) fn span_text(texts: Texts, span: Span, is_live: bool, end: f64) -> String {
    let time = duration(texts, from_millis(span.length()));
    match span.follows() && is_live {
        true => tr!(texts, "The last {time}", time = time),
        false => tr!(
            texts,
            "{time} up to {clock}",
            time = time,
            clock = wall_clock(end, 1_000.0)
        ),
    }
}

/// Returns a run in one line: *Timer · Completed · waited 1.2 s · ran 3 s*.
pub(crate) fn bar_text(texts: Texts, title: &str, bar: &RunBar, now: f64) -> String {
    let row = row_text(texts, &bar.times, now);
    let mut parts = vec![title.to_owned(), row.status];
    let mut add = |time: Option<String>, write: &dyn Fn(String) -> String| {
        parts.extend(time.map(write));
    };
    add(row.waited, &|time| tr!(texts, "waited {time}", time = time));
    add(row.ran, &|time| tr!(texts, "ran {time}", time = time));
    add(row.between, &|time| {
        tr!(texts, "waited {time} for attempts", time = time)
    });
    add(
        spent(texts, &bar.times, PhaseKind::Cancelling, now),
        &|time| tr!(texts, "took {time} to stop", time = time),
    );
    let blocked: f64 = bar.long_polls.iter().map(|(_, took)| took).sum();
    let blocked = (blocked > 0.0).then(|| duration(texts, from_millis(blocked)));
    add(blocked, &|time| {
        tr!(texts, "blocked the page for {time}", time = time)
    });
    facts(&parts)
}

/// A run as a row of the table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RowText {
    pub(crate) status: String,
    /// How long it waited for its first start.
    pub(crate) waited: Option<String>,
    /// How long its attempts ran.
    pub(crate) ran: Option<String>,
    /// How long it waited between attempts.
    pub(crate) between: Option<String>,
}

/// Returns a run as a row of the table.
pub(crate) fn row_text(texts: Texts, times: &RunTimes, now: f64) -> RowText {
    let spent = |kind| spent(texts, times, kind, now);
    RowText {
        status: texts.render(&times.status.message()),
        waited: spent(PhaseKind::Queued),
        ran: spent(PhaseKind::Running),
        between: spent(PhaseKind::RetryWait),
    }
}

/// Returns the total time of a run in phases of this kind, or `None` without such a phase.
fn spent(texts: Texts, times: &RunTimes, kind: PhaseKind, now: f64) -> Option<String> {
    let phases = times.phases.iter().filter(|phase| phase.kind == kind);
    let took = phases.map(|phase| phase.to.map_or(now, millis) - millis(phase.from));
    let all = took.reduce(|sum, took| sum + took)?;
    Some(fine_duration(texts, from_millis(all)))
}

fn from_millis(millis: f64) -> Duration {
    Duration::try_from_secs_f64(millis / 1_000.0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use taskdeck_core::{Phase, RunStatus};

    use super::{
        super::{
            Bounds, Chart,
            sample::{at, long_poll, run},
        },
        *,
    };

    #[test]
    fn the_text_of_a_span_has_its_length_and_end() {
        let bounds = Bounds {
            oldest: 0.0,
            now: 300_000.0,
        };
        let text = |span: Span, is_live| {
            let (_, end) = span.range(bounds);
            span_text(Texts::ENGLISH, span, is_live, 50_000_000.0 + end)
        };
        let span = Span::opening(bounds);
        assert_eq!(text(span, true), "The last 5 min");
        assert_eq!(text(span, false), "5 min up to 13:58:20");
        let closer = span.zoomed(bounds, 1.0, 0.5);
        assert_eq!(text(closer, true), "The last 2 min 30 s");
        assert_eq!(
            text(closer.panned(bounds, -0.2), true),
            "2 min 30 s up to 13:57:50"
        );
    }

    #[test]
    fn a_bar_is_described_in_one_line() {
        let mut times = run(1, "main", 0, 2_500, Some(4_000));
        times.status = RunStatus::Failed;
        times.phases.push(Phase {
            kind: PhaseKind::RetryWait,
            from: at(4_000),
            to: Some(at(5_000)),
        });
        times.phases.push(Phase {
            kind: PhaseKind::Running,
            from: at(5_000),
            to: Some(at(5_500)),
        });
        let chart = Chart::new(vec![times], &[long_poll(1, 3_000, 230)]);
        assert_eq!(
            bar_text(Texts::ENGLISH, "Sort", &chart.bars()[0], 0.0),
            "Sort · Failed · waited 2.5 s · ran 2 s · waited 1 s for attempts · blocked the page for 230 ms"
        );
        let chart = Chart::new(vec![run(1, "main", 0, 0, None)], &[]);
        assert_eq!(
            bar_text(Texts::ENGLISH, "Sort", &chart.bars()[0], 12_000.0),
            "Sort · Running · waited < 0.1 ms · ran 12 s"
        );
    }
}
