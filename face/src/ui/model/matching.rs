//! Finds names by parts of them.

/// Returns how well a name matches a query, with 0 as the best, or `None` if it does not. Each word of the
/// query must occur in the name.
pub(crate) fn fit(typed: &str, name: &str) -> Option<usize> {
    let (typed, name) = (typed.trim().to_lowercase(), name.to_lowercase());
    if !typed.split_whitespace().all(|word| name.contains(word)) {
        return None;
    }
    let starts_a_word = |word: &str| name.split_whitespace().any(|part| part.starts_with(word));
    Some(if name.starts_with(&typed) {
        0
    } else if typed.split_whitespace().all(starts_a_word) {
        1
    } else {
        2
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_begins_so_fits_best() {
        assert_eq!(fit("canc", "Cancel all"), Some(0));
        assert_eq!(fit("all", "Cancel all"), Some(1));
        assert_eq!(fit("al", "Cancel the journal"), Some(2));
        assert_eq!(fit("pause", "Cancel all"), None);
    }

    #[test]
    fn words_fit_in_any_order() {
        assert_eq!(fit("  FILES hash ", "Run Hash files"), Some(1));
        assert_eq!(fit("files zip", "Run Hash files"), None);
    }

    #[test]
    fn everything_fits_nothing() {
        assert_eq!(fit("", "Pause"), Some(0));
        assert_eq!(fit("  ", "Pause"), Some(0));
    }
}
