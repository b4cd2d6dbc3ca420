//! What is said of a schedule.

use std::time::Duration;

use taskdeck_core::{ScheduleSnapshot, ScheduleState, Suspension, When};

use super::duration;

/// What is said of a schedule: *every 5 min, next at 14:05*, *paused*, *suspended: failed 4 times in
/// 8 min: unreachable*. `at` writes a time since 1970 began.
pub(crate) fn schedule_words(
    schedule: &ScheduleSnapshot,
    at: impl Fn(Duration) -> String,
) -> String {
    match &schedule.state {
        ScheduleState::Active { next } => match schedule.schedule.when() {
            When::Every { period, .. } => {
                format!("every {}, next at {}", period_words(period), at(*next))
            }
            _ => format!("at {}", at(*next)),
        },
        ScheduleState::Paused => "paused".to_owned(),
        ScheduleState::Suspended(why) => format!("suspended: {}", suspension_words(why)),
        ScheduleState::Ended => "ended".to_owned(),
    }
}

fn suspension_words(why: &Suspension) -> String {
    match why {
        Suspension::Failures {
            failures,
            window,
            last,
        } => format!(
            "failed {failures} times in {}: {last}",
            period_words(*window)
        ),
        other => other.to_string(),
    }
}

/// A time that somebody chose, without what is zero of it.
fn period_words(period: Duration) -> String {
    let seconds = period.as_secs();
    match seconds {
        _ if period.subsec_nanos() > 0 || seconds == 0 => duration(period),
        _ if seconds.is_multiple_of(3_600) => format!("{} h", seconds / 3_600),
        _ if seconds.is_multiple_of(60) => format!("{} min", seconds / 60),
        ..60 => format!("{seconds} s"),
        _ => duration(period),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_said_without_what_is_zero_of_it() {
        for (millis, said) in [
            (10, "10 ms"),
            (2_500, "2.5 s"),
            (5_000, "5 s"),
            (60_000, "1 min"),
            (90_000, "1 min 30 s"),
            (7_200_000, "2 h"),
        ] {
            assert_eq!(period_words(Duration::from_millis(millis)), said);
        }
    }
}
