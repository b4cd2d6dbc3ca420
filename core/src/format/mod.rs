//! Numbers, tables and JSON as text.

pub(crate) mod csv;
pub(crate) mod json;
pub mod number;
