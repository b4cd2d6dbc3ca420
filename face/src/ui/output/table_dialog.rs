//! A table in a dialog that is nearly as wide as the window.

use leptos::html;

use super::{
    table::{CopyRows, TableFilter, TableRows, TableTitle},
    table_state::TableState,
};
use crate::ui::{button::close_form, dialog::open_when, lean::*};

/// A table in a dialog that is nearly as wide as the window. Its order and its filter are those of the table beside it.
#[component]
pub(super) fn TableDialog(state: TableState) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    open_when(dialog, move || state.is_wide.get());
    view! {
        <dialog
            node_ref=dialog
            class="td-dialog td-wide" part="dialog"
            aria-label=state.title()
            on:close=move |_| state.is_wide.set(false)
        >
            <div class="td-part-head">
                <TableTitle state=state />
                <span class="td-tools">
                    <CopyRows state=state />
                    {close_form(state.texts)}
                </span>
            </div>
            <Show when=move || state.is_wide.get()>
                <TableFilter state=state />
                <TableRows state=state />
            </Show>
        </dialog>
    }
}
