//! Web addresses in a text.

use crate::ui::lean::*;

/// Returns a text with its `http` and `https` addresses as links that open in a new tab. Addresses of any other
/// scheme stay text.
pub(crate) fn linkify(text: &str) -> Vec<AnyView> {
    parts(text)
        .map(|part| match part {
            Part::Text(text) => text.to_owned().into_any(),
            Part::Address(address) => {
                let (to, address) = (address.to_owned(), address.to_owned());
                view! {
                    <a class="td-address" href=to target="_blank" rel="noopener noreferrer">
                        {address}
                    </a>
                }
                .into_any()
            }
        })
        .collect()
}

#[derive(Debug, PartialEq, Eq)]
enum Part<'a> {
    Text(&'a str),
    Address(&'a str),
}

fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    let mut address = None;
    std::iter::from_fn(move || {
        if let Some(address) = address.take() {
            return Some(Part::Address(address));
        }
        if rest.is_empty() {
            return None;
        }
        let (before, found, after) = first_address(rest).unwrap_or((rest, "", ""));
        rest = after;
        address = (!found.is_empty()).then_some(found);
        match before {
            "" => address.take().map(Part::Address),
            before => Some(Part::Text(before)),
        }
    })
}

/// Returns the text before the first address, the address, and the text after it.
fn first_address(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices("http").find_map(|(start, _)| {
        let (before, from) = text.split_at(start);
        let name = from
            .strip_prefix("https://")
            .or(from.strip_prefix("http://"))?;
        let is_word = before.ends_with(char::is_alphanumeric);
        if is_word || !name.starts_with(|first: char| first.is_alphanumeric() || first == '[') {
            return None;
        }
        let ends = |c: char| c.is_whitespace() || c.is_control() || "<>\"'`|\\^{}".contains(c);
        let address = &from[..from.find(ends).unwrap_or(from.len())];
        // Punctuation at the end belongs to the sentence.
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
        Some((before, address, &from[address.len()..]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(text: &str) -> Vec<&str> {
        let all: Vec<_> = parts(text).collect();
        let joined: String = all
            .iter()
            .map(|part| match part {
                Part::Text(text) | Part::Address(text) => *text,
            })
            .collect();
        assert_eq!(joined, text, "nothing is left out");
        all.into_iter()
            .filter_map(|part| match part {
                Part::Address(address) => Some(address),
                Part::Text(_) => None,
            })
            .collect()
    }

    #[test]
    fn web_addresses_are_found() {
        let text = "See https://a.example/b?c=d#e, (http://[::1]:80/x). Or <https://c.example>!";
        let found = [
            "https://a.example/b?c=d#e",
            "http://[::1]:80/x",
            "https://c.example",
        ];
        assert_eq!(addresses(text), found);
        assert_eq!(addresses("https://a.example"), ["https://a.example"]);
    }

    #[test]
    fn everything_else_is_text() {
        for text in [
            "",
            "javascript:alert(1)",
            "javascript://http",
            "ftp://a.example data:text/html,x //a.example",
            "https:// http://. xhttps://a.example HTTP http",
        ] {
            assert_eq!(addresses(text), [""; 0], "{text}");
        }
    }
}
