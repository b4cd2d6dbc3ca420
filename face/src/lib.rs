//! Taskdeck in a page: the supervisor of [`taskdeck_core`] in the browser's world, one reporter for
//! errors, focus that is never lost, and Leptos components that show it all.
//!
//! ```no_run
//! use taskdeck::{Config, RunContext, Supervisor};
//!
//! let supervisor = Supervisor::new(Config::default());
//! let run = supervisor.spawn("Count", async move |ctx: RunContext| {
//!     for i in 0..100 {
//!         ctx.progress(i + 1, 100);
//!         ctx.yield_now().await;
//!     }
//!     Ok(())
//! })?;
//! run.cancel();
//! # Ok::<_, taskdeck::SpawnError>(())
//! ```

#[cfg(all(doctest, feature = "face"))]
mod documents;

#[cfg_attr(
    not(feature = "face"),
    allow(dead_code, unused_imports, reason = "some of it is for a face only")
)]
pub mod browser;
mod config;
#[cfg(feature = "widget")]
pub mod embed;
#[cfg(feature = "face")]
pub mod reporter;
#[cfg(feature = "face")]
pub mod tasks;
#[cfg(feature = "face")]
pub mod texts;
#[cfg(feature = "face")]
pub mod ui;
#[cfg(feature = "face")]
pub mod workers;

pub use taskdeck_core::*;

pub use self::config::Config;
