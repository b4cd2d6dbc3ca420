//! A table that can be sorted, filtered, copied as CSV and opened wide.

use leptos::{html, wasm_bindgen::JsCast};
use taskdeck_core::Table;
use web_sys::HtmlElement;

use super::{
    show_more::{SHOWN, ShowMore},
    table_dialog::TableDialog,
    table_state::TableState,
};
use crate::{
    texts::tr,
    ui::{
        copy_button::CopyButton,
        deck::Deck,
        icon::{Icon, Shape},
        lean::*,
        model::{SortOrder, next_sort},
    },
};

/// A table with its title and tools.
#[component]
pub(super) fn TableView(table: Table) -> impl IntoView {
    let texts = Deck::of_context().texts();
    let state = TableState::new(texts, table);
    let open_name = tr!(texts, "Open wide: {title}", title = state.title());
    view! {
        <div class="td-part">
            <div class="td-part-head">
                <TableTitle state=state />
                <span class="td-tools">
                    <CopyRows state=state />
                    <button
                        type="button"
                        class="td-button td-icon-button td-plain"
                        aria-label=open_name
                        aria-haspopup="dialog"
                        title=tr!(texts, "Open wide")
                        on:click=move |_| state.is_wide.set(true)
                    >
                        <Icon shape=Shape::EXPAND />
                    </button>
                </span>
            </div>
            <TableFilter state=state />
            <TableRows state=state />
            <TableDialog state=state />
        </div>
    }
}

/// What a table is, and how many rows it has.
#[component]
pub(super) fn TableTitle(state: TableState) -> impl IntoView {
    // A filter changes the number, which is announced.
    let role = state.can_be_filtered().then_some("status");
    view! {
        <span class="td-table-title">
            <bdi class="td-part-label">{state.title()}</bdi>
            <span class="td-quiet" role=role>
                {move || state.count_text()}
            </span>
        </span>
    }
}

/// Copies the rows that match, in their order.
#[component]
pub(super) fn CopyRows(state: TableState) -> impl IntoView {
    view! { <CopyButton label=Signal::derive(move || state.copy_label()) text=move || state.csv() /> }
}

/// The field that filters a table, if it has many rows.
#[component]
pub(super) fn TableFilter(state: TableState) -> impl IntoView {
    let texts = state.texts;
    state.can_be_filtered().then(|| {
        view! {
            <input
                type="search"
                class="td-input td-table-filter"
                aria-label=tr!(texts, "Filter {title}", title = state.title())
                placeholder=tr!(texts, "Filter")
                autocomplete="off"
                spellcheck="false"
                prop:value=move || state.query.get()
                on:input=move |event| state.query.set(event_target_value(&event))
            />
        }
    })
}

/// The columns and rows of a table. A wide one scrolls sideways, also with the keyboard.
#[component]
pub(super) fn TableRows(state: TableState) -> impl IntoView {
    let shown = RwSignal::new(SHOWN);
    let group = NodeRef::<html::Div>::new();
    let heads = state.columns().into_iter().enumerate();
    let heads = heads
        .map(|(column, name)| head(state, column, name))
        .collect_view();
    let rows = move || {
        let rows = state.rows;
        rows.with(|rows| rows.iter().take(shown.get()).copied().collect())
    };
    let row = move |row: usize| {
        let cells = state.cells(row).into_iter();
        let cells = cells
            .map(|cell| {
                view! {
                    <td>
                        <bdi>{cell}</bdi>
                    </td>
                }
            })
            .collect_view();
        view! { <tr>{cells}</tr> }
    };
    let matching = Memo::new(move |_| state.rows.with(Vec::len));
    let stay = move || -> Option<HtmlElement> { Some(group.get_untracked()?.unchecked_into()) };
    view! {
        <div class="td-table" role="group" aria-label=state.title() tabindex="0" node_ref=group>
            <table>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>
                    <For each=rows key=|row| *row children=row />
                </tbody>
            </table>
            <p class="td-table-none td-quiet" hidden=move || matching.get() != 0>
                {tr!(state.texts, "No row matches")}
            </p>
        </div>
        <ShowMore shown=shown all=matching stay=stay />
    }
}

/// The head of a column, which sorts the table. A column without a name has nothing to press.
fn head(state: TableState, column: usize, name: String) -> AnyView {
    if name.trim().is_empty() {
        return view! { <th scope="col"></th> }.into_any();
    }
    let order = Memo::new(move |_| {
        let sorted = state.sort.get().filter(|(sorted, _)| *sorted == column);
        sorted.map(|(_, order)| order)
    });
    let aria_sort = move || {
        order.get().map(|order| match order {
            SortOrder::Ascending => "ascending",
            SortOrder::Descending => "descending",
        })
    };
    let shape = Signal::derive(move || match order.get() {
        None => Shape::UP_DOWN,
        Some(SortOrder::Ascending) => Shape::UP,
        Some(SortOrder::Descending) => Shape::DOWN,
    });
    view! {
        <th scope="col" aria-sort=aria_sort>
            <button
                type="button"
                class="td-sort"
                on:click=move |_| state.sort.update(|sort| *sort = next_sort(*sort, column))
            >
                <bdi>{name}</bdi>
                <Icon shape=shape />
            </button>
        </th>
    }
    .into_any()
}
