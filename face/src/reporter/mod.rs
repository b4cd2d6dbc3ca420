//! The only path by which errors reach the user.
//!
//! A [`Reporter`] counts and keeps every error, and shows it as a toast or in the error modal, of
//! which there is at most one. If one way of showing fails, the next one is used, down to a
//! counter, so that reporting never fails. The reporter draws nothing itself: a face reads its
//! signals and registers a [`ModalDrawer`] and a [`ToastDrawer`].

mod away;
mod backlog;
mod begin;
mod breaker;
mod budget;
mod channels;
mod console;
mod countdown;
mod front;
mod guard;
mod history;
mod ignore;
mod inner;
mod milestones;
mod modal;
mod moment;
mod provide;
mod report;
#[expect(clippy::module_inception, reason = "a file is named for its concept")]
mod reporter;
mod routing;
mod schedule_news;
mod seen;
mod signals;
mod state;
mod storm;
mod ticker;
mod toast;
mod told;
mod tray;
mod waiting;

pub use self::{
    away::EndedUnseen,
    backlog::Backlog,
    channels::{Channel, ConsoleWriter, ModalDrawer, Registration, ToastDrawer},
    history::{Entry as HistoryEntry, HISTORY, History},
    milestones::Announcement,
    modal::Modal,
    provide::{NoReporter, provide_reporter, use_reporter},
    report::{ErrorReport, Origin},
    reporter::{Reporter, WeakReporter},
    seen::RunWatcher,
    state::Tally,
    storm::Storm,
    toast::{KEPT_REPORTS, Toast, ToastId, ToastKind, one_line},
    tray::{Attention, SHOWN_TOASTS, Toasts},
};
