//! Requests over the network, and the end of them.

use taskdeck_core::{TaskError, message};
use web_sys::{
    AbortController, RequestCache, RequestCredentials, RequestInit, RequestMode, RequestRedirect,
    Response, ResponseType, Url,
};

use super::{
    promise::{called, settled},
    scope::scope,
    stream::StreamReader,
    witness::{Evidence, Witness},
};

/// An answer whose body is still to come. Dropping it closes the connection.
#[derive(Debug)]
pub struct Answer {
    response: Response,
    witness: Witness,
    _connection: Connection,
}

/// A request that got no answer that may be read.
#[derive(Debug)]
pub struct NoAnswer {
    /// The browser's reason, which for everything that a network can do is the same one sentence.
    pub error: TaskError,
    witness: Option<Witness>,
}

impl NoAnswer {
    /// Returns what the browser notes down beside that sentence. It may take a moment.
    pub async fn evidence(&self) -> Evidence {
        match &self.witness {
            Some(witness) => witness.evidence().await,
            None => Evidence::default(),
        }
    }
}

impl From<TaskError> for NoAnswer {
    fn from(error: TaskError) -> Self {
        Self {
            error,
            witness: None,
        }
    }
}

/// Whether a request carries what the browser knows of the visitor at its own site: cookies, and what the sign-in box got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visitor {
    /// At the page's own site. The browser opens its sign-in box where that site asks for it.
    Known,
    /// Nowhere, and no box is opened.
    Unknown,
}

/// A request and its answer. Dropping it closes the connection, if it is still open.
#[derive(Debug)]
struct Connection(AbortController);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends one request past every cache, and follows redirects. It resolves when the answer begins.
///
/// # Errors
///
/// There is no answer, or it may not be read.
pub async fn fetch(address: &str, visitor: Visitor) -> Result<Answer, NoAnswer> {
    send(address, &options(RequestMode::Cors, visitor)).await
}

/// What a second request shows where the first one failed. It carries nothing of the visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// Nothing that answers could be found.
    Silent,
    /// It answers, and may not be read.
    Hidden,
    /// It answers with a redirect, which was not followed.
    Redirect,
    /// It answers, and may be read.
    Readable,
}

/// Finds out whether anything answers at an address in the end, also where it may not be read.
pub async fn probe_end(address: &str) -> Probe {
    probe(address, &options(RequestMode::NoCors, Visitor::Unknown)).await
}

/// Finds out whether an address answers with a redirect. Where its site lets no page read it, it is silent.
pub async fn probe_start(address: &str) -> Probe {
    let options = options(RequestMode::Cors, Visitor::Unknown);
    options.set_redirect(RequestRedirect::Manual);
    probe(address, &options).await
}

/// Finds out whether the site of an address answers anything at its root.
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
    let witness = Witness::of(address);
    match settled(scope().fetch_with_str_and_init(address, options)).await {
        Ok(response) => Ok(Answer {
            response,
            witness,
            _connection: connection,
        }),
        Err(error) => Err(NoAnswer {
            error,
            witness: Some(witness),
        }),
    }
}

impl Answer {
    /// The status, as 404.
    pub fn status(&self) -> u16 {
        self.response.status()
    }

    /// Whether the status says that all is well.
    pub fn is_ok(&self) -> bool {
        self.response.ok()
    }

    /// The server's own words for the status; empty over HTTP/2 and later.
    pub fn status_text(&self) -> String {
        self.response.status_text()
    }

    /// The address that answered in the end, after redirects.
    pub fn address(&self) -> String {
        self.response.url()
    }

    /// A header; `None` when there is none or it is hidden.
    pub fn header(&self, name: &str) -> Option<String> {
        self.response.headers().get(name).ok().flatten()
    }

    /// The address that it has moved to, if there was a redirect.
    pub fn moved_to(&self) -> Option<String> {
        self.response.redirected().then(|| self.address())
    }

    /// How the body is encoded on its way, as *gzip*; `None` when it is not, or when that is hidden.
    pub fn encoding(&self) -> Option<String> {
        let encoding = self.header("content-encoding")?;
        let encoding = encoding.trim();
        let is_plain = encoding.is_empty() || encoding.eq_ignore_ascii_case("identity");
        (!is_plain).then(|| encoding.to_owned())
    }

    /// How many bytes of the body are sent, by its headers.
    pub fn sent_length(&self) -> Option<u64> {
        self.header("content-length")?.trim().parse().ok()
    }

    /// How many bytes the body has by its headers. What is sent compressed has another length than
    /// what is read, and says so in a header that another origin may hide.
    pub fn length(&self) -> Option<u64> {
        match self.encoding() {
            None => self.sent_length(),
            Some(_) => None,
        }
    }

    /// Returns how many bytes of the body have come, as they were sent, once the body is over. `None` where the browser does not
    /// tell.
    pub async fn received(&self) -> Option<u64> {
        let encoded = self.witness.evidence().await.encoded;
        (encoded > 0).then_some(encoded)
    }

    /// Whether all headers can be seen: the answer is of the page's own origin.
    pub fn shows_all_headers(&self) -> bool {
        self.response.type_() == ResponseType::Basic
    }

    /// The body, once; `None` when there is none.
    pub fn body(&self) -> Result<Option<StreamReader>, TaskError> {
        self.response
            .body()
            .map(|body| StreamReader::new(&body))
            .transpose()
    }
}

/// Whether the browser takes this for an address.
pub fn is_address(text: &str) -> bool {
    Url::new(text).is_ok()
}

/// Whether the browser says that there is no network at all.
pub fn is_offline() -> bool {
    !scope().navigator().on_line()
}

/// The address of the page, without its fragment and query.
pub fn page_address() -> Option<String> {
    let location = web_sys::window()?.location();
    Some(location.origin().ok()? + &location.pathname().ok()?)
}

/// The address of the page's own program, where there is one.
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

/// The address of a file that is served beside the page's program, in the version of that program.
#[must_use]
pub fn beside_program(file: &str) -> String {
    let program = program_address().unwrap_or_default();
    let name = program.rsplit('/').next().unwrap_or_default();
    Url::new_with_base(&format!("{file}?{name}"), &program)
        .map_or_else(|_| file.to_owned(), |url| url.href())
}

/// Why a file that the page needs was not loaded, in words; the browser's own event does not say.
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
