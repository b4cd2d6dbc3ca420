//! *Compress files*: gzip and back, through the browser's own streams.

mod pump;
mod task;

pub(super) use self::task::{compress_files, compress_job};
