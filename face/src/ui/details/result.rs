//! The result of a run.

use taskdeck_core::RunId;

use super::section::Section;
use crate::{
    texts::tr,
    ui::{deck::Deck, lean::*, model::RowStatus, output::OutputView},
};

/// The result of a run, if it has one.
#[component]
pub(super) fn ResultSection(run: RunId, status: Memo<RowStatus>) -> impl IntoView {
    let deck = Deck::of_context();
    move || {
        // A body may set its result before its end. It is shown once it is final.
        if !status.get().is_finished() {
            return None;
        }
        let output = deck.supervisor().run(run).output()?;
        (!output.is_empty()).then(|| {
            view! {
                <Section title=tr!(deck, "Result")>
                    <OutputView output=output />
                </Section>
            }
        })
    }
}
