//! A target for dropped files.

use crate::{
    browser::PickedFile,
    ui::{icon::Shape, lean::*, model::accepts},
};

/// A task that accepts dropped files.
#[derive(Clone, Debug)]
pub(crate) struct DropTarget {
    /// The title of the task.
    pub(crate) title: String,
    /// The description of the task.
    pub(crate) line: String,
    /// Its icon.
    pub(crate) icon: Shape,
    /// The accepted files, in the syntax of HTML's `accept`.
    pub(crate) accept: String,
    /// Starts the task with these files.
    pub(crate) start: Callback<Vec<PickedFile>>,
}

impl DropTarget {
    /// Returns whether the task accepts any of these files, each given by name and media type.
    pub(crate) fn accepts_any(&self, files: &[(String, String)]) -> bool {
        files.is_empty()
            || files
                .iter()
                .any(|(name, media_type)| accepts(&self.accept, name, media_type))
    }
}
