//! What a face shows of the values of bodies. `widget/js/results.js` decides how, and bounds what is passed.

use js_sys::Array;
use taskdeck::browser::output_file;
use taskdeck_core::{Message, Output, Table, message};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::Blob;

use super::{deck::Core, fields};

#[wasm_bindgen]
impl Core {
    /// Shows a text, or the beginning of one that has `count` characters.
    pub fn show_text(&self, run: f64, attempt: u32, text: String, count: u32) {
        let shown = text.encode_utf16().count();
        let label = match shown < count as usize {
            true => message!(
                "The first {shown} of {count} characters",
                shown = shown,
                count = count
            ),
            false => Message::EMPTY,
        };
        self.show(run, attempt, Output::text(label, text));
    }

    /// Shows blobs as files of these names.
    pub fn show_files(&self, run: f64, attempt: u32, names: Vec<String>, blobs: &Array) {
        let files = names.iter().zip(blobs.iter()).filter_map(|(name, blob)| {
            let blob: Blob = blob.dyn_into().ok()?;
            Some(output_file(name, blob))
        });
        self.show(run, attempt, files.fold(Output::none(), Output::and));
    }

    /// Shows a table. `cells` holds the names of the columns and then the cells of each row, all separated by NUL.
    /// `rows` and `all_columns` count also what was left out.
    pub fn show_table(
        &self,
        run: f64,
        attempt: u32,
        columns: usize,
        cells: &str,
        rows: u32,
        all_columns: u32,
    ) {
        let cells: Vec<_> = cells.split('\0').map(Message::from).collect();
        let mut lines = cells.chunks(columns.max(1)).map(<[_]>::to_vec);
        let names = lines.next().unwrap_or_default();
        let lines: Vec<_> = lines.collect();
        let (shown, all) = (lines.len(), rows as usize);
        let title = if columns < all_columns as usize {
            message!(
                "{shown} of {count} rows, {columns} of {all} columns",
                shown = shown,
                count = all,
                columns = columns,
                all = all_columns
            )
        } else if shown < all {
            message!(
                "The first {shown} of {count} rows",
                shown = shown,
                count = all
            )
        } else {
            Message::EMPTY
        };
        let table = Table {
            title,
            columns: names,
            rows: lines,
        };
        self.show(run, attempt, table.into());
    }

    /// Shows a value that consists of what JSON can hold.
    pub fn show_json(&self, run: f64, attempt: u32, value: &JsValue) {
        if let Some(value) = fields::json_value(value) {
            self.show(run, attempt, value.into());
        }
    }
}

impl Core {
    fn show(&self, run: f64, attempt: u32, output: Output) {
        if let Some(attempt) = self.shared.attempt(run, attempt) {
            attempt.ctx.output(output);
        }
    }
}
