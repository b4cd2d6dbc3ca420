//! The visible bars of a row, and their pieces.

use taskdeck_core::{PhaseKind, RunStatus};

use super::{Chart, RunBar, millis};

/// Maps times to pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    /// The time at the left edge.
    pub(crate) from: f64,
    /// The number of milliseconds per pixel.
    pub(crate) per_pixel: f64,
    /// The width in pixels.
    pub(crate) width: f64,
    pub(crate) now: f64,
}

/// The look of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PieceStyle {
    /// The run waits for its first start.
    Queued,
    /// The run is running or ran, with its current or final status.
    Ran(RunStatus),
    /// The run waits for its next attempt.
    RetryWait,
    /// The run was cancelled and has not stopped.
    Cancelling,
}

/// A piece of a bar, in pixels from the left edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) style: PieceStyle,
}

impl Scale {
    /// Returns the position of a time.
    pub(crate) fn x(&self, time: f64) -> f64 {
        (time - self.from) / self.per_pixel
    }

    /// Returns the time at a position.
    pub(crate) fn time_at(&self, x: f64) -> f64 {
        self.from + x * self.per_pixel
    }

    /// Returns the left and right edge of a bar, which is at least one pixel wide.
    pub(crate) fn extent(&self, bar: &RunBar) -> (f64, f64) {
        let left = self.x(bar.from);
        let right = self.x(bar.to.unwrap_or(self.now));
        (left, right.max(left + 1.0))
    }
}

impl Chart {
    /// Returns the visible bars of a row. Of several within one pixel, only one is returned: a failed one if
    /// there is any.
    pub(crate) fn visible(&self, row: usize, scale: Scale) -> impl Iterator<Item = &RunBar> {
        let first = self.first_from(row, scale.from);
        let mut bars = self.row(row).skip(first).peekable();
        let end = scale.time_at(scale.width);
        std::iter::from_fn(move || {
            let mut shown = bars.next().filter(|bar| bar.from <= end)?;
            let (left, right) = scale.extent(shown);
            if right - left > 1.0 {
                return Some(shown);
            }
            let edge = scale.time_at(left.floor() + 1.0);
            while let Some(next) = bars.next_if(|bar| bar.end() <= edge) {
                if next.times.status == RunStatus::Failed {
                    shown = next;
                }
            }
            Some(shown)
        })
    }

    /// Returns the visible pieces of a bar, each at least one pixel wide.
    pub(crate) fn pieces(bar: &RunBar, scale: Scale) -> impl Iterator<Item = Piece> + '_ {
        let status = bar.times.status;
        bar.times
            .phases
            .iter()
            .map(move |phase| {
                let left = scale.x(millis(phase.from));
                let right = scale.x(phase.to.map_or(scale.now, millis));
                Piece {
                    left: left.max(-2.0),
                    right: right.max(left + 1.0).min(scale.width + 2.0),
                    style: match phase.kind {
                        PhaseKind::Queued => PieceStyle::Queued,
                        PhaseKind::Running => PieceStyle::Ran(status),
                        PhaseKind::RetryWait => PieceStyle::RetryWait,
                        PhaseKind::Cancelling => PieceStyle::Cancelling,
                    },
                }
            })
            .filter(move |piece| piece.right > 0.0 && piece.left < scale.width)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sample::run, *};

    fn scale(from: f64, per_pixel: f64) -> Scale {
        Scale {
            from,
            per_pixel,
            width: 100.0,
            now: 10_000.0,
        }
    }

    fn titles(chart: &Chart, scale: Scale) -> Vec<&str> {
        chart
            .visible(0, scale)
            .map(|bar| &*bar.times.title)
            .collect()
    }

    #[test]
    fn only_what_is_in_view_is_drawn() {
        let runs = (0..1_000).map(|n| run(n, "main", n * 10, n * 10, Some(n * 10 + 9)));
        let chart = Chart::new(runs.collect(), &[]);
        let seen = titles(&chart, scale(5_000.0, 0.25));
        assert_eq!(seen, ["Run 500", "Run 501", "Run 502"]);
    }

    #[test]
    fn of_many_within_a_pixel_one_is_drawn_and_a_failed_one_wins() {
        let mut runs: Vec<_> = (0..10_000)
            .map(|n| run(n, "main", n, n, Some(n + 1)))
            .collect();
        runs[4_242].status = RunStatus::Failed;
        let chart = Chart::new(runs, &[]);
        let all = chart.visible(0, scale(0.0, 100.0)).collect::<Vec<_>>();
        assert!(all.len() <= 101, "{}", all.len());
        assert!(all.iter().any(|bar| &*bar.times.title == "Run 4242"));
        // A run that is still running hides no other.
        let live = vec![run(1, "main", 0, 0, Some(1)), run(2, "main", 2, 2, None)];
        let chart = Chart::new(live, &[]);
        assert_eq!(titles(&chart, scale(0.0, 100.0)), ["Run 1", "Run 2"]);
    }

    #[test]
    fn a_bar_has_a_piece_per_phase() {
        let chart = Chart::new(vec![run(1, "main", 1_000, 1_400, None)], &[]);
        let pieces: Vec<_> = Chart::pieces(&chart.bars()[0], scale(0.0, 100.0)).collect();
        let piece = |left, right, style| Piece { left, right, style };
        let running = PieceStyle::Ran(RunStatus::Running);
        assert_eq!(
            pieces,
            [
                piece(10.0, 14.0, PieceStyle::Queued),
                piece(14.0, 100.0, running)
            ]
        );
        // A bar is cut off outside the view, because browsers draw no pattern over a million pixels.
        let pieces: Vec<_> = Chart::pieces(&chart.bars()[0], scale(5_000.0, 1.0)).collect();
        assert_eq!(pieces, [piece(-2.0, 102.0, running)]);
        assert_eq!(Chart::pieces(&chart.bars()[0], scale(0.0, 1.0)).count(), 0);
    }
}
