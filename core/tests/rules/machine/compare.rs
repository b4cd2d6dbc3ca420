//! Compares the queries of the supervisor with the model.

use taskdeck_core::{Counts, RunFilter, RunSnapshot, RunStatus, World};

use super::{LANES, Machine};
use crate::model::Promise;

impl Machine {
    pub(crate) fn compare(&self) {
        let Some(supervisor) = self.supervisor() else {
            return;
        };
        self.discover();
        let mut model = self.model.borrow_mut();
        let (counts, expected) = (supervisor.counts(), model.counts());
        model.expect(Promise::Bounds, counts == expected, || {
            format!("it counts {counts:?}, there are {expected:?}")
        });
        let (listed, expected) = (supervisor.run_ids(&RunFilter::all()), model.listed());
        model.expect(Promise::Bounds, listed == expected, || {
            format!("it lists {listed:?}, there are {expected:?}")
        });
        let shown = supervisor.runs(&RunFilter::all().roots());
        let is_head = |run: &&RunSnapshot| run.retried_as.is_none() && run.schedule.is_none();
        let heads = shown.iter().filter(is_head);
        let expected = heads.fold(Counts::default(), |counts, run| added(counts, run.status()));
        model.expect(Promise::Bounds, supervisor.heads() == expected, || {
            format!(
                "it counts {:?} heads, there are {expected:?}",
                supervisor.heads()
            )
        });
        for (lane, name) in LANES.iter().enumerate() {
            let usage = supervisor.lane(name).usage().expect("it was made");
            let (taken, waiting) = (model.taken(lane), model.standing(lane).len());
            let (suspended, expected) = (usage.suspended.is_some(), model.lanes[lane].suspended);
            model.expect(Promise::Waiting, suspended == expected, || {
                format!("{name} says of being suspended {suspended}")
            });
            model.expect(Promise::Slots, usage.taken == taken, || {
                format!("{} slots of {name} are taken by {taken} runs", usage.taken)
            });
            model.expect(Promise::Waiting, usage.waiting == waiting, || {
                format!("{} wait in {name}, there are {waiting}", usage.waiting)
            });
        }
        let now = self.world.now();
        for run in 0..model.runs.len() {
            let Some(shown) = supervisor.run(model.runs[run].id).snapshot() else {
                continue;
            };
            model.compare_waiting(run, shown.waiting, now);
            let (shown, parent) = (shown.parent, model.runs[run].parent);
            let expected = parent.map(|(parent, _)| model.runs[parent].id);
            model.expect(Promise::Children, shown == expected, || {
                format!("run {run} has the parent {shown:?}, and {expected:?} has started it")
            });
        }
        let unix = self.world.unix_time();
        for schedule in 0..model.schedules.len() {
            let shown = supervisor.schedule(model.schedules[schedule].id).snapshot();
            model.compare_schedule(schedule, shown.as_ref(), unix, now);
        }
    }
}

fn added(counts: Counts, status: RunStatus) -> Counts {
    let Counts {
        queued,
        running,
        cancelling,
        completed,
        failed,
        cancelled,
    } = counts;
    let one = |of: &[RunStatus]| usize::from(of.contains(&status));
    Counts {
        queued: queued + one(&[RunStatus::Queued]),
        running: running + one(&[RunStatus::Running, RunStatus::Cancelling]),
        cancelling: cancelling + one(&[RunStatus::Cancelling]),
        completed: completed + one(&[RunStatus::Completed]),
        failed: failed + one(&[RunStatus::Failed]),
        cancelled: cancelled + one(&[RunStatus::Cancelled]),
    }
}
