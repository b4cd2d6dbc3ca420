//! The buttons of the error modal.

use crate::texts::{tr, use_texts};
use std::sync::Arc;

use leptos::html::Textarea;
use taskdeck_core::Supervisor;

use crate::{
    browser::{copy_text, focus_after_render},
    format::{count, utc},
    reporter::{ErrorReport, Modal, Reporter},
    ui::{
        icon::{Icon, Shape},
        lean::*,
        notifications::plain_text::plain_text,
    },
};

/// *1 of 12* between two buttons. Hidden for a single error.
#[component]
pub(super) fn Pager(modal: Signal<Option<Modal>>, page: RwSignal<usize>) -> impl IntoView {
    let texts = use_texts();
    let pages =
        Memo::new(move |_| modal.with(|modal| modal.as_ref().map_or(0, |modal| modal.pages.len())));
    let all = Memo::new(move |_| {
        modal.with(|modal| {
            modal
                .as_ref()
                .map_or(0, |modal| modal.pages.len() + modal.beyond)
        })
    });
    let is_first = move || page.get() == 0;
    let is_last = move || page.get() + 1 >= pages.get();
    // A disabled button would lose focus, so these stay enabled and do nothing at the ends.
    let back = move |_| page.update(|page| *page = page.saturating_sub(1));
    let on = move |_| {
        let last = pages.get_untracked().saturating_sub(1);
        page.update(|page| *page = (*page + 1).min(last));
    };
    view! {
        <Show when=move || { all.get() > 1 }>
            <div class="td-pager" role="group" aria-label=tr!(texts, "Errors")>
                <button
                    type="button"
                    class="td-button td-icon-button td-back"
                    aria-label=tr!(texts, "Previous error")
                    aria-disabled=move || is_first().to_string()
                    on:click=back
                >
                    <Icon shape=Shape::CHEVRON />
                </button>
                <span role="status">{move || {
                    tr!(
                        texts,
                        "{number} of {all}",
                        number = count(texts, page.get() + 1),
                        all = count(texts, all.get())
                    )
                }}</span>
                <button
                    type="button"
                    class="td-button td-icon-button"
                    aria-label=tr!(texts, "Next error")
                    aria-disabled=move || is_last().to_string()
                    on:click=on
                >
                    <Icon shape=Shape::CHEVRON />
                </button>
            </div>
        </Show>
    }
}

/// Copies the error as plain text. If that is refused, shows the text selected.
#[component]
pub(super) fn CopyError(
    report: Memo<Option<Arc<ErrorReport>>>,
    supervisor: Supervisor,
) -> impl IntoView {
    let texts = use_texts();
    let copied = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let area = NodeRef::<Textarea>::new();
    // The next page has another text.
    Effect::new(move || {
        report.track();
        copied.set(false);
        refused.set(None);
    });
    let supervisor = StoredValue::new(supervisor);
    let copy = move |_| {
        let Some(report) = report.get_untracked() else {
            return;
        };
        let text = supervisor.with_value(|supervisor| {
            let log = report.run_id().and_then(|run| supervisor.run(run).log());
            let browser = window().navigator().user_agent().unwrap_or_default();
            plain_text(
                texts,
                &report,
                log.as_ref(),
                &utc(supervisor, report.at),
                &browser,
            )
        });
        leptos::task::spawn_local(async move {
            let done = copy_text(&text).await;
            // The modal may be gone by now.
            copied.try_set(done);
            refused.try_set((!done).then_some(text));
        });
    };
    Effect::new(move || {
        if let Some(area) = area.get() {
            let select = area.clone();
            leptos::task::spawn_local(async move {
                if focus_after_render(leptos::web_sys::HtmlElement::from(area)).await {
                    select.select();
                }
            });
        }
    });
    view! {
        <Show when=move || refused.with(Option::is_some)>
            <label class="td-modal-copy">
                {tr!(texts, "Copying was refused. Copy the selected text yourself:")}
                <textarea
                    node_ref=area
                    readonly=true
                    rows="6"
                    prop:value=move || refused.get().unwrap_or_default()
                ></textarea>
            </label>
        </Show>
        <button type="button" class="td-button" on:click=copy>
            <Icon shape=Signal::derive(move || {
                if copied.get() { Shape::TICK } else { Shape::COPY }
            }) />
            <span>{move || if copied.get() { tr!(texts, "Copied") } else { tr!(texts, "Copy") }}</span>
        </button>
        // A live region does not work inside a button.
        <span class="td-visually-hidden" role="status">
            {move || copied.get().then(|| tr!(texts, "Copied"))}
        </span>
    }
}

/// Retries the run of the shown error, if possible.
#[component]
pub(super) fn RetryError(
    report: Memo<Option<Arc<ErrorReport>>>,
    modal: Signal<Option<Modal>>,
    reporter: Reporter,
    close: Callback<()>,
) -> impl IntoView {
    let texts = use_texts();
    let supervisor = StoredValue::new(reporter.supervisor().clone());
    let run = Memo::new(move |_| report.get().and_then(|report| report.run_id()));
    let watch = Memo::always(move || {
        run.get()
            .and_then(|run| supervisor.with_value(|supervisor| supervisor.run(run).watch()))
    });
    let can_retry = Memo::new(move |_| watch.get().is_some_and(|watch| watch.get().can_retry));
    let retried = Memo::new(move |_| {
        watch
            .get()
            .is_some_and(|watch| watch.get().retried_as.is_some())
    });
    let reporter = StoredValue::new(reporter);
    let retry = move |_| {
        let Some(run) = run.get_untracked() else {
            return;
        };
        let started = reporter.with_value(|reporter| reporter.retry([run]));
        let is_only =
            modal.with_untracked(|modal| modal.as_ref().is_none_or(|modal| modal.pages.len() == 1));
        if started > 0 && is_only {
            close.run(());
        }
    };
    view! {
        <Show when=move || can_retry.get() || retried.get()>
            // The button stays after a retry, because it has focus.
            <button
                type="button"
                class="td-button"
                aria-disabled=move || retried.get().to_string()
                on:click=retry
            >
                <Icon shape=Shape::RETRY />
                {move || if retried.get() { tr!(texts, "Started again") } else { tr!(texts, "Retry") }}
            </button>
        </Show>
    }
}
