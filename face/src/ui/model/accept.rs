//! Matches files against `accept`.

/// Returns whether a field with this `accept`, as in HTML, takes a file of this name and media type. Either may
/// be empty if it is unknown; what is unknown is accepted.
pub(crate) fn accepts(accept: &str, name: &str, media_type: &str) -> bool {
    let mut parts = accept
        .split(',')
        .map(|part| part.trim().to_ascii_lowercase())
        .filter(|part| !part.is_empty())
        .peekable();
    if parts.peek().is_none() || (name.is_empty() && media_type.is_empty()) {
        return true;
    }
    let (name, media_type) = (name.to_ascii_lowercase(), media_type.to_ascii_lowercase());
    parts.any(|part| {
        if part.starts_with('.') {
            // The name of a dragged file is unknown.
            name.is_empty() || name.ends_with(&part)
        } else if let Some(family) = part.strip_suffix("/*") {
            media_type
                .split_once('/')
                .is_some_and(|(own, _)| family == "*" || own == family)
        } else {
            part == media_type
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_accept_takes_everything() {
        assert!(accepts("", "a.txt", "text/plain"));
        assert!(accepts(" , ", "a.txt", ""));
    }

    #[test]
    fn families_types_and_extensions_match() {
        assert!(accepts("image/*", "a.png", "image/png"));
        assert!(!accepts("image/*", "a.txt", "text/plain"));
        assert!(accepts(".gz, application/gzip", "A.TAR.GZ", ""));
        assert!(accepts(".gz, application/gzip", "", "application/gzip"));
        assert!(!accepts(".gz", "a.zip", "application/zip"));
    }

    #[test]
    fn unknown_names_and_types_are_accepted() {
        assert!(accepts("image/*", "", ""));
        assert!(accepts(".gz", "", "application/x-unheard-of"));
    }
}
