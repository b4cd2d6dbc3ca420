//! Amounts in English.

use std::time::Duration;

use crate::number::fixed;

const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];

/// Bytes with three digits at most and a decimal unit: *412 MB*, *1.25 GB*.
pub(super) fn bytes(bytes: f64) -> String {
    let (mut value, mut unit) = (bytes.max(0.0), 0);
    // 999.5 would be rounded to 1000.
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1_000.0;
        unit += 1;
    }
    let places = match value {
        _ if unit == 0 => 0,
        v if v >= 99.95 => 0,
        v if v >= 9.995 => 1,
        _ => 2,
    };
    let text = fixed(value, places);
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => &text,
    };
    [text, UNITS[unit]].join(" ")
}

/// A time with its exact value: *1.5 s*, *100 ms*.
pub(super) fn time(time: Duration) -> String {
    let mut text = format!("{time:?}");
    if let Some(unit) = text.find(|c: char| c.is_alphabetic()) {
        text.insert(unit, ' ');
    }
    text
}
