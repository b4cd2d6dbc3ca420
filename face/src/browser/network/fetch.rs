//! Requests over the network, and connections that close on drop.

use taskdeck_core::{TaskError, message};
use web_sys::{
    AbortController, RequestCache, RequestCredentials, RequestInit, RequestMode, RequestRedirect,
    Response, ResponseType, Url,
};

use super::request_recorder::{Evidence, RequestRecorder};
use crate::browser::{
    files::stream::StreamReader,
    page::promise::{called, settled},
    page::scope::scope,
};

/// A response whose body has not been read yet. Dropping it closes the connection.
#[derive(Debug)]
pub struct Answer {
    response: Response,
    recorder: RequestRecorder,
    _connection: Connection,
}

/// A request without a readable response.
#[derive(Debug)]
pub struct NoAnswer {
    /// The browser's error, which is the same sentence for every network failure.
    pub error: TaskError,
    recorder: Option<RequestRecorder>,
}

impl NoAnswer {
    /// Returns what the browser recorded about the failed request. The record may take up to 100 ms
    /// to arrive.
    pub async fn evidence(&self) -> Evidence {
        match &self.recorder {
            Some(recorder) => recorder.evidence().await,
            None => Evidence::default(),
        }
    }
}

impl From<TaskError> for NoAnswer {
    fn from(error: TaskError) -> Self {
        Self {
            error,
            recorder: None,
        }
    }
}

/// Whether requests to the page's own site carry the visitor's cookies and credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visitor {
    /// Sent to the page's own site. The browser opens its sign-in dialog if that site requires one.
    Known,
    /// Never sent, and no dialog is opened.
    Unknown,
}

/// Aborts a request and its response on drop.
#[derive(Debug)]
struct Connection(AbortController);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends a request that bypasses every cache and follows redirects. Resolves when the response
/// headers arrive.
///
/// # Errors
///
/// There is no response, or the page may not read it.
pub async fn fetch(address: &str, visitor: Visitor) -> Result<Answer, NoAnswer> {
    send(address, &options(RequestMode::Cors, visitor)).await
}

/// The result of a further request, which is sent without credentials after one has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// There was no response.
    Silent,
    /// There was a response that the page may not read.
    Hidden,
    /// The response was a redirect, which was not followed.
    Redirect,
    /// There was a response that the page may read.
    Readable,
}

/// Tests whether anything answers after all redirects, even if the page may not read it.
pub async fn probe_end(address: &str) -> Probe {
    probe(address, &options(RequestMode::NoCors, Visitor::Unknown)).await
}

/// Tests whether an address redirects. If its site does not allow the page to read it, the result
/// is [`Probe::Silent`].
pub async fn probe_start(address: &str) -> Probe {
    let options = options(RequestMode::Cors, Visitor::Unknown);
    options.set_redirect(RequestRedirect::Manual);
    probe(address, &options).await
}

/// Tests whether the root of the address's site answers.
pub async fn probe_site(address: &str) -> Probe {
    let Ok(url) = Url::new(address) else {
        return Probe::Silent;
    };
    let options = options(RequestMode::NoCors, Visitor::Unknown);
    options.set_method("HEAD");
    probe(&format!("{}/", url.origin()), &options).await
}

async fn probe(address: &str, options: &RequestInit) -> Probe {
    match send(address, options).await {
        Err(_) => Probe::Silent,
        Ok(answer) => match answer.response.type_() {
            ResponseType::Opaque => Probe::Hidden,
            ResponseType::Opaqueredirect => Probe::Redirect,
            _ => Probe::Readable,
        },
    }
}

fn options(mode: RequestMode, visitor: Visitor) -> RequestInit {
    let options = RequestInit::new();
    options.set_mode(mode);
    options.set_cache(RequestCache::NoStore);
    options.set_credentials(match visitor {
        Visitor::Known => RequestCredentials::SameOrigin,
        Visitor::Unknown => RequestCredentials::Omit,
    });
    options
}

async fn send(address: &str, options: &RequestInit) -> Result<Answer, NoAnswer> {
    let connection = Connection(called(AbortController::new())?);
    options.set_signal(Some(&connection.0.signal()));
    let recorder = RequestRecorder::of(address);
    match settled(scope().fetch_with_str_and_init(address, options)).await {
        Ok(response) => Ok(Answer {
            response,
            recorder,
            _connection: connection,
        }),
        Err(error) => Err(NoAnswer {
            error,
            recorder: Some(recorder),
        }),
    }
}

impl Answer {
    /// Returns the status code, such as 404.
    pub fn status(&self) -> u16 {
        self.response.status()
    }

    /// Returns whether the status is 200 to 299.
    pub fn is_ok(&self) -> bool {
        self.response.ok()
    }

    /// Returns the status text of the server, which is empty from HTTP/2 on.
    pub fn status_text(&self) -> String {
        self.response.status_text()
    }

    /// Returns the final address, after redirects.
    pub fn address(&self) -> String {
        self.response.url()
    }

    /// Returns the value of a header, or `None` if it is missing or hidden from the page.
    pub fn header(&self, name: &str) -> Option<String> {
        self.response.headers().get(name).ok().flatten()
    }

    /// Returns the final address if the request was redirected.
    pub fn moved_to(&self) -> Option<String> {
        self.response.redirected().then(|| self.address())
    }

    /// Returns the content encoding, such as *gzip*, or `None` if there is none or the header is
    /// hidden.
    pub fn encoding(&self) -> Option<String> {
        let encoding = self.header("content-encoding")?;
        let encoding = encoding.trim();
        let is_plain = encoding.is_empty() || encoding.eq_ignore_ascii_case("identity");
        (!is_plain).then(|| encoding.to_owned())
    }

    /// Returns the length of the body as sent, in bytes, from its header.
    pub fn sent_length(&self) -> Option<u64> {
        self.header("content-length")?.trim().parse().ok()
    }

    /// Returns the length of the body as read, in bytes, or `None` if the body is encoded. If
    /// another origin hides the encoding, this is the length as sent.
    pub fn length(&self) -> Option<u64> {
        match self.encoding() {
            None => self.sent_length(),
            Some(_) => None,
        }
    }

    /// Returns the number of body bytes received as sent, once the body has ended, or `None` if the
    /// browser does not reveal it.
    pub async fn received(&self) -> Option<u64> {
        let encoded = self.recorder.evidence().await.encoded;
        (encoded > 0).then_some(encoded)
    }

    /// Returns whether every header is visible, because the response is from the page's own origin.
    pub fn shows_all_headers(&self) -> bool {
        self.response.type_() == ResponseType::Basic
    }

    /// Returns the body, or `None` if there is none.
    ///
    /// # Errors
    ///
    /// The body was taken before.
    pub fn body(&self) -> Result<Option<StreamReader>, TaskError> {
        self.response
            .body()
            .map(|body| StreamReader::new(&body))
            .transpose()
    }
}

/// Returns whether the browser can parse `text` as an absolute URL.
pub fn is_address(text: &str) -> bool {
    Url::new(text).is_ok()
}

/// Returns whether the browser reports that there is no network.
pub fn is_offline() -> bool {
    !scope().navigator().on_line()
}

/// Returns the address of the page without query and fragment.
pub fn page_address() -> Option<String> {
    let location = web_sys::window()?.location();
    Some(location.origin().ok()? + &location.pathname().ok()?)
}

/// Returns the address of the page's own module, if it has one.
pub fn program_address() -> Option<String> {
    let link = web_sys::window()?
        .document()?
        .query_selector("#program-wasm")
        .ok()??;
    let address = link.get_attribute("href")?;
    let base = page_address()?;
    Url::new_with_base(&address, &base)
        .ok()
        .map(|url| url.href())
        .or(Some(base))
}

/// Returns the address of a file next to the page's module. The module's name, which has its hash,
/// becomes the query, so that the file is cached per version.
#[must_use]
pub fn beside_program(file: &str) -> String {
    let program = program_address().unwrap_or_default();
    let name = program.rsplit('/').next().unwrap_or_default();
    Url::new_with_base(&format!("{file}?{name}"), &program)
        .map_or_else(|_| file.to_owned(), |url| url.href())
}

/// Finds out why a file could not be loaded, because the browser's event has no reason.
pub async fn why_not_loaded(address: &str) -> TaskError {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    match fetch(address, Visitor::Known).await {
        Ok(answer) if answer.is_ok() => TaskError::new(message!(
            "{file} was found but cannot run here: a content security policy forbids it, or it is not a program",
            file = file
        )),
        Ok(answer) => {
            let status = format!("{} {}", answer.status(), answer.status_text());
            TaskError::new(message!(
                "The server answered {status} for {file}",
                status = status.trim_end(),
                file = file
            ))
        }
        Err(why) => why
            .error
            .context(message!("{file} could not be loaded", file = file)),
    }
}
