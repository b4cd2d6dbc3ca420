//! *Inspect data*: what is in a CSV, NDJSON or JSON file of any size, what is wrong with it and where,
//! and the same in another form.

mod column;
mod convert;
mod csv;
mod detect;
mod document;
mod element;
mod encoding;
mod form;
mod inspection;
mod lines;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod place;
mod report;
mod rows;
mod source;
mod task;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod text;
mod value;

#[cfg(not(target_arch = "wasm32"))]
#[doc(hidden)]
pub use self::native::{Inspected, inspect_natively};
pub(super) use self::task::{inspect_data, inspect_job};

/// How many bytes a row, a line or an element may have; what is longer cannot be kept whole.
const LONGEST: usize = 16 << 20;
