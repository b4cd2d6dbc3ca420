//! A target for dropped files.

use leptos::html;
use taskdeck_core::Params;

use crate::{
    browser::PickedFile,
    ui::{icon::Shape, lean::*, model::accepts},
};

/// A task that accepts dropped files, with the means to put them into its form.
#[derive(Clone, Debug)]
pub(crate) struct DropTarget {
    /// The id of the task.
    pub(crate) id: String,
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
    /// Opens the form of the task with these files in it, and starts nothing.
    pub(crate) fill: Callback<Vec<PickedFile>>,
    /// Takes the files out of the form.
    pub(crate) empty: Callback<(), Vec<PickedFile>>,
    /// Returns the parameters of the form; with these files in place of its own, if given.
    pub(crate) params: Callback<Option<Vec<PickedFile>>, Params>,
    /// The button that starts the task, while its form is shown.
    pub(crate) run: NodeRef<html::Button>,
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
