//! The toasts, and which of them are shown.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use taskdeck_core::{Instant, RunId};

use super::{ErrorReport, Toast, ToastId, countdown::Countdown};

/// How many toasts are shown at a time.
pub const SHOWN_TOASTS: usize = 3;

/// How many toasts wait behind those; the oldest of more are left to the bell.
const KEPT_TOASTS: usize = 200;

/// Within this time the same error again is the same toast.
const SAME: Duration = Duration::from_secs(2);

/// What is shown of the toasts at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Toasts {
    /// At most [`SHOWN_TOASTS`], newest first; while somebody is at them, newer ones wait.
    pub shown: Vec<Arc<Toast>>,
    /// How many more there are.
    pub more: usize,
}

/// The toasts, newest first.
#[derive(Debug, Default)]
pub(crate) struct Tray {
    entries: VecDeque<Entry>,
    shown: Vec<ToastId>,
    attention: Attention,
}

/// Whether a person can look at the toasts now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attention {
    /// They can, and are elsewhere on the page: toasts come and go.
    #[default]
    Free,
    /// They cannot: the window is in the background. The clocks stand still.
    Away,
    /// They are at the toasts, with pointer or focus: the clocks stand still and no toast moves.
    AtToasts,
}

#[derive(Debug)]
struct Entry {
    toast: Arc<Toast>,
    last: Instant,
    countdown: Option<Countdown>,
}

impl Tray {
    /// The toast that tells of the same error, if it came a moment ago; the error then joins it.
    pub(crate) fn join_same(&mut self, report: &Arc<ErrorReport>, now: Instant) -> Option<ToastId> {
        let entry = self.entries.iter_mut().find(|entry| {
            entry.toast.kind == super::ToastKind::Error
                && now - entry.last <= SAME
                && entry
                    .toast
                    .reports
                    .back()
                    .is_some_and(|last| last.is_like(report))
        })?;
        entry.last = now;
        Arc::make_mut(&mut entry.toast).join(report.clone());
        Some(entry.toast.id)
    }

    /// Lets an error join this toast; `false` when it is gone.
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

    /// Takes a toast away.
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

    /// Takes away every toast that tells only of errors that say the same as this one.
    pub(crate) fn withdraw_like(&mut self, report: &ErrorReport) {
        self.entries.retain(|entry| {
            let toast = &entry.toast;
            toast.kind != super::ToastKind::Error
                || toast
                    .reports
                    .back()
                    .is_none_or(|last| !last.says_like(report))
        });
        self.choose();
    }

    /// Takes a run that somebody has taken up again out of all toasts; `true` when one told of it.
    pub(crate) fn forget_run(&mut self, run: RunId) -> bool {
        let mut changed = false;
        self.entries.retain_mut(|entry| {
            let told = entry
                .toast
                .reports
                .iter()
                .any(|report| report.run_id() == Some(run));
            changed |= told;
            !(told && Arc::make_mut(&mut entry.toast).forget_run(run))
        });
        if changed {
            self.choose();
        }
        changed
    }

    /// Clocks run only while a person can look and is not at the toasts.
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

    /// Takes away the toasts whose time is over; `true` when there were any.
    pub(crate) fn expire(&mut self, now: Instant) -> bool {
        let before = self.entries.len();
        self.entries
            .retain(|entry| entry.ends_at().is_none_or(|end| end > now));
        self.choose();
        self.entries.len() != before
    }

    /// When the next toast's time is over.
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

    /// Chooses which are shown: the newest, but nothing moves under somebody's hand.
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
