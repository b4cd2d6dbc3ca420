//! The dashboard's own part: the built-in tasks. The page (`main.rs`) and the worker program (`worker.rs`) are built on it.

pub mod tasks;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod catalogues;
