//! What a result should be read with: what was lost on the way, or left out.

use taskdeck_core::{Output, OutputPart};

/// The label that notes are shown under.
const LABEL: &str = "Note";

/// Adds these notes to a result, one a line; nothing when there are none. Each is a sentence with its full stop.
pub(super) fn with_notes(output: Output, notes: impl IntoIterator<Item = String>) -> Output {
    let notes: Vec<String> = notes.into_iter().collect();
    if notes.is_empty() {
        return output;
    }
    output.and(OutputPart::Text {
        label: LABEL.into(),
        text: notes.join("\n").into(),
    })
}

/// Returns the notes of a result, in one line.
pub(super) fn notes_of(output: &Output) -> Option<String> {
    output.parts.iter().find_map(|part| match part {
        OutputPart::Text { label, text } if &**label == LABEL => Some(text.replace('\n', " ")),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_lines_of_one_part() {
        let none = with_notes(Output::default(), None);
        assert!(none.is_empty());
        let two = with_notes(Output::default(), ["One.".to_owned(), "Two.".to_owned()]);
        assert_eq!(two.parts.len(), 1);
        assert_eq!(notes_of(&two).as_deref(), Some("One. Two."));
        assert_eq!(notes_of(&none), None);
    }
}
