//! The bell and the history of notifications.

use crate::texts::{tr, use_texts};
use std::sync::Arc;

use leptos::{
    html::{Button, Div},
    web_sys::{HtmlElement, KeyboardEvent},
};

use super::{
    keys::is_key,
    more_buttons::{ReturnFromToasts, more_buttons, newest_run},
    toast_item::{toast_text, toast_title},
};
use crate::{
    browser::{FocusReturn, focus_after_render},
    format::time_of_day,
    reporter::{History, HistoryEntry, Reporter, Tally, ToastId, ToastKind, use_reporter},
    ui::{
        button::small_button,
        dismiss::dismiss_outside,
        icon::{Icon, Shape},
        lean::*,
        parts,
    },
};

/// A bell with the number of unread notifications. It opens the history, which has the last 200.
#[component]
pub fn NotificationBell() -> impl IntoView {
    let reporter = use_reporter().ok()?;
    let texts = use_texts();
    let history: Signal<History> = reporter.history().into();
    let open = reporter.history_open();
    let unread = Memo::new(move |_| history.with(|history| history.unread));
    let root = NodeRef::<Div>::new();
    let button = NodeRef::<Button>::new();
    let return_focus = StoredValue::new(None::<FocusReturn>);
    let is_open = {
        let open = open.clone();
        Memo::new(move |_| open.get())
    };

    Effect::new(move || {
        if !is_open.get() {
            // Dropping it returns focus.
            drop(return_focus.try_update_value(Option::take));
        }
    });
    let close_quietly = {
        let open = open.clone();
        move || {
            if let Some(return_focus) = return_focus.try_update_value(Option::take).flatten() {
                return_focus.forget();
            }
            open.set(false);
        }
    };
    let focus_out = dismiss_outside(root, is_open.into(), close_quietly);
    let key_down = {
        let open = open.clone();
        move |event: KeyboardEvent| {
            if is_key(&event, "Escape") && is_open.get_untracked() {
                event.stop_propagation();
                open.set(false);
            }
        }
    };
    let remember = move |_: ()| {
        let Some(button) = button.get_untracked() else {
            return;
        };
        return_focus.set_value(Some(FocusReturn::to(HtmlElement::from(button))));
    };
    let toggle = move |_| open.update(|open| *open = !*open);
    let number = move || match unread.get() {
        many if many > 99 => "99+".to_owned(),
        few => few.to_string(),
    };
    let name = move || match unread.get() {
        0 => tr!(texts, "Notification history"),
        _ => tr!(texts, "Notification history, {count} new", count = number()),
    };
    let reporter = StoredValue::new(reporter);
    Some(view! {
        <div node_ref=root class="td-bell" on:focusout=focus_out on:keydown=key_down>
            <button
                node_ref=button
                type="button"
                class="td-button td-icon-button"
                aria-label=name
                title=tr!(texts, "Notification history")
                aria-haspopup="dialog"
                aria-expanded=move || is_open.get().to_string()
                on:click=toggle
            >
                <Icon shape=Shape::BELL />
                <Show when=move || { unread.get() > 0 }>
                    <span class="td-bell-count" aria-hidden="true">
                        {number}
                    </span>
                </Show>
            </button>
            <Show when=move || is_open.get()>
                {parts::history(reporter.get_value(), Callback::new(remember), return_focus)}
            </Show>
        </div>
    })
}

/// The open history.
#[component]
pub(in crate::ui) fn HistoryPanel(
    reporter: Reporter,
    opened: Callback<()>,
    back: ReturnFromToasts,
) -> impl IntoView {
    let texts = use_texts();
    let history: Signal<History> = reporter.history().into();
    let modal_off: Signal<bool> = reporter.modal_off().into();
    let tally: Signal<Tally> = reporter.tally().into();
    let panel = NodeRef::<Div>::new();
    let reader = reporter.clone();
    Effect::new(move || {
        if let Some(panel) = panel.get() {
            reader.mark_read();
            reader.dismiss_all();
            opened.run(());
            drop(focus_after_render(HtmlElement::from(panel)));
        }
    });
    let ids = Memo::new(move |_| {
        history.with(|history| {
            history
                .entries
                .iter()
                .map(|entry| entry.toast.id)
                .collect::<Vec<_>>()
        })
    });
    let is_empty = move || ids.with(Vec::is_empty);
    let dropped = Memo::new(move |_| history.with(|history| history.dropped));
    let unshown = Memo::new(move |_| tally.get().unshown);
    let reporter = StoredValue::new(reporter);
    let keep_focus = move || {
        if let Some(panel) = panel.get_untracked() {
            drop(focus_after_render(HtmlElement::from(panel)));
        }
    };
    let clear = move || {
        keep_focus();
        reporter.with_value(Reporter::clear_history);
    };
    let reset = move || {
        keep_focus();
        reporter.with_value(Reporter::reset);
    };
    view! {
        <div
            node_ref=panel
            class="td-bell-panel"
            role="dialog"
            aria-label=tr!(texts, "Notification history")
            tabindex="-1"
        >
            <div class="td-bell-head">
                <h2>{tr!(texts, "History")}</h2>
                <Show when=move || !is_empty()>
                    {small_button(tr!(texts, "Clear"), clear)}
                </Show>
            </div>
            <Show when=move || modal_off.get()>
                <div class="td-bell-note">
                    <p>
                        {tr!(texts, "The last error could not be shown in a dialog. For now, errors are shown as notifications.")}
                    </p>
                    {small_button(tr!(texts, "Show dialogs again"), reset)}
                </div>
            </Show>
            <Show when=move || { unshown.get() > 0 }>
                <p class="td-bell-note">
                    {move || tr!(texts, "1 error could not be shown when it happened.|{count} errors could not be shown when they happened.", count: unshown.get() as usize)}
                </p>
            </Show>
            <Show when=is_empty>
                <p class="td-bell-empty">{tr!(texts, "Nothing needs your attention.")}</p>
            </Show>
            {entries(history, ids, reporter, back)}
            <Show when=move || { dropped.get() > 0 }>
                <p class="td-bell-empty">
                    {move || tr!(texts, "1 older notification is no longer kept.|{count} older notifications are no longer kept.", count: dropped.get() as usize)}
                </p>
            </Show>
        </div>
    }
}

/// The entries of the history.
fn entries(
    history: Signal<History>,
    ids: Memo<Vec<ToastId>>,
    reporter: StoredValue<Reporter>,
    back: ReturnFromToasts,
) -> impl IntoView {
    view! {
        <ol role="list" class="td-bell-list">
            <For each=move || ids.get() key=|id| id.as_u64() let:id>
                {
                    let entry = Memo::by_address(
                        move |_| {
                            history
                                .with(|history| {
                                    history
                                        .entries
                                        .iter()
                                        .find(|entry| entry.toast.id == id)
                                        .cloned()
                                })
                        }
                    );
                    view! { <Item entry=entry reporter=reporter.get_value() back=back /> }
                }
            </For>
        </ol>
    }
}

/// An entry of the history.
#[component]
fn Item(
    entry: Memo<Option<Arc<HistoryEntry>>>,
    reporter: Reporter,
    back: ReturnFromToasts,
) -> impl IntoView {
    let texts = use_texts();
    let of = move |text: fn(&HistoryEntry) -> String| {
        Signal::derive(move || entry.get().map(|entry| text(&entry)).unwrap_or_default())
    };
    let title = Signal::derive(move || {
        entry
            .get()
            .map(|entry| toast_title(texts, &entry.toast))
            .unwrap_or_default()
    });
    let text = Signal::derive(move || {
        entry
            .get()
            .map(|entry| toast_text(texts, &entry.toast))
            .unwrap_or_default()
    });
    let times = of(|entry| match entry.toast.count {
        1 => String::new(),
        count => format!("×{count}"),
    });
    let is_error = entry
        .get_untracked()
        .is_some_and(|entry| entry.toast.kind != ToastKind::Success);
    let retried = Memo::new(move |_| entry.get().is_some_and(|entry| entry.retried));
    let supervisor = StoredValue::new(reporter.supervisor().clone());
    let time = move || {
        let at = entry.get().map(|entry| entry.at);
        at.map(|at| supervisor.with_value(|supervisor| time_of_day(texts, supervisor, at)))
    };
    let reporter = StoredValue::new(reporter);
    let run = Memo::new(move |_| entry.get().and_then(|entry| newest_run(&entry.toast)));
    let show_error = Callback::new(move |()| {
        if let Some(entry) = entry.get_untracked() {
            reporter.with_value(|reporter| {
                reporter.open_with_others(entry.toast.reports.iter().cloned());
            });
        }
    });
    view! {
        <li class="td-bell-item" class:td-toast-done=!is_error class:td-toast-error=move || is_error && !retried.get()>
            <Icon shape=if is_error { Shape::OCTAGON } else { Shape::TICK } />
            <div class="td-toast-body">
                <p class="td-toast-title">
                    <bdi>{move || title.get()}</bdi>
                    <span class="td-times">{move || times.get()}</span>
                </p>
                <p class="td-toast-text" dir="auto">
                    {move || text.get()}
                </p>
                <p class="td-bell-time">
                    {time}
                    {move || retried.get().then(|| " · ".to_owned() + &tr!(texts, "started again"))}
                </p>
                <div class="td-toast-actions">
                    {more_buttons(title, run, back, is_error.then_some(show_error))}
                </div>
            </div>
        </li>
    }
}
