//! Which changes of runs are told: those of a schedule only when they are news.

use taskdeck_core::{Instant, Message, RunBrief, Transition, message};

use super::{
    EndedUnseen, ErrorReport,
    inner::Inner,
    schedule_news::{ScheduleNews, first_part},
};
use crate::{
    format::titled,
    texts::{Texts, text},
};

impl Inner {
    /// Notes a change for the next announcement, and for the page's title. Returns what it changes for the schedule
    /// that started the run.
    pub(super) fn note(&self, change: &Transition, now: Instant) -> Option<ScheduleNews> {
        let (news, is_counted, ended_unseen) = {
            let texts = self.texts();
            let state = &mut *self.state.borrow_mut();
            let schedule = change.run.schedule;
            let was_known = schedule.is_some_and(|schedule| state.schedules.knows(schedule));
            let news =
                schedule.and_then(|schedule| state.schedules.note(texts, schedule, &change.run));
            match &news {
                Some(ScheduleNews::Nothing) => {}
                None if was_known => {}
                Some(ScheduleNews::Recovery | ScheduleNews::Change { .. }) => {
                    let text = announced(texts, &change.run);
                    state.milestones.say(text.into(), now);
                }
                _ => state.milestones.note(change, now),
            }
            let is_away = state.tray.attention() == super::Attention::Away;
            let is_counted = is_away && state.ended_unseen.count(change, news.as_ref());
            (news, is_counted, state.ended_unseen)
        };
        if is_counted {
            self.set(&self.signals.ended_unseen, ended_unseen);
        }
        news
    }

    /// Returns whether a failure only repeats the one before it, of the same schedule.
    pub(super) fn is_repeat(&self, report: &ErrorReport) -> bool {
        let (Some(schedule), Some(run)) = (report.schedule(), report.run_id()) else {
            return false;
        };
        let message = report.error.message();
        let watch = &mut self.state.borrow_mut().schedules;
        watch.failed(schedule, run, message) == ScheduleNews::Nothing
    }

    /// Returns the text of the toast for the new result of a schedule.
    pub(super) fn news_text(&self, run: &RunBrief, news: &ScheduleNews) -> Option<Message> {
        let now = first_part(self.texts(), run.summary.as_ref());
        match news {
            ScheduleNews::Recovery if now.is_empty() => Some(message!("Works again")),
            ScheduleNews::Recovery => Some(message!("Works again: {result}", result = now)),
            ScheduleNews::Change { before } if before.is_empty() || now.is_empty() => {
                Some(message!("The result has changed"))
            }
            ScheduleNews::Change { before } => Some(message!(
                "{result}, before {previous}",
                result = now,
                previous = before
            )),
            ScheduleNews::First | ScheduleNews::Nothing | ScheduleNews::Failure => None,
        }
    }

    /// Forgets what has ended while the page was not looked at.
    pub(super) fn forget_ended_unseen(&self) {
        let none = EndedUnseen::default();
        let before = std::mem::take(&mut self.state.borrow_mut().ended_unseen);
        if before != none {
            self.set(&self.signals.ended_unseen, none);
        }
    }
}

/// Returns the announcement of a schedule whose result is new: *Watch example.com: 200 OK*.
fn announced(texts: Texts, run: &RunBrief) -> String {
    let title = super::one_line(&titled(texts, &run.title));
    match &*first_part(texts, run.summary.as_ref()) {
        "" => texts.say(text!("{count} done"), &[("count", &title)]),
        result => format!("{title}: {result}"),
    }
}
