//! Texts with names in braces, and with the forms of a plural.

use crate::format::cut;

/// Between the forms of a plural in a template: *1 file|{count} files*.
const FORMS: u8 = b'|';

/// Writes a template without its braces. `value` writes what is named, and returns whether there is such a name; a name
/// that there is not stays as it stands.
pub fn fill(template: &str, out: &mut String, value: &mut dyn FnMut(&str, &mut String) -> bool) {
    let mut rest = template;
    while let Some((words, after)) = cut(rest, b'{') {
        out.push_str(words);
        let Some((name, after)) = cut(after, b'}') else {
            rest = &rest[words.len()..];
            break;
        };
        if !value(name, out) {
            out.push_str(&rest[words.len()..=words.len() + 1 + name.len()]);
        }
        rest = after;
    }
    out.push_str(rest);
}

/// The form for this number, as English has them: the first one for 1, else the last one. Without a number the template
/// is no plural.
pub fn form(template: &str, count: f64) -> &str {
    match cut(template, FORMS) {
        Some((one, _)) if count == 1.0 => one,
        Some(_) if !count.is_nan() => key(template),
        _ => template,
    }
}

/// The last form, which is the name of a template.
pub fn key(template: &str) -> &str {
    let mut last = template;
    while let Some((_, rest)) = cut(last, FORMS) {
        last = rest;
    }
    last
}

/// The names in braces, each where it stands first.
pub(super) fn names(template: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some((_, after)) = cut(rest, b'{') {
        rest = after;
        if let Some((name, _)) = cut(after, b'}')
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

/// Checks while compiling that the names of a template are these, in the order in which they first stand in its last
/// form, and that a plural has a `count`.
pub const fn check(template: &str, names: &[&str]) {
    let text = template.as_bytes();
    let (mut at, mut found, mut forms) = (0, 0, 1);
    while at < text.len() {
        if text[at] == b'|' {
            forms += 1;
            found = 0;
        }
        at += 1;
        if text[at - 1] != b'{' {
            continue;
        }
        let from = at;
        while at < text.len() && text[at] != b'}' {
            at += 1;
        }
        assert!(at < text.len(), "a brace is not closed");
        if found < names.len() && is(text, from, at, names[found]) {
            found += 1;
            continue;
        }
        let mut known = 0;
        while known < names.len() && !is(text, from, at, names[known]) {
            known += 1;
        }
        assert!(known < names.len(), "a name in braces has no argument");
        // The first form may leave out its number, so the order counts in the last one.
        assert!(
            known < found || has_more(text, at),
            "the arguments stand in another order than their names"
        );
    }
    assert!(
        found == names.len(),
        "an argument has no name in braces, or stands in another order"
    );
    if forms > 1 {
        let mut count = 0;
        while count < names.len() && !is(b"count", 0, 5, names[count]) {
            count += 1;
        }
        assert!(count < names.len(), "a plural has no argument called count");
    }
}

/// Whether another form follows.
const fn has_more(text: &[u8], from: usize) -> bool {
    let mut at = from;
    while at < text.len() {
        if text[at] == b'|' {
            return true;
        }
        at += 1;
    }
    false
}

const fn is(text: &[u8], from: usize, to: usize, name: &str) -> bool {
    let name = name.as_bytes();
    let mut at = 0;
    if to - from != name.len() {
        return false;
    }
    while at < name.len() {
        if text[from + at] != name[at] {
            return false;
        }
        at += 1;
    }
    true
}
