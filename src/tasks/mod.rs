//! The built-in tasks: real work on a visitor's own files and addresses, and a lab of tasks that
//! misbehave on purpose.
//!
//! One task a file. What needs no page (lists of checksums, addresses, names) stands apart from what
//! does, and is tested natively.

mod compress_files;
mod hash_files;
mod lab;
mod name;
mod sample;
mod size;
mod split;

use taskdeck_core::Task;

pub use self::lab::lab;

/// The built-in tasks, in the order in which they are shown.
#[must_use]
pub fn builtin() -> Vec<Task> {
    let files = [hash_files::hash_files(), compress_files::compress_files()];
    files.map(|task| task.group("Files")).into()
}
