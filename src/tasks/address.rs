//! Addresses that were typed in.

use std::net::Ipv4Addr;

use serde_json::Value;
use taskdeck::browser::is_address;
use taskdeck_core::{Message, message};

use super::blocked_port::is_blocked;

/// An example of an address, for the errors of others.
const EXAMPLE: Message = message!("An address looks like https://example.com/file.zip");

/// Checks an address, as far as that needs no browser. Returns it trimmed, or an error that says what is wrong.
pub(super) fn check(text: &str) -> Result<&str, Message> {
    let text = text.trim();
    wrong(text).map_or(Ok(text), |why| {
        Err(message!("{why}. {example}", why = why, example = EXAMPLE))
    })
}

/// Checks the value of a field for an address.
pub(super) fn check_value(value: &Value) -> Result<(), Message> {
    match is_address(check(value.as_str().unwrap_or_default())?) {
        true => Ok(()),
        false => Err(message!("The browser does not understand this address")),
    }
}

fn wrong(text: &str) -> Option<Message> {
    if text.is_empty() {
        return Some(message!("There is no address"));
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return Some(message!("An address begins with https:// or http://"));
    };
    if !is_http(scheme) {
        return Some(message!("Only https:// and http:// can be requested"));
    }
    if text.contains(|letter: char| letter.is_whitespace() || letter.is_control()) {
        return Some(message!("There is a space in the address"));
    }
    let authority = authority(rest);
    if authority.contains('@') {
        return Some(message!(
            "Browsers do not request addresses with a user name"
        ));
    }
    let (host, port) = split_port(authority);
    if host.is_empty() {
        return Some(message!("The host is missing"));
    }
    if port.is_some_and(|port| !port.is_empty() && port.parse::<u16>().is_err()) {
        return Some(message!("The port is not a number up to 65535"));
    }
    None
}

fn is_http(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// Returns the host and port of an address.
pub(super) fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    authority(rest)
}

fn authority(rest: &str) -> &str {
    &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())]
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        // The colons of an IPv6 address are in brackets.
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

/// Returns the port of an address, if browsers refuse it.
pub(super) fn blocked_port(address: &str) -> Option<u16> {
    let (_, port) = split_port(host(address));
    port?.parse().ok().filter(|port| is_blocked(*port))
}

/// Returns whether a page at the one address may not request the other one, because it would go over the
/// wire in the open. What never leaves the machine may be requested.
pub(super) fn is_mixed(page: &str, address: &str) -> bool {
    let begins = |text: &str, scheme: &str| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    begins(page, "https://") && begins(address, "http://") && !is_local(address)
}

fn is_local(address: &str) -> bool {
    let (host, _) = split_port(host(address));
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_loopback = |host: &str| host.parse().is_ok_and(|ip: Ipv4Addr| ip.is_loopback());
    host == "localhost" || host.ends_with(".localhost") || host == "[::1]" || is_loopback(&host)
}

/// Returns whether two addresses are of one site: scheme, host and port.
pub(super) fn is_same_site(one: &str, other: &str) -> bool {
    let site = |address: &str| {
        let (scheme, rest) = address.split_once("://")?;
        let scheme = scheme.to_ascii_lowercase();
        let (host, port) = split_port(authority(rest));
        let usual = if scheme == "https" { 443 } else { 80 };
        let port = match port {
            None | Some("") => usual,
            Some(port) => port.parse::<u16>().ok()?,
        };
        Some((scheme, host.to_ascii_lowercase(), port))
    };
    site(one).is_some_and(|one| site(other) == Some(one))
}

/// Returns the lines that are not blank, trimmed.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken() {
        for text in [
            "https://example.com",
            " HTTP://example.com:8080/a?b#c ",
            "http://[::1]:80/x",
            "https://[::1]/",
            "https://example.com/a:b@c",
            "https://bücher.example/ä",
        ] {
            assert_eq!(check(text), Ok(text.trim()));
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let cases = [
            ("", "There is no address"),
            ("example.com", "An address begins with"),
            ("ftp://example.com", "Only https:// and http://"),
            ("https://", "The host is missing"),
            ("https:///path", "The host is missing"),
            ("https://a b.example", "There is a space"),
            (
                "https://me:secret@example.com",
                "Browsers do not request addresses with a user",
            ),
            ("https://example.com:99999/", "The port"),
        ];
        for (text, said) in cases {
            let error = check(text).unwrap_err();
            assert!(error.english().starts_with(said), "{text}: {error}");
            assert!(error.english().ends_with(&*EXAMPLE.english()));
        }
    }

    #[test]
    fn only_a_page_over_https_is_kept_from_plain_http() {
        let secure = "https://page.example/";
        assert!(is_mixed(secure, "HTTP://example.com/a"));
        assert!(!is_mixed(secure, "https://example.com/a"));
        assert!(!is_mixed(secure, "http://127.0.0.1:8080/"));
        assert!(!is_mixed(secure, "http://localhost/"));
        assert!(!is_mixed(secure, "http://LOCALHOST.:80/"));
        assert!(!is_mixed(secure, "http://[::1]:80/"));
        assert!(is_mixed(secure, "http://localhost.example/"));
        assert!(is_mixed(secure, "http://127.example.com/"));
        assert!(!is_mixed("http://page.example/", "http://example.com/a"));
    }

    #[test]
    fn blank_lines_are_ignored() {
        let found: Vec<&str> = lines("\n a \n\n\tb\r\n  ").collect();
        assert_eq!(found, ["a", "b"]);
    }

    #[test]
    fn a_host_is_found() {
        assert_eq!(host("https://a.example:81/b?c"), "a.example:81");
        assert_eq!(host("https://a.example?c/d"), "a.example");
    }

    #[test]
    fn a_blocked_port_is_found() {
        assert_eq!(blocked_port("http://127.0.0.1:6000/x"), Some(6000));
        assert_eq!(blocked_port("https://[::1]:022?a"), Some(22));
        for open in [
            "http://a.example/",
            "https://a.example:8443/",
            "http://a.example:/",
            "http://[::6000]/",
        ] {
            assert_eq!(blocked_port(open), None, "{open}");
        }
    }

    #[test]
    fn a_site_is_scheme_host_and_port() {
        let page = "http://a.example/page";
        assert!(is_same_site(page, "HTTP://A.example:80/x?y"));
        assert!(!is_same_site(page, "https://a.example/page"));
        assert!(!is_same_site(page, "http://a.example:8080/page"));
        assert!(!is_same_site(page, "http://b.example/page"));
    }
}
