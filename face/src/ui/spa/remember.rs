//! The stored theme.

use web_sys::Storage;

use crate::ui::{Theme, lean::*};

/// Returns the stored theme as a signal. Changes are stored and applied to the page.
const THEME: &str = "taskdeck.theme";

/// The theme that was chosen last, kept from now on, and told to the page.
pub(super) fn remembered_theme() -> RwSignal<Theme> {
    let stored = storage().and_then(|storage| storage.get_item(THEME).ok().flatten());
    let theme = RwSignal::new(
        stored
            .as_deref()
            .and_then(Theme::of_name)
            .unwrap_or_default(),
    );
    Effect::new(move |before: Option<Theme>| {
        let theme = theme.get();
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-theme", theme.name());
        }
        // The theme is not stored again right after it was read. A storage that is full or disabled is no
        // error.
        if before.is_some_and(|before| before != theme)
            && let Some(storage) = storage()
        {
            let _ = storage.set_item(THEME, theme.name());
        }
        theme
    });
    theme
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
