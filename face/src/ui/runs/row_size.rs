//! The heights of rows and headings, which follow the size of the text.

use leptos::html;

use crate::ui::lean::*;

/// The heights in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RowSize {
    pub(super) row: f64,
    pub(super) heading: f64,
}

impl RowSize {
    /// Measures the [probe](Probe). Without one, returns the sizes at the default size of text.
    pub(super) fn of(probe: NodeRef<html::Span>) -> Self {
        let measured = probe.get_untracked().map(|probe| {
            let rect = probe.get_bounding_client_rect();
            Self {
                row: rect.height(),
                heading: rect.width(),
            }
        });
        measured.filter(|size| size.row > 0.0).unwrap_or(Self {
            row: 56.0,
            heading: 32.0,
        })
    }

    /// Returns whether the list has a layout, so that its rows can be seen.
    pub(super) fn is_laid_out(probe: NodeRef<html::Span>) -> bool {
        let probe = probe.get_untracked();
        probe.is_some_and(|probe| probe.get_bounding_client_rect().height() > 0.0)
    }

    /// Returns the height above a row: of the rows and the headings before it.
    pub(super) fn above(self, rows: usize, headings: usize) -> f64 {
        rows as f64 * self.row + headings as f64 * self.heading
    }
}

/// Returns a length for a style sheet, of so many rows and headings.
pub(super) fn css_length(rows: usize, headings: usize) -> String {
    match headings {
        0 => format!("calc({rows} * var(--td-row))"),
        _ => format!("calc({rows} * var(--td-row) + {headings} * var(--td-heading))"),
    }
}

/// An invisible element that is as high as a row and as wide as a heading is high.
#[component]
pub(super) fn Probe(probe: NodeRef<html::Span>) -> impl IntoView {
    view! { <span node_ref=probe class="td-row-probe" aria-hidden="true"></span> }
}
