//! What a run has made.

use taskdeck_core::{RunId, RunStatus};

use super::section::Section;
use crate::{
    texts::tr,
    ui::{deck::Deck, lean::*, output::OutputView},
};

/// What a run has made; nothing while there is nothing to see.
#[component]
pub(super) fn ResultSection(run: RunId, status: Memo<RunStatus>) -> impl IntoView {
    let deck = Deck::of_context();
    move || {
        // A body may have set its result before its end; it is shown once it does not change any more.
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
