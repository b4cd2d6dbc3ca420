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
    fn at_the_top_it_begins_with_the_first() {
        assert_eq!(rows_in_view(100.0, 0.0, 800.0, 56.0, 10_000), 0..21);
    }

    #[test]
    fn scrolled_it_has_spare_rows_on_both_sides() {
        let rows = rows_in_view(-5_600.0, 0.0, 560.0, 56.0, 10_000);
        assert_eq!(rows, 92..118);
    }

    #[test]
    fn it_never_goes_past_the_end() {
        assert_eq!(rows_in_view(-56_000.0, 0.0, 560.0, 56.0, 20), 20..20);
        assert_eq!(rows_in_view(0.0, 0.0, 560.0, 56.0, 3), 0..3);
        assert_eq!(rows_in_view(0.0, 0.0, 560.0, 56.0, 0), 0..0);
    }

    #[test]
    fn an_endless_page_does_not_get_endless_rows() {
        assert_eq!(rows_in_view(0.0, 0.0, 1e9, 56.0, 10_000).len(), MOST);
    }
}
