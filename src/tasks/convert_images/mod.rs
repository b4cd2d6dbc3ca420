//! *Convert images*: another format, another size, without metadata.

mod drawing;
mod drawing_size;
mod format;
mod open;
mod task;
mod turning;

pub(super) use self::task::{convert_images, convert_job};
