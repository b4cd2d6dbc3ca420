//! The rows of a long list that are visible.

use std::ops::Range;

/// The number of extra rows above and below the visible ones.
const SPARE: usize = 8;
/// The largest number of rows in the page, however large the page is.
const MOST: usize = 120;

/// Returns the rows to draw: the visible ones and a few more. All lengths are in pixels on one scale: `top` is
/// the start of the list, `from` and `to` are the visible range.
pub(crate) fn rows_in_view(
    top: f64,
    from: f64,
    to: f64,
    row_height: f64,
    rows: usize,
) -> Range<usize> {
    let first = ((from - top) / row_height).floor().max(0.0) as usize;
    let last = ((to - top) / row_height).ceil().max(0.0) as usize;
    let start = first.saturating_sub(SPARE).min(rows);
    let end = (last + SPARE).min(rows).min(start + MOST).max(start);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_of_the_list_starts_with_the_first_row() {
        assert_eq!(rows_in_view(100.0, 0.0, 800.0, 56.0, 10_000), 0..21);
    }

    #[test]
    fn a_scrolled_list_has_extra_rows_on_both_sides() {
        let rows = rows_in_view(-5_600.0, 0.0, 560.0, 56.0, 10_000);
        assert_eq!(rows, 92..118);
    }

    #[test]
    fn rows_end_with_the_list() {
        assert_eq!(rows_in_view(-56_000.0, 0.0, 560.0, 56.0, 20), 20..20);
        assert_eq!(rows_in_view(0.0, 0.0, 560.0, 56.0, 3), 0..3);
        assert_eq!(rows_in_view(0.0, 0.0, 560.0, 56.0, 0), 0..0);
    }

    #[test]
    fn the_number_of_rows_is_bounded() {
        assert_eq!(rows_in_view(0.0, 0.0, 1e9, 56.0, 10_000).len(), MOST);
    }
}
