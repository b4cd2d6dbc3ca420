//! Why nothing could be read from an address, for which the browser only reports a failure.
//!
//! A browser has the same error for everything that keeps a page from reading an answer. Some causes can be
//! distinguished: by the address alone, by what the browser records beside the request, and by further requests that
//! need less of the answer. Nothing else is claimed, and a host is named only for what it is known to do.

use futures_util::future::join3;
use taskdeck_core::{Message, TaskError, message};

use super::address;
use taskdeck::browser::{
    Evidence, NoAnswer, Probe, is_offline, page_address, probe_end, probe_site, probe_start,
};

/// Why nothing could be read from an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// Browsers send nothing to this port.
    BlockedPort(u16),
    /// The page was loaded over https, and the address is http.
    NotHttps,
    /// The page's own content security policy forbids it, or an address that it redirects to.
    Forbidden,
    /// It answers, and the browser refused the headers of its answer.
    BadHeaders,
    /// It answers with a redirect that the browser refused to follow.
    RefusedRedirect,
    /// It answers with a redirect, and what that leads to may not be read.
    RedirectsToHidden,
    /// It answers with a redirect to an address that cannot be reached.
    LostRedirect,
    /// It answers, and does not let pages read the answer.
    Hidden,
    /// It did not answer at first, and does now.
    AnswersNow,
    /// Its site answers at another address.
    OnlyElsewhere,
    /// There is no network.
    Offline,
    /// It could not be reached, or the browser refused it. A redirect is possible where its site is not the page's own.
    Refused {
        /// Whether the failure may be that of an address that it redirects to.
        perhaps_later: bool,
    },
}

impl Unread {
    /// Returns why a request failed, as far as that is known without a further request.
    pub(super) async fn known(address: &str, failed: &NoAnswer) -> Option<Self> {
        if let Some(port) = address::blocked_port(address) {
            return Some(Self::BlockedPort(port));
        }
        if page_address().is_some_and(|page| address::is_mixed(&page, address)) {
            return Some(Self::NotHttps);
        }
        Self::noted(failed.evidence().await)
    }

    /// Returns the reason when nothing else is known: the device is offline, if the browser reports that.
    pub(super) fn refused(perhaps_later: bool) -> Self {
        match is_offline() {
            true => Self::Offline,
            false => Self::Refused { perhaps_later },
        }
    }

    /// Returns the reason that the browser recorded. Chromium records none; Firefox does for the page's own site.
    fn noted(evidence: Evidence) -> Option<Self> {
        match evidence {
            Evidence {
                forbidden: true, ..
            } => Some(Self::Forbidden),
            // A redirect that is followed leaves the status of what it leads to, or none.
            Evidence {
                status: 300..=399, ..
            } => Some(Self::RefusedRedirect),
            Evidence {
                status: 0,
                transferred: 1..,
                ..
            } => Some(Self::BadHeaders),
            _ => None,
        }
    }

    /// Finds out why a request failed, with further requests where needed.
    pub(super) async fn find_out(address: &str, failed: &NoAnswer) -> Self {
        if let Some(known) = Self::known(address, failed).await {
            return known;
        }
        let found = join3(
            probe_start(address),
            probe_end(address),
            probe_site(address),
        )
        .await;
        let own = page_address().is_some_and(|page| address::is_same_site(&page, address));
        Self::found(found, own)
    }

    /// Returns what three requests prove: one that does not follow redirects, one whose answer is not read, and one
    /// to the root of the site.
    fn found((start, end, site): (Probe, Probe, Probe), own: bool) -> Self {
        match (start, end) {
            (Probe::Readable, _) | (_, Probe::Readable) => Self::AnswersNow,
            (Probe::Redirect, Probe::Silent) => Self::LostRedirect,
            (Probe::Redirect, _) => Self::RedirectsToHidden,
            (_, Probe::Hidden) => Self::Hidden,
            _ if site != Probe::Silent => Self::OnlyElsewhere,
            // A redirect of the page's own site would have been seen.
            _ => Self::refused(!own),
        }
    }

    /// Returns whether the request has left the browser.
    pub(super) fn was_sent(self) -> bool {
        !matches!(
            self,
            Self::BlockedPort(_) | Self::NotHttps | Self::Forbidden | Self::Offline
        )
    }

    /// Returns the error of a request to this address, with what the browser reported as its cause.
    pub(super) fn error(self, address: &str, browser: &TaskError) -> TaskError {
        let (_, message) = self.in_words(address::host(address));
        TaskError::new(message).caused_by(browser.message())
    }

    /// Returns the reason in a few words, for a table.
    pub(super) fn in_brief(self) -> Message {
        self.in_words("").0
    }

    /// Returns the reason in a few words and as a sentence that names the host.
    fn in_words(self, host: &str) -> (Message, Message) {
        match self {
            Self::Offline => (message!("offline"), message!("This device is offline")),
            // A redirect that the policy forbids is reported under the first address.
            Self::Forbidden => (
                message!("blocked: forbidden by the content security policy of this page"),
                message!(
                    "The content security policy of this page forbids {host}, or an address that it redirects to",
                    host = host
                ),
            ),
            Self::BadHeaders => (
                message!("answered, and the browser refused its headers"),
                message!(
                    "{host} answered, but the browser refused the headers of its answer",
                    host = host
                ),
            ),
            Self::RefusedRedirect => (
                message!("redirects in a circle, or where browsers do not go"),
                message!(
                    "{host} redirects in a circle, or to an address that browsers do not open",
                    host = host
                ),
            ),
            Self::RedirectsToHidden => (
                message!("redirects to a site that does not let pages read it"),
                message!(
                    "{host} redirects to a site that does not let pages read it",
                    host = host
                ),
            ),
            Self::LostRedirect => (
                message!(
                    "redirects in a circle, or to what could not be reached, or the browser refused it"
                ),
                message!(
                    "{host} redirects in a circle, or to an address that could not be reached, or the browser refused it",
                    host = host
                ),
            ),
            Self::AnswersNow => (
                message!("gave no answer at first"),
                message!(
                    "{host} gave no readable answer, but gives one now; try again",
                    host = host
                ),
            ),
            Self::OnlyElsewhere => (
                message!("could not be reached, or the browser refused it"),
                message!(
                    "{host} answers, but this address could not be reached, or the browser refused it",
                    host = host
                ),
            ),
            Self::Refused { perhaps_later } => (
                message!("could not be reached, or the browser refused it"),
                match perhaps_later {
                    true => message!(
                        "{host} could not be reached, or the browser refused it (or an address that it redirects to)",
                        host = host
                    ),
                    false => message!(
                        "{host} could not be reached, or the browser refused it",
                        host = host
                    ),
                },
            ),
            Self::BlockedPort(port) => {
                let port = port.to_string();
                (
                    message!(
                        "blocked: browsers send nothing to port {port}",
                        port = &port
                    ),
                    message!(
                        "{host} is blocked: browsers send nothing to port {port}",
                        host = host,
                        port = port
                    ),
                )
            }
            Self::NotHttps => (
                message!("blocked: not https, and this page is (mixed content)"),
                message!(
                    "{host} is blocked: not https, and this page is (mixed content)",
                    host = host
                ),
            ),
            Self::Hidden => (
                message!("reachable, but does not let pages read it"),
                message!(
                    "{host} is reachable, but does not let pages read it",
                    host = host
                ),
            ),
        }
    }
}

/// Returns a status with its text: that of the server, else the usual one.
pub(super) fn status_words(status: u16, text: &str) -> String {
    let usual = match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        410 => "Gone",
        416 => "Range Not Satisfiable",
        418 => "I'm a teapot",
        429 => "Too Many Requests",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
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
    fn an_error_names_the_host_for_what_it_is_known_to_do() {
        let browser = TaskError::new("Failed to fetch");
        let message = |unread: Unread| {
            let error = unread.error("https://a.example/b", &browser);
            assert_eq!(
                error.causes().map(ToString::to_string).collect::<Vec<_>>(),
                ["Failed to fetch"]
            );
            error.message().to_string()
        };
        assert_eq!(
            message(Unread::Hidden),
            "a.example is reachable, but does not let pages read it"
        );
        assert_eq!(message(Unread::Offline), "This device is offline");
        assert_eq!(
            message(Unread::BlockedPort(22)),
            "a.example is blocked: browsers send nothing to port 22"
        );
        let refused = |perhaps_later| message(Unread::Refused { perhaps_later });
        assert_eq!(
            refused(false),
            "a.example could not be reached, or the browser refused it"
        );
        assert_eq!(
            refused(true),
            "a.example could not be reached, or the browser refused it (or an address that it redirects to)"
        );
    }

    #[test]
    fn each_probe_proves_its_own() {
        use Probe::{Hidden, Readable, Redirect, Silent};
        let found = |start, end, site| Unread::found((start, end, site), false);
        assert_eq!(found(Silent, Hidden, Silent), Unread::Hidden);
        assert_eq!(found(Redirect, Hidden, Hidden), Unread::RedirectsToHidden);
        assert_eq!(found(Redirect, Silent, Hidden), Unread::LostRedirect);
        assert_eq!(found(Silent, Silent, Hidden), Unread::OnlyElsewhere);
        assert_eq!(found(Readable, Hidden, Hidden), Unread::AnswersNow);
        assert_eq!(found(Silent, Readable, Readable), Unread::AnswersNow);
    }

    #[test]
    fn firefox_tells_of_the_page_s_own_site() {
        let noted = |status, transferred| {
            Unread::noted(Evidence {
                status,
                transferred,
                ..Evidence::default()
            })
        };
        assert_eq!(noted(302, 0), Some(Unread::RefusedRedirect));
        assert_eq!(noted(0, 300), Some(Unread::BadHeaders));
        assert_eq!(noted(0, 0), None);
    }
}
