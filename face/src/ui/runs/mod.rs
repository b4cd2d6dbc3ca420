//! The list of runs: filter, order, selection, and the few rows of a long list that are in the page.

mod bar;
mod cleared;
mod confirm_cancel;
mod empty;
mod expand_button;
mod filter;
mod geometry;
mod list;
mod list_focus;
mod list_state;
mod list_view;
mod panel;
mod row;
mod row_order;
mod row_size;
mod selection_bar;

pub(super) use self::{
    bar::ProgressBar,
    cleared::Cleared,
    confirm_cancel::CancelTargets,
    filter::{FilterState, StatusChoice},
    geometry::Geometry,
    panel::Runs,
};
