//! The colours and patterns of the timeline.

use super::model::PieceStyle;
use leptos::wasm_bindgen::JsCast;
use taskdeck_core::RunStatus;
use web_sys::{CanvasPattern, CanvasRenderingContext2d, Element, HtmlCanvasElement};

use crate::ui::lean::*;

/// The names of the inks. The style sheet colours an element for each, and the colour is read from there, so
/// that themes and forced colours apply.
pub(super) const INKS: [&str; 11] = [
    "queued",
    "running",
    "completed",
    "failed",
    "cancelled",
    "warning",
    "text",
    "quiet",
    "line",
    "surface",
    "on-bar",
];

/// The size of a pattern's tile, in CSS pixels.
const TILE: f64 = 6.0;

/// The colours and patterns at one moment.
pub(super) struct Inks {
    /// In the order of [`INKS`].
    colours: Vec<String>,
    ratio: f64,
    dots: Option<CanvasPattern>,
    stripes: Option<CanvasPattern>,
    hatches: Option<CanvasPattern>,
}

impl Inks {
    /// Returns the current inks: `before` if nothing has changed.
    pub(super) fn now(before: Option<Self>, around: &Element, ratio: f64) -> Option<Self> {
        let colours = INKS
            .iter()
            .map(|name| colour(around, name))
            .collect::<Option<Vec<_>>>()?;
        if let Some(before) = before
            && before.colours == colours
            && before.ratio == ratio
        {
            return Some(before);
        }
        let mut inks = Self {
            colours,
            ratio,
            dots: None,
            stripes: None,
            hatches: None,
        };
        let (queued, warning) = (
            inks.named("queued").to_owned(),
            inks.named("warning").to_owned(),
        );
        inks.dots = tile(ratio, &queued, |context, unit| {
            for (x, y) in [(0.0, 0.0), (3.0, 3.0)] {
                context.fill_rect(x * unit, y * unit, 1.5 * unit, 1.5 * unit);
            }
        });
        inks.stripes = tile(ratio, &warning, |context, unit| {
            stroke(
                context,
                unit,
                &[
                    (0.0, 6.0, 6.0, 0.0),
                    (-1.0, 1.0, 1.0, -1.0),
                    (5.0, 7.0, 7.0, 5.0),
                ],
                2.0,
            );
        });
        inks.hatches = tile(ratio, &warning, |context, unit| {
            stroke(
                context,
                unit,
                &[(0.0, 6.0, 6.0, 0.0), (0.0, 0.0, 6.0, 6.0)],
                1.2,
            );
        });
        Some(inks)
    }

    /// Returns the colour with this name.
    pub(super) fn named(&self, name: &str) -> &str {
        let at = INKS.iter().position(|ink| *ink == name);
        at.map_or("", |at| &self.colours[at])
    }

    /// Returns the colour of a piece of a bar.
    pub(super) fn of(&self, style: PieceStyle) -> &str {
        self.named(match style {
            PieceStyle::Queued => "queued",
            PieceStyle::RetryWait | PieceStyle::Cancelling => "warning",
            PieceStyle::Ran(RunStatus::Completed) => "completed",
            PieceStyle::Ran(RunStatus::Failed) => "failed",
            PieceStyle::Ran(RunStatus::Cancelled) => "cancelled",
            PieceStyle::Ran(_) => "running",
        })
    }

    /// Sets the fill of a piece. Returns whether it is a pattern, which needs an edge.
    pub(super) fn take(&self, context: &CanvasRenderingContext2d, style: PieceStyle) -> bool {
        let pattern = match style {
            PieceStyle::Queued => &self.dots,
            PieceStyle::RetryWait => &self.stripes,
            PieceStyle::Cancelling => &self.hatches,
            PieceStyle::Ran(_) => &None,
        };
        match pattern {
            Some(pattern) => context.set_fill_style_canvas_pattern(pattern),
            None => context.set_fill_style_str(self.of(style)),
        }
        pattern.is_some()
    }

    /// Returns the size of a pattern's tile, in pixels of the canvas.
    pub(super) fn tile(&self) -> f64 {
        (TILE * self.ratio).round()
    }
}

fn colour(around: &Element, name: &str) -> Option<String> {
    let ink = around
        .query_selector(&format!("[data-ink='{name}']"))
        .ok()??;
    let style = window().get_computed_style(&ink).ok()??;
    style.get_property_value("color").ok()
}

fn tile(
    ratio: f64,
    colour: &str,
    paint: impl Fn(&CanvasRenderingContext2d, f64),
) -> Option<CanvasPattern> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
    let size = (TILE * ratio).round();
    canvas.set_width(size as u32);
    canvas.set_height(size as u32);
    let context = canvas.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    context.set_fill_style_str(colour);
    context.set_stroke_style_str(colour);
    paint(&context, size / TILE);
    context
        .create_pattern_with_html_canvas_element(&canvas, "repeat")
        .ok()?
}

fn stroke(
    context: &CanvasRenderingContext2d,
    unit: f64,
    lines: &[(f64, f64, f64, f64)],
    width: f64,
) {
    context.set_line_width(width * unit);
    context.begin_path();
    for (from_x, from_y, to_x, to_y) in lines {
        context.move_to(from_x * unit, from_y * unit);
        context.line_to(to_x * unit, to_y * unit);
    }
    context.stroke();
}
