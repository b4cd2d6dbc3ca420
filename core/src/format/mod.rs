//! Values as text, in English: sizes, lengths of time, counts, numbers and titles; and tables as CSV.
//!
//! Errors and the reports of tasks are written with these functions. Which figures and which units stand in a text is
//! decided apart from its words, by functions that return a [`Figure`]: a face in another language writes the same ones.

mod bytes;
mod count;
pub(crate) mod csv;
mod duration;
mod figure;
pub(crate) mod json;
pub mod number;
mod search;
mod title;

pub use self::{
    bytes::{ByteUnit, bytes, bytes_figure},
    count::count,
    csv::{Formulas, csv_field},
    duration::{TimeUnit, length, length_figures, millis, whole_figures},
    figure::{Figure, decimals},
    search::{contains, cut},
    title::{UNTITLED, titled},
};
