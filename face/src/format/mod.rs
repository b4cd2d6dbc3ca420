//! Numbers, sizes, times and values as text.

mod amount;
mod duration;
mod json;
mod moment;
mod period;
mod rate;

#[cfg(feature = "performance")]
pub(crate) use self::json::write_text;
pub use self::{
    amount::{amount, bytes, count},
    duration::{
        countdown, duration, fine_duration, minutes, next_second, time_left, whole_seconds,
    },
    json::{compact_json, pretty_json},
    moment::{time_of_day, unix_date_and_time, unix_moment, utc},
    period::period,
    rate::rate_words,
};
