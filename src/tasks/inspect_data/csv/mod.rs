//! CSV: how a file is written, and its rows.

pub(super) mod detect;
mod dialect;
mod header;
mod layout;
mod lines;
mod looks;
mod names;
mod reader;
mod record;
mod sample;

pub(super) use self::{
    dialect::{COMMENTS, DELIMITERS, QUOTES},
    layout::{HeaderAt, Said},
    lines::Lines,
    reader::CsvReader,
};
