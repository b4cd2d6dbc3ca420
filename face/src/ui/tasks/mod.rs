//! The tasks: their cards and forms.

mod card;
mod card_drop;
mod card_state;
mod field;
mod files_field;
mod form;
mod form_view;
mod list;
mod live;
mod schedules;
mod start;

pub(super) use self::{
    card_drop::DropTarget, card_state::CardState, form_view::form_view, list::Tasks,
    live::LiveRuns, schedules::Schedules as CardSchedules, start::start_sample,
};
