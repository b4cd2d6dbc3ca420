//! Shows the parts of a result: texts, files, tables, series, and other values.

pub(super) mod file;
mod json;
mod links;
mod long_text;
mod parts;
mod series;
mod table;
mod text;

pub(super) use self::{links::linkify, long_text::LongText, parts::OutputView};
