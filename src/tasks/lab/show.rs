//! A task whose error dialog fails.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use taskdeck::reporter::{Channel, Registration, Reporter};
use taskdeck_core::{RunContext, Task, TaskError, message};

/// Creates the task. Its run is critical, so its error opens the modal. While that is drawn, another error is
/// reported, and then the drawing fails.
pub(super) fn error_while_showing_an_error(reporter: Reporter) -> Task {
    // The supervisor owns the task, and the reporter owns the supervisor: a strong handle would keep all of them
    // alive.
    let reporter = reporter.downgrade();
    // The hook must outlive the run: an error is shown when the run has ended.
    let hook: Rc<RefCell<Option<Registration>>> = Rc::default();
    Task::new(
        "error-while-showing",
        "Error while showing an error",
        move |ctx: RunContext| {
            let trap = reporter.upgrade().map(|reporter| set_trap(&reporter, &ctx));
            let before = hook.replace(trap);
            drop(before);
            async {
                Err::<(), _>(TaskError::new(message!(
                    "The first error, which could not be shown as it should be"
                )))
            }
        },
    )
    .icon("warning")
    .description(message!("Fails, and so does the dialog that should say so"))
    .critical()
}

/// Makes the first drawing of this run's error fail, in the modal or as a toast.
fn set_trap(reporter: &Reporter, ctx: &RunContext) -> Registration {
    let (run, sprung) = (ctx.id(), Cell::new(false));
    let inside = reporter.downgrade();
    reporter.on_show(move |report, channel| {
        if report.run_id() != Some(run) || sprung.replace(true) {
            return Ok(());
        }
        if let Some(reporter) = inside.upgrade() {
            reporter.report(
                TaskError::new(message!(
                    "The second error, while the first was being shown"
                )),
                "Error while showing an error",
            );
        }
        Err(TaskError::new(match channel {
            Channel::Modal => message!("The dialog could not be drawn"),
            Channel::Toast => message!("The notification could not be drawn"),
        }))
    })
}
