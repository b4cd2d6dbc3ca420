//! *Hash files*: a run for each file, checked against a list of digests that was pasted or picked, and a
//! report for a batch.

mod batch;
mod brief;
mod list;
mod plan;
mod report;
mod resolve;
mod run;
mod several;
mod sources;
mod task;

pub(super) use self::task::{hash_files, hash_job};
