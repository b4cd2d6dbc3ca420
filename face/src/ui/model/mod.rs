//! Computes what the face shows: plain data in, plain data out. It needs no page and is tested natively.

mod accept;
mod batch;
mod hold_up;
mod lane_text;
mod likely;
mod lint_text;
mod matching;
mod next_step;
mod pool;
mod rate;
mod recent_runs;
mod resize;
mod retry_offer;
pub(super) mod row_content;
mod row_status;
mod row_text;
mod row_title;
mod run_list;
mod saving;
mod schedule_content;
mod selection;
mod series;
mod summary;
mod table;
mod window;

pub(crate) use self::{
    accept::accepts,
    batch::Batch,
    hold_up::{HoldUp, hold_up, hold_ups},
    lane_text::{
        MAX_SLOTS, lane_use, limit_text, parse_limit, step_limit, unlimited_text, waiting_text,
    },
    likely::{Taker, by_likelihood},
    lint_text::{lint_text, remedy},
    matching::match_rank,
    next_step::{NextStep, copied_text, files, files_to_save, first_text},
    pool::RowPool,
    rate::Meters,
    recent_runs::{BARS_HEIGHT, Bar, RECENT, RecentRun, after_result, bars, bars_summary},
    resize::{Resize, resized},
    retry_offer::RetryOffer,
    row_content::{BarState, RowContent, RowContext, SkippableWait},
    row_status::{RowStatus, status_name},
    row_text::{attempt_text, children_text, error_text},
    row_title::split as split_title,
    run_list::{GroupHeading, ListRow, Phase, RunList, TreePosition},
    saving::{Saving, saving},
    schedule_content::{ScheduleContent, last_result, unchanged_for},
    selection::Selection,
    series::{
        Column, HEIGHT as SERIES_HEIGHT, ROOM as SERIES_ROOM, columns, series_summary, series_table,
    },
    summary::{SUMMARY_PARTS, rest_text, summary, summary_count, summary_part},
    table::{Sort, SortOrder, next_sort, rows_shown},
    window::rows_in_view,
};
