//! The edge of the details, which makes them wider and narrower.

use leptos::{ev::PointerEvent, html};
use taskdeck_core::number::plain;
use web_sys::{Element, KeyboardEvent};

use crate::{
    texts::tr,
    ui::{
        deck::{DETAILS_WIDTH, Deck},
        lean::*,
        model::{Resize, resized},
    },
};

/// The edge between runs and details. It moves with the pointer and the arrow keys; a double click restores the width.
#[component]
pub(super) fn Edge(details: String) -> impl IntoView {
    let deck = Deck::of_context();
    let edge = NodeRef::<html::Div>::new();
    // The pointer and the width when the drag began.
    let grabbed = StoredValue::new(None::<(i32, f64)>);
    let (most, set_most) = signal(DETAILS_WIDTH);
    let measure = move || {
        let room = edge.get_untracked().map_or(0.0, |edge| room_around(&edge));
        if room > 0.0 {
            set_most.set(room);
        }
        room
    };
    Effect::new(move |_| {
        if edge.get().is_some() {
            measure();
        }
    });
    let resize = move |change: Resize| {
        let width = deck.details_width.get_untracked();
        deck.details_width.set(resized(width, change, measure()));
    };
    let towards_start = move || edge.get_untracked().is_some_and(|edge| !is_rtl(&edge));
    let key = move |event: KeyboardEvent| {
        let change = match (&*event.key(), towards_start()) {
            ("ArrowLeft", true) | ("ArrowRight", false) => Resize::Wider,
            ("ArrowRight", true) | ("ArrowLeft", false) => Resize::Narrower,
            ("Home", _) => Resize::Narrowest,
            ("End", _) => Resize::Widest,
            _ => return,
        };
        event.prevent_default();
        resize(change);
    };
    let grab = move |event: PointerEvent| {
        let Some(edge) = edge.get_untracked().filter(|_| event.button() == 0) else {
            return;
        };
        event.prevent_default();
        let _ = edge.focus();
        if edge.set_pointer_capture(event.pointer_id()).is_ok() {
            grabbed.set_value(Some((event.client_x(), deck.details_width.get_untracked())));
        }
    };
    let drag = move |event: PointerEvent| {
        if let Some((from, width)) = grabbed.get_value() {
            let moved = f64::from(from - event.client_x());
            let moved = if towards_start() { moved } else { -moved };
            resize(Resize::To(width + moved));
        }
    };
    let release = move |_| grabbed.set_value(None);
    let now = move || deck.details_width.get().min(most.get()).round();
    view! {
        <div
            node_ref=edge
            class="td-edge"
            role="separator"
            tabindex="0"
            aria-label=tr!(deck, "Width of the details")
            aria-orientation="vertical"
            aria-controls=details
            aria-valuemin=plain(resized(0.0, Resize::Narrowest, 0.0))
            aria-valuemax=move || plain(most.get().round())
            aria-valuenow=move || plain(now())
            on:keydown=key
            on:pointerdown=grab
            on:pointermove=drag
            on:pointerup=release
            on:lostpointercapture=release
            on:dblclick=move |_| resize(Resize::To(DETAILS_WIDTH))
        ></div>
    }
}

/// Returns the largest width of the details in the face around them; 0 if they are not drawn.
fn room_around(edge: &Element) -> f64 {
    let face = edge.closest(".td").ok().flatten();
    face.map_or(0.0, |face| Resize::share_of(face.client_width().into()))
}

fn is_rtl(element: &Element) -> bool {
    let style = window().get_computed_style(element).ok().flatten();
    style.is_some_and(|style| {
        style
            .get_property_value("direction")
            .is_ok_and(|direction| direction == "rtl")
    })
}
