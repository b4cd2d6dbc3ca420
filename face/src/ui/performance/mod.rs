//! The performance view: poll times, what blocked the page, and the timeline.

mod blockers;
mod draw;
mod frames;
mod inks;
mod input;
mod interface;
mod model;
mod panel;
mod poll_times;
mod redraw;
mod save;
mod shapes;
mod state;
mod table;
mod timeline;

use std::time::Duration;

pub(super) use self::interface::{ViewSwitch, button, main_view, perform};

/// The time for which a blocker is listed.
const RECENT: Duration = Duration::from_secs(60);
