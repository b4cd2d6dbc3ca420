//! The face: Leptos components that read the signals of a supervisor and call it. What they show is
//! computed in `model`, which needs no page.
//!
//! ```no_run
//! use leptos::prelude::*;
//! use taskdeck::{Config, Supervisor, provide_supervisor, ui::Dashboard};
//!
//! # #[component]
//! # fn App() -> impl IntoView {
//! provide_supervisor(Supervisor::new(Config::default()));
//! view! { <Dashboard /> }
//! # }
//! ```

#![allow(
    unreachable_pub,
    reason = "the component macro makes every props struct pub"
)]

mod actions;
mod bring_into_view;
mod clock;
mod copy_button;
mod dashboard;
mod deck;
mod details;
mod dialog;
mod dismiss;
mod drop;
mod face;
mod header;
mod icon;
mod keep_focus;
mod keys_sheet;
mod lanes;
mod lean;
pub(crate) mod model;
pub mod notifications;
mod output;
mod palette;
mod perform;
#[cfg(feature = "performance")]
mod performance;
#[cfg(not(feature = "performance"))]
#[path = "no_performance.rs"]
mod performance;
mod run_buttons;
mod runs;
mod schedules;
mod settings;
pub mod spa;
mod tasks;
mod theme;
mod throttled_content;

pub use self::{
    dashboard::Dashboard,
    face::{Face, FaceOptions, MountedFace, Variant, mount_face},
    theme::Theme,
};
