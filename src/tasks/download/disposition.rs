//! The name of a file in a Content-Disposition header (RFC 6266), and in the broken ones that servers send.

use percent_encoding::percent_decode;

use super::{
    charset::{decode, header_bytes, western},
    encoded_word::decode_words,
};

/// Returns the name in a header as browsers read it; `None` when there is none.
///
/// `filename*` wins over `filename`, and both win over the pieces `filename*0`, `filename*1`. When only one of
/// Chromium and Firefox finds a name, that one is used.
pub(super) fn file_name(header: &str) -> Option<String> {
    let parameters = parameters(once(header));
    let first = |wanted: &str| {
        let mut known = parameters.iter().filter(|parameter| parameter.is(wanted));
        known.find(|parameter| !parameter.value.is_empty())
    };
    let extended = first("filename*").map(|parameter| parameter.value.as_str());
    extended
        .and_then(extended_value)
        .filter(|name| !name.trim().is_empty())
        .or_else(|| plain_value(&first("filename")?.value))
        .or_else(|| pieces(&parameters))
        .or_else(|| broken_extended_value(extended?))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
}

/// Returns one of two equal headers, which `fetch` joins with a comma.
fn once(header: &str) -> &str {
    let half = header.len().saturating_sub(2) / 2;
    match (header.get(..half), header.get(half..)) {
        (Some(one), Some(rest)) if !one.is_empty() && rest.strip_prefix(", ") == Some(one) => one,
        _ => header,
    }
}

struct Parameter {
    name: String,
    value: String,
}

impl Parameter {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Returns the parameters of a header. Parts without `=` are skipped, the disposition type among them.
fn parameters(header: &str) -> Vec<Parameter> {
    let mut parameters = Vec::new();
    let mut rest = header;
    while !rest.is_empty() {
        let (name, after) = match rest.find(['=', ';']) {
            Some(at) if rest[at..].starts_with('=') => (&rest[..at], rest[at + 1..].trim_start()),
            Some(at) => {
                rest = &rest[at + 1..];
                continue;
            }
            None => break,
        };
        let (value, left) = match after.strip_prefix('"') {
            Some(quoted) => unquote(quoted),
            None => (until_semicolon(after).trim().to_owned(), after),
        };
        parameters.push(Parameter {
            name: name.trim().to_owned(),
            value,
        });
        rest = left.split_once(';').map_or("", |(_, rest)| rest);
    }
    parameters
}

fn until_semicolon(text: &str) -> &str {
    &text[..text.find(';').unwrap_or(text.len())]
}

/// Returns a text up to its closing quote, and the rest. Without a closing quote it is the whole text.
fn unquote(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, &text[at + 1..]),
            '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
            letter => value.push(letter),
        }
    }
    (value, "")
}

/// Decodes `charset'language'text`, percent-encoded.
fn extended_value(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_, text) = rest.split_once('\'')?;
    let bytes: Vec<u8> = percent_decode(&header_bytes(text)).collect();
    decode(charset, &bytes)
}

/// Decodes a `filename*` of another form or of an unknown encoding as UTF-8, as browsers do.
fn broken_extended_value(value: &str) -> Option<String> {
    let (charset, text) = match value.split_once('\'') {
        Some((charset, rest)) => (
            charset,
            rest.split_once('\'').map_or(rest, |(_, text)| text),
        ),
        None => ("", value),
    };
    let is_utf_8 = charset.eq_ignore_ascii_case("utf-8");
    // Text in an encoding that the browser does not know must be ASCII to be read.
    let bytes: Vec<u8> = percent_decode(&header_bytes(text)).collect();
    let readable = charset.is_empty() || is_utf_8 || bytes.is_ascii();
    readable.then(|| decode("utf-8", &bytes)).flatten()
}

/// Decodes a `filename`: encoded words, raw UTF-8, raw windows-1252, or percent-encoded UTF-8 in ASCII.
fn plain_value(value: &str) -> Option<String> {
    let bytes = header_bytes(value);
    if !bytes.is_ascii() {
        return Some(String::from_utf8(bytes).unwrap_or_else(|raw| western(raw.as_bytes())));
    }
    decode_words(value)
        .or_else(|| String::from_utf8(percent_decode(&bytes).collect()).ok())
        .or_else(|| Some(value.to_owned()))
        .filter(|name| !name.trim().is_empty())
}

/// Joins a name in numbered pieces (RFC 2231). Pieces whose name ends in `*` are percent-encoded.
fn pieces(parameters: &[Parameter]) -> Option<String> {
    let mut charset = "utf-8";
    let mut bytes = Vec::new();
    for number in 0.. {
        let name = format!("filename*{number}");
        let of_name = |name: &str| parameters.iter().find(|parameter| parameter.is(name));
        if let Some(piece) = of_name(&name) {
            bytes.extend(header_bytes(&piece.value));
        } else if let Some(piece) = of_name(&format!("{name}*")) {
            let text = match (number, piece.value.split_once('\'')) {
                (0, Some((named, rest))) => {
                    charset = named;
                    rest.split_once('\'')?.1
                }
                _ => &piece.value,
            };
            bytes.extend(percent_decode(&header_bytes(text)));
        } else {
            break;
        }
    }
    (!bytes.is_empty())
        .then(|| decode(charset, &bytes))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns how `fetch` gives a header whose bytes are UTF-8.
    fn raw(text: &str) -> String {
        text.bytes().map(char::from).collect()
    }

    fn check(cases: &[(&str, Option<&str>)]) {
        for (header, name) in cases {
            assert_eq!(file_name(header).as_deref(), *name, "{header}");
        }
    }

    #[test]
    fn a_name_is_found_in_headers_good_and_broken() {
        check(&[
            ("attachment; filename=foo.html", Some("foo.html")),
            ("ATTACHMENT; FILENAME  = \"foo.html\" ;", Some("foo.html")),
            (
                "attachment; filename=\"a; \\\"b\\\".txt\"; size=3",
                Some("a; \"b\".txt"),
            ),
            (
                "attachment; x=\"\\\"\\\\\"; filename=\"foo.html\"",
                Some("foo.html"),
            ),
            ("filename=foo.html", Some("foo.html")),
            ("filename=\"a b.html\"; attachment", Some("a b.html")),
            ("; filename=foo.html", Some("foo.html")),
            ("attachment;;filename=foo.html", Some("foo.html")),
            ("attachment; foo; filename=foo.html", Some("foo.html")),
            (
                "attachment; foo foo; filename=\"foo bar.html\"",
                Some("foo bar.html"),
            ),
            ("attachment; filename=foo bar.html", Some("foo bar.html")),
            ("attachment; filename=foo,bar.html", Some("foo,bar.html")),
            ("attachment; filename=\"foo.html\".txt", Some("foo.html")),
            ("attachment; filename=\"bar", Some("bar")),
            (
                "attachment; filename=5\" disk.txt; size=3",
                Some("5\" disk.txt"),
            ),
            ("attachment; filename='foo.html'", Some("'foo.html'")),
            (
                "attachment; filename=\"a.txt\"; filename=\"b.txt\"",
                Some("a.txt"),
            ),
            (
                "attachment; filename=\"\"; filename=\"b.txt\"",
                Some("b.txt"),
            ),
            (
                "attachment; filename=\"a.txt\", attachment; filename=\"a.txt\"",
                Some("a.txt"),
            ),
            (
                "attachment; filename=a.txt, attachment; filename=a.txt",
                Some("a.txt"),
            ),
            ("form-data; name=\"f\"; filename=\"x.txt\"", Some("x.txt")),
        ]);
    }

    #[test]
    fn where_there_is_no_name_none_is_made_up() {
        check(&[
            ("", None),
            ("attachment", None),
            ("inline;", None),
            ("attachment; filename=", None),
            ("attachment; filename=\"\"", None),
            ("attachment; filename=\" \"", None),
            ("attachment; filename=; foo=x", None),
            ("attachment filename=bar", None),
            ("attachment; xfilename=foo.html; name=y", None),
            ("attachment; filename *=UTF-8''foo.html", None),
            ("attachment; filename*=UTF-8''foo-%E4.html", None),
            ("attachment; filename*=UTF-8''", None),
        ]);
    }

    #[test]
    fn bytes_beyond_ascii_are_utf_8_or_windows_1252() {
        let names = ["grüße.txt", "日本 語.txt", "🍵 100%25.txt"];
        for name in names {
            for header in [
                format!("attachment; filename=\"{name}\""),
                format!("filename={name}"),
            ] {
                assert_eq!(file_name(&raw(&header)).as_deref(), Some(name));
            }
        }
        check(&[
            ("attachment; filename=\"caf\u{e9}.txt\"", Some("café.txt")),
            ("attachment; filename=\"\u{80}5.txt\"", Some("€5.txt")),
        ]);
    }

    #[test]
    fn an_extended_name_says_its_encoding_and_comes_first() {
        check(&[
            (
                "attachment; filename=\"euro.txt\"; filename*=UTF-8''%e2%82%ac%20rates.txt",
                Some("€ rates.txt"),
            ),
            (
                "attachment; filename*=utf-8'en'%e2%82%ac.txt; filename=euro.txt",
                Some("€.txt"),
            ),
            (
                "attachment; filename*=iso-8859-1'en'%A3%20rates.txt",
                Some("£ rates.txt"),
            ),
            (
                "attachment; filename*=ISO-8859-1''foo-%c3%a4.html",
                Some("foo-Ã¤.html"),
            ),
            ("attachment; filename*=windows-1252''%80.txt", Some("€.txt")),
            (
                "attachment; filename* = UTF-8''foo-%c3%a4.html",
                Some("foo-ä.html"),
            ),
            (
                "attachment; filename*=UTF-8''A-%2541%.html",
                Some("A-%41%.html"),
            ),
            (
                "attachment; filename=ok.txt; filename*=utf-8''%ff.txt",
                Some("ok.txt"),
            ),
            (
                "attachment; filename=ok.txt; filename*=UTF-8''",
                Some("ok.txt"),
            ),
            (
                "attachment; filename=ok.txt; filename*=foo%20bar.html",
                Some("ok.txt"),
            ),
        ]);
        let header = raw("attachment; filename*=UTF-8''grüße.txt");
        assert_eq!(file_name(&header).as_deref(), Some("grüße.txt"));
    }

    #[test]
    fn a_broken_extended_name_is_better_than_none() {
        check(&[
            (
                "attachment; filename*=\"UTF-8''foo-%c3%a4.html\"",
                Some("foo-ä.html"),
            ),
            (
                "attachment; filename*=''foo-%c3%a4.html",
                Some("foo-ä.html"),
            ),
            (
                "attachment; filename*=UTF-8'foo-%c3%a4.html",
                Some("foo-ä.html"),
            ),
            ("attachment; filename*=foo%20bar.html", Some("foo bar.html")),
        ]);
    }

    #[test]
    fn a_plain_name_may_be_encoded_as_well() {
        check(&[
            (
                "attachment; filename=\"foo-%c3%a4-%e2%82%ac.html\"",
                Some("foo-ä-€.html"),
            ),
            ("attachment; filename=a%20b+c.txt", Some("a b+c.txt")),
            ("attachment; filename=\"50%.html\"", Some("50%.html")),
            ("attachment; filename=\"a%e9b.html\"", Some("a%e9b.html")),
            (
                "attachment; filename=\"=?UTF-8?B?Z3LDvMOfZS50eHQ=?=\"",
                Some("grüße.txt"),
            ),
            (
                "attachment; filename==?ISO-8859-1?Q?foo-=E4.html?=",
                Some("foo-ä.html"),
            ),
        ]);
    }

    #[test]
    fn a_name_may_come_in_pieces() {
        check(&[
            (
                "attachment; filename*0=\"foo.\"; filename*1=\"html\"",
                Some("foo.html"),
            ),
            (
                "attachment; filename*1=\"html\"; filename*0=\"foo.\"",
                Some("foo.html"),
            ),
            (
                "attachment; filename*0*=UTF-8''foo-%c3%a4; filename*1=\".html\"",
                Some("foo-ä.html"),
            ),
            (
                "attachment; filename*0*=UTF-8''%c3; filename*1*=%a4.html",
                Some("ä.html"),
            ),
            (
                "attachment; filename*0=\"foo\"; filename*2=\"bar\"",
                Some("foo"),
            ),
            ("attachment; filename*1=\"bar\"", None),
            (
                "attachment; filename=\"foo.html\"; filename*0=\"bar\"",
                Some("foo.html"),
            ),
        ]);
    }

    #[cfg(target_arch = "wasm32")]
    #[wasm_bindgen_test::wasm_bindgen_test]
    fn every_encoding_of_the_browser_can_be_named() {
        check(&[
            ("attachment; filename*=klingon''%C3%A4.html", None),
            (
                "attachment; filename*=Shift_JIS''%93%fa%96%7b.txt",
                Some("日本.txt"),
            ),
            (
                "attachment; filename=\"=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=.txt\"",
                Some("日本.txt"),
            ),
            ("attachment; filename*=ISO-8859-15''%a4.txt", Some("€.txt")),
            (
                "attachment; filename=ok.txt; filename*=nosuch''x.txt",
                Some("ok.txt"),
            ),
            ("attachment; filename*=nosuch''x.txt", Some("x.txt")),
            ("attachment; filename*=nosuch''%e4.txt", None),
        ]);
    }
}
