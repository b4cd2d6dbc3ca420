//! The list of runs. Only the visible rows are in the page.

use leptos::{
    ev,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use taskdeck_core::RunStatus;
use web_sys::{Element, EventTarget, KeyboardEvent, Node, ShadowRoot};

use super::{
    list_state::{ListState, RowSlot, shown_run},
    row::Row,
    row_size::{Probe, RowSize, css_length},
};
use crate::{
    browser::{unless_crashed, until_crash},
    format::count,
    texts::tr,
    ui::{
        actions::{Action, action_in_runs},
        deck::Deck,
        lean::*,
        model::{GroupHeading, Phase},
        perform::perform_on_run,
    },
};

/// The list of runs.
#[component]
pub(super) fn RunsList(state: ListState) -> impl IntoView {
    let deck = Deck::of_context();
    follow_the_page(state);
    let slot_of = move |target: Option<web_sys::EventTarget>| -> Option<RowSlot> {
        let node: Node = target?.dyn_into().ok()?;
        state.slots.with_untracked(|slots| {
            slots
                .iter()
                .find(|slot| {
                    slot.element
                        .get_untracked()
                        .is_some_and(|row| row.contains(Some(&node)))
                })
                .copied()
        })
    };
    let focus_in = move |event: web_sys::FocusEvent| {
        state.focus(slot_of(event.target()).as_ref().and_then(shown_run));
    };
    let focus_out = move |event: web_sys::FocusEvent| {
        if slot_of(event.related_target()).is_none() {
            state.focus(None);
        }
    };
    let key = move |event: KeyboardEvent| {
        let Some(slot) = slot_of(event.target()) else {
            return;
        };
        // Enter on a button presses the button.
        let on_row = event.target() == event_row(&slot);
        let Some(action) =
            action_in_runs(&event).filter(|action| on_row || *action != Action::Details)
        else {
            return;
        };
        let run = shown_run(&slot);
        match action {
            Action::Next => state.step(1),
            Action::Previous => state.step(-1),
            Action::PageDown => state.step(page_of_rows(state)),
            Action::PageUp => state.step(-page_of_rows(state)),
            Action::First => state.step(isize::MIN),
            Action::Last => state.step(isize::MAX),
            Action::Expand => state.expand_or_enter(),
            Action::Collapse => state.collapse_or_leave(),
            Action::Details
            | Action::Cancel
            | Action::Abandon
            | Action::Retry
            | Action::RetryNow
            | Action::TakeResult
            | Action::StopRetrying => match run {
                Some(run) => perform_on_run(deck, action, run, &|new| state.insert_above(new, run)),
                None => return,
            },
            Action::Select => match run {
                Some(run) => deck.selected.update(|selected| selected.toggle(run)),
                None => return,
            },
            Action::SelectNext => state.extend_selection(1),
            Action::SelectPrevious => state.extend_selection(-1),
            _ => return,
        }
        event.prevent_default();
    };
    let heading = move |group: GroupHeading| {
        let style = format!("translateY({})", css_length(group.row, group.headings));
        view! {
            <p class="td-heading" style:transform=style>
                {group_name(deck, group.phase)}
                <span class="td-total">{count(deck.texts(), group.runs)}</span>
            </p>
        }
    };
    let headings = move || {
        state
            .headings
            .with(|headings| headings.iter().copied().map(heading).collect_view())
    };
    view! {
        <div class="td-list-box">
        <Probe probe=state.probe />
        // Each row says its status, so a screen reader does not need them.
        <div class="td-headings" aria-hidden="true">{headings}</div>
        <ul
            node_ref=state.element
            class="td-list"
            class:td-nested=move || state.is_nested.get()
            role="list"
            aria-label=tr!(deck, "Runs")
            style:height=move || css_length(state.length.get(), state.headings.with(Vec::len))
            on:pointerenter=move |event| state.pointer(event.pointer_type() != "touch")
            on:pointerleave=move |_| state.pointer(false)
            on:pointerdown=move |_| state.pressed(true)
            on:pointerup=move |_| release(state)
            on:pointercancel=move |_| release(state)
            on:focusin=focus_in
            on:focusout=focus_out
            on:keydown=key
        >
            <For
                each=move || state.slots.get()
                key=|slot| slot.number
                children=move |slot| view! { <Row row_slot=slot state=state /> }
            />
        </ul>
        </div>
    }
}

fn group_name(deck: Deck, phase: Phase) -> String {
    match phase {
        Phase::Running => deck.texts().render(&RunStatus::Running.message()),
        Phase::Waiting => tr!(deck, "Waiting"),
        Phase::Done => tr!(deck, "Done"),
    }
}

fn event_row(slot: &RowSlot) -> Option<web_sys::EventTarget> {
    slot.element
        .get_untracked()
        .map(|row| row.unchecked_into::<Element>().into())
}

/// The click follows the release of the pointer, so the row must stay until then.
fn release(state: ListState) {
    set_timeout(
        unless_crashed(move || state.pressed(false)),
        std::time::Duration::ZERO,
    );
}

fn page_of_rows(state: ListState) -> isize {
    let height = window().inner_height().ok().and_then(|h| h.as_f64());
    ((height.unwrap_or(600.0) / RowSize::of(state.probe).row) as isize - 3).max(1)
}

/// Places the rows again when an ancestor scrolls or is resized.
fn follow_the_page(state: ListState) {
    let resize = window_event_listener(ev::resize, until_crash(move |_| state.place_later()));
    // Scroll events do not bubble, so they are captured.
    let on_scroll = Closure::<dyn Fn(JsValue)>::new(until_crash(move |_| state.place_later()));
    let function: js_sys::Function = on_scroll
        .as_ref()
        .unchecked_ref::<js_sys::Function>()
        .clone();
    let options = web_sys::AddEventListenerOptions::new();
    options.set_capture(true);
    options.set_passive(true);
    let on_resize = Closure::<dyn Fn(JsValue)>::new(until_crash(move |_| state.place_later()));
    let observer = web_sys::ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
    let observer = StoredValue::new(observer);
    let roots = StoredValue::new(Vec::new());
    Effect::new(move |_| {
        if let Some(list) = state.element.get() {
            let around = roots_around(&list);
            for root in &around {
                let _ = root.add_event_listener_with_callback_and_add_event_listener_options(
                    "scroll", &function, &options,
                );
            }
            roots.set_value(around);
            observer.with_value(|observer| {
                if let (Some(observer), Some(around)) =
                    (observer, list.closest(".td-runs-scroll").ok().flatten())
                {
                    observer.observe(&around);
                }
                if let (Some(observer), Some(probe)) = (observer, state.probe.get_untracked()) {
                    observer.observe(&probe);
                }
            });
        }
    });
    let listeners = send_wrapper::SendWrapper::new((on_scroll, on_resize));
    on_cleanup(move || {
        resize.remove();
        let function = listeners.0.as_ref().unchecked_ref();
        for root in roots.try_update_value(std::mem::take).unwrap_or_default() {
            let _ = root.remove_event_listener_with_callback_and_bool("scroll", function, true);
        }
        observer.with_value(|observer| {
            if let Some(observer) = observer {
                observer.disconnect();
            }
        });
        drop(listeners);
    });
}

/// Returns the window and the shadow roots around an element. A scroll event inside a shadow root does not
/// reach the window.
fn roots_around(element: &Element) -> Vec<EventTarget> {
    let mut roots = vec![EventTarget::from(window())];
    let mut inside = element.clone();
    while let Ok(root) = inside.get_root_node().dyn_into::<ShadowRoot>() {
        inside = root.host();
        roots.push(root.into());
    }
    roots
}
