//! The timeline, as a picture or a table.

use leptos::{html, wasm_bindgen::JsCast};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsValue, closure::Closure};
use web_sys::MediaQueryList;

use super::{
    draw::draw,
    inks::INKS,
    input::{Input, PAN_STEP, ZOOM_STEP},
    model::{Span, bar_text, span_text},
    redraw::Redraw,
    shapes,
    state::State,
    table::RunsTable,
};
use crate::{
    browser::until_crash,
    format::titled,
    texts::tr,
    ui::{
        Theme,
        follow_size::follow_size,
        icon::{Icon, Shape},
        lean::*,
    },
};

/// Media queries that change the colours.
const COLOUR_QUERIES: [&str; 2] = ["(prefers-color-scheme: dark)", "(forced-colors: active)"];

/// The timeline, as a picture or a table.
#[component]
pub(super) fn TimelinePanel(state: State, theme: RwSignal<Theme>) -> impl IntoView {
    let deck = state.deck;
    let shows_table = RwSignal::new(false);
    let span = Memo::new(move |_| {
        let (is_live, bounds) = state
            .chart
            .with(|chart| (chart.is_live(), chart.bounds(state.now())));
        let span = state.span.get();
        let (_, end) = span.range(bounds);
        span_text(deck.texts(), span, is_live, end + state.local_start())
    });
    let tool = move |shape: Shape, name: String, on_click: fn(State)| {
        view! {
            <button
                type="button"
                class="td-button td-icon-button"
                aria-label=name.clone()
                title=name
                on:click=move |_| on_click(state)
            >
                <Icon shape=shape />
            </button>
        }
    };
    let tools = [
        tool(shapes::FIRST, tr!(deck, "At the oldest run"), |state| {
            state.change(Span::at_oldest);
        }),
        tool(shapes::BACK, tr!(deck, "Earlier"), |state| {
            state.pan(-PAN_STEP)
        }),
        tool(Shape::CHEVRON, tr!(deck, "Later"), |state| {
            state.pan(PAN_STEP)
        }),
        tool(shapes::LAST, tr!(deck, "At the newest run"), |state| {
            state.change(|span, _| span.at_now());
        }),
        tool(Shape::MINUS, tr!(deck, "Zoom out"), |state| {
            state.zoom_here(1.0 / ZOOM_STEP);
        }),
        tool(Shape::PLUS, tr!(deck, "Zoom in"), |state| {
            state.zoom_here(ZOOM_STEP);
        }),
    ];
    view! {
        <div class="td-panel">
            <div class="td-timeline-head">
                <h3>{tr!(deck, "Timeline")}</h3>
                <span class="td-timeline-span" role="status">
                    {move || span.get()}
                </span>
                <div class="td-timeline-tools" hidden=move || shows_table.get()>
                    {tools.into_iter().collect_view()}
                </div>
                <button
                    type="button"
                    class="td-button td-small td-performance-button"
                    aria-pressed=move || shows_table.get().to_string()
                    on:click=move |_| shows_table.update(|shows| *shows = !*shows)
                >
                    <Icon shape=Shape::TABLE />
                    {tr!(deck, "Table")}
                </button>
            </div>
            <Show
                when=move || shows_table.get()
                fallback=move || view! { <Picture state=state theme=theme /> }
            >
                <RunsTable state=state />
            </Show>
        </div>
    }
}

#[component]
fn Picture(state: State, theme: RwSignal<Theme>) -> impl IntoView {
    let deck = state.deck;
    let around = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let inks = StoredValue::new(None);
    let redraw = Redraw::new(move || {
        let (canvas, around) = (canvas.try_get_untracked()?, around.try_get_untracked()?);
        inks.try_update_value(|inks| draw(&canvas, &around, state, inks))?
    });
    let colour_changes = RwSignal::new(0_u64);
    follow_colours(colour_changes);
    follow_size(around, state.width, |around| {
        f64::from(around.client_width())
    });
    Effect::new(move |_| {
        state.chart.track();
        state.span.track();
        state.scrolled.track();
        state.active.track();
        state.width.track();
        theme.track();
        colour_changes.track();
        // The content may have become shorter than the scroll position.
        state.scroll_to(state.scrolled.get_untracked());
        redraw.request();
    });
    let input = Input::new(state);
    let words = Memo::new(move |_| {
        let on = state.active.get()?;
        state.chart.with(|chart| {
            let bar = chart.bar(on)?;
            let title = titled(deck.texts(), &bar.times.title);
            Some(bar_text(deck.texts(), &title, bar, state.now()))
        })
    });
    let is_empty = Memo::new(move |_| state.chart.with(|chart| chart.bars().is_empty()));
    let height = move || format!("{}px", state.rows.with(|rows| rows.height.round() as u32));
    let hint = deck.element_id("timeline-keys");
    view! {
        <Legend state=state />
        <div
            node_ref=around
            class="td-timeline"
            role="application"
            aria-label=tr!(deck, "Timeline")
            aria-describedby=hint.clone()
            tabindex="0"
            style:height=height
            data-on-run=move || state.active.get().is_some().to_string()
            data-dragged=move || input.is_dragging().to_string()
            on:wheel=move |event| input.wheel(&event)
            on:pointerdown=move |event| input.down(&event)
            on:pointermove=move |event| input.moved(&event)
            on:pointerup=move |event| input.up(&event)
            on:pointercancel=move |_| input.leave()
            on:pointerleave=move |_| input.leave()
            on:keydown=move |event| input.key(&event)
        >
            <canvas node_ref=canvas aria-hidden="true"></canvas>
            <div class="td-inks" aria-hidden="true">
                {INKS.into_iter().map(|ink| view! { <i data-ink=ink></i> }).collect_view()}
            </div>
        </div>
        <div>
            <p class="td-timeline-words" role="status">
                {move || words.get().or_else(|| is_empty.get().then(|| tr!(deck, "Nothing has run yet.")))}
            </p>
            // In the same place as the text above, so that nothing moves.
            <p
                class="td-quiet td-timeline-hint"
                id=hint
                hidden=move || words.with(Option::is_some) || is_empty.get()
            >
                {tr!(
                    deck,
                    "Left and right move, + and − zoom, up and down walk from run to run, Enter opens its details."
                )}
            </p>
        </div>
    }
}

/// The legend of colours and patterns.
#[component]
fn Legend(state: State) -> impl IntoView {
    let deck = state.deck;
    let items = [
        ("queued", "queued", tr!(deck, "Queued")),
        ("running", "running", tr!(deck, "Running")),
        ("completed", "completed", tr!(deck, "Completed")),
        ("failed", "failed", tr!(deck, "Failed")),
        ("cancelled", "cancelled", tr!(deck, "Cancelled")),
        ("retry", "warning", tr!(deck, "Retry wait")),
        ("cancelling", "warning", tr!(deck, "Cancelling")),
        ("long-poll", "text", tr!(deck, "Blocked the page")),
        ("long-frame", "failed", tr!(deck, "Long frame")),
    ];
    // A browser that reports no long frames needs no legend for them.
    let reports_frames = untrack(|| state.frames.since(0.0)).is_some();
    let items = items
        .into_iter()
        .filter(move |(style, ..)| reports_frames || *style != "long-frame");
    let items = items.map(|(style, ink, name)| {
        view! {
            <li>
                <span class="td-swatch" data-look=style data-ink=ink aria-hidden="true"></span>
                {name}
            </li>
        }
    });
    view! { <ul class="td-legend" role="list">{items.collect_view()}</ul> }
}

/// Increases `changes` whenever the colours may have changed.
fn follow_colours(changes: RwSignal<u64>) {
    let changed = Closure::<dyn Fn(JsValue)>::new(until_crash(move |_| {
        let _ = changes.try_update(|changes| *changes += 1);
    }));
    let queries: Vec<MediaQueryList> = COLOUR_QUERIES
        .iter()
        .filter_map(|query| window().match_media(query).ok()?)
        .collect();
    for query in &queries {
        let _ = query.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
    }
    let listeners = SendWrapper::new((queries, changed));
    on_cleanup(move || {
        for query in &listeners.0 {
            let listener = listeners.1.as_ref().unchecked_ref();
            let _ = query.remove_event_listener_with_callback("change", listener);
        }
    });
}
