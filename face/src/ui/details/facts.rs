//! The facts about a run.

use taskdeck_core::{Instant, Priority, RunWatch};

use super::section::Section;
use crate::{
    format::{count, duration, period, time_of_day},
    texts::tr,
    ui::{deck::Deck, lean::*, model::children_text},
};

/// The times, attempts, limits, lane and priority of a run, and its id for developers.
#[component]
pub(super) fn Facts(watch: RunWatch) -> impl IntoView {
    let deck = Deck::of_context();
    let facts = Memo::new(move |_| {
        let run = watch.get();
        let at = |instant: Instant| time_of_day(deck.texts(), &deck.supervisor(), instant);
        let mut facts = vec![(tr!(deck, "Created"), at(run.created_at))];
        if let Some(started) = run.started_at {
            let waited = started - run.created_at;
            let text = match waited.as_millis() {
                0..100 => at(started),
                _ => tr!(
                    deck,
                    "{time}, waited {waited}",
                    time = at(started),
                    waited = duration(deck.texts(), waited)
                ),
            };
            facts.push((tr!(deck, "Started"), text));
        }
        if let Some(finished) = run.finished_at {
            facts.push((tr!(deck, "Finished"), at(finished)));
        }
        if run.attempt > 0 {
            let attempts = match run.max_attempts {
                1 | u32::MAX => count(deck.texts(), run.attempt as usize),
                most => tr!(
                    deck,
                    "{count} of {all}",
                    count = count(deck.texts(), run.attempt as usize),
                    all = count(deck.texts(), most as usize)
                ),
            };
            facts.push((tr!(deck, "Attempts"), attempts));
        }
        if let Some(timeout) = run.timeout {
            let time = period(deck.texts(), timeout);
            let text = match run.max_attempts {
                1 => time,
                _ => tr!(deck, "{time}, each attempt", time = time),
            };
            facts.push((tr!(deck, "Timeout"), text));
        }
        if let Some(deadline) = run.deadline {
            let until = run.started_at.map(|started| at(started + deadline));
            let time = period(deck.texts(), deadline);
            let text = match until {
                Some(until) => tr!(deck, "{time}, until {until}", time = time, until = until),
                None => time,
            };
            facts.push((tr!(deck, "Deadline"), text));
        }
        if let Some(children) = children_text(deck.texts(), &run.child_counts) {
            facts.push((tr!(deck, "Child runs"), children));
        }
        if let Some(note) = &run.note {
            facts.push((tr!(deck, "Note"), deck.texts().render(note)));
        }
        facts.push((tr!(deck, "Queue"), run.lane.to_string()));
        let priority = match run.priority {
            Priority::UserBlocking => tr!(deck, "User-blocking"),
            Priority::UserVisible => tr!(deck, "User-visible"),
            Priority::Background => tr!(deck, "Background"),
        };
        facts.push((tr!(deck, "Priority"), priority));
        if deck.developer.get() {
            facts.push((tr!(deck, "Id"), run.public_id.to_string()));
        }
        facts
    });
    view! { <FactsSection title=tr!(deck, "Facts") facts=facts /> }
}

/// A section with named facts.
#[component]
pub(super) fn FactsSection(title: String, facts: Memo<Vec<(String, String)>>) -> impl IntoView {
    view! {
        <Section title=title>
            <dl class="td-facts">
                {move || {
                    facts
                        .get()
                        .into_iter()
                        .map(|(name, value)| {
                            view! {
                                <dt>{name}</dt>
                                <dd>{value}</dd>
                            }
                        })
                        .collect_view()
                }}
            </dl>
        </Section>
    }
}
