//! What did not work in a run that went on.

use taskdeck_core::{RunId, RunWatch};

use super::section::Section;
use crate::{
    format::count,
    texts::tr,
    ui::{copy_button::CopyButton, deck::Deck, lean::*, output::LongText},
};

/// The number of problems that are shown.
const SHOWN: usize = 200;

/// The problems of a run, if it has any: the first of them, and the number of all.
#[component]
pub(super) fn Problems(run: RunId, watch: RunWatch) -> impl IntoView {
    let deck = Deck::of_context();
    let all = Memo::new(move |_| {
        let run = watch.get();
        // They are read again at the end only: a body may find a thousand.
        (run.problems, run.status().is_finished())
    });
    let title = move || {
        let (all, _) = all.get();
        tr!(deck, "1 problem|{count} problems", count: all)
    };
    let text = move || {
        let problems = deck.supervisor().run(run).problems();
        let lines = problems.iter().map(|problem| deck.texts().render(problem));
        lines.collect::<Vec<_>>().join("\n")
    };
    move || {
        let (all, _) = all.get();
        (all > 0).then(|| {
            let shown = deck.supervisor().run(run).problems();
            let shown: Vec<_> = shown
                .iter()
                .take(SHOWN)
                .map(|problem| {
                    view! {
                        <li>
                            <LongText text=deck.texts().render(problem).into() />
                        </li>
                    }
                })
                .collect();
            let more = (all > shown.len()).then(|| {
                view! {
                    <p class="td-quiet">
                        {tr!(
                            deck,
                            "The first {shown} of {all} are shown",
                            shown = count(deck.texts(), shown.len()),
                            all = count(deck.texts(), all)
                        )}
                    </p>
                }
            });
            let copy = view! { <CopyButton label=tr!(deck, "Copy") name=tr!(deck, "Copy the problems") text=text /> };
            view! {
                <Section title=Signal::derive(title) tools=copy.into_any()>
                    <ul class="td-problems">{shown}</ul>
                    {more}
                </Section>
            }
        })
    }
}
