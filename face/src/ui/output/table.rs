//! A table that can be copied as CSV.

use taskdeck_core::Table;

use crate::{
    format::count,
    texts::{tr, use_texts},
    ui::{copy_button::CopyButton, lean::*},
};

/// The number of rows that are shown.
const SHOWN: usize = 200;

/// A table that can be copied as CSV.
#[component]
pub(super) fn TableView(table: Table) -> impl IntoView {
    let texts = use_texts();
    let rows = table.rows.len();
    let head = table
        .columns
        .iter()
        .map(|name| view! { <th scope="col">{texts.render(name)}</th> })
        .collect_view();
    let body = table
        .rows
        .iter()
        .take(SHOWN)
        .map(|row| {
            let cells = row
                .iter()
                .map(|cell| view! { <td dir="auto">{texts.render(cell)}</td> })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    let count_text = match rows {
        rows if rows > SHOWN => tr!(
            texts,
            "1 row|{count} rows, the first {shown} are shown",
            count: rows,
            shown = count(texts, SHOWN)
        ),
        rows => tr!(texts, "1 row|{count} rows", count: rows),
    };
    view! {
        <div class="td-part">
            <div class="td-part-head">
                <span class="td-part-label">{count_text}</span>
                <CopyButton label=tr!(texts, "Copy as CSV") text=move || table.csv(|cell| texts.render(cell)) />
            </div>
            // A wide table scrolls sideways, also with the keyboard.
            <div class="td-table" role="group" aria-label=tr!(texts, "Table") tabindex="0">
                <table>
                    <thead>
                        <tr>{head}</tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        </div>
    }
}
