//! The attempts of a run.

use taskdeck_core::{Attempt, ErrorKind, RunSnapshot, RunStatus, RunWatch};

use super::section::Section;
use crate::{
    format::{count, duration, time_of_day},
    texts::tr,
    ui::{
        deck::Deck,
        lean::*,
        model::{attempt_text, error_text},
        output::LongText,
    },
};

/// The failed attempts of a run, oldest first, each with its error and times, and the current attempt. Empty
/// until an attempt has failed.
#[component]
pub(super) fn Attempts(watch: RunWatch) -> impl IntoView {
    let deck = Deck::of_context();
    // Progress does not change this value.
    let shown = Memo::new(move |_| {
        let run = watch.get();
        let goes_on = matches!(run.status(), RunStatus::Running | RunStatus::Cancelling);
        (
            run.attempts.clone(),
            goes_on.then(|| under_way(&deck, &run)),
        )
    });
    let is_there = Memo::new(move |_| shown.with(|(attempts, _)| !attempts.is_empty()));
    let dropped = move || {
        let first = shown.with(|(attempts, _)| attempts.first().map_or(1, |first| first.number));
        (first > 1).then(|| {
            let older = first as usize - 1;
            view! { <p class="td-quiet">{tr!(deck, "1 older attempt is not kept.|{count} older attempts are not kept.", count: older)}</p> }
        })
    };
    let failed = move || {
        let attempts = shown.with(|(attempts, _)| attempts.clone());
        attempts
            .iter()
            .map(|attempt| attempt_item(&deck, attempt))
            .collect_view()
    };
    let now = move || {
        let now = shown.with(|(_, now)| now.clone())?;
        Some(view! {
            <li>
                <p class="td-attempt-head">{now}</p>
            </li>
        })
    };
    move || {
        is_there.get().then(|| {
            view! {
                <Section title=tr!(deck, "Attempts")>
                    {dropped} <ol class="td-attempts" role="list">{failed} {now}</ol>
                </Section>
            }
        })
    }
}

fn attempt_item(deck: &Deck, attempt: &Attempt) -> impl IntoView + use<> {
    let at = time_of_day(deck.texts(), &deck.supervisor(), attempt.started_at);
    let took = duration(deck.texts(), attempt.ended_at - attempt.started_at);
    let kind = attempt.error.kind();
    let kind = (kind != ErrorKind::Error)
        .then(|| view! { <p class="td-error-kind">{deck.texts().render(&kind.message())}</p> });
    let causes = attempt
        .error
        .causes()
        .map(|cause| {
            view! {
                <li>
                    <LongText text=deck.texts().render(cause).into() />
                </li>
            }
        })
        .collect_view();
    let has_causes = attempt.error.causes().next().is_some();
    view! {
        <li>
            <p class="td-attempt-head">
                {tr!(deck, "Attempt {number}", number = count(deck.texts(), attempt.number as usize))}
                <span class="td-quiet">{tr!(deck, "{time}, failed after {took}", time = at, took = took)}</span>
            </p>
            {kind}
            <LongText text=error_text(deck.texts(), &attempt.error).into() />
            {has_causes
                .then(|| {
                    view! {
                        <p class="td-quiet">{tr!(deck, "Caused by")}</p>
                        <ol class="td-causes">{causes}</ol>
                    }
                })}
        </li>
    }
}

fn under_way(deck: &Deck, run: &RunSnapshot) -> String {
    let attempt = attempt_text(deck.texts(), run.attempt, run.max_attempts);
    match run.attempt_started_at {
        Some(at) => tr!(
            deck,
            "{attempt}, since {time}",
            attempt = attempt,
            time = time_of_day(deck.texts(), &deck.supervisor(), at)
        ),
        None => attempt,
    }
}
