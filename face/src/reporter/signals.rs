//! The signals that a face reads.

use reactive_graph::signal::ArcRwSignal;

use super::{Announcement, EndedUnseen, History, Modal, Storm, Tally, Toasts};

/// The signals of a reporter.
#[derive(Clone, Debug)]
pub(crate) struct Signals {
    pub(crate) toasts: ArcRwSignal<Toasts>,
    pub(crate) storms: ArcRwSignal<Vec<Storm>>,
    pub(crate) modal: ArcRwSignal<Option<Modal>>,
    pub(crate) modal_off: ArcRwSignal<bool>,
    pub(crate) history: ArcRwSignal<History>,
    pub(crate) history_open: ArcRwSignal<bool>,
    pub(crate) tally: ArcRwSignal<Tally>,
    pub(crate) ended_unseen: ArcRwSignal<EndedUnseen>,
    pub(crate) announcement: ArcRwSignal<Announcement>,
}

impl Default for Signals {
    fn default() -> Self {
        Self {
            toasts: ArcRwSignal::new(Toasts::default()),
            storms: ArcRwSignal::new(Vec::new()),
            modal: ArcRwSignal::new(None),
            modal_off: ArcRwSignal::new(false),
            history: ArcRwSignal::new(History::default()),
            history_open: ArcRwSignal::new(false),
            tally: ArcRwSignal::new(Tally::default()),
            ended_unseen: ArcRwSignal::new(EndedUnseen::default()),
            announcement: ArcRwSignal::new(Announcement::default()),
        }
    }
}
