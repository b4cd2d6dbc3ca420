//! The built-in tasks of the dashboard, used by the page (`main.rs`) and by the worker program
//! (`worker.rs`).

pub mod tasks;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod catalogues;
