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
    lane_text::{
        MAX_SLOTS, lane_use, limit_text, parse_limit, step_limit, unlimited_text, waiting_text,
    },
    lint_text::{lint_text, remedy},
    matching::match_rank,
    pool::RowPool,
    rate::Meters,
    row_content::{BarState, RowContent, RowContext, SkippableWait},
    row_text::{attempt_text, children_text, error_text, status_name},
    run_list::{ListRow, RunList, TreePosition},
    schedule_content::{ScheduleContent, last_result, unchanged_for},
    selection::Selection,
    series::{
        Column, HEIGHT as SERIES_HEIGHT, ROOM as SERIES_ROOM, columns, series_summary, series_table,
    },
    summary::summary,
    window::rows_in_view,
};
