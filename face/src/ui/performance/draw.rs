//! Paints the timeline.

use std::{f64::consts::TAU, time::Duration};

use leptos::wasm_bindgen::JsCast;
use taskdeck_core::RunStatus;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement};

use super::{
    inks::Inks,
    model::{AXIS, Chart, NAME, PieceStyle, Rows, RunBar, Scale, ticks},
    state::State,
};
use crate::{format::titled, ui::lean::*};

/// The least distance between two marks of the axis, in pixels.
const TICK: f64 = 84.0;
/// The width and height from which a bar shows its title.
const TITLED: (f64, f64) = (56.0, 16.0);
/// What moves only with time is painted again when it has moved by this many pixels.
const STEP: f64 = 0.5;

/// Paints on a canvas, in CSS pixels.
struct Painter<'a> {
    context: &'a CanvasRenderingContext2d,
    inks: &'a Inks,
    ratio: f64,
    scale: Scale,
}

/// Paints the timeline. Returns the time after which something will have moved, if anything does.
pub(super) fn draw(
    canvas: &HtmlCanvasElement,
    around: &Element,
    state: State,
    inks: &mut Option<Inks>,
) -> Option<Duration> {
    let ratio = window().device_pixel_ratio().max(1.0);
    *inks = Inks::now(inks.take(), around, ratio);
    let inks = inks.as_ref()?;
    let rows = state.rows.get_untracked();
    let scale = state.scale();
    let (width, height) = (scale.width * ratio, rows.height * ratio);
    // Setting the size clears the canvas, even if it stays the same.
    canvas.set_width(width.round() as u32);
    canvas.set_height(height.round() as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    let painter = Painter {
        context: &context,
        inks,
        ratio,
        scale,
    };
    context.set_font(&font(around, ratio));
    context.set_text_baseline("middle");
    let chart = state.chart.get_untracked();
    painter.axis(state, &rows);
    painter.clipped((0.0, AXIS, scale.width, rows.height - AXIS), || {
        painter.lanes(state, &chart, &rows);
    });
    let moves = chart.is_live() && state.span.get_untracked().follows();
    let step = Duration::try_from_secs_f64(scale.per_pixel * STEP / ratio / 1_000.0);
    moves.then(|| step.unwrap_or(Duration::MAX))
}

/// Returns the font of an element in the syntax of a canvas.
fn font(of: &Element, ratio: f64) -> String {
    let style = window().get_computed_style(of).ok().flatten();
    let value = |name| {
        let style = style.as_ref()?;
        style.get_property_value(name).ok()
    };
    let size = value("font-size").and_then(|size| size.trim_end_matches("px").parse().ok());
    let size: f64 = size.unwrap_or(12.0);
    let family = value("font-family").unwrap_or_else(|| "sans-serif".to_owned());
    format!("{}px {family}", (size * ratio).round() as u32)
}

impl Painter<'_> {
    fn rect(&self, x: f64, y: f64, width: f64, height: f64) {
        let r = self.ratio;
        self.context
            .fill_rect(x * r, (y * r).round(), width * r, (height * r).round());
    }

    fn ink(&self, name: &str) {
        self.context.set_fill_style_str(self.inks.named(name));
    }

    fn text(&self, text: &str, x: f64, y: f64) {
        // The caller clips text that does not fit.
        let _ = self.context.fill_text(text, x * self.ratio, y * self.ratio);
    }

    fn clipped(&self, (x, y, width, height): (f64, f64, f64, f64), paint: impl FnOnce()) {
        let r = self.ratio;
        self.context.save();
        self.context.begin_path();
        self.context.rect(x * r, y * r, width * r, height * r);
        self.context.clip();
        paint();
        self.context.restore();
    }

    /// Paints the time marks with their lines, and the long frames of the browser.
    fn axis(&self, state: State, rows: &Rows) {
        let scale = self.scale;
        let to = scale.time_at(scale.width);
        for frame in untrack(|| state.frames.since(scale.from)).unwrap_or_default() {
            let left = scale.x(frame.began);
            let width = (frame.took / scale.per_pixel).max(2.0);
            self.ink("failed");
            self.rect(left, AXIS - 3.0, width, 3.0);
            self.context.set_global_alpha(0.07);
            self.rect(left, AXIS, width, rows.height - AXIS);
            self.context.set_global_alpha(1.0);
        }
        for tick in ticks(scale.from, to, TICK * scale.per_pixel, state.local_start()) {
            let x = scale.x(tick.at);
            self.ink("line");
            self.rect(x, 0.0, 1.0, rows.height);
            self.ink("quiet");
            self.text(&tick.label, x + 5.0, AXIS / 2.0);
        }
        self.ink("line");
        self.rect(0.0, AXIS - 1.0, scale.width, 1.0);
    }

    fn lanes(&self, state: State, chart: &Chart, rows: &Rows) {
        let scrolled = state.scrolled.get_untracked();
        let on = state.active.get_untracked();
        for (number, lane) in chart.lanes().iter().enumerate() {
            let top = rows.lane_top(number, scrolled);
            if top > rows.height {
                break;
            }
            if number > 0 {
                self.ink("line");
                self.rect(0.0, top, self.scale.width, 1.0);
            }
            self.ink("quiet");
            self.text(&lane.name, 16.0, top + NAME / 2.0 + 1.0);
            for row in rows.in_view(lane.rows.clone(), scrolled) {
                let top = rows.row_top(row, scrolled);
                for bar in chart.visible(row, self.scale) {
                    self.bar(state, bar, top, rows.pitch);
                }
            }
        }
        if let Some(bar) = on.and_then(|on| chart.bar(on)) {
            self.outline(bar, rows.row_top(bar.row, scrolled), rows.pitch);
        }
    }

    fn bar(&self, state: State, bar: &RunBar, top: f64, pitch: f64) {
        let height = height(pitch);
        let (left, right) = self.scale.extent(bar);
        // The pattern moves with the bars.
        let tile = self.inks.tile();
        let shift = (self.scale.x(0.0) * self.ratio).rem_euclid(tile);
        let _ = self.context.translate(shift, 0.0);
        let mut ran = None;
        for piece in Chart::pieces(bar, self.scale) {
            let width = piece.right - piece.left;
            let x = piece.left - shift / self.ratio;
            let is_pattern = self.inks.take(self.context, piece.style);
            self.rect(x, top, width, height);
            if is_pattern && width > 3.0 {
                self.edge(x, top, width, height, self.inks.of(piece.style));
            }
            if matches!(piece.style, PieceStyle::Ran(_)) {
                ran = Some(piece);
            }
        }
        let _ = self.context.translate(-shift, 0.0);
        if bar.times.status == RunStatus::Failed && right - left > 12.0 {
            // A gap before its end marks a failed run.
            self.ink("surface");
            self.rect(right - 6.0, top, 2.5, height);
        }
        for (began, took) in &bar.long_polls {
            let x = self.scale.x(*began);
            let width = (took / self.scale.per_pixel).max(2.0);
            if x + width >= 0.0 && x <= self.scale.width {
                self.ink("text");
                self.rect(x, top, width, (height / 3.0).max(2.0));
            }
        }
        if let Some(ran) = ran
            && ran.right - ran.left >= TITLED.0
            && pitch >= TITLED.1
        {
            let from = ran.left.max(0.0);
            let room = (from + 5.0, top, ran.right.min(right) - from - 13.0, height);
            self.clipped(room, || {
                self.ink("on-bar");
                let title = titled(state.deck.texts(), &bar.times.title);
                self.text(&title, from + 6.0, top + height / 2.0 + 1.0);
            });
        }
    }

    fn edge(&self, x: f64, y: f64, width: f64, height: f64, colour: &str) {
        let r = self.ratio;
        self.context.set_stroke_style_str(colour);
        self.context.set_line_width(r);
        self.context.stroke_rect(
            (x + 0.5) * r,
            (y * r).round() + 0.5 * r,
            (width - 1.0) * r,
            (height * r).round() - r,
        );
    }

    /// Outlines the active bar. A short one also gets a dot in front of it.
    fn outline(&self, bar: &RunBar, top: f64, pitch: f64) {
        let height = height(pitch);
        let (left, right) = self.scale.extent(bar);
        let (left, right) = (left.max(-4.0), right.min(self.scale.width + 4.0));
        let colour = self.inks.named("text");
        self.context.set_line_width(2.0 * self.ratio);
        self.context.set_stroke_style_str(colour);
        let r = self.ratio;
        self.context.stroke_rect(
            (left - 1.0) * r,
            (top - 1.0) * r,
            (right - left + 2.0) * r,
            (height + 2.0) * r,
        );
        if right - left < 6.0 {
            self.ink("text");
            self.context.begin_path();
            let middle = (top + height / 2.0) * r;
            let _ = self
                .context
                .arc((left - 8.0) * r, middle, 3.0 * r, 0.0, TAU);
            self.context.fill();
        }
    }
}

/// Returns the height of a bar in a row.
fn height(pitch: f64) -> f64 {
    match pitch {
        pitch if pitch >= 12.0 => pitch - 4.0,
        pitch if pitch >= 6.0 => pitch - 2.0,
        pitch => pitch - 1.0,
    }
}
