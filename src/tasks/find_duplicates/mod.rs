//! *Find duplicates*: which files of a folder are equal, and how many bytes that wastes.

mod groups;
mod report;
mod run;
mod task;

pub(super) use self::task::{find_duplicates, find_job};
