//! The built-in tasks: real work on a visitor's own files and addresses, and a lab of tasks that
//! misbehave on purpose.
//!
//! One task a file. What needs no page (lists of checksums, addresses, names) stands apart from what
//! does, and is tested natively.

mod address;
mod amount;
mod blocked_port;
mod body;
mod brief;
mod check_addresses;
mod compress_files;
mod convert_images;
mod digest;
mod download;
mod file_kind;
mod find_duplicates;
mod gunzip;
mod hash_files;
mod image_file;
mod inspect_data;
mod lab;
mod likely;
mod name;
mod notes;
mod pace;
mod reach;
mod sample;
mod several;
mod steps;
mod watch_address;

use taskdeck::workers::{Job, Pool};
use taskdeck_core::{LaneOptions, Limit, Task, message};

#[cfg(not(target_arch = "wasm32"))]
#[doc(hidden)]
pub use self::inspect_data::{Inspected, inspect_natively};
pub use self::lab::lab;

/// The lane for requests. They wait for servers most of the time, and must not take the slots of work on this
/// machine. A supervisor without this lane runs them in its main lane.
pub const NETWORK: &str = "network";

/// Returns the options of the lane [`NETWORK`] in the dashboard.
#[must_use]
pub fn network_lane() -> LaneOptions {
    LaneOptions::new(Limit::at_most(check_addresses::MOST_AT_ONCE).unwrap_or(Limit::UNLIMITED))
}

/// Returns the jobs of the built-in tasks and of the lab, which a worker program serves.
#[must_use]
pub fn jobs() -> Vec<Job> {
    let files = [
        hash_files::hash_job(),
        convert_images::convert_job(),
        compress_files::compress_job(),
        find_duplicates::find_job(),
        inspect_data::inspect_job(),
    ];
    files.into_iter().chain(lab::lab_jobs()).collect()
}

/// Returns the built-in tasks, in the order in which they are shown. Files are processed in the workers of this pool.
#[must_use]
pub fn builtin(pool: &Pool) -> Vec<Task> {
    let files = [
        hash_files::hash_files(pool),
        convert_images::convert_images(pool),
        compress_files::compress_files(pool),
        find_duplicates::find_duplicates(pool),
        inspect_data::inspect_data(pool),
    ];
    let network = [
        download::download(),
        check_addresses::check_addresses(),
        watch_address::watch_address(),
    ];
    files
        .map(|task| task.group(message!("Files")))
        .into_iter()
        .chain(network.map(|task| task.group(message!("Network"))))
        .collect()
}
