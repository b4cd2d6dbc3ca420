//! Why nothing came from an address, where the browser only says that it failed.

use std::fmt;

use taskdeck_core::TaskError;

use super::address;
use crate::browser::{answers, is_offline, page_address};

/// Why nothing could be read from an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// Something answers, and hides what it says.
    Hidden,
    /// Nothing answers.
    Unreachable,
    /// The browser did not even ask.
    NotHttps,
    /// There is no network.
    Offline,
}

impl Unread {
    /// Finds out by asking once more, without wanting to read the answer.
    pub(super) async fn find_out(address: &str) -> Self {
        if page_address().is_some_and(|page| address::is_mixed(&page, address)) {
            Self::NotHttps
        } else if answers(address).await {
            Self::Hidden
        } else if is_offline() {
            Self::Offline
        } else {
            Self::Unreachable
        }
    }

    /// As an error about this address, with what the browser said as its cause.
    pub(super) fn error(self, address: &str, browser: &TaskError) -> TaskError {
        let host = address::host(address);
        let message = match self {
            Self::Offline => "This device is offline".to_owned(),
            other => format!("{host} is {other}"),
        };
        TaskError::new(message).caused_by(browser.message())
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hidden => "reachable, but this site does not let pages read it",
            Self::Unreachable => "unreachable",
            Self::NotHttps => "blocked: not https",
            Self::Offline => "offline",
        })
    }
}

/// A status with words: the server's own, else the usual ones.
pub(super) fn status_words(status: u16, text: &str) -> String {
    let usual = match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        206 => "Partial Content",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        410 => "Gone",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    };
    let words = if text.is_empty() { usual } else { text };
    format!("{status} {words}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_has_the_servers_words_or_the_usual_ones() {
        assert_eq!(status_words(404, "No Such Page"), "404 No Such Page");
        assert_eq!(status_words(404, ""), "404 Not Found");
        assert_eq!(status_words(299, ""), "299");
    }

    #[test]
    fn says_what_kept_the_page_from_reading() {
        let browser = TaskError::new("Failed to fetch");
        let error = Unread::Hidden.error("https://a.example/b", &browser);
        assert_eq!(
            error.message(),
            "a.example is reachable, but this site does not let pages read it"
        );
        assert_eq!(error.causes().collect::<Vec<_>>(), ["Failed to fetch"]);
        let error = Unread::Offline.error("https://a.example/b", &browser);
        assert_eq!(error.message(), "This device is offline");
    }
}
