//! The tasks: their cards and forms.

mod card;
mod card_drop;
mod card_state;
mod field;
mod files_field;
mod form;
mod list;
mod live;
mod schedules;
mod start;

pub(super) use self::{list::Tasks, start::start_sample};
