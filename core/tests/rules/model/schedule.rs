//! Schedules: what they start, and when.

use std::time::Duration;

use taskdeck_core::{Instant, RunStatus, ScheduleId, ScheduleSnapshot};

use super::{Answer, Model, Promise, group::Verdict};
use crate::program::{Scheduled, When};

/// A schedule.
#[derive(Debug)]
pub(crate) struct ScheduleState {
    pub(crate) id: ScheduleId,
    pub(crate) of: Scheduled,
    /// When its first start is, by the wall clock.
    base: Duration,
    /// The latest time of its only start, whatever the wall clock shows.
    latest: Option<Instant>,
    /// Since when it is active; none while it is paused, suspended or has ended.
    active_since: Option<Duration>,
    pub(crate) ended: bool,
    /// Starts that were due before it was last paused.
    due_before: u64,
    /// Starts that were made by hand.
    by_hand: u64,
    /// The period in which it has started last, and its runs.
    last_period: Option<u128>,
    runs: Vec<usize>,
    failures: Vec<Instant>,
    suspended: bool,
    /// Whether something happened at the very moment of a start, before or after it.
    pub(crate) doubtful: bool,
    clock_was_set: bool,
}

impl ScheduleState {
    fn period(&self) -> Option<Duration> {
        match self.of.when {
            When::Every(period) => Some(Duration::from_millis(period)),
            When::After(_) | When::At(_) => None,
        }
    }

    /// Returns how many starts were due since it is active.
    fn due(&self, until: Duration) -> u64 {
        let Some(since) = self.active_since else {
            return 0;
        };
        let upto = |time: Duration| match self.period() {
            _ if time < self.base => 0,
            None => 1,
            Some(period) => 1 + (time - self.base).as_nanos() / period.as_nanos(),
        };
        // The only start is made up for if it has passed meanwhile.
        let before = if self.period().is_none() {
            0
        } else {
            upto(since)
        };
        u64::try_from(upto(until).saturating_sub(before)).unwrap_or(u64::MAX)
    }

    /// Returns whether it has only one start.
    pub(crate) fn is_only(&self) -> bool {
        self.period().is_none()
    }

    pub(crate) fn is_due(&self, unix: Duration) -> bool {
        match self.period() {
            _ if unix < self.base => false,
            None => unix == self.base,
            Some(period) => (unix - self.base)
                .as_nanos()
                .is_multiple_of(period.as_nanos()),
        }
    }

    fn rest(&mut self, unix: Duration) {
        self.due_before += self.due(unix);
        self.active_since = None;
    }
}

impl Model {
    pub(crate) fn new_schedule(
        &mut self,
        id: ScheduleId,
        of: Scheduled,
        unix: Duration,
        now: Instant,
    ) {
        let latest = match of.when {
            When::After(millis) => Some(now + Duration::from_millis(millis)),
            When::Every(_) | When::At(_) => None,
        };
        let base = match of.when {
            When::Every(millis) | When::After(millis) | When::At(millis) => {
                unix + Duration::from_millis(millis)
            }
        };
        self.schedules.push(ScheduleState {
            id,
            of,
            base,
            latest,
            active_since: Some(unix),
            ended: false,
            due_before: 0,
            by_hand: 0,
            last_period: None,
            runs: Vec::new(),
            failures: Vec::new(),
            suspended: false,
            doubtful: false,
            clock_was_set: false,
        });
    }

    /// Pauses a schedule; returns whether it waited for its next start.
    pub(crate) fn pause_schedule(&mut self, schedule: usize, unix: Duration) -> bool {
        let at = &mut self.schedules[schedule];
        let was_active = at.active_since.is_some() && !at.ended;
        at.rest(unix);
        was_active
    }

    /// Resumes a schedule; returns whether it was paused or suspended.
    pub(crate) fn resume_schedule(&mut self, schedule: usize, unix: Duration) -> bool {
        let at = &mut self.schedules[schedule];
        let rested = at.active_since.is_none() && !at.ended;
        if rested {
            at.active_since = Some(unix);
            at.failures.clear();
            at.suspended = false;
        }
        rested
    }

    pub(crate) fn stop_schedule(&mut self, schedule: usize) -> bool {
        let at = &mut self.schedules[schedule];
        at.active_since = None;
        !std::mem::replace(&mut at.ended, true)
    }

    pub(crate) fn end_schedules(&mut self) {
        for schedule in 0..self.schedules.len() {
            self.stop_schedule(schedule);
        }
    }

    /// Notes a start by hand, which is the only start of a schedule with one.
    pub(crate) fn runs_schedule_now(&mut self, schedule: usize) {
        self.schedules[schedule].by_hand += 1;
    }

    /// Judges a run of a schedule: it must have been due, and the live runs must allow it.
    pub(crate) fn schedule_starts(
        &mut self,
        run: usize,
        answer: &Answer,
        by_hand: bool,
        unix: Duration,
    ) {
        let Some(schedule) = self.runs[run].schedule else {
            return;
        };
        let at = &self.schedules[schedule];
        let every = at.period().is_some();
        let lets = match answer {
            Answer::New(Verdict::Accept | Verdict::Replace(_)) => true,
            Answer::New(Verdict::Skip) => !every,
            _ => false,
        };
        self.expect(Promise::Overlap, lets, || {
            format!("run {run} was started by schedule {schedule} when it is {answer:?}")
        });
        let waits = |run: &usize| self.runs[*run].status == RunStatus::Queued;
        let one_waits = self.paused && self.schedules[schedule].runs.last().is_some_and(waits);
        self.expect(Promise::Schedule, !one_waits, || {
            format!("run {run} of schedule {schedule} waits besides another while paused")
        });
        let at = &mut self.schedules[schedule];
        at.runs.push(run);
        if by_hand {
            return;
        }
        let active = at.active_since.is_some() && !at.ended;
        let period = at.period().map(|period| {
            let since = unix.saturating_sub(at.base).as_nanos();
            since / period.as_nanos()
        });
        let again = period.unwrap_or(0);
        let once = at.last_period.replace(again) != Some(again);
        let (due, late, base) = (at.is_due(unix), unix >= at.base, at.base);
        let doubtful = at.clock_was_set;
        let in_step = if self.exact { due } else { late } || (!every && late);
        let (once, in_step) = (once || doubtful, in_step || doubtful);
        self.expect(Promise::Schedule, active && once && in_step, || {
            format!(
                "run {run} was started by schedule {schedule} at {unix:?}: \
                 active {active}, once {once}, base {base:?}"
            )
        });
    }

    /// Notes the end of a run; its schedule may have had too many failures.
    pub(super) fn fails_schedule(&mut self, run: usize, to: RunStatus, now: Instant) {
        let (Some(schedule), RunStatus::Failed) = (self.runs[run].schedule, to) else {
            return;
        };
        let at = &mut self.schedules[schedule];
        let Some((most, window)) = at.of.suspend else {
            return;
        };
        at.failures.push(now);
        let window = Duration::from_millis(window);
        let of_late = at.failures.iter().filter(|at| now - **at <= window).count();
        if of_late > most as usize && !at.suspended && !at.ended {
            at.suspended = true;
            at.doubtful = true;
            at.active_since = None;
            self.runs[run].mark(crate::coverage::Mark::Suspended);
        }
    }

    /// Returns whether no run of a schedule is known.
    pub(crate) fn has_no_run(&self, schedule: usize) -> bool {
        self.schedules[schedule].runs.is_empty()
    }

    /// Judges that a schedule is gone: it was ended, or its only start was made or refused.
    pub(crate) fn only_start_is_over(&mut self, schedule: usize, unix: Duration, now: Instant) {
        let at = &mut self.schedules[schedule];
        let is_late = at.latest.is_some_and(|latest| latest <= now);
        let has_come = at.is_only() && (unix >= at.base || is_late || at.by_hand > 0);
        let may = at.ended || has_come;
        at.ended = true;
        self.expect(Promise::Schedule, may, || {
            format!("schedule {schedule} has ended")
        });
    }

    /// Compares a schedule with its snapshot; without one it has ended.
    pub(crate) fn compare_schedule(
        &mut self,
        schedule: usize,
        shown: Option<&ScheduleSnapshot>,
        unix: Duration,
        now: Instant,
    ) {
        let at = &mut self.schedules[schedule];
        let only = at.period().is_none();
        let Some(shown) = shown else {
            return self.only_start_is_over(schedule, unix, now);
        };
        let (ended, suspended, doubtful) = (at.ended, at.suspended, at.doubtful);
        let late = unix >= at.base || doubtful || at.by_hand > 0;
        self.expect(Promise::Schedule, !ended, || {
            format!("schedule {schedule} goes on and was to end")
        });
        if only {
            // It was refused when it was due.
            let refused = shown.suspended().is_some();
            self.expect(Promise::Schedule, !refused || late, || {
                format!("schedule {schedule} was refused before it was due: {shown:?}")
            });
            if refused && !suspended {
                self.schedules[schedule].suspended = true;
                self.schedules[schedule].active_since = None;
            }
            return;
        }
        let is_suspended = shown.suspended().is_some();
        self.expect(Promise::Schedule, is_suspended == suspended, || {
            format!("schedule {schedule} is {:?}", shown.state)
        });
        let at = &self.schedules[schedule];
        let started = at.runs.len() as u64;
        let due = at.due_before + at.due(unix) + at.by_hand;
        let (starts, all) = (shown.starts, shown.starts + shown.skipped + shown.missed);
        self.expect(Promise::Schedule, starts == started, || {
            format!("schedule {schedule} counts {starts} starts, there were {started}")
        });
        let exact = self.exact && !doubtful;
        self.expect(Promise::Schedule, !exact || all == due, || {
            format!("schedule {schedule} had {all} of {due} starts: {shown:?}")
        });
        let in_step = shown
            .next()
            .is_none_or(|next| self.schedules[schedule].is_due(next));
        let in_step = in_step || self.schedules[schedule].clock_was_set;
        self.expect(Promise::Schedule, in_step, || {
            format!("schedule {schedule} is out of step: {shown:?}")
        });
    }

    /// Returns whether schedules have started runs.
    pub(crate) fn has_scheduled(&self) -> bool {
        self.runs.iter().any(|run| run.schedule.is_some())
    }

    /// Notes that the wall clock was set: when a start is due is not known any more.
    pub(crate) fn clock_was_set(&mut self) {
        for schedule in &mut self.schedules {
            schedule.doubtful = true;
            schedule.clock_was_set = true;
        }
    }
}
