//! The page of one error in the modal.

use crate::texts::{Texts, tr, use_texts};
use std::sync::Arc;

use taskdeck_core::{ErrorKind, Log, Supervisor};

use super::plain_text::{LOG_LINES, newest};
use crate::{
    browser::reload,
    format::{count, time_of_day},
    reporter::{ErrorReport, Origin},
    ui::{button::small_button, lean::*, model::error_text, output::linkify},
};

/// The longest text that is shown. The rest is only in the copy.
const LONGEST: usize = 2_000;

/// An error in full: message, causes, kind, attempt, log. All of it is inserted as text.
#[component]
pub(super) fn ErrorPage(
    report: Arc<ErrorReport>,
    supervisor: Supervisor,
    /// The id of the element that describes the modal.
    message_id: String,
) -> impl IntoView {
    let texts = use_texts();
    let kind = report.error.kind();
    let causes: Vec<String> = report
        .error
        .causes()
        .map(|cause| shortened(texts, &texts.render(cause)))
        .collect();
    let log = report.run_id().and_then(|run| supervisor.run(run).log());
    let attempt = report.run().map(|run| run.attempt);
    let run = report.run().map(|run| run.public_id.to_string());
    let origin = match &report.origin {
        Origin::Run(_) => None,
        Origin::Uncaught => Some(tr!(texts, "Not caught")),
        Origin::Reported => Some(tr!(texts, "Reported by the page")),
    };
    let fact = |name: String, value: String| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>
                    <bdi>{value}</bdi>
                </dd>
            </div>
        }
    };
    view! {
        <p id=message_id class="td-modal-message" dir="auto">
            {linkify(&shortened(texts, &error_text(texts, &report.error)))}
        </p>
        {(kind == ErrorKind::Panic).then(|| view! { <PanicNote /> })}
        <dl class="td-modal-facts">
            {fact(tr!(texts, "Kind"), texts.render(&kind.message()))}
            {attempt.map(|attempt| fact(tr!(texts, "Attempt"), count(texts, attempt as usize)))}
            {run.map(|run| fact(tr!(texts, "Run"), run))}
            {origin.map(|origin| fact(tr!(texts, "Origin"), origin))}
            {fact(tr!(texts, "Time"), time_of_day(texts, &supervisor, report.at))}
        </dl>
        {(!causes.is_empty())
            .then(|| {
                view! {
                    <h3>{tr!(texts, "Caused by")}</h3>
                    <ol class="td-modal-causes">
                        {causes
                            .into_iter()
                            .map(|cause| view! { <li dir="auto">{linkify(&cause)}</li> })
                            .collect_view()}
                    </ol>
                }
            })}
        {log.filter(|log| !log.lines.is_empty()).map(|log| view! { <LogLines log=log /> })}
    }
}

/// The consequences of a panic for the page.
#[component]
fn PanicNote() -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="td-modal-note">
            <p>
                {tr!(texts, "This task crashed. Other runs continue, but its memory was not freed. Reload the page when it suits you; that stops the runs that have not ended.")}
            </p>
            {small_button(tr!(texts, "Reload the page"), reload)}
        </div>
    }
}

#[component]
fn LogLines(log: Log) -> impl IntoView {
    let texts = use_texts();
    let (lines, older) = newest(&log);
    let heading = match older {
        0 => tr!(texts, "Log"),
        _ => tr!(
            texts,
            "Log, the last line|Log, the last {count} lines",
            count: LOG_LINES
        ),
    };
    let lines = lines
        .map(|line| view! { <li dir="auto">{texts.render(&line.text)}</li> })
        .collect_view();
    view! {
        <h3>{heading}</h3>
        <ol class="td-modal-log">
            {(older > 0)
                .then(|| {
                    let older = usize::try_from(older).unwrap_or(usize::MAX);
                    let more = tr!(texts, "… 1 older line|… {count} older lines", count: older);
                    view! { <li>{more}</li> }
                })}
            {lines}
        </ol>
    }
}

fn shortened(texts: Texts, text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => tr!(
            texts,
            "{text}… (shortened; Copy has all of it)",
            text = &text[..end]
        ),
        None => text.to_owned(),
    }
}
