//! Who takes files that are dropped.

use crate::{
    browser::PickedFile,
    ui::{icon::Shape, lean::*, model::accepts},
};

/// A task that takes files that are dropped.
#[derive(Clone, Debug)]
pub(crate) struct FileTaker {
    /// The title of the task.
    pub(crate) title: String,
    /// The line that says what it does.
    pub(crate) line: String,
    /// Its icon.
    pub(crate) icon: Shape,
    /// Which files it takes, as in HTML's `accept`.
    pub(crate) accept: String,
    /// Starts it with these files.
    pub(crate) start: Callback<Vec<PickedFile>>,
}

impl FileTaker {
    /// Whether it takes one of these, each a name and a media type.
    pub(crate) fn takes_some(&self, files: &[(String, String)]) -> bool {
        files.is_empty()
            || files
                .iter()
                .any(|(name, media_type)| accepts(&self.accept, name, media_type))
    }
}
