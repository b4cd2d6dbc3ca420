//! Tasks: what can be run, its parameters, and its output.

mod dropped;
pub(crate) mod field;
pub(crate) mod file_hint;
pub(crate) mod output;
pub(crate) mod params;
pub(crate) mod series;
#[expect(
    clippy::module_inception,
    reason = "the file is named for its type, as all are"
)]
pub(crate) mod task;
pub(crate) mod task_fn;
