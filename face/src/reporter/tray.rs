//! The toasts, and which of them are visible.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use taskdeck_core::{Instant, RunId};

use super::{ErrorReport, Toast, ToastId, countdown::Countdown};

/// The number of visible toasts.
pub const SHOWN_TOASTS: usize = 3;

/// The number of toasts that are kept; older ones are only in the history.
const KEPT_TOASTS: usize = 200;

/// An equal error within this time joins the previous toast.
const SAME: Duration = Duration::from_secs(2);

/// The visible toasts at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Toasts {
    /// At most [`SHOWN_TOASTS`], newest first. While the user is at the toasts, newer ones wait.
    pub shown: Vec<Arc<Toast>>,
    /// The number of further toasts.
    pub more: usize,
}

/// The toasts, newest first.
#[derive(Debug, Default)]
pub(crate) struct Tray {
    entries: VecDeque<Entry>,
    shown: Vec<ToastId>,
    attention: Attention,
}

/// Whether the user can look at the toasts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attention {
    /// The user can, and is elsewhere on the page: toasts come and go.
    #[default]
    Free,
    /// The window is in the background: countdowns are paused.
    Away,
    /// The pointer or focus is in the toasts: countdowns are paused and no toast moves.
    AtToasts,
}

#[derive(Debug)]
struct Entry {
    toast: Arc<Toast>,
    last: Instant,
    countdown: Option<Countdown>,
}

impl Tray {
    /// Adds an error to the toast of an equal recent one, and returns that.
    pub(crate) fn join_same(&mut self, report: &Arc<ErrorReport>, now: Instant) -> Option<ToastId> {
        let entry = self.entries.iter_mut().find(|entry| {
            entry.toast.kind == super::ToastKind::Error
                && now - entry.last <= SAME
                && entry
                    .toast
                    .reports
                    .back()
                    .is_some_and(|last| last.is_same_error(report))
        })?;
        entry.last = now;
        Arc::make_mut(&mut entry.toast).join(report.clone());
        Some(entry.toast.id)
    }

    /// Adds an error to a toast. Returns `false` if the toast is gone.
    pub(crate) fn join(&mut self, id: ToastId, report: &Arc<ErrorReport>, now: Instant) -> bool {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.toast.id == id) else {
            return false;
        };
        entry.last = now;
        Arc::make_mut(&mut entry.toast).join(report.clone());
        true
    }

    pub(crate) fn add(&mut self, toast: Toast, now: Instant) {
        let countdown = (toast.kind == super::ToastKind::Success)
            .then(|| Countdown::new(now, self.attention != Attention::Free));
        self.entries.push_front(Entry {
            toast: Arc::new(toast),
            last: now,
            countdown,
        });
        self.entries.truncate(KEPT_TOASTS);
        self.choose();
    }

    pub(crate) fn get(&self, id: ToastId) -> Option<&Arc<Toast>> {
        let entry = self.entries.iter().find(|entry| entry.toast.id == id)?;
        Some(&entry.toast)
    }

    /// Removes a toast and returns it.
    pub(crate) fn remove(&mut self, id: ToastId) -> Option<Arc<Toast>> {
        let at = self.entries.iter().position(|entry| entry.toast.id == id)?;
        let entry = self.entries.remove(at)?;
        self.choose();
        Some(entry.toast)
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.choose();
    }

    /// Removes every error toast with the same message.
    pub(crate) fn remove_same_message(&mut self, report: &ErrorReport) {
        self.entries.retain(|entry| {
            let toast = &entry.toast;
            toast.kind != super::ToastKind::Error
                || toast
                    .reports
                    .back()
                    .is_none_or(|last| !last.has_same_message(report))
        });
        self.choose();
    }

    /// Removes a run from all toasts, because it was retried or its details are open. Returns whether it was in
    /// one.
    pub(crate) fn forget_run(&mut self, run: RunId) -> bool {
        let mut changed = false;
        self.entries.retain_mut(|entry| {
            let toast = &entry.toast;
            let has_run = match toast.kind {
                super::ToastKind::Success => toast.run == Some(run),
                _ => toast
                    .reports
                    .iter()
                    .any(|report| report.run_id() == Some(run)),
            };
            changed |= has_run;
            !(has_run && Arc::make_mut(&mut entry.toast).forget_run(run))
        });
        if changed {
            self.choose();
        }
        changed
    }

    /// Returns the errors in all toasts.
    pub(crate) fn reports(&self) -> impl Iterator<Item = &Arc<ErrorReport>> {
        self.entries.iter().flat_map(|entry| &entry.toast.reports)
    }

    pub(crate) fn attention(&self) -> Attention {
        self.attention
    }

    /// Sets the attention. Countdowns run only while it is [`Attention::Free`].
    pub(crate) fn attend(&mut self, attention: Attention, now: Instant) {
        self.attention = attention;
        match attention {
            Attention::Free => self.for_each_countdown(|countdown| countdown.release(now)),
            Attention::Away | Attention::AtToasts => {
                self.for_each_countdown(|countdown| countdown.hold(now));
            }
        }
        self.choose();
    }

    fn for_each_countdown(&mut self, change: impl Fn(&mut Countdown)) {
        self.entries
            .iter_mut()
            .filter_map(|entry| entry.countdown.as_mut())
            .for_each(change);
    }

    /// Removes the toasts whose time is over. Returns whether there were any.
    pub(crate) fn expire(&mut self, now: Instant) -> bool {
        let before = self.entries.len();
        self.entries
            .retain(|entry| entry.ends_at().is_none_or(|end| end > now));
        self.choose();
        self.entries.len() != before
    }

    /// Returns when the next toast closes.
    pub(crate) fn next_end(&self) -> Option<Instant> {
        self.entries.iter().filter_map(Entry::ends_at).min()
    }

    pub(crate) fn view(&self) -> Toasts {
        Toasts {
            shown: self
                .shown
                .iter()
                .filter_map(|id| self.get(*id).cloned())
                .collect(),
            more: self.entries.len() - self.shown.len(),
        }
    }

    /// Chooses the visible toasts: the newest, but none moves while the user is at them.
    fn choose(&mut self) {
        let mut shown = Vec::with_capacity(SHOWN_TOASTS);
        if self.attention == Attention::AtToasts {
            shown.extend(
                self.shown
                    .iter()
                    .copied()
                    .filter(|id| self.get(*id).is_some()),
            );
        }
        for entry in &self.entries {
            if shown.len() == SHOWN_TOASTS {
                break;
            }
            if !shown.contains(&entry.toast.id) {
                shown.push(entry.toast.id);
            }
        }
        self.shown = shown;
    }
}

impl Entry {
    fn ends_at(&self) -> Option<Instant> {
        self.countdown.and_then(Countdown::ends_at)
    }
}
