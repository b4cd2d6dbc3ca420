//! What is different for a face that is not all there is of a page.

use crate::ui::lean::*;

/// Given to what stands in a box of somebody else's page: its keys mean something inside of it only.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui) struct Embedded;

impl Embedded {
    /// Gives it to everything below the current owner.
    pub(in crate::ui) fn provide() {
        provide_context(Self);
    }

    /// Whether it was given to the component that asks.
    pub(in crate::ui) fn is_here() -> bool {
        use_context::<Self>().is_some()
    }
}
