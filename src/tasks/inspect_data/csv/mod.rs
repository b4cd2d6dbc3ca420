//! CSV: how a file is written, and its rows.

pub(super) mod detect;
mod dialect;
mod fault;
mod header;
mod layout;
mod lines;
mod looks;
mod names;
mod parser;
mod reader;
mod record;
mod sample;
mod swallowed;

pub(super) use self::{
    dialect::{COMMENTS, DELIMITERS, QUOTES, Sign},
    layout::{HeaderAt, Hints},
    lines::Lines,
    reader::CsvReader,
};
