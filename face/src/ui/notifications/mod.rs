//! Components for a [reporter](crate::reporter): toasts, the bell with the history, the error modal, the
//! banners of storms, and announcements for screen readers.
//!
//! Each component finds its reporter by context. See [`provide_reporter`](crate::reporter::provide_reporter).

mod announcer;
mod attention;
mod banner;
mod bell;
mod clearance;
mod error_page;
mod focused_toast;
pub(super) mod keys;
mod modal;
mod more_buttons;
mod plain_text;
mod region;
mod runs_in_view;
mod toast_item;

pub(super) use self::{bell::HistoryPanel, more_buttons::ReturnFromToasts, plain_text::caused_by};
use std::sync::atomic::{AtomicUsize, Ordering};

pub use self::{
    announcer::Announcer, banner::StormBanner, bell::NotificationBell, modal::ErrorModal,
    region::Notifications,
};

/// Returns an element id that is unique in the page.
fn element_id(name: &str) -> String {
    static NUMBER: AtomicUsize = AtomicUsize::new(1);
    format!("td-{name}-{}", NUMBER.fetch_add(1, Ordering::Relaxed))
}
