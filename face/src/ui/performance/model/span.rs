//! The visible part of the time.

/// The range of time that can be shown, in milliseconds of the supervisor's clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds {
    /// When the oldest run was accepted.
    pub(crate) oldest: f64,
    pub(crate) now: f64,
}

/// The visible part of the time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    /// The length in milliseconds.
    length: f64,
    /// The end; `None` if it follows the present.
    end: Option<f64>,
}

/// The possible lengths at the start, in milliseconds.
const OPENINGS: [f64; 5] = [10_000.0, 30_000.0, 60_000.0, 120_000.0, 300_000.0];
/// The least length. The clock is hardly finer.
const SHORTEST: f64 = 1.0;
const LONGEST: f64 = 24.0 * 3_600_000.0;

impl Span {
    /// Creates a span of the last five minutes, or less if less can be shown.
    pub(crate) fn opening(bounds: Bounds) -> Self {
        let all = bounds.now - bounds.oldest;
        let fits = OPENINGS.into_iter().find(|length| *length >= all);
        Self {
            length: fits.unwrap_or(OPENINGS[OPENINGS.len() - 1]),
            end: None,
        }
    }

    /// Returns whether the end follows the present.
    pub(crate) fn follows(self) -> bool {
        self.end.is_none()
    }

    /// Returns the length in milliseconds.
    pub(crate) fn length(self) -> f64 {
        self.length
    }

    /// Returns start and end.
    pub(crate) fn range(self, bounds: Bounds) -> (f64, f64) {
        let end = self.end.map_or(bounds.now, |end| end.min(bounds.now));
        (end - self.length, end)
    }

    /// Scales the length by `factor`. The time at the position `at`, from 0 at the left to 1 at the right,
    /// stays where it is. A span that follows the present keeps doing so if zoomed at the right end.
    pub(crate) fn zoomed(self, bounds: Bounds, at: f64, factor: f64) -> Self {
        let (from, _) = self.range(bounds);
        let length = (self.length * factor).clamp(SHORTEST, LONGEST);
        let fixed = from + at * self.length;
        let zoomed = Self { length, ..self };
        match self.follows() && at >= 1.0 {
            true => zoomed,
            false => zoomed.ending(bounds, fixed + (1.0 - at) * length),
        }
    }

    /// Moves the span by a part of its length. A span that reaches the present follows it again.
    pub(crate) fn panned(self, bounds: Bounds, part: f64) -> Self {
        let (_, end) = self.range(bounds);
        self.ending(bounds, end + part * self.length)
    }

    /// Moves the span to the oldest run.
    pub(crate) fn at_oldest(self, bounds: Bounds) -> Self {
        self.ending(bounds, bounds.oldest + self.length)
    }

    /// Moves the span to the present and follows it.
    pub(crate) fn at_now(self) -> Self {
        Self { end: None, ..self }
    }

    /// Moves the span no further than needed to show this time.
    pub(crate) fn showing(self, bounds: Bounds, time: f64) -> Self {
        let (from, to) = self.range(bounds);
        let edge = self.length / 10.0;
        if time < from {
            self.ending(bounds, time - edge + self.length)
        } else if time > to {
            self.ending(bounds, time + edge)
        } else {
            self
        }
    }

    fn ending(self, bounds: Bounds, end: f64) -> Self {
        let first = (bounds.oldest + self.length).min(bounds.now);
        let end = end.max(first);
        Self {
            end: (end < bounds.now).then_some(end),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds {
        oldest: 0.0,
        now: 100_000.0,
    };

    fn at_the_end(length: f64) -> Span {
        Span { length, end: None }
    }

    #[test]
    fn it_opens_with_all_runs_and_follows_the_present() {
        let opened = |now| Span::opening(Bounds { oldest: 0.0, now });
        assert_eq!(opened(0.0).length(), 10_000.0);
        assert_eq!(opened(31_000.0).length(), 60_000.0);
        assert_eq!(opened(1e9).length(), 300_000.0);
        assert!(opened(0.0).follows());
        assert_eq!(opened(31_000.0).range(BOUNDS), (40_000.0, 100_000.0));
    }

    #[test]
    fn the_zoomed_position_stays_in_place() {
        let span = at_the_end(40_000.0).zoomed(BOUNDS, 0.25, 0.5);
        assert_eq!(span.length(), 20_000.0);
        // 70,000 is at a quarter before and after.
        assert_eq!(span.range(BOUNDS), (65_000.0, 85_000.0));
        let followed = at_the_end(40_000.0).zoomed(BOUNDS, 1.0, 0.5);
        assert!(followed.follows());
        assert_eq!(followed.range(BOUNDS), (80_000.0, 100_000.0));
    }

    #[test]
    fn its_length_is_bounded() {
        assert_eq!(
            at_the_end(2.0).zoomed(BOUNDS, 1.0, 0.001).length(),
            SHORTEST
        );
        assert_eq!(at_the_end(2.0).zoomed(BOUNDS, 1.0, 1e12).length(), LONGEST);
    }

    #[test]
    fn it_pans_within_its_bounds() {
        let span = at_the_end(20_000.0).panned(BOUNDS, -0.5);
        assert_eq!(span.range(BOUNDS), (70_000.0, 90_000.0));
        // The span stays in place while time passes.
        let later = Bounds {
            now: 500_000.0,
            ..BOUNDS
        };
        assert_eq!(span.range(later), (70_000.0, 90_000.0));
        assert_eq!(span.panned(BOUNDS, -100.0).range(BOUNDS), (0.0, 20_000.0));
        assert!(span.panned(BOUNDS, 0.5).follows());
        assert!(span.at_now().follows());
        assert_eq!(span.at_oldest(BOUNDS).range(BOUNDS), (0.0, 20_000.0));
        // A span longer than all there is cannot be moved.
        assert!(at_the_end(200_000.0).panned(BOUNDS, -0.5).follows());
    }

    #[test]
    fn it_moves_no_further_than_needed() {
        let span = at_the_end(20_000.0);
        assert_eq!(span.showing(BOUNDS, 90_000.0), span);
        assert_eq!(
            span.showing(BOUNDS, 50_000.0).range(BOUNDS),
            (48_000.0, 68_000.0)
        );
        let early = span.at_oldest(BOUNDS);
        assert_eq!(
            early.showing(BOUNDS, 50_000.0).range(BOUNDS),
            (32_000.0, 52_000.0)
        );
    }
}
