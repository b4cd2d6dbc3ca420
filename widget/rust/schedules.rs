//! Schedules for JavaScript, which knows each by a number.

use std::time::Duration;

use taskdeck_core::{RunOptions, Schedule, ScheduleError, ScheduleId, ScheduleState};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{
    deck::Core,
    fields, key,
    policy::{self, RunPolicy},
    words::{schedule_changes, schedule_states},
};

fn id(number: f64) -> Option<ScheduleId> {
    ScheduleId::from_u64(number as u64)
}

fn unix(millis: f64) -> Duration {
    policy::millis(millis.max(0.0))
}

#[wasm_bindgen]
impl Core {
    /// Starts runs of a task when the schedule is due. Times are milliseconds; NaN means that one is not set.
    #[allow(clippy::too_many_arguments, reason = "an object would cost more")]
    pub fn schedule(
        &self,
        task: &str,
        params: Option<String>,
        policy: Option<RunPolicy>,
        every: f64,
        at: f64,
        failures: u32,
        window: f64,
    ) -> Result<f64, JsValue> {
        let mut schedule = match (every.is_nan(), at.is_nan()) {
            (true, _) => Schedule::at(unix(at)),
            (false, true) => Schedule::every(policy::millis(every)),
            (false, false) => Schedule::every(policy::millis(every)).starting_at(unix(at)),
        };
        if failures > 0 {
            schedule = schedule.suspend_after(failures, policy::millis(window));
        }
        let options = RunOptions::of_task()
            .params(fields::params(params.as_deref()))
            .policy(policy.map(|policy| policy.0).unwrap_or_default());
        let added = self.supervisor.add_schedule(schedule, task, options);
        added
            .map(|schedule| schedule.id().as_u64() as f64)
            .map_err(|error| self.refused_schedule(&error))
    }

    /// Returns the time of the next start of a schedule, in milliseconds since 1970 began; NaN while there is none.
    #[must_use]
    pub fn schedule_next(&self, schedule: f64) -> f64 {
        let snapshot = id(schedule).and_then(|id| self.supervisor.schedule(id).snapshot());
        let next = snapshot.and_then(|snapshot| snapshot.next());
        next.map_or(f64::NAN, |next| (next.as_secs_f64() * 1_000.0).round())
    }

    /// Returns the index of a schedule's state in `SCHEDULE_STATES`.
    #[must_use]
    pub fn schedule_state(&self, schedule: f64) -> u32 {
        let snapshot = id(schedule).and_then(|id| self.supervisor.schedule(id).snapshot());
        match snapshot.map(|snapshot| snapshot.state) {
            Some(ScheduleState::Active { .. }) => schedule_states::ACTIVE,
            Some(ScheduleState::Paused) => schedule_states::PAUSED,
            Some(ScheduleState::Suspended(_)) => schedule_states::SUSPENDED,
            Some(ScheduleState::Ended) | None => schedule_states::ENDED,
        }
    }

    /// Makes the change with this index in `SCHEDULE_CHANGES`. Returns `false` when it changes nothing.
    pub fn change_schedule(&self, schedule: f64, change: u32) -> bool {
        let Some(id) = id(schedule) else { return false };
        match change {
            schedule_changes::PAUSE => self.supervisor.schedule(id).pause(),
            schedule_changes::RESUME => self.supervisor.schedule(id).resume(),
            _ => self.supervisor.schedule(id).stop(),
        }
    }

    /// Starts a run of a schedule now, and returns the run.
    pub fn run_schedule_now(&self, schedule: f64) -> Result<f64, JsValue> {
        let run = id(schedule)
            .ok_or(ScheduleError::Ended)
            .and_then(|id| self.supervisor.schedule(id).run_now());
        run.map(key::of)
            .map_err(|error| self.refused_schedule(&error))
    }

    fn refused_schedule(&self, error: &ScheduleError) -> JsValue {
        let code = match error {
            ScheduleError::Invalid(invalid) => invalid.field,
            error => error.code(),
        };
        self.shared.host.refusal(code, &error.message().english())
    }
}
