//! What a program does with schedules.

use std::time::Duration;

use taskdeck_core::{RunId, RunOptions, RunStatus, Schedule, ScheduleError, Supervisor, World};

use super::{Machine, spawn::Asking};
use crate::{
    body::Number,
    model::{Answer, Origin, Promise},
    program::{Scheduled, When},
};

impl Machine {
    pub(super) fn schedule(&self, supervisor: &Supervisor, of: &Scheduled) {
        let unix = self.world.unix_time();
        let schedule = match of.when {
            When::Every(millis) => Schedule::every(Duration::from_millis(millis)),
            When::After(millis) => Schedule::after(Duration::from_millis(millis)),
            When::At(millis) => Schedule::at(unix + Duration::from_millis(millis)),
        };
        let schedule = match of.suspend {
            Some((failures, window)) => {
                schedule.suspend_after(failures, Duration::from_millis(window))
            }
            None => schedule,
        };
        let task = format!("task-{}", of.task);
        let made = supervisor.add_schedule(schedule, &task, RunOptions::of_task());
        let closing = self.model.borrow().closing.is_some();
        self.expect(Promise::Schedule, made.is_ok() != closing, || {
            format!("a schedule: {made:?}")
        });
        if let Ok(made) = made {
            let mut model = self.model.borrow_mut();
            model.new_schedule(made.id(), of.clone(), unix, self.world.now());
            self.schedules.borrow_mut().push(made);
        }
    }

    fn chosen_schedule(&self, schedule: usize) -> Option<usize> {
        schedule.checked_rem(self.schedules.borrow().len())
    }

    pub(super) fn pause_schedule(&self, schedule: usize) {
        let Some(schedule) = self.chosen_schedule(schedule) else {
            return;
        };
        let (unix, got) = (
            self.world.unix_time(),
            self.schedules.borrow()[schedule].pause(),
        );
        let expected = self.model.borrow_mut().pause_schedule(schedule, unix);
        self.expect(Promise::Schedule, got == expected, || {
            format!("pause of schedule {schedule} was {got}")
        });
    }

    pub(super) fn resume_schedule(&self, schedule: usize) {
        let Some(schedule) = self.chosen_schedule(schedule) else {
            return;
        };
        let (unix, got) = (
            self.world.unix_time(),
            self.schedules.borrow()[schedule].resume(),
        );
        let expected = self.model.borrow_mut().resume_schedule(schedule, unix);
        self.expect(Promise::Schedule, got == expected, || {
            format!("resume of schedule {schedule} was {got}")
        });
    }

    pub(super) fn stop_schedule(&self, schedule: usize) {
        let Some(schedule) = self.chosen_schedule(schedule) else {
            return;
        };
        let got = self.schedules.borrow()[schedule].stop();
        let expected = self.model.borrow_mut().stop_schedule(schedule);
        self.expect(Promise::Schedule, got == expected, || {
            format!("stop of schedule {schedule} was {got}")
        });
    }

    pub(super) fn run_schedule_now(&self, schedule: usize) {
        let Some(schedule) = self.chosen_schedule(schedule) else {
            return;
        };
        let (task, ended, only) = {
            let model = self.model.borrow();
            let at = &model.schedules[schedule];
            (at.of.task, at.ended, at.is_only())
        };
        let spec = self.tasks[task].clone();
        let (group, origin) = (self.task_group(task), scheduled(schedule));
        let answer = self.expected(&spec, &group, origin);
        self.asking.borrow_mut().push(Asking {
            spec,
            group,
            origin,
            number: Number::default(),
            run: None,
        });
        if !ended {
            self.model.borrow_mut().runs_schedule_now(schedule);
        }
        let got = self.schedules.borrow()[schedule].run_now();
        self.discover();
        let asking = self.asking.borrow_mut().pop();
        let run = asking.and_then(|asking| asking.run);
        let right = match &got {
            Ok(_) => !ended && (run.is_some() || matches!(answer, Answer::Joined(_))),
            Err(ScheduleError::Ended) => ended || only,
            Err(ScheduleError::Refused(error)) => answer == Answer::Refused(error.code()),
            Err(ScheduleError::Skipped(_)) => !ended && run.is_none(),
            Err(_) => false,
        };
        self.expect(Promise::Schedule, right, || {
            format!("run_now of schedule {schedule}: {got:?}, and it is to be {answer:?}")
        });
    }

    /// Returns whether a run was started by a schedule; it is then added to the model.
    pub(super) fn is_scheduled(&self, supervisor: &Supervisor, id: RunId) -> Option<usize> {
        let of = supervisor.run(id).snapshot().and_then(|run| run.schedule)?;
        let schedule = {
            let model = self.model.borrow();
            model
                .schedules
                .iter()
                .position(|schedule| schedule.id == of)
        };
        let Some(schedule) = schedule else {
            self.expect(Promise::Schedule, false, || {
                format!("{id:?} is of no schedule")
            });
            return None;
        };
        let task = self.model.borrow().schedules[schedule].of.task;
        let spec = self.tasks[task].clone();
        let asking = Asking {
            spec: spec.clone(),
            group: self.task_group(task),
            origin: scheduled(schedule),
            number: Number::default(),
            run: None,
        };
        let answer = {
            let model = self.model.borrow();
            match model.answer(&spec, &asking.group, asking.origin) {
                // A run that is not seen yet may have started, and made room, at the same moment.
                Answer::Refused("queue-full") if self.has_started_unseen(supervisor) => {
                    Answer::New(model.verdict(&spec, &asking.group))
                }
                answer => answer,
            }
        };
        let by_hand = self.is_by_hand(schedule);
        let run = self.accepted(id, &asking);
        if by_hand && let Some(last) = self.asking.borrow_mut().last_mut() {
            last.run = Some(run);
        }
        let now = self.world.now();
        let made = supervisor
            .run(id)
            .snapshot()
            .map_or(now, |run| run.created_at);
        let unix = supervisor.world().unix_time_of(made);
        {
            let mut model = self.model.borrow_mut();
            model.schedule_starts(run, &answer, by_hand, unix);
            if let Answer::New(verdict) = &answer {
                model.replace(verdict, now);
            }
        }
        Some(run)
    }

    /// Returns whether a run has started that was found just now.
    fn has_started_unseen(&self, supervisor: &Supervisor) -> bool {
        let model = self.model.borrow();
        let mut runs = model.runs.iter();
        runs.any(|run| {
            run.status == RunStatus::Queued
                && run.attempt == 0
                && supervisor.run(run.id).status() == Some(RunStatus::Running)
        })
    }

    /// Handles the only start of a schedule if it made no run: it has joined one, and has no handle.
    pub(super) fn discover_joins(&self, supervisor: &Supervisor) {
        let over: Vec<usize> = {
            let model = self.model.borrow();
            let schedules = model.schedules.iter().enumerate();
            let over = schedules.filter(|(_, at)| at.is_only() && !at.ended);
            over.filter(|(_, at)| supervisor.schedule(at.id).snapshot().is_none())
                .map(|(schedule, _)| schedule)
                .collect()
        };
        for schedule in over {
            let task = self.model.borrow().schedules[schedule].of.task;
            let (spec, group) = (self.tasks[task].clone(), self.task_group(task));
            let now = self.world.now();
            let mut model = self.model.borrow_mut();
            let answer = model.answer(&spec, &group, scheduled(schedule));
            if let (true, Answer::Joined(run)) = (model.has_no_run(schedule), answer) {
                model.join(run, spec.priority, None, now);
            }
            model.only_start_is_over(schedule, self.world.unix_time(), now);
        }
    }

    /// Returns whether this schedule is being started by hand, and no run of it is known yet.
    fn is_by_hand(&self, schedule: usize) -> bool {
        let asking = self.asking.borrow();
        let last = asking.last();
        last.is_some_and(|asking| asking.origin.schedule == Some(schedule) && asking.run.is_none())
    }
}

fn scheduled(schedule: usize) -> Origin {
    Origin {
        schedule: Some(schedule),
        parent: None,
    }
}
