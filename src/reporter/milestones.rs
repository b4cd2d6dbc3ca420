//! What is said to those who do not see the page.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use taskdeck_core::{Instant, RunId, RunStatus, Transition};

use crate::texts::{Text, Texts};

/// How long milestones are gathered before they are said.
pub(crate) const BATCH: Duration = Duration::from_secs(1);

/// Something to be read out. Equal texts are told apart by their number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Announcement {
    /// Grows with each announcement.
    pub number: u64,
    /// What is said; empty before the first.
    pub text: Arc<str>,
}

/// Gathers milestones: where each run got to since the last announcement. Never progress, of attempts no
/// more than that there are more than one, and nothing of runs that others have started: their parent
/// speaks for them.
#[derive(Debug, Default)]
pub(crate) struct Milestones {
    runs: BTreeMap<RunId, (Arc<str>, RunStatus)>,
    other: Vec<Arc<str>>,
    due: Option<Instant>,
    number: u64,
}

impl Milestones {
    pub(crate) fn note(&mut self, change: &Transition, now: Instant) {
        let run = &change.run;
        let status = run.status();
        let is_milestone = match status {
            // Its first attempt has failed, and it waits for the next one.
            RunStatus::Queued => change.from.is_some() && run.attempt == 1,
            RunStatus::Running => run.attempt == 1,
            RunStatus::Cancelling => false,
            RunStatus::Completed | RunStatus::Failed | RunStatus::Cancelled => true,
        };
        if !is_milestone || run.parent.is_some() {
            return;
        }
        self.runs.insert(run.id, (run.title.clone(), status));
        self.due.get_or_insert(now + BATCH);
    }

    /// Something else that is to be said with the rest.
    pub(crate) fn say(&mut self, text: Arc<str>, now: Instant) {
        self.other.push(text);
        self.due.get_or_insert(now + BATCH);
    }

    /// When the next announcement is due.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// The announcement that is due.
    pub(crate) fn take(&mut self, texts: Texts, now: Instant) -> Option<Announcement> {
        if self.due? > now {
            return None;
        }
        self.due = None;
        let runs = std::mem::take(&mut self.runs);
        let mut parts: Vec<String> = [
            (RunStatus::Failed, Text::of("{count} failed")),
            (RunStatus::Cancelled, Text::of("{count} cancelled")),
            (RunStatus::Completed, Text::of("{count} done")),
            (RunStatus::Queued, Text::of("{count} tried again")),
            (RunStatus::Running, Text::of("{count} started")),
        ]
        .into_iter()
        .filter_map(|(status, text)| {
            let who = who(&runs, status)?;
            Some(texts.say(text, &[("count", &who)]))
        })
        .collect();
        parts.extend(self.other.drain(..).map(|text| text.to_string()));
        self.number += 1;
        Some(Announcement {
            number: self.number,
            text: parts.join(", ").into(),
        })
    }
}

/// *Export*, of which something is said, for one; *12* for many.
fn who(runs: &BTreeMap<RunId, (Arc<str>, RunStatus)>, meant: RunStatus) -> Option<String> {
    let mut these = runs.values().filter(|(_, status)| *status == meant);
    let (title, _) = these.next()?;
    Some(match these.count() {
        0 if title.trim().is_empty() => "1".to_owned(),
        0 => super::one_line(title),
        others => (others + 1).to_string(),
    })
}
