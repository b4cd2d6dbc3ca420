//! The output of a run, which is what is shown of its result.

use std::{
    any::Any,
    fmt,
    hash::{Hash, Hasher},
    rc::Rc,
    sync::{Arc, Weak},
};

use send_wrapper::SendWrapper;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Message, Series};

/// The output of a run, which is what is shown of its result: parts in order, or nothing.
///
/// The body of a [`Task`](crate::Task) returns one. Any body may set one with
/// [`RunContext::output`](crate::RunContext::output).
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// The parts, in the order in which they are shown. The first one decides what the row of the run offers: to copy
    /// it, or to save all files.
    pub parts: Vec<OutputPart>,
    /// The line that is shown of the result in the row of the run.
    pub summary: Option<Message>,
    /// What did not work, although there is a result: see [`RunContext::problem`](crate::RunContext::problem).
    pub problems: Vec<Message>,
}

/// A part of an [`Output`], which is shown in its own way.
#[derive(Clone, Debug)]
pub enum OutputPart {
    /// A text that can be copied.
    Text {
        /// What the text is; empty when that is plain.
        label: Message,
        /// The text.
        text: Message,
    },
    /// A file that can be saved.
    File(OutputFile),
    /// A table that can be copied as CSV.
    Table(Table),
    /// Measurements over time, with their table.
    Series(Series),
    /// Anything else, shown as JSON.
    Json(Value),
}

/// A file that a run has made.
#[derive(Clone)]
pub struct OutputFile {
    /// The name under which it is saved.
    pub name: Arc<str>,
    /// Its size in bytes.
    pub size: u64,
    /// Its media type; empty when unknown.
    pub media_type: Arc<str>,
    /// The size in bytes of the file that it was made from, where one file became another.
    pub before: Option<u64>,
    handle: Arc<Handle>,
}

type Handle = SendWrapper<Rc<dyn Any>>;

/// Identifies the contents of an [`OutputFile`], which its clones share, without keeping them.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct FileKey(Weak<Handle>);

impl FileKey {
    /// Returns whether every clone of the file was dropped.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.0.strong_count() == 0
    }
}

impl PartialEq for FileKey {
    fn eq(&self, other: &Self) -> bool {
        // The address is not used again while this weak reference is held.
        self.0.ptr_eq(&other.0)
    }
}

impl Eq for FileKey {}

impl Hash for FileKey {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.0.as_ptr().hash(hasher);
    }
}

impl OutputFile {
    /// Creates a file with a handle to its contents, which only the face can read (in a browser, a `Blob`).
    #[must_use]
    pub fn new(
        name: impl Into<Arc<str>>,
        size: u64,
        media_type: impl Into<Arc<str>>,
        handle: impl Any,
    ) -> Self {
        Self {
            name: name.into(),
            size,
            media_type: media_type.into(),
            before: None,
            handle: Arc::new(SendWrapper::new(Rc::new(handle))),
        }
    }

    /// Returns what identifies the contents, whatever the name.
    #[doc(hidden)]
    #[must_use]
    pub fn key(&self) -> FileKey {
        FileKey(Arc::downgrade(&self.handle))
    }

    /// Sets the size in bytes of the file that it was made from, so that what was saved is shown beside it.
    #[must_use]
    pub fn from_size(mut self, before: u64) -> Self {
        self.before = Some(before);
        self
    }

    /// Returns the handle, if it is of this type.
    #[must_use]
    pub fn handle<H: 'static>(&self) -> Option<&H> {
        (***self.handle).downcast_ref()
    }
}

impl fmt::Debug for OutputFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutputFile")
            .field("name", &self.name)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// Rows of text under named columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What the rows are; empty when that is plain.
    #[serde(default)]
    pub title: Message,
    /// The names of the columns.
    pub columns: Vec<Message>,
    /// The rows; each has one cell per column.
    pub rows: Vec<Vec<Message>>,
}

impl Output {
    /// Creates an empty output.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Creates an output with a labelled text.
    #[must_use]
    pub fn text(label: impl Into<Message>, text: impl Into<Message>) -> Self {
        Self::default().and(OutputPart::Text {
            label: label.into(),
            text: text.into(),
        })
    }

    /// Appends a part.
    #[must_use]
    pub fn and(mut self, part: impl Into<OutputPart>) -> Self {
        self.parts.push(part.into());
        self
    }

    /// Sets the line that is shown of the result in the row of the run, such as *20.6 → 2.4 MB, −88 %*.
    #[must_use]
    pub fn summary(mut self, text: impl Into<Message>) -> Self {
        self.summary = Some(text.into());
        self
    }

    /// Adds a problem: see [`RunContext::problem`](crate::RunContext::problem).
    #[must_use]
    pub fn problem(mut self, text: impl Into<Message>) -> Self {
        self.problems.push(text.into());
        self
    }

    /// Returns whether the output has no parts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

impl From<OutputFile> for OutputPart {
    fn from(file: OutputFile) -> Self {
        Self::File(file)
    }
}

impl From<Table> for OutputPart {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

impl From<Series> for OutputPart {
    fn from(series: Series) -> Self {
        Self::Series(series)
    }
}

impl From<Value> for OutputPart {
    fn from(value: Value) -> Self {
        Self::Json(value)
    }
}

impl<P: Into<OutputPart>> From<P> for Output {
    fn from(part: P) -> Self {
        Self::default().and(part)
    }
}

impl From<()> for Output {
    fn from((): ()) -> Self {
        Self::default()
    }
}

impl From<Message> for Output {
    fn from(text: Message) -> Self {
        Self::text(Message::EMPTY, text)
    }
}

impl From<String> for Output {
    fn from(text: String) -> Self {
        Self::text(Message::EMPTY, text)
    }
}

impl From<&str> for Output {
    fn from(text: &str) -> Self {
        Self::text(Message::EMPTY, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_shared_by_clones_and_outlives_them() {
        let file = OutputFile::new("a", 1, "", ());
        let (same, other) = (file.clone(), OutputFile::new("a", 1, "", ()));
        assert_eq!(file.key(), same.key());
        assert_ne!(file.key(), other.key());
        let key = file.key();
        drop((file, same));
        assert!(key.is_gone() && key != other.key());
    }
}
