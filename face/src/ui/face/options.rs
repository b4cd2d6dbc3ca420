//! The options of a mounted face.

use crate::ui::Theme;

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

/// The options of a mounted face.
#[derive(Clone, Debug, Default)]
pub struct FaceOptions {
    /// The kind of face.
    pub variant: Variant,
    /// The theme. `Auto` follows the surrounding page.
    pub theme: Theme,
    /// Replacements of English texts: each pair is one of [`all_texts`](crate::texts::all_texts) and its
    /// replacement.
    pub strings: Vec<(String, String)>,
    /// The locale of numbers and times, as a BCP 47 tag.
    pub locale: Option<String>,
}
