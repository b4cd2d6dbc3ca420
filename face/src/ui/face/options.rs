//! What can be chosen of a face in a box.

use crate::ui::Theme;

/// Which face it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// All of it: tasks, runs, details.
    #[default]
    Dashboard,
    /// A button that opens a panel with the runs.
    Tray,
}

impl Variant {
    /// The name of it, for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboard",
            Self::Tray => "tray",
        }
    }
}

/// What can be chosen of a face in a box.
#[derive(Clone, Debug, Default)]
pub struct FaceOptions {
    /// Which face it is.
    pub variant: Variant,
    /// Light, dark, or what the page around it says.
    pub theme: Theme,
    /// Words in place of the English ones: each pair is one of [`all_texts`](crate::texts::all_texts), and what
    /// stands for it.
    pub strings: Vec<(String, String)>,
    /// How numbers and times are written, as a BCP 47 tag.
    pub locale: Option<String>,
}
