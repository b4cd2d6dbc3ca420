//! Sizes, lengths of time, counts and titles as text, in English; and tables as CSV.
//!
//! Errors and the reports of tasks are written with these functions. Which figures and which units stand in a text is
//! decided apart from its words, by functions that return a [`Figure`]: a face in another language writes the same ones.

mod bytes;
mod count;
mod figure;
mod length;
mod title;

pub use crate::csv::{Formulas, csv_field};

pub use self::{
    bytes::{ByteUnit, bytes, bytes_figure},
    count::count,
    figure::{Figure, decimals},
    length::{TimeUnit, length, length_figures, millis, whole_figures},
    title::{UNTITLED, titled},
};
