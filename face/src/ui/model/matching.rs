//! Finds names by parts of them.

/// Returns how well a name matches a query, with 0 as the best, or `None` if it does not. Each word of the
/// query must occur in the name.
pub(crate) fn match_rank(typed: &str, name: &str) -> Option<usize> {
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
    fn a_name_with_the_query_as_prefix_matches_best() {
        assert_eq!(match_rank("canc", "Cancel all"), Some(0));
        assert_eq!(match_rank("all", "Cancel all"), Some(1));
        assert_eq!(match_rank("al", "Cancel the journal"), Some(2));
        assert_eq!(match_rank("pause", "Cancel all"), None);
    }

    #[test]
    fn words_match_in_any_order() {
        assert_eq!(match_rank("  FILES hash ", "Run Hash files"), Some(1));
        assert_eq!(match_rank("files zip", "Run Hash files"), None);
    }

    #[test]
    fn an_empty_query_matches_every_name() {
        assert_eq!(match_rank("", "Pause"), Some(0));
        assert_eq!(match_rank("  ", "Pause"), Some(0));
    }
}
