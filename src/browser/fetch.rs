//! Asking the network for something, and letting go of it.

use taskdeck_core::TaskError;
use web_sys::{
    AbortController, RequestCache, RequestInit, RequestMode, Response, ResponseType, Url,
};

use super::{
    promise::{called, settled},
    scope::scope,
    stream::StreamReader,
};

/// An answer whose body is still to come. Dropping it closes the connection.
#[derive(Debug)]
pub(crate) struct Answer {
    response: Response,
    _connection: Connection,
}

/// A request and its answer. Dropping it closes the connection, if it is still open.
#[derive(Debug)]
struct Connection(AbortController);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Asks for what is at an address, past every cache; resolves when the answer begins.
///
/// # Errors
///
/// The browser's reason, which for everything that a network can do is the same one sentence.
pub(crate) async fn fetch(address: &str) -> Result<Answer, TaskError> {
    ask(address, RequestMode::Cors).await
}

/// Whether anything answers at an address, also where it may not be read.
pub(crate) async fn answers(address: &str) -> bool {
    ask(address, RequestMode::NoCors).await.is_ok()
}

async fn ask(address: &str, mode: RequestMode) -> Result<Answer, TaskError> {
    let connection = Connection(called(AbortController::new())?);
    let options = RequestInit::new();
    options.set_mode(mode);
    options.set_cache(RequestCache::NoStore);
    options.set_signal(Some(&connection.0.signal()));
    let response = settled(scope().fetch_with_str_and_init(address, &options)).await?;
    Ok(Answer {
        response,
        _connection: connection,
    })
}

impl Answer {
    /// The status, as 404.
    pub(crate) fn status(&self) -> u16 {
        self.response.status()
    }

    /// Whether the status says that all is well.
    pub(crate) fn is_ok(&self) -> bool {
        self.response.ok()
    }

    /// The server's own words for the status; empty over HTTP/2 and later.
    pub(crate) fn status_text(&self) -> String {
        self.response.status_text()
    }

    /// The address that answered in the end, after redirects.
    pub(crate) fn address(&self) -> String {
        self.response.url()
    }

    /// A header; `None` when there is none or it is hidden.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.response.headers().get(name).ok().flatten()
    }

    /// How many bytes the body has by its headers. What is sent compressed has another length than
    /// what is read, and says so in a header that another origin may hide.
    pub(crate) fn length(&self) -> Option<u64> {
        match self.header("content-encoding") {
            None => self.header("content-length")?.trim().parse().ok(),
            Some(_) => None,
        }
    }

    /// Whether all headers can be seen: the answer is of the page's own origin.
    pub(crate) fn shows_all_headers(&self) -> bool {
        self.response.type_() == ResponseType::Basic
    }

    /// The body, once; `None` when there is none.
    pub(crate) fn body(&self) -> Result<Option<StreamReader>, TaskError> {
        self.response
            .body()
            .map(|body| StreamReader::new(&body))
            .transpose()
    }
}

/// Whether the browser takes this for an address.
pub(crate) fn is_address(text: &str) -> bool {
    Url::new(text).is_ok()
}

/// Whether the browser says that there is no network at all.
pub(crate) fn is_offline() -> bool {
    !scope().navigator().on_line()
}

/// The address of the page, without its fragment and query.
pub(crate) fn page_address() -> Option<String> {
    let location = web_sys::window()?.location();
    Some(location.origin().ok()? + &location.pathname().ok()?)
}

/// The address of the page's own program, where there is one.
pub(crate) fn program_address() -> Option<String> {
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
pub(crate) async fn why_not_loaded(address: &str) -> TaskError {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    match fetch(address).await {
        Ok(answer) if answer.is_ok() => TaskError::new(format!(
            "{file} is there, but may not be run here: a content security policy forbids it, or it is no program"
        )),
        Ok(answer) => {
            let status = format!("{} {}", answer.status(), answer.status_text());
            TaskError::new(format!(
                "the server answered {} for {file}",
                status.trim_end()
            ))
        }
        Err(why) => why.context(format!("{file} could not be fetched")),
    }
}
