//! What the face says and which rows it shows, worked out without a page: everything here is plain
//! data in, plain data out, and tested natively.

mod accept;
mod amount;
mod csv;
mod duration;
mod pool;
mod rate;
mod row_face;
mod run_list;
mod schedule;
mod series;
mod summary;
mod window;

pub(crate) use self::{
    accept::accepts,
    amount::{amount, bytes, count},
    csv::csv,
    duration::{duration, time_left},
    pool::Pool,
    rate::Meters,
    row_face::{Bar, RowFace, Surroundings},
    run_list::RunList,
    schedule::schedule_words,
    series::{
        Column, HEIGHT as SERIES_HEIGHT, ROOM as SERIES_ROOM, columns, series_summary, series_table,
    },
    summary::summary,
    window::rows_in_view,
};
