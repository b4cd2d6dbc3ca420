//! Stands in for the crate of Leptos' server functions: the names and bounds with which Leptos compiles, and no code.
//!
//! Nothing here calls a server. The real crate exports three classes of `wasm-streams` from every module that Leptos is in,
//! used or not, and compiles clients, URLs and their tables. A program that depends on `taskdeck` has the real one: only the
//! workspace names this in `[patch.crates-io]`.

use std::{future::Future, marker::PhantomData};

/// How a function's arguments and its value travel.
pub mod codec {
    /// Arguments as a form in the body of a request.
    #[derive(Debug)]
    pub struct PostUrl;
}

/// What sends a request.
pub mod client {
    use crate::request::ClientReq;

    /// A client that sends requests.
    pub trait Client<E> {
        /// The requests it sends.
        type Request: ClientReq<E>;
    }
}

/// What is sent.
pub mod request {
    /// A request of a client.
    pub trait ClientReq<E> {
        /// A form in the body of the request.
        type FormData;
    }
}

/// Where a server sends the page.
pub mod redirect {
    /// A function that opens an address.
    pub type RedirectHook = Box<dyn Fn(&str) + Send + Sync>;

    /// Returns the hook: no server redirects.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn set_redirect_hook(
        hook: impl Fn(&str) + Send + Sync + 'static,
    ) -> Result<(), RedirectHook> {
        Err(Box::new(hook))
    }
}

/// How a call fails.
pub mod error {
    use std::{error, fmt, marker::PhantomData};

    /// A value that a server function may fail with.
    pub trait FromServerFnError: fmt::Debug + Sized + 'static {
        /// Wraps an error of the call itself.
        fn from_server_fn_error(error: ServerFnErrorErr) -> Self;
    }

    /// Converts an error of a call into that of a function.
    pub trait IntoAppError<E> {
        /// Converts the error.
        fn into_app_error(self) -> E;
    }

    impl<E: FromServerFnError> IntoAppError<E> for ServerFnErrorErr {
        fn into_app_error(self) -> E {
            E::from_server_fn_error(self)
        }
    }

    /// An error of a call.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum ServerFnErrorErr {
        /// The arguments could not be written.
        Serialization(String),
    }

    impl fmt::Display for ServerFnErrorErr {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let Self::Serialization(error) = self;
            f.write_str(error)
        }
    }

    impl error::Error for ServerFnErrorErr {}

    /// The same under the name of its predecessor.
    pub type ServerFnError = ServerFnErrorErr;

    /// An error in an address.
    #[derive(Debug)]
    pub struct ServerFnUrlError<E>(PhantomData<E>);

    impl<E: FromServerFnError> ServerFnUrlError<E> {
        /// Wraps the text.
        pub fn decode_err(error: &str) -> E {
            ServerFnErrorErr::Serialization(error.into()).into_app_error()
        }
    }
}

/// A protocol over HTTP.
#[derive(Debug)]
pub struct Http<Input, Output>(PhantomData<(Input, Output)>);

/// A function that runs on a server.
pub trait ServerFn: Send + Sized {
    /// Its path on the server.
    const PATH: &'static str;

    /// What sends its requests.
    type Client: client::Client<Self::Error>;
    /// How they travel.
    type Protocol;
    /// Its value.
    type Output: Send;
    /// How it fails.
    type Error: error::FromServerFnError + Send + Sync;

    /// Returns its path.
    fn url() -> &'static str {
        Self::PATH
    }

    /// Calls it.
    fn run_on_client(self) -> impl Future<Output = Result<Self::Output, Self::Error>> + Send;
}
