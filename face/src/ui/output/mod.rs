//! Shows the parts of a result: texts, files, tables, series, and other values.

pub(super) mod file;
mod files;
mod json;
mod links;
mod long_text;
mod parts;
mod series;
mod show_more;
mod table;
mod table_dialog;
mod table_state;
mod text;

pub(super) use self::{
    file::save as save_file, links::linkify, long_text::LongText, parts::OutputView,
};
