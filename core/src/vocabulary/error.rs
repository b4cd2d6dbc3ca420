//! Errors of runs.

use std::{any::Any, error::Error, fmt, sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{Cancelled, Message, SpawnError, message};

/// The kind of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorKind {
    /// The body returned an error.
    Error,
    /// The body panicked.
    Panic,
    /// The body took longer than its policy allows.
    Timeout,
    /// The worker or engine that ran the body died.
    Lost,
}

impl ErrorKind {
    /// Returns the kind as a message.
    #[must_use]
    pub fn message(self) -> Message {
        match self {
            Self::Error => message!("Error"),
            Self::Panic => message!("Panic"),
            Self::Timeout => message!("Timeout"),
            Self::Lost => message!("Lost"),
        }
    }

    /// Returns the kind as a word to show.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "Error",
            Self::Panic => "Panic",
            Self::Timeout => "Timeout",
            Self::Lost => "Lost",
        }
    }
}

/// Why a run failed: a kind, a message, and the chain of its causes.
///
/// Every [`std::error::Error`] converts into one with `?`, with its sources as causes. For that reason this
/// type does not implement [`std::error::Error`]. Cloning is cheap.
///
/// ```
/// use taskdeck_core::TaskError;
///
/// fn read() -> Result<u32, TaskError> {
///     Ok("12 apples".parse::<u32>()?)
/// }
///
/// assert_eq!(read().unwrap_err().message(), "invalid digit found in string");
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskError(Arc<ErrorData>);

#[derive(Serialize, Deserialize)]
struct ErrorData {
    kind: ErrorKind,
    message: Message,
    causes: Vec<Message>,
    is_cancel: bool,
    no_retry: bool,
    retry_after: Option<Duration>,
}

impl TaskError {
    /// Creates an error of the kind [`ErrorKind::Error`].
    #[must_use]
    pub fn new(message: impl Into<Message>) -> Self {
        Self::of_kind(ErrorKind::Error, message)
    }

    /// Creates an error of this kind.
    #[must_use]
    pub fn of_kind(kind: ErrorKind, message: impl Into<Message>) -> Self {
        Self(Arc::new(ErrorData {
            kind,
            message: message.into(),
            causes: Vec::new(),
            is_cancel: false,
            no_retry: false,
            retry_after: None,
        }))
    }

    /// Appends a cause at the end of the chain.
    #[must_use]
    pub fn caused_by(self, cause: impl Into<Message>) -> Self {
        let mut inner = Arc::unwrap_or_clone(self.0);
        inner.causes.push(cause.into());
        Self(Arc::new(inner))
    }

    /// Creates a new error, which says what was being done, with this one as its first cause.
    ///
    /// ```
    /// # use taskdeck_core::TaskError;
    /// let error = TaskError::new("connection reset").context("page 3 could not be loaded");
    /// assert_eq!(error.message(), "page 3 could not be loaded");
    /// assert!(error.causes().eq(["connection reset"]));
    /// ```
    #[must_use]
    pub fn context(self, message: impl Into<Message>) -> Self {
        let inner = Arc::unwrap_or_clone(self.0);
        let mut causes = Vec::with_capacity(inner.causes.len() + 1);
        causes.push(inner.message);
        causes.extend(inner.causes);
        Self(Arc::new(ErrorData {
            kind: inner.kind,
            message: message.into(),
            causes,
            ..inner
        }))
    }

    /// Rules out another attempt after this error.
    ///
    /// ```
    /// # use taskdeck_core::TaskError;
    /// assert!(!TaskError::new("no such page").no_retry().may_retry());
    /// ```
    #[must_use]
    pub fn no_retry(self) -> Self {
        let mut inner = Arc::unwrap_or_clone(self.0);
        inner.no_retry = true;
        Self(Arc::new(inner))
    }

    /// Sets the wait before the next attempt, in place of the policy's; for example when a server has said
    /// when to retry.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taskdeck_core::TaskError;
    /// let busy = TaskError::new("too many requests").retry_after(Duration::from_secs(90));
    /// assert_eq!(busy.retry_delay(), Some(Duration::from_secs(90)));
    /// ```
    #[must_use]
    pub fn retry_after(self, delay: Duration) -> Self {
        let mut inner = Arc::unwrap_or_clone(self.0);
        inner.retry_after = Some(delay);
        Self(Arc::new(inner))
    }

    /// Returns whether the body allows another attempt.
    #[must_use]
    pub fn may_retry(&self) -> bool {
        !self.0.no_retry
    }

    /// Returns the wait before the next attempt that the body has set.
    #[must_use]
    pub fn retry_delay(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the kind of the failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the message, one sentence.
    #[must_use]
    pub fn message(&self) -> &Message {
        &self.0.message
    }

    /// Returns the causes, from the nearest to the first.
    pub fn causes(&self) -> impl ExactSizeIterator<Item = &Message> {
        self.0.causes.iter()
    }

    /// Returns whether the error only says that the body stopped as requested: it is [`Cancelled`], or caused
    /// by it.
    ///
    /// After a request to stop, such an error makes the run [`Cancelled`](crate::RunStatus::Cancelled).
    /// Without one it is a failure like any other.
    #[must_use]
    pub fn is_cancel(&self) -> bool {
        self.0.is_cancel
    }
}

impl Clone for ErrorData {
    fn clone(&self) -> Self {
        Self {
            kind: self.kind,
            message: self.message.clone(),
            causes: self.causes.clone(),
            is_cancel: self.is_cancel,
            no_retry: self.no_retry,
            retry_after: self.retry_after,
        }
    }
}

impl<E: Error + 'static> From<E> for TaskError {
    fn from(error: E) -> Self {
        let mut causes = Vec::new();
        let mut is_cancel = (&error as &dyn Any).is::<Cancelled>();
        let mut source = error.source();
        while let Some(cause) = source {
            is_cancel |= cause.is::<Cancelled>();
            causes.push(own_message(cause).unwrap_or_else(|| cause.to_string().into()));
            source = cause.source();
        }
        Self(Arc::new(ErrorData {
            kind: ErrorKind::Error,
            message: own_message(&error).unwrap_or_else(|| error.to_string().into()),
            causes,
            is_cancel,
            no_retry: false,
            retry_after: None,
        }))
    }
}

/// Returns the message of an error that bodies meet. Its `to_string` would be English for good.
fn own_message(error: &(dyn Error + 'static)) -> Option<Message> {
    let refused = error.downcast_ref().map(SpawnError::message);
    refused.or_else(|| error.downcast_ref().map(Cancelled::message))
}

impl PartialEq for TaskError {
    /// Compares what the errors say.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.0.kind, &self.0.message, &self.0.causes)
                == (other.0.kind, &other.0.message, &other.0.causes)
    }
}

impl fmt::Display for TaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.message.fmt(f)
    }
}

impl fmt::Debug for TaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskError")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("causes", &self.0.causes)
            .finish()
    }
}
