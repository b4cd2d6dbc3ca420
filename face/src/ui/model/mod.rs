//! Computes what the face shows: plain data in, plain data out. It needs no page and is tested natively.

mod accept;
mod batch;
mod lane_text;
mod lint_text;
mod matching;
mod pool;
mod rate;
pub(super) mod row_content;
mod row_text;
mod run_list;
mod schedule_content;
mod selection;
mod series;
mod summary;
mod window;

pub(crate) use self::{
    accept::accepts,
    batch::Batch,
    lane_text::{MOST_SLOTS, lane_use, limit_text, stepped, typed_limit, unlimited, waiting},
    lint_text::{lint_text, remedy},
    matching::fit,
    pool::Pool,
    rate::Meters,
    row_content::{Bar, RowFace, Skip, Surroundings},
    row_text::{attempt_text, children_text, status_name, why},
    run_list::{ListRow, RunList, Standing},
    schedule_content::{ScheduleFace, holds_for, last_result},
    selection::Selection,
    series::{
        Column, HEIGHT as SERIES_HEIGHT, ROOM as SERIES_ROOM, columns, series_summary, series_table,
    },
    summary::summary,
    window::rows_in_view,
};
