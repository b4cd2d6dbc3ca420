//! The options of a mounted face.

use crate::ui::{Theme, lean::*};

/// The kind of a face.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// The whole dashboard: tasks, runs, details.
    #[default]
    Dashboard,
    /// A button that opens a panel with the runs.
    Tray,
}

impl Variant {
    /// Returns the name for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboard",
            Self::Tray => "tray",
        }
    }
}

/// How much of a header a face has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Header {
    /// With the name of the product, the counts and every control.
    #[default]
    Full,
    /// With the counts and the controls, without the name.
    Compact,
    /// None. Errors and notifications are shown all the same.
    Hidden,
}

/// The controls that a face offers; all of them by default. One that is not offered has no button, no key and no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Controls {
    /// The limits of the lanes.
    pub concurrency: bool,
    /// *Pause* and *Resume*.
    pub pause: bool,
    /// The search and the filter of the list.
    pub search: bool,
    /// The palette and the list of keys.
    pub palette: bool,
    /// The settings.
    pub settings: bool,
    /// *Clear finished*.
    pub clear: bool,
}

impl Default for Controls {
    fn default() -> Self {
        Self {
            concurrency: true,
            pause: true,
            search: true,
            palette: true,
            settings: true,
            clear: true,
        }
    }
}

/// Which parts a face has, as context for what is below it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::ui) struct FaceParts {
    pub(in crate::ui) header: Header,
    pub(in crate::ui) controls: Controls,
}

impl FaceParts {
    /// Returns the parts of the face around the current component: all of them unless its options say otherwise.
    pub(in crate::ui) fn of_context() -> Self {
        use_context().unwrap_or_default()
    }
}

/// The options of a mounted face.
#[derive(Clone, Debug, Default)]
pub struct FaceOptions {
    /// The kind of face.
    pub variant: Variant,
    /// The theme. `Auto` follows the surrounding page.
    pub theme: Theme,
    /// How much of a header there is. The tray has its own.
    pub header: Header,
    /// The controls that are offered.
    pub controls: Controls,
    /// Replacements of English texts: each pair is one of [`all_texts`](crate::texts::all_texts) and its
    /// replacement.
    pub strings: Vec<(String, String)>,
    /// The locale of numbers and times, as a BCP 47 tag.
    pub locale: Option<String>,
}
