//! Whether JSON is one document or values one after the other, by how it begins.

use super::{
    form::Form,
    syntax::{End, Syntax},
};

/// The blank space and the marks that may stand before a value.
const BLANK: &[char] = &[' ', '\t', '\r', '\n', '\u{feff}', '\u{1e}'];

/// Returns the form of JSON that begins with this text: [`Form::Ndjson`] for values one after the other. `has_lines`
/// is whether the name of the file is that of a value per line.
pub(super) fn shape(start: &str, has_lines: bool) -> Form {
    let text = start.trim_start_matches(BLANK);
    let is_list = text.starts_with('[');
    let of_lines = |is_so: bool| if is_so { Form::Ndjson } else { Form::Json };
    match Syntax::default().end(0, text.as_bytes(), false) {
        End::Open => {
            // A number or a word is open too: more of it may follow.
            let is_object = text.starts_with('{');
            of_lines(has_lines && !is_list || !is_list && !is_object && has_several_lines(text))
        }
        End::Wrong(_) if is_list => Form::Json,
        End::Wrong(_) => of_lines(has_lines || has_second_object(text)),
        End::Whole(length) => {
            let rest = text[length..].trim_start_matches(BLANK);
            let is_of_lists = is_list && rest.starts_with('[') && !has_lines;
            of_lines(match rest.bytes().next() {
                None => has_lines && !is_list,
                // The pages of a list, one after the other, are one list.
                Some(_) if is_of_lists => !is_of_objects(text),
                Some(_) if is_list => begins_value(rest),
                Some(_) => has_lines || begins_value(rest) || has_second_object(text),
            })
        }
    }
}

fn has_several_lines(text: &str) -> bool {
    text.trim_end().contains(['\n', '\r'])
}

/// Returns whether this text may begin a value of JSON.
fn begins_value(text: &str) -> bool {
    text.starts_with(['{', '[', '"', '-', 't', 'f', 'n'])
        || text.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns whether a later line begins with an object as the first one does.
fn has_second_object(text: &str) -> bool {
    text.starts_with('{')
        && text
            .split(['\n', '\r'])
            .skip(1)
            .any(|line| line.starts_with('{'))
}

/// Returns whether a list has objects in it.
fn is_of_objects(text: &str) -> bool {
    text[1..].trim_start_matches(BLANK).starts_with('{')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_one_after_the_other_are_told_from_one_document() {
        let cases = [
            (Form::Json, "[{\"a\":1},{\"a\":2}]"),
            (Form::Json, "{\"a\":1}"),
            (Form::Json, "{\n  \"a\": 1\n}\n"),
            (Form::Json, "[1,2"),
            (Form::Json, "{\"a\":[1,2"),
            (Form::Json, "7"),
            (Form::Json, "[1,2}"),
            (Form::Json, "{\"a\":1,\n b:2}"),
            (Form::Json, "[{\"a\":1}]\n]"),
            (Form::Json, "[{\"a\":1}][{\"a\":2}]"),
            (Form::Json, "[\n  {\"a\":1}\n]\n[\n  {\"a\":2}\n]\n"),
            (Form::Ndjson, "{\"a\":1}{\"a\":2}"),
            (Form::Ndjson, "{\"a\":1} {\"a\":2}"),
            (Form::Ndjson, "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n"),
            (Form::Ndjson, "\u{1e}{\"a\":1}\n\u{1e}{\"a\":2}\n"),
            (Form::Ndjson, "\u{feff}{\"a\":1}\n\u{feff}{\"a\":2}\n"),
            (Form::Ndjson, "[1,2]\n[3,4]\n"),
            (Form::Ndjson, "{\"a\":1\n{\"a\":2}\n"),
            (Form::Ndjson, "{\"a\":1},\n{\"a\":2},\n"),
            (Form::Ndjson, "1\n2\n"),
        ];
        for (expected, text) in cases {
            assert_eq!(shape(text, false), expected, "{text}");
        }
        let cases = [
            (Form::Json, "[\n{\"a\":1},\n{\"a\":2}\n]\n"),
            (Form::Json, "[{\"a\":1}]"),
            (Form::Json, "[{\"a\":1},"),
            (Form::Ndjson, "[{\"a\":1}]\n[{\"a\":2}]\n"),
            (Form::Ndjson, "{\"a\":1}"),
            (Form::Ndjson, "{\"a\":1,"),
            (Form::Ndjson, "nonsense"),
        ];
        for (expected, text) in cases {
            assert_eq!(shape(text, true), expected, "{text}");
        }
    }
}
