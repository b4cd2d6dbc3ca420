//! Themes.

use crate::texts::{Texts, tr};

/// A theme: light, dark, or that of the system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The theme of the system.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// Returns the name for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Returns the theme with this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// Returns the label on screen. An embedded face follows its page, not the system.
    pub(crate) fn label(self, texts: Texts, is_embedded: bool) -> String {
        match self {
            Self::Auto if is_embedded => tr!(texts, "Like the page"),
            Self::Auto => tr!(texts, "Like the system"),
            Self::Light => tr!(texts, "Light"),
            Self::Dark => tr!(texts, "Dark"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_found_by_its_name() {
        for theme in Theme::ALL {
            assert_eq!(Theme::of_name(theme.name()), Some(theme));
        }
        assert_eq!(Theme::of_name("pink"), None);
    }
}
