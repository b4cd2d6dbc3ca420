//! What is new in the runs of schedules.

use taskdeck_core::{Message, RunBrief, RunId, RunState, ScheduleId};

use crate::texts::Texts;

/// The number of schedules that are followed. The oldest is forgotten first.
const FOLLOWED: usize = 10_000;

/// What a run of a schedule changes, compared with the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ScheduleNews {
    /// The schedule has completed its first run.
    First,
    /// It ended like the one before.
    Nothing,
    /// It failed, and the one before did not fail like this.
    Failure,
    /// It completed, and the one before failed.
    Recovery,
    /// It completed with another result than the one before.
    Change {
        /// The first part of the summary of the one before.
        before: String,
    },
}

/// How the newest run of a schedule ended.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Ending {
    /// With the first part of its summary.
    Completed(String),
    /// With this message.
    Failed(Message),
}

#[derive(Debug)]
struct Newest {
    run: RunId,
    ending: Ending,
    news: ScheduleNews,
}

/// Compares each run of a schedule with the one before it, so that a schedule is told only when something changes.
#[derive(Debug, Default)]
pub(crate) struct ScheduleWatch {
    /// In the order of their schedules.
    newest: Vec<(ScheduleId, Newest)>,
}

impl ScheduleWatch {
    /// Returns whether a run of this schedule has ended.
    pub(crate) fn knows(&self, schedule: ScheduleId) -> bool {
        self.place(schedule).is_ok()
    }

    /// Returns what the failure of a run changes. A second call for one run returns the same.
    pub(crate) fn failed(
        &mut self,
        schedule: ScheduleId,
        run: RunId,
        message: &Message,
    ) -> ScheduleNews {
        self.ended(schedule, run, Ending::Failed(message.clone()))
    }

    /// Returns what the end of a run changes, or `None` for one that was cancelled or has not ended.
    pub(crate) fn note(
        &mut self,
        texts: Texts,
        schedule: ScheduleId,
        run: &RunBrief,
    ) -> Option<ScheduleNews> {
        let ending = match &run.state {
            RunState::Completed => Ending::Completed(first_part(texts, run.summary.as_ref())),
            RunState::Failed(error) => Ending::Failed(error.message().clone()),
            _ => return None,
        };
        Some(self.ended(schedule, run.id, ending))
    }

    fn ended(&mut self, schedule: ScheduleId, run: RunId, ending: Ending) -> ScheduleNews {
        let place = self.place(schedule);
        let before = place.ok().map(|place| &self.newest[place].1);
        if let Some(known) = before.filter(|before| before.run == run) {
            return known.news.clone();
        }
        let news = news(before.map(|before| &before.ending), &ending);
        let newest = Newest {
            run,
            ending,
            news: news.clone(),
        };
        match place {
            Ok(place) => self.newest[place].1 = newest,
            // Most schedules are newer than those before.
            Err(place) => self.newest.insert(place, (schedule, newest)),
        }
        if self.newest.len() > FOLLOWED {
            self.newest.remove(0);
        }
        news
    }

    fn place(&self, schedule: ScheduleId) -> Result<usize, usize> {
        self.newest.binary_search_by(|(id, _)| id.cmp(&schedule))
    }
}

fn news(before: Option<&Ending>, now: &Ending) -> ScheduleNews {
    match (before, now) {
        (Some(before), now) if before == now => ScheduleNews::Nothing,
        (_, Ending::Failed(_)) => ScheduleNews::Failure,
        (None, Ending::Completed(_)) => ScheduleNews::First,
        (Some(Ending::Failed(_)), Ending::Completed(_)) => ScheduleNews::Recovery,
        (Some(Ending::Completed(before)), Ending::Completed(_)) => ScheduleNews::Change {
            before: before.clone(),
        },
    }
}

/// Returns the first part of a summary: *200 OK* of *200 OK · 47 ms*. What follows it changes all the time.
pub(crate) fn first_part(texts: Texts, summary: Option<&Message>) -> String {
    let text = summary.map(|summary| texts.render(summary));
    let text = text.unwrap_or_default();
    text.split(" · ").next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_change_is_news() {
        let completed = |text: &str| Ending::Completed(text.to_owned());
        let failed = |text: &str| Ending::Failed(text.to_owned().into());
        let mut before = None;
        let told: Vec<_> = [
            completed("200 OK"),
            completed("200 OK"),
            failed("no answer"),
            failed("no answer"),
            failed("503"),
            completed("200 OK"),
            completed("204"),
        ]
        .into_iter()
        .map(|now| {
            let told = news(before.as_ref(), &now);
            before = Some(now);
            told
        })
        .collect();
        let change = ScheduleNews::Change {
            before: "200 OK".to_owned(),
        };
        assert_eq!(
            told,
            [
                ScheduleNews::First,
                ScheduleNews::Nothing,
                ScheduleNews::Failure,
                ScheduleNews::Nothing,
                ScheduleNews::Failure,
                ScheduleNews::Recovery,
                change
            ]
        );
    }

    #[test]
    fn times_in_a_summary_are_no_change() {
        let summary = Message::from("200 OK · 47 ms".to_owned());
        assert_eq!(first_part(Texts::ENGLISH, Some(&summary)), "200 OK");
        assert_eq!(first_part(Texts::ENGLISH, None), "");
    }
}
