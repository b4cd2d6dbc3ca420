//! Fills in the placeholders of a text.

use taskdeck_core::fill_template;

/// Replaces the placeholders of a text. One without a value stays as it is.
pub(super) fn fill(text: &str, with: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    fill_template(text, &mut out, &mut |name, out| {
        let value = with.iter().find(|(given, _)| *given == name);
        if let Some((_, value)) = value {
            out.push_str(value);
        }
        value.is_some()
    });
    out
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
}
