//! Marks a face that shares its page with other content.

use crate::ui::lean::*;

/// Context of a face that is embedded in another page: its keys work only inside it.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui) struct Embedded;

impl Embedded {
    /// Provides the mark to everything below the current owner.
    pub(in crate::ui) fn provide() {
        provide_context(Self);
    }

    /// Returns whether the current component is in an embedded face.
    pub(in crate::ui) fn is_here() -> bool {
        use_context::<Self>().is_some()
    }
}
