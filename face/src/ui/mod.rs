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
mod announce_deck;
mod bring_into_view;
mod button;
mod clock;
mod commands;
mod copy_button;
mod counts;
mod dashboard;
mod deck;
mod details;
mod dialog;
mod dismiss;
mod drop;
mod face;
mod follow_size;
mod form_memory;
mod header;
mod icon;
mod in_view;
mod keep_focus;
mod keys_sheet;
mod lanes;
mod late;
mod lean;
pub(crate) mod model;
pub mod notifications;
mod ordinal;
mod output;
mod palette;
mod parts;
mod perform;
#[cfg(feature = "performance")]
mod performance;
#[cfg(not(feature = "performance"))]
#[path = "no_performance.rs"]
mod performance;
mod popover;
mod result_action;
mod run_buttons;
mod runs;
mod saves;
mod schedules;
mod settings;
mod skip_link;
pub mod spa;
mod tabs;
mod tasks;
mod theme;
mod throttled_content;

#[cfg(feature = "split")]
pub(crate) use self::face::add_style;
#[doc(hidden)]
pub use self::parts::report as begin_to_report;
pub use self::{
    dashboard::Dashboard,
    face::{
        Controls, Face, FaceOptions, Header, MountedFace, MountedTray, Variant, mount_dashboard,
        mount_face, mount_tray_panel,
    },
    theme::Theme,
};
