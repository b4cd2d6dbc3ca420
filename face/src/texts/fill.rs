//! Fills in the placeholders of a text, and finds their values again.

/// Replaces the placeholders of a text. One without a value stays as it is.
pub(super) fn fill(text: &str, with: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for part in parts(text) {
        match part {
            Part::Words(words) => out.push_str(words),
            Part::Name(name) => match with.iter().find(|(given, _)| *given == name) {
                Some((_, value)) => out.push_str(value),
                None => out.extend(["{", name, "}"]),
            },
        }
    }
    out
}

/// Returns the values in a filled text, or `None` if it does not match `text`.
pub(super) fn found<'a>(filled: &'a str, text: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let mut found = Vec::new();
    let mut rest = filled;
    let mut name = None;
    for part in parts(text) {
        let words = match part {
            Part::Name(next) => {
                name = Some(next);
                continue;
            }
            Part::Words(words) => words,
        };
        rest = match name.take() {
            None => rest.strip_prefix(words)?,
            Some(name) => {
                let (value, after) = rest.split_once(words)?;
                found.push((name, value));
                after
            }
        };
    }
    match name {
        Some(name) => found.push((name, rest)),
        None if !rest.is_empty() => return None,
        None => {}
    }
    Some(found)
}

enum Part<'a> {
    Words(&'a str),
    Name(&'a str),
}

fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    text.split('{').enumerate().flat_map(|(at, piece)| {
        let (name, words) = match piece.split_once('}') {
            Some((name, words)) if at > 0 => (Some(Part::Name(name)), words),
            _ => (None, piece),
        };
        let words = (!words.is_empty()).then_some(Part::Words(words));
        name.into_iter().chain(words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_stands_where_its_name_stood() {
        let with = [("count", "3"), ("title", "{count}")];
        assert_eq!(
            fill("{title}: {count} of {all}", &with),
            "{count}: 3 of {all}"
        );
        assert_eq!(fill("Cancel", &with), "Cancel");
    }

    #[test]
    fn what_was_filled_in_is_found_again() {
        let text = "{label} must be between {min} and {max}";
        assert_eq!(
            found("Size must be between 1 and 5", text),
            Some(vec![("label", "Size"), ("min", "1"), ("max", "5")])
        );
        assert_eq!(found("Size must be a number", text), None);
        assert_eq!(found("Cancelled", "Cancel"), None);
        assert_eq!(found("Cancel", "Cancel"), Some(vec![]));
    }
}
