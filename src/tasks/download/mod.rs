//! *Download*: an address streamed into a file, under the name that a browser would give it.

mod charset;
mod content_range;
mod disposition;
mod encoded_word;
mod ending;
mod naming;
mod safe_name;
mod task;

pub(super) use self::task::download;
