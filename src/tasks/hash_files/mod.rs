//! *Hash files*: a run for each file, checked against a list of digests if one was pasted, and a
//! report for a batch.

mod batch;
mod checksums;
mod report;
mod run;
mod several;
mod task;

pub(super) use self::task::{hash_files, hash_job};
