//! *Inspect data*: the contents of a CSV, NDJSON or JSON file of any size, its faults with their places, and the file
//! converted to another form.

mod brackets;
mod column;
mod columns;
mod convert;
mod csv;
mod detect;
mod document;
mod element;
mod encoding;
mod evidence;
mod extremes;
mod float;
mod form;
mod inspection;
mod lines;
mod local_date;
mod look;
mod marker;
mod moment;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod numeral;
mod parts;
mod place;
mod reading;
mod report;
mod rows;
mod shape;
mod skip;
mod source;
mod syntax;
mod task;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod text;
mod unread;
mod value;

#[cfg(not(target_arch = "wasm32"))]
#[doc(hidden)]
pub use self::native::{Inspected, inspect_natively};
pub(super) use self::task::{inspect_data, inspect_job};

/// The most bytes of a row, a line or an element that is kept.
const LONGEST: usize = 16 << 20;
