//! The faces of a result: a text, a file, a table, anything else.

pub(super) mod file;
mod json;
mod links;
mod long_text;
mod parts;
mod series;
mod table;
mod text;

pub(super) use self::{links::linked, long_text::LongText, parts::OutputView};
