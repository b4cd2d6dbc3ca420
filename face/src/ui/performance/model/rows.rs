//! The vertical layout of the timeline.

use std::ops::Range;

use super::Chart;

/// The height of the axis, above all lanes.
pub(crate) const AXIS: f64 = 24.0;
/// The height of a lane's name, above its rows.
pub(crate) const NAME: f64 = 22.0;
/// The least and the largest height of a row.
const ROW: Range<f64> = 4.0..20.0;
/// The least and the largest height of the timeline. The rest scrolls.
const WHOLE: Range<f64> = 120.0..400.0;

/// The vertical layout, from the top of the axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rows {
    /// The height of a row, with the gap below it.
    pub(crate) pitch: f64,
    /// The height of the timeline.
    pub(crate) height: f64,
    /// The height of all lanes, without the axis.
    content: f64,
    /// The first row of each lane.
    first: Vec<usize>,
}

impl Rows {
    pub(crate) fn of(chart: &Chart) -> Self {
        let names = chart.lanes().len() as f64 * NAME;
        let rows = chart.height() as f64;
        let room = WHOLE.end - AXIS - names;
        let pitch = (room / rows.max(1.0)).floor().clamp(ROW.start, ROW.end);
        let content = names + rows * pitch;
        Self {
            pitch,
            height: (AXIS + content + 4.0).clamp(WHOLE.start, WHOLE.end),
            content,
            first: chart.lanes().iter().map(|lane| lane.rows.start).collect(),
        }
    }

    /// Returns how far the timeline scrolls.
    pub(crate) fn scrolls(&self) -> f64 {
        (AXIS + self.content + 4.0 - self.height).max(0.0)
    }

    /// Returns the top of a lane with its name.
    pub(crate) fn lane_top(&self, lane: usize, scrolled: f64) -> f64 {
        let rows = self.first.get(lane).copied().unwrap_or_default();
        AXIS + lane as f64 * NAME + rows as f64 * self.pitch - scrolled
    }

    /// Returns the top of a row.
    pub(crate) fn row_top(&self, row: usize, scrolled: f64) -> f64 {
        let lanes = self.first.partition_point(|first| *first <= row);
        AXIS + lanes as f64 * NAME + row as f64 * self.pitch - scrolled
    }

    /// Returns which of these rows are visible.
    pub(crate) fn in_view(&self, rows: Range<usize>, scrolled: f64) -> Range<usize> {
        let top = self.row_top(rows.start, scrolled);
        let before = ((AXIS - top) / self.pitch).floor().max(0.0) as usize;
        let until = ((self.height - top) / self.pitch).ceil().max(0.0) as usize;
        let end = rows.end.min(rows.start + until);
        (rows.start + before).min(end)..end
    }

    /// Returns the row at a distance from the top.
    pub(crate) fn row_at(&self, y: f64, scrolled: f64, rows: usize) -> Option<usize> {
        let under_axis = y - AXIS + scrolled;
        if y < AXIS || under_axis < 0.0 {
            return None;
        }
        let lane = (0..self.first.len())
            .rev()
            .find(|lane| self.lane_top(*lane, scrolled) <= y)?;
        let within = y - self.lane_top(lane, scrolled) - NAME;
        let row = self.first[lane] + (within / self.pitch).floor().max(0.0) as usize;
        let end = self.first.get(lane + 1).copied().unwrap_or(rows);
        (within >= 0.0 && row < end).then_some(row)
    }

    /// Returns the scroll position that shows a row with the least movement.
    pub(crate) fn showing(&self, row: usize, scrolled: f64) -> f64 {
        let top = self.row_top(row, 0.0);
        let (least, most) = (top + self.pitch + 4.0 - self.height, top - AXIS - NAME);
        scrolled
            .max(least)
            .min(most.max(0.0))
            .clamp(0.0, self.scrolls())
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sample::run, *};

    fn chart(main: u64, other: u64) -> Chart {
        let lane = |n| if n < main { "main" } else { "other" };
        let runs = (0..main + other).map(|n| run(n, lane(n), 0, 1, Some(100)));
        Chart::new(runs.collect(), &[])
    }

    #[test]
    fn rows_are_below_the_names_of_their_lanes() {
        let rows = Rows::of(&chart(2, 1));
        assert_eq!((rows.pitch, rows.scrolls()), (20.0, 0.0));
        assert_eq!(rows.lane_top(0, 0.0), 24.0);
        assert_eq!(rows.row_top(0, 0.0), 46.0);
        assert_eq!(rows.row_top(1, 0.0), 66.0);
        assert_eq!(rows.lane_top(1, 0.0), 86.0);
        assert_eq!(rows.row_top(2, 0.0), 108.0);
        assert_eq!(rows.height, 132.0);
    }

    #[test]
    fn a_row_is_found_at_its_position() {
        let rows = Rows::of(&chart(3, 40));
        for row in 0..43 {
            let middle = rows.row_top(row, 0.0) + rows.pitch / 2.0;
            assert_eq!(rows.row_at(middle, 0.0, 43), Some(row));
        }
        // The axis, the name of a lane, and below all rows.
        assert_eq!(rows.row_at(10.0, 0.0, 43), None);
        assert_eq!(rows.row_at(30.0, 0.0, 43), None);
        assert_eq!(rows.row_at(399.0, 0.0, 43), None);
    }

    #[test]
    fn many_rows_are_low_and_scroll() {
        let rows = Rows::of(&chart(1_000, 0));
        assert_eq!((rows.pitch, rows.height), (4.0, 400.0));
        assert_eq!(rows.in_view(0..1_000, 0.0), 0..89);
        let end = rows.scrolls();
        assert_eq!(rows.in_view(0..1_000, end).end, 1_000);
        let scrolled = rows.showing(500, 0.0);
        let top = rows.row_top(500, scrolled);
        assert!(top >= AXIS && top + rows.pitch <= rows.height, "{top}");
        assert_eq!(rows.showing(500, scrolled), scrolled);
        assert_eq!(rows.showing(0, scrolled), 0.0);
        assert!(rows.in_view(0..1_000, scrolled).contains(&500));
    }
}
