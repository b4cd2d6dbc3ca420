//! One error, as the modal shows it.

use std::sync::Arc;

use leptos::prelude::*;
use taskdeck_core::{ErrorKind, Log, Supervisor};

use super::{
    plain_text::{LOG_LINES, newest},
    when::time_of_day,
};
use crate::{
    browser::reload,
    reporter::{ErrorReport, Origin},
};

/// The longest text that is laid out; what is over is in the copy only.
const LONGEST: usize = 2_000;

/// What is shown of one error: message, cause chain, kind, attempt, log. All of it is text.
#[component]
pub(super) fn ErrorPage(
    report: Arc<ErrorReport>,
    supervisor: Supervisor,
    /// The id of the element that the modal is described by.
    message_id: String,
) -> impl IntoView {
    let kind = report.error.kind();
    let causes: Vec<String> = report.error.causes().map(shortened).collect();
    let log = report.run_id().and_then(|run| supervisor.log(run));
    let attempt = report.run().map(|run| run.attempt);
    let run = report.run().map(|run| run.public_id.to_string());
    let origin = match &report.origin {
        Origin::Run(_) => None,
        Origin::Uncaught => Some("nobody caught it"),
        Origin::Reported => Some("reported by the page"),
    };
    let fact = |name: &'static str, value: String| {
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
            {shortened(report.error.message())}
        </p>
        {(kind == ErrorKind::Panic).then(|| view! { <PanicNote /> })}
        <dl class="td-modal-facts">
            {fact("Kind", kind.word().to_owned())}
            {attempt.map(|attempt| fact("Attempt", attempt.to_string()))}
            {run.map(|run| fact("Run", run))}
            {origin.map(|origin| fact("Origin", origin.to_owned()))}
            {fact("Time", time_of_day(&supervisor, report.at))}
        </dl>
        {(!causes.is_empty())
            .then(|| {
                view! {
                    <h3>"Caused by"</h3>
                    <ol class="td-modal-causes">
                        {causes
                            .into_iter()
                            .map(|cause| view! { <li dir="auto">{cause}</li> })
                            .collect_view()}
                    </ol>
                }
            })}
        {log.filter(|log| !log.lines.is_empty()).map(|log| view! { <LogLines log=log /> })}
    }
}

/// What a panic means for the page, in plain words.
#[component]
fn PanicNote() -> impl IntoView {
    view! {
        <div class="td-modal-note">
            <p>
                "The code of this task crashed. Everything else goes on, but the memory that the task held could not be given back. Reload the page when it suits you: runs that have not ended are stopped by that."
            </p>
            <button type="button" class="td-button td-small" on:click=|_| reload()>
                "Reload the page"
            </button>
        </div>
    }
}

#[component]
fn LogLines(log: Log) -> impl IntoView {
    let (lines, older) = newest(&log);
    let heading = match older {
        0 => "Log".to_owned(),
        _ => format!("Log, the last {LOG_LINES} lines"),
    };
    let lines = lines
        .map(|line| view! { <li dir="auto">{line.text.to_string()}</li> })
        .collect_view();
    view! {
        <h3>{heading}</h3>
        <ol class="td-modal-log">
            {(older > 0).then(|| view! { <li>{format!("… {older} older lines")}</li> })}
            {lines}
        </ol>
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… (cut off here; Copy has all of it)", &text[..end]),
        None => text.to_owned(),
    }
}
