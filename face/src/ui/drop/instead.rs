//! The other tasks that dropped files may be meant for.

use super::FileDrop;
use crate::{
    texts::tr,
    ui::{deck::Deck, lean::*, tasks::DropTarget},
};

/// The other tasks that the dropped files in the form of a task fit, as buttons that move the files there. Shows nothing
/// unless the form was filled by a guess.
#[component]
pub(crate) fn Instead(
    /// The id of the task.
    task: String,
    /// Whether there are files in its form.
    #[prop(into)]
    has_files: Signal<bool>,
) -> impl IntoView {
    let deck = Deck::of_context();
    let dropping = use_context::<FileDrop>()?;
    let task = StoredValue::new(task);
    let button = move |target: DropTarget| {
        let title = target.title.clone();
        let name = tr!(deck, "{title} instead", title = title);
        view! {
            <button
                type="button"
                class="td-button td-small td-plain"
                aria-label=name
                on:click=move |_| task.with_value(|task| dropping.move_files(task, &target))
            >
                {title}
            </button>
        }
    };
    let bar = move || {
        let others = match has_files.get() {
            true => task.with_value(|task| dropping.others(task)),
            false => Vec::new(),
        };
        (!others.is_empty()).then(|| {
            view! {
                <div class="td-instead" role="group" aria-label=tr!(deck, "Other tasks for these files")>
                    <span class="td-quiet" aria-hidden="true">{tr!(deck, "Instead:")}</span>
                    {others.into_iter().map(button).collect_view()}
                </div>
            }
        })
    };
    Some(bar)
}
