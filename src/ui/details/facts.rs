//! When a run did what.

use leptos::prelude::*;
use taskdeck_core::{Instant, Priority, RunWatch};

use super::section::Section;
use crate::ui::{
    deck::Deck,
    model::{children_text, duration, period},
    notifications::time_of_day,
};

/// When a run was accepted, started and ended, its attempts, its names.
#[component]
pub(super) fn Facts(watch: RunWatch) -> impl IntoView {
    let deck = Deck::of_context();
    let facts = Memo::new(move |_| {
        let run = watch.get();
        let at = |instant: Instant| time_of_day(&deck.supervisor(), instant);
        let mut facts = vec![("Created", at(run.created_at))];
        if let Some(started) = run.started_at {
            let waited = started - run.created_at;
            let waited =
                (waited.as_millis() >= 100).then(|| format!(", waited {}", duration(waited)));
            facts.push(("Started", at(started) + &waited.unwrap_or_default()));
        }
        if let Some(finished) = run.finished_at {
            facts.push(("Finished", at(finished)));
        }
        if run.attempt > 0 {
            let attempts = match run.max_attempts {
                1 | u32::MAX => run.attempt.to_string(),
                most => format!("{} of {most}", run.attempt),
            };
            facts.push(("Attempts", attempts));
        }
        if let Some(timeout) = run.timeout {
            let each = if run.max_attempts > 1 {
                ", each attempt"
            } else {
                ""
            };
            facts.push(("Timeout", period(timeout) + each));
        }
        if let Some(deadline) = run.deadline {
            let until = run.started_at.map(|started| at(started + deadline));
            let until = until.map(|until| format!(", until {until}"));
            facts.push(("Deadline", period(deadline) + &until.unwrap_or_default()));
        }
        if let Some(children) = children_text(&run.child_counts) {
            facts.push(("Child runs", children));
        }
        if let Some(note) = &run.note {
            facts.push(("Note", note.to_string()));
        }
        facts.push(("Lane", run.lane.to_string()));
        let priority = match run.priority {
            Priority::UserBlocking => "User-blocking",
            Priority::UserVisible => "User-visible",
            Priority::Background => "Background",
        };
        facts.push(("Priority", priority.to_owned()));
        facts.push(("Id", run.public_id.to_string()));
        facts
    });
    view! {
        <Section title="Facts".to_owned()>
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
