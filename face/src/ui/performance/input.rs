//! Wheel, pointer and keyboard input of the timeline.

use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent, WheelEvent};

use super::{model::Span, state::State};
use crate::ui::lean::*;

/// The zoom factor of a key or a button.
pub(super) const ZOOM_STEP: f64 = 0.5;
/// The part of the visible time by which a key or a button pans.
pub(super) const PAN_STEP: f64 = 0.2;
/// The number of pixels by which a page key scrolls.
const PAGE: f64 = 240.0;
/// A pointer that moves less than this many pixels while pressed is a click.
const CLICK_DISTANCE: f64 = 4.0;
/// The number of pixels per line of the wheel.
const LINE: f64 = 16.0;

/// A pressed pointer.
#[derive(Clone, Copy)]
struct Drag {
    x: f64,
    y: f64,
    span: Span,
    scrolled: f64,
    moved: bool,
}

/// Handles wheel, pointer and keyboard input. It is copied into every listener.
#[derive(Clone, Copy)]
pub(super) struct Input {
    state: State,
    drag: RwSignal<Option<Drag>>,
}

impl Input {
    pub(super) fn new(state: State) -> Self {
        Self {
            state,
            drag: RwSignal::new(None),
        }
    }

    /// Returns whether the timeline is being dragged.
    pub(super) fn is_dragging(self) -> bool {
        self.drag.with(|drag| drag.is_some_and(|drag| drag.moved))
    }

    /// Zooms at the pointer. Pans with Shift, or if the wheel moves sideways.
    pub(super) fn wheel(self, event: &WheelEvent) {
        event.prevent_default();
        let unit = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL {
            1.0
        } else {
            LINE
        };
        let (x, y) = (event.delta_x() * unit, event.delta_y() * unit);
        let width = self.state.width.get_untracked().max(1.0);
        if event.shift_key() || x.abs() > y.abs() {
            let by = if x == 0.0 { y } else { x };
            self.state.pan(by / width);
            return;
        }
        let (at, _) = position(event);
        // Near the right edge, a timeline that follows the present continues to follow it.
        let at = if at > width - 24.0 { 1.0 } else { at / width };
        self.state.zoom(at, (y.clamp(-240.0, 240.0) * 0.004).exp());
    }

    pub(super) fn down(self, event: &PointerEvent) {
        if event.button() != 0 {
            return;
        }
        if let Some(element) = element_of(event) {
            // A pointer that is already gone cannot be captured. Then nothing is dragged.
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        self.drag.set(Some(Drag {
            x: event.client_x().into(),
            y: event.client_y().into(),
            span: self.state.span.get_untracked(),
            scrolled: self.state.scrolled.get_untracked(),
            moved: false,
        }));
    }

    pub(super) fn moved(self, event: &PointerEvent) {
        let Some(drag) = self.drag.get_untracked() else {
            let (x, y) = position(event);
            self.set_active(self.state.run_at(x, y));
            return;
        };
        let x = f64::from(event.client_x()) - drag.x;
        let y = f64::from(event.client_y()) - drag.y;
        if !drag.moved && x.hypot(y) < CLICK_DISTANCE {
            return;
        }
        if !drag.moved {
            self.drag.set(Some(Drag {
                moved: true,
                ..drag
            }));
        }
        let width = self.state.width.get_untracked().max(1.0);
        self.state
            .change(|_, bounds| drag.span.panned(bounds, -x / width));
        self.state.scroll_to(drag.scrolled - y);
    }

    pub(super) fn up(self, event: &PointerEvent) {
        let Some(drag) = self.drag.get_untracked() else {
            return;
        };
        self.drag.set(None);
        let (x, y) = position(event);
        if !drag.moved
            && let Some(run) = self.state.run_at(x, y)
        {
            self.state.deck.open(run);
        }
    }

    /// Handles a pointer that was cancelled or has left.
    pub(super) fn leave(self) {
        if self.drag.get_untracked().is_some() {
            self.drag.set(None);
        }
        self.set_active(None);
    }

    pub(super) fn key(self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let state = self.state;
        let step = if event.shift_key() { 1.0 } else { PAN_STEP };
        let scrolled = state.scrolled.get_untracked();
        match event.key().as_str() {
            "ArrowLeft" => state.pan(-step),
            "ArrowRight" => state.pan(step),
            "ArrowDown" => state.move_active(true),
            "ArrowUp" => state.move_active(false),
            "PageDown" => state.scroll_to(scrolled + PAGE),
            "PageUp" => state.scroll_to(scrolled - PAGE),
            "Home" => state.change(Span::at_oldest),
            "End" => state.change(|span, _| span.at_now()),
            "+" | "=" => state.zoom_here(ZOOM_STEP),
            "-" => state.zoom_here(1.0 / ZOOM_STEP),
            "Enter" => {
                if let Some(run) = state.active.get_untracked() {
                    state.deck.open(run);
                }
            }
            _ => return,
        }
        event.prevent_default();
    }

    fn set_active(self, run: Option<taskdeck_core::RunId>) {
        if self.state.active.get_untracked() != run {
            self.state.active.set(run);
        }
    }
}

fn element_of(event: &web_sys::Event) -> Option<Element> {
    event.current_target()?.dyn_into().ok()
}

/// Returns the position of the pointer inside the listening element.
fn position(event: &web_sys::MouseEvent) -> (f64, f64) {
    let bounds = element_of(event).map(|element| element.get_bounding_client_rect());
    let (left, top) = bounds.map_or((0.0, 0.0), |bounds| (bounds.left(), bounds.top()));
    (
        f64::from(event.client_x()) - left,
        f64::from(event.client_y()) - top,
    )
}
