//! The profile and the lints of a run.

use taskdeck_core::{RunStatus, RunWatch};

use super::{facts::FactsSection, section::Section};
use crate::{
    format::{count, fine_duration},
    texts::{Texts, tr},
    ui::{
        deck::Deck,
        icon::{Icon, Shape},
        lean::*,
        model::{RowContext, lint_text, remedy},
    },
};

/// The lints of a run, each with its remedy. Empty if there are none.
#[component]
pub(super) fn Warnings(watch: RunWatch) -> impl IntoView {
    let deck = Deck::of_context();
    let lints = Memo::new(move |_| {
        let run = watch.get();
        follow(deck, run.status());
        deck.lints(run.id)
    });
    move || {
        let lints = lints.get();
        (!lints.is_empty()).then(|| {
            let each = lints.into_iter().map(move |lint| {
                view! {
                    <li>
                        <Icon shape=Shape::WARNING />
                        <p>
                            <strong>{lint_text(deck.texts(), lint)}</strong>
                            {remedy(deck.texts(), lint)}
                        </p>
                    </li>
                }
            });
            view! {
                <Section title=tr!(deck, "Warnings")>
                    <ul class="td-lints">{each.collect_view()}</ul>
                </Section>
            }
        })
    }
}

/// The number of polls of a run, and where its time went.
#[component]
pub(super) fn ProfileSection(watch: RunWatch) -> impl IntoView {
    let deck = Deck::of_context();
    let facts = Memo::new(move |_| {
        let run = watch.get();
        follow(deck, run.status());
        let profile = deck.supervisor().run(run.id).profile().unwrap_or_default();
        let texts = deck.texts();
        let number = |number: u32| count(texts, number as usize);
        let time = |time| fine_duration(texts, time);
        let wakes = wakes_text(texts, profile.wakes, profile.self_wakes);
        vec![
            (tr!(deck, "Steps"), number(profile.polls)),
            (tr!(deck, "Longest step"), time(profile.longest_poll)),
            (tr!(deck, "Busy"), time(profile.busy)),
            (tr!(deck, "Scheduled"), time(profile.scheduled)),
            (tr!(deck, "Idle"), time(profile.idle)),
            (tr!(deck, "Wakes"), wakes),
        ]
    });
    view! { <FactsSection title=tr!(deck, "Profile") facts=facts /> }
}

/// Writes how often a run was woken, and how often by itself.
fn wakes_text(texts: Texts, wakes: u32, own: u32) -> String {
    let all = count(texts, wakes as usize);
    match own {
        0 => all,
        own => tr!(
            texts,
            "{count}, {own} of them its own",
            count = all,
            own = count(texts, own as usize)
        ),
    }
}

/// Tracks the clock while a run is running: its profile changes without notification.
fn follow(deck: Deck, status: RunStatus) {
    if matches!(status, RunStatus::Running | RunStatus::Cancelling) {
        deck.track_clock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wakes_by_itself_are_counted_apart() {
        let text = |wakes, own| wakes_text(Texts::ENGLISH, wakes, own);
        assert_eq!(text(1_200, 0), "1,200");
        assert_eq!(text(1_200, 1_100), "1,200, 1,100 of them its own");
    }
}
