//! What a table shows: its order, its filter, and whether it is open wide.

use taskdeck_core::Table;

use crate::{
    format::count,
    texts::{Texts, tr},
    ui::{
        lean::*,
        model::{Sort, rows_shown},
    },
};

/// The number of rows from which on a table can be filtered.
const FILTERED_FROM: usize = 20;

/// What a table shows, wherever it is shown. It is a handle that is copied into every closure.
#[derive(Clone, Copy, Debug)]
pub(super) struct TableState {
    pub(super) texts: Texts,
    table: StoredValue<Table>,
    pub(super) sort: RwSignal<Sort>,
    pub(super) query: RwSignal<String>,
    /// The indexes of the rows that match, in their order.
    pub(super) rows: Memo<Vec<usize>>,
    pub(super) is_wide: RwSignal<bool>,
}

impl TableState {
    pub(super) fn new(texts: Texts, table: Table) -> Self {
        let table = StoredValue::new(table);
        let sort = RwSignal::new(None);
        let query = RwSignal::new(String::new());
        let rows = Memo::new(move |_| {
            table.with_value(|table| {
                query.with(|query| rows_shown(table, query, sort.get(), |cell| texts.render(cell)))
            })
        });
        Self {
            texts,
            table,
            sort,
            query,
            rows,
            is_wide: RwSignal::new(false),
        }
    }

    /// Returns what the table is.
    pub(super) fn title(self) -> String {
        let title = self
            .table
            .with_value(|table| self.texts.render(&table.title));
        match title.trim() {
            "" => tr!(self.texts, "Table"),
            _ => title,
        }
    }

    pub(super) fn columns(self) -> Vec<String> {
        self.table.with_value(|table| {
            let columns = table.columns.iter();
            columns.map(|name| self.texts.render(name)).collect()
        })
    }

    pub(super) fn cells(self, row: usize) -> Vec<String> {
        self.table.with_value(|table| {
            let cells = table.rows.get(row).into_iter().flatten();
            cells.map(|cell| self.texts.render(cell)).collect()
        })
    }

    /// Returns whether there are enough rows for a filter.
    pub(super) fn can_be_filtered(self) -> bool {
        self.all() >= FILTERED_FROM
    }

    /// Returns the number of rows in words: *600 rows*, *12 of 600*.
    pub(super) fn count_text(self) -> String {
        let all = self.all();
        match self.matching() {
            None => tr!(self.texts, "1 row|{count} rows", count: all),
            Some(matching) => tr!(
                self.texts,
                "{count} of {all}",
                count = count(self.texts, matching),
                all = count(self.texts, all)
            ),
        }
    }

    /// Returns what the button that copies the rows says.
    pub(super) fn copy_label(self) -> String {
        match self.matching() {
            None => tr!(self.texts, "Copy as CSV"),
            Some(rows) => {
                tr!(self.texts, "Copy 1 row as CSV|Copy {count} rows as CSV", count: rows)
            }
        }
    }

    /// Returns the rows that match, in their order, as CSV.
    pub(super) fn csv(self) -> String {
        self.table.with_value(|table| {
            let rows = self.rows.with_untracked(|rows| {
                let row = |index: &usize| table.rows[*index].clone();
                rows.iter().map(row).collect()
            });
            let shown = Table {
                columns: table.columns.clone(),
                rows,
                ..Table::default()
            };
            shown.csv(|cell| self.texts.render(cell))
        })
    }

    fn all(self) -> usize {
        self.table.with_value(|table| table.rows.len())
    }

    /// Returns the number of rows that match the filter, if there is one.
    fn matching(self) -> Option<usize> {
        let is_filtered = self.query.with(|query| !query.trim().is_empty());
        is_filtered.then(|| self.rows.with(Vec::len))
    }
}
