//! Why a run failed.

use taskdeck_core::{ErrorKind, RunWatch, TaskError};

use super::section::Section;
use crate::{
    texts::{Texts, tr},
    ui::{
        copy_button::CopyButton, deck::Deck, lean::*, model::error_text, notifications::caused_by,
        output::LongText,
    },
};

/// The error of a run: kind, message, and chain of causes.
#[component]
pub(super) fn ErrorSection(watch: RunWatch) -> impl IntoView {
    let deck = Deck::of_context();
    let error = Memo::new(move |_| watch.get().error().cloned());
    move || {
        let error = error.get()?;
        let copied = plain_text(deck.texts(), &error);
        let causes: Vec<_> = error
            .causes()
            .map(|cause| view! { <li><LongText text=deck.texts().render(cause).into() /></li> })
            .collect();
        let kind = (error.kind() != ErrorKind::Error)
            .then(|| view! { <p class="td-error-kind">{deck.texts().render(&error.kind().message())}</p> });
        let advice = (error.kind() == ErrorKind::Panic).then(|| {
            view! {
                <p class="td-quiet">
                    {tr!(
                        deck,
                        "The task crashed and its memory was not freed. Other runs continue. Reload the page to free it."
                    )}
                </p>
            }
        });
        let copy = view! { <CopyButton label=tr!(deck, "Copy") name=tr!(deck, "Copy the error") text=move || copied.clone() /> };
        Some(view! {
            <Section title=tr!(deck, "Error") tools=copy.into_any()>
                <div class="td-error-box">
                    {kind}
                    <div class="td-error-message">
                        <LongText text=error_text(deck.texts(), &error).into() />
                    </div>
                    {(!causes.is_empty())
                        .then(|| {
                            view! {
                                <p class="td-quiet">{tr!(deck, "Caused by")}</p>
                                <ol class="td-causes">{causes}</ol>
                            }
                        })}
                </div>
                {advice}
            </Section>
        })
    }
}

fn plain_text(texts: Texts, error: &TaskError) -> String {
    let causes: String = error
        .causes()
        .map(|cause| format!("\n  {}", caused_by(texts, cause)))
        .collect();
    let kind = texts.render(&error.kind().message());
    format!("{kind}: {}{causes}", error_text(texts, error))
}
