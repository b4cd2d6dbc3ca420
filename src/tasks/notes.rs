//! What a result should be read with: what was lost on the way, or left out.

use taskdeck_core::{Message, Output, OutputPart, message};

/// The label of the notes.
const LABEL: Message = message!("Note");

/// Adds notes to a result, one per line. Each is a sentence with its full stop.
pub(super) fn with_notes(output: Output, notes: impl IntoIterator<Item: Into<Message>>) -> Output {
    let notes: Vec<Message> = notes.into_iter().map(Into::into).collect();
    if notes.is_empty() {
        return output;
    }
    output.and(OutputPart::Text {
        label: LABEL,
        text: Message::lines(notes),
    })
}

/// Returns the notes of a result.
pub(super) fn notes_of(output: &Output) -> Option<&Message> {
    output.parts.iter().find_map(|part| match part {
        OutputPart::Text { label, text } if *label == LABEL => Some(text),
        _ => None,
    })
}

/// Joins sentences into one text.
pub(super) fn sentences(sentences: Vec<Message>) -> Message {
    let joined = sentences
        .into_iter()
        .reduce(|one, next| message!("{one} {next}", one = one, next = next));
    joined.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_lines_of_one_part() {
        let none = with_notes(Output::default(), None::<Message>);
        assert!(none.is_empty());
        let two = with_notes(Output::default(), ["One.", "Two."]);
        assert_eq!(two.parts.len(), 1);
        assert_eq!(notes_of(&two).unwrap(), "One.\nTwo.");
        assert_eq!(notes_of(&none), None);
    }
}
