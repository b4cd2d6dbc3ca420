//! Measurements over time as a chart, a sentence and a table.

use std::time::Duration;

use taskdeck_core::{Measurement, Series, Table};

use crate::{
    format::{count, list, number},
    texts::{Texts, tr},
};

/// The height of the chart.
pub(crate) const HEIGHT: f64 = 48.0;

/// The least height of a column, so that each is visible.
const LEAST: f64 = 3.0;

/// The number of decimals of a value.
const PLACES: u32 = 1;

/// The largest number of columns.
pub(crate) const ROOM: usize = 60;

/// A measurement in the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Column {
    /// The position from the left, in columns.
    pub(crate) place: usize,
    /// The height, which is that of the chart if nothing was measured.
    pub(crate) height: f64,
    /// Whether the measurement counts as a failure.
    pub(crate) failed: bool,
    /// Whether there is a value.
    pub(crate) measured: bool,
}

/// Returns the newest measurements that fit, with the newest at the right end.
pub(crate) fn columns(series: &Series) -> Vec<Column> {
    let shown = newest(series);
    let values = shown.iter().filter_map(|one| one.value);
    let most = values.fold(0.0, f64::max);
    let column = |(index, one): (usize, &Measurement)| Column {
        place: ROOM - shown.len() + index,
        height: match one.value {
            Some(value) if most > 0.0 => (value / most * HEIGHT).max(LEAST),
            Some(_) => LEAST,
            None => HEIGHT,
        },
        failed: one.failed,
        measured: one.value.is_some(),
    };
    shown.iter().enumerate().map(column).collect()
}

fn newest(series: &Series) -> &[Measurement] {
    let all = &series.measurements;
    &all[all.len().saturating_sub(ROOM)..]
}

/// Returns the chart as a sentence: *12 times, 40 to 120 ms, the last 81 ms, 2 failed*.
pub(crate) fn series_summary(texts: Texts, series: &Series) -> String {
    let shown = newest(series);
    let mut parts = vec![match shown.len() {
        0 => return tr!(texts, "Nothing yet"),
        times => tr!(texts, "Once|{count} times", count: times),
    }];
    let values = || shown.iter().filter_map(|one| one.value);
    if let Some(last) = values().next_back() {
        let (least, most) = (values().fold(last, f64::min), values().fold(last, f64::max));
        let unit = &*series.unit;
        if least < most {
            let range = tr!(
                texts,
                "{least} to {most}",
                least = number(texts, least, PLACES),
                most = number(texts, most, PLACES)
            );
            parts.push(format!("{range} {unit}").trim_end().to_owned());
        }
        let last = tr!(
            texts,
            "the last {number}",
            number = number(texts, last, PLACES)
        );
        parts.push(format!("{last} {unit}").trim_end().to_owned());
    }
    let failed = shown.iter().filter(|one| one.failed).count();
    if failed > 0 {
        parts.push(tr!(texts, "{count} failed", count = count(texts, failed)));
    }
    list(&parts)
}

/// Returns the table, newest first. `when` formats a time.
pub(crate) fn series_table(
    texts: Texts,
    series: &Series,
    when: impl Fn(Duration) -> String,
) -> Table {
    let measured = match &*series.unit {
        "" => texts.render(&series.label),
        unit => format!("{} ({unit})", texts.render(&series.label)),
    };
    let row = |one: &Measurement| {
        let value = one
            .value
            .map(|value| number(texts, value, PLACES))
            .unwrap_or_default();
        vec![when(one.at).into(), one.words.clone(), value.into()]
    };
    Table {
        title: series.label.clone(),
        columns: vec![
            tr!(texts, "When").into(),
            tr!(texts, "Found").into(),
            measured.into(),
        ],
        rows: series.measurements.iter().rev().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: &[Option<f64>]) -> Series {
        let measurements = values.iter().enumerate().map(|(second, value)| {
            let at = Duration::from_secs(second as u64);
            match value {
                Some(value) => Measurement::new(at, *value, "200 OK"),
                None => Measurement::failed(at, None, "unreachable"),
            }
        });
        Series {
            measurements: measurements.collect(),
            ..Series::new("Time to answer", "ms")
        }
    }

    #[test]
    fn the_newest_is_at_the_right_and_the_largest_is_the_highest() {
        let drawn = columns(&series(&[Some(50.0), None, Some(100.0), Some(0.0)]));
        let places: Vec<_> = drawn.iter().map(|column| column.place).collect();
        let heights: Vec<_> = drawn.iter().map(|column| column.height).collect();
        assert_eq!(places, [56, 57, 58, 59]);
        assert_eq!(heights, [24.0, 48.0, 48.0, LEAST]);
        assert!(drawn[1].failed && !drawn[1].measured);
        let many = columns(&series(&[Some(1.0); 100]));
        assert_eq!((many.len(), many[0].place), (60, 0));
    }

    #[test]
    fn the_chart_is_also_a_sentence() {
        let text = |values: &[Option<f64>]| series_summary(Texts::ENGLISH, &series(values));
        assert_eq!(text(&[]), "Nothing yet");
        assert_eq!(text(&[Some(81.0)]), "Once, the last 81 ms");
        assert_eq!(text(&[None]), "Once, 1 failed");
        assert_eq!(
            text(&[Some(40.0), None, Some(1_200.0), Some(81.5)]),
            "4 times, 40 to 1,200 ms, the last 81.5 ms, 1 failed"
        );
    }

    #[test]
    fn the_table_has_the_newest_first() {
        let table = series_table(Texts::ENGLISH, &series(&[Some(40.0), None]), |at| {
            at.as_secs().to_string()
        });
        assert_eq!(table.columns, ["When", "Found", "Time to answer (ms)"]);
        assert_eq!(
            table.rows,
            [["1", "unreachable", ""], ["0", "200 OK", "40"]]
        );
    }
}
