//! The memory of what was chosen in forms.

use taskdeck_core::Field;

use super::lean::*;

/// Context from above: it is called with each field of a form once that exists. A page that is only Taskdeck remembers
/// its value; a face without this context remembers nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FormMemory(Callback<RememberedField>);

/// A field of a form, with its value.
#[derive(Clone, Debug)]
pub(crate) struct RememberedField {
    /// The id of the task.
    pub(crate) task: String,
    /// The field.
    pub(crate) field: Field,
    /// The text, the number as typed, or the chosen value.
    pub(crate) text: RwSignal<String>,
    /// The state of a switch.
    pub(crate) on: RwSignal<bool>,
}

impl FormMemory {
    /// Provides a memory to everything below the current owner.
    pub(crate) fn provide(remember: impl Fn(RememberedField) + 'static) {
        let remember = send_wrapper::SendWrapper::new(remember);
        provide_context(Self(Callback::new(move |field: RememberedField| {
            remember(field)
        })));
    }

    /// Sets a field to what was chosen on an earlier visit, and remembers what is chosen from now on.
    pub(crate) fn follow(field: impl FnOnce() -> RememberedField) {
        if let Some(Self(remember)) = use_context() {
            remember.run(field());
        }
    }
}
