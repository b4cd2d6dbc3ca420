//! One toast.

use crate::texts::{Texts, tr, use_texts};
use std::sync::Arc;

use super::more_buttons::{ReturnFromToasts, more_buttons, newest_run};
use crate::{
    reporter::{ErrorReport, Origin, Reporter, Toast, ToastId, ToastKind, Toasts, one_line},
    ui::{
        icon::{Icon, Shape},
        lean::*,
        model::error_text,
    },
};

/// A toast. It follows the reporter, and keeps its content while it is being removed.
#[component]
pub(super) fn ToastItem(
    id: ToastId,
    reporter: Reporter,
    /// Where focus was before it came to the toasts.
    back: ReturnFromToasts,
) -> impl IntoView {
    let texts = use_texts();
    let toasts: Signal<Toasts> = reporter.toasts().into();
    let reporter = StoredValue::new(reporter);
    let toast = Memo::by_address(move |before: Before<'_, Option<Arc<Toast>>>| {
        let now = toasts.with(|toasts| toasts.shown.iter().find(|toast| toast.id == id).cloned());
        now.or_else(|| before.get().cloned().flatten())
    });
    let title = Signal::derive(move || {
        toast
            .get()
            .map(|toast| toast_title(texts, &toast))
            .unwrap_or_default()
    });
    let text = Signal::derive(move || {
        toast
            .get()
            .map(|toast| toast_text(texts, &toast))
            .unwrap_or_default()
    });
    let count = Memo::new(move |_| toast.get().map_or(1, |toast| toast.count));
    let kind = toast
        .get_untracked()
        .map_or(ToastKind::Error, |toast| toast.kind);
    let is_error = kind != ToastKind::Success;

    let dismiss = move |_| {
        reporter.with_value(|reporter| reporter.dismiss(id));
    };
    view! {
        <li class="td-toast" part="toast" class:td-toast-error=is_error class:td-toast-done=!is_error data-toast=id.as_u64().to_string()>
            <Icon shape=if is_error { Shape::OCTAGON } else { Shape::TICK } />
            <div class="td-toast-body">
                <p class="td-toast-title">
                    <bdi>{move || title.get()}</bdi>
                    {move || {
                        let times = count.get();
                        (kind == ToastKind::Error && times > 1)
                            .then(|| view! { <span class="td-times">{format!("×{times}")}</span> })
                    }}
                </p>
                <p class="td-toast-text" dir="auto">
                    {move || text.get()}
                </p>
                {actions(id, reporter, toast, title, back)}
            </div>
            <button
                type="button"
                class="td-toast-dismiss"
                aria-label=move || tr!(texts, "Dismiss {title}", title = title.get())
                title=tr!(texts, "Dismiss")
                on:click=dismiss
            >
                <Icon shape=Shape::CLOSE />
            </button>
        </li>
    }
}

/// The buttons of a toast.
fn actions(
    id: ToastId,
    reporter: StoredValue<Reporter>,
    toast: Memo<Option<Arc<Toast>>>,
    title: Signal<String>,
    back: ReturnFromToasts,
) -> impl IntoView {
    let texts = use_texts();
    let count = Memo::new(move |_| toast.get().map_or(1, |toast| toast.count));
    let run = Memo::new(move |_| toast.get().and_then(|toast| newest_run(&toast)));
    let is_error = toast
        .get_untracked()
        .is_none_or(|toast| toast.kind != ToastKind::Success);
    let show_error = Callback::new(move |()| {
        if let Some(toast) = toast.get_untracked() {
            reporter.with_value(|reporter| {
                reporter.open_with_others(toast.reports.iter().cloned());
            });
        }
    });
    let can_retry = Memo::new(move |_| {
        toast
            .get()
            .is_some_and(|toast| toast.kind == ToastKind::Error && toast.can_retry())
    });
    let retry = move |_| {
        let Some(toast) = toast.get_untracked() else {
            return;
        };
        reporter.with_value(|reporter| {
            if reporter.retry(toast.retryable()) > 0 {
                reporter.dismiss(id);
            }
        });
    };
    view! {
        <div class="td-toast-actions">
            {more_buttons(title, run, back, is_error.then_some(show_error))}
            <Show when=move || can_retry.get()>
                <button
                    type="button"
                    class="td-button td-small"
                    aria-label=move || match count.get() {
                        1 => tr!(texts, "Retry {title}", title = title.get()),
                        _ => tr!(texts, "Retry all of {title}", title = title.get()),
                    }
                    on:click=retry
                >
                    {move || match count.get() {
                        1 => tr!(texts, "Retry"),
                        _ => tr!(texts, "Retry all"),
                    }}
                </button>
            </Show>
        </div>
    }
}

/// Returns the title of a toast: what failed, or the number of different errors.
pub(super) fn toast_title(texts: Texts, toast: &Toast) -> String {
    match (toast.kind, toast.count) {
        (ToastKind::ManyErrors, many) => {
            tr!(texts, "1 more error|{count} more errors", count: many)
        }
        _ => match toast.reports.back() {
            Some(report) => report_title(texts, report),
            None => toast.title.to_string(),
        },
    }
}

/// Returns the text of a toast: why it failed, or how long it took.
pub(super) fn toast_text(texts: Texts, toast: &Toast) -> String {
    match toast.reports.back() {
        Some(report) if toast.kind == ToastKind::Error => {
            one_line(&error_text(texts, &report.error))
        }
        _ => one_line(&texts.render(&toast.text)),
    }
}

/// Returns what failed. For an uncaught error that is unknown.
pub(super) fn report_title(texts: Texts, report: &ErrorReport) -> String {
    match report.origin {
        Origin::Uncaught => tr!(texts, "Something went wrong"),
        Origin::Run(_) | Origin::Reported => report.title.to_string(),
    }
}
