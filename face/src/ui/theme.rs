//! Light or dark.

use crate::texts::{Texts, tr};

/// Light or dark, or what the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// What the system says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The theme as a short name, for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// What a person reads. In a box of somebody else's page it is that page that is followed.
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
