//! Names of files: taken out of paths, addresses and headers, and made safe to save under.

/// The last name of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The name with this ending in place of its own.
pub(super) fn with_ending(name: &str, ending: &str) -> String {
    let stem = match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    };
    format!("{stem}.{ending}")
}

/// The name that is left when a compressed file is not compressed any more.
pub(super) fn without_gz(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    for (ending, instead) in [
        (".tgz", ".tar"),
        (".gzip", ""),
        (".gz", ""),
        (".svgz", ".svg"),
    ] {
        if lower.ends_with(ending) && lower.len() > ending.len() {
            return format!("{}{instead}", &name[..name.len() - ending.len()]);
        }
    }
    format!("{name}.out")
}

/// The name under which what was downloaded is saved: what the server says, else the end of the
/// address, else its host.
pub(super) fn download_name(disposition: Option<&str>, address: &str) -> String {
    disposition
        .and_then(disposition_name)
        .or_else(|| address_name(address))
        .map(|name| safe(&name))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "download".to_owned())
}

/// `filename*=UTF-8''…` of a Content-Disposition, else `filename=…`.
fn disposition_name(header: &str) -> Option<String> {
    let value_of = |wanted: &str| {
        parameters(header)
            .into_iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value)
    };
    let extended = value_of("filename*").and_then(|value| {
        let (charset, rest) = value.split_once('\'')?;
        let (_, encoded) = rest.split_once('\'')?;
        charset
            .eq_ignore_ascii_case("utf-8")
            .then(|| percent_decode(encoded))
    });
    extended.or_else(|| value_of("filename"))
}

/// The parameters of a header: `; name=value`, where a value in quotes may hold anything.
fn parameters(header: &str) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    let mut rest = header;
    while let Some((_, after)) = rest.split_once(';') {
        let Some((name, value)) = after.split_once('=') else {
            break;
        };
        let value = value.trim_start();
        let (value, left) = match value.strip_prefix('"') {
            Some(quoted) => unquote(quoted),
            None => {
                let end = value.find(';').unwrap_or(value.len());
                (value[..end].trim().to_owned(), &value[end..])
            }
        };
        parameters.push((name.trim().to_owned(), value));
        rest = left;
    }
    parameters
}

/// A text up to its closing quote, and what comes after it.
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

/// The last name in an address's path, else its host.
fn address_name(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let rest = &rest[..rest.find(['?', '#']).unwrap_or(rest.len())];
    let name = rest.trim_end_matches('/');
    Some(percent_decode(file_name(name)))
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
        match (first, digit(tail.first()), digit(tail.get(1))) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A name without what a file system, or the eye of a reader, could take for something else.
fn safe(name: &str) -> String {
    let turns_text = |letter: char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let name: String = name
        .chars()
        .filter(|letter| !letter.is_control() && !turns_text(*letter))
        .map(|letter| match letter {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            letter => letter,
        })
        .take(200)
        .collect();
    name.trim().trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_is_replaced_or_added() {
        assert_eq!(with_ending("photo.big.jpeg", "webp"), "photo.big.webp");
        assert_eq!(with_ending("photo", "webp"), "photo.webp");
        assert_eq!(with_ending(".photo", "webp"), ".photo.webp");
    }

    #[test]
    fn an_unpacked_file_has_the_name_it_had() {
        assert_eq!(without_gz("log.txt.gz"), "log.txt");
        assert_eq!(without_gz("Backup.TGZ"), "Backup.tar");
        assert_eq!(without_gz("what"), "what.out");
        assert_eq!(without_gz(".gz"), ".gz.out");
    }

    #[test]
    fn a_download_is_named_as_the_server_says() {
        let name = |header: &str| download_name(Some(header), "https://a.example/x");
        assert_eq!(name("attachment; filename=plain.txt"), "plain.txt");
        assert_eq!(
            name("attachment; filename=\"a; \\\"b\\\".txt\"; size=3"),
            "a; _b_.txt"
        );
        assert_eq!(
            name("attachment; filename=\"euro.txt\"; filename*=UTF-8''%e2%82%ac%20rates.txt"),
            "€ rates.txt"
        );
        assert_eq!(name("inline"), "x");
    }

    #[test]
    fn else_it_is_named_as_the_address_ends() {
        let name = |address: &str| download_name(None, address);
        assert_eq!(name("https://a.example/dir/b%20c.zip?x=/y#z"), "b c.zip");
        assert_eq!(name("https://a.example/dir/"), "dir");
        assert_eq!(name("http://a.example:8080/"), "a.example_8080");
        assert_eq!(name("https://a.example/%"), "%");
    }

    #[test]
    fn a_name_leads_nowhere_and_hides_nothing() {
        let name = |header: &str| download_name(Some(header), "https://a.example/x");
        assert_eq!(name("a; filename=\"../../etc/passwd\""), "_.._etc_passwd");
        assert_eq!(name("a; filename=\"a\u{202e}gpj.exe\""), "agpj.exe");
        assert_eq!(name("a; filename=\"..\""), "download");
    }
}
