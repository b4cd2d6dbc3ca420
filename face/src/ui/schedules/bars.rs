//! The newest runs of a schedule as bars.

use taskdeck_core::number::plain;

use crate::ui::{
    deck::Deck,
    lean::*,
    model::{BARS_HEIGHT, Bar, RECENT, RecentRun, bars, bars_summary},
};

/// The width of a bar with its gap.
const STEP: f64 = 4.0;

/// The height of the dot below the bar of a failure, with its gap.
const DOT: f64 = 5.0;

/// Up to sixty bars, the newest at the end: as high as the run took long. A failure has the shape of an exclamation mark.
#[component]
pub(super) fn Bars(runs: ReadSignal<Vec<RecentRun>>) -> impl IntoView {
    let deck = Deck::of_context();
    let frame = format!("0 0 {} {}", plain(RECENT as f64 * STEP), plain(BARS_HEIGHT));
    let name = move || runs.with(|runs| bars_summary(deck.texts(), runs));
    let drawn = move || runs.with(|runs| bars(runs).into_iter().map(draw).collect_view());
    view! {
        <svg
            class="td-bars"
            viewBox=frame
            preserveAspectRatio="none"
            role="img"
            aria-label=name
            style:display=move || runs.with(Vec::is_empty).then_some("none")
        >
            {drawn}
        </svg>
    }
}

fn draw(bar: Bar) -> impl IntoView {
    let left = bar.place as f64 * STEP + 0.5;
    let rect = move |class: &'static str, top: f64, height: f64| {
        view! { <rect class=class x=plain(left) y=plain(top) width=plain(STEP - 1.0) height=plain(height)></rect> }
    };
    match bar.failed {
        false => rect("td-bars-done", BARS_HEIGHT - bar.height, bar.height).into_any(),
        true => view! {
            {rect("td-bars-failed", 0.0, BARS_HEIGHT - DOT - 1.0)}
            {rect("td-bars-failed", BARS_HEIGHT - DOT + 1.0, DOT - 1.0)}
        }
        .into_any(),
    }
}
