//! The list of runs: filter, order, selection, and the few rows of a long list that are in the page.

mod bar;
mod cancel_many;
mod empty;
mod filter;
mod fold;
mod geometry;
mod list;
mod list_focus;
mod list_state;
mod panel;
mod row;
mod row_order;
mod selection_bar;

pub(super) use self::{
    bar::ProgressBar,
    cancel_many::Many,
    filter::{StatusChoice, Wanted},
    geometry::Geometry,
    panel::Runs,
};
