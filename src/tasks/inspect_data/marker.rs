//! Markers of missing values: `NA`, `NULL`, `\N` and others.

const LONGEST: usize = 4;

/// Returns whether a field is a marker of a missing value, in a column of numbers, dates or truth values.
#[inline]
pub(super) fn is_marker(text: &str) -> bool {
    text.len() <= LONGEST && is_short_marker(text.as_bytes())
}

fn is_short_marker(bytes: &[u8]) -> bool {
    let mut lower = [0; LONGEST];
    for (lower, byte) in lower.iter_mut().zip(bytes) {
        *lower = byte.to_ascii_lowercase();
    }
    matches!(
        &lower[..bytes.len()],
        b"-" | b"--"
            | b"."
            | b".."
            | b"?"
            | b"na"
            | b"n/a"
            | b"#n/a"
            | b"#na"
            | b"<na>"
            | b"n.a."
            | b"nan"
            | b"nat"
            | b"nil"
            | b"none"
            | b"null"
            | b"\\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_markers_are_known_in_any_case() {
        for text in [
            "NA", "N/A", "n/a", "NULL", "null", "\\N", "NaN", "nan", "None", "#N/A", "-", "--", "?",
        ] {
            assert!(is_marker(text), "{text}");
        }
        for text in ["", "no", "0", "N", "nul", "none!", "#REF!", "inf", " ", "–"] {
            assert!(!is_marker(text), "{text}");
        }
    }
}
