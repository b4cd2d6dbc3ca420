//! Tasks: defined ones, and functions that spawn a run with each call.

use taskdeck_core::{
    Field, Outcome, Params, Priority, RunContext, RunOptions, RunStatus, SpawnError, Task, TaskFn,
};

use crate::stage::{Notes, Stage, failure};

#[test]
fn a_registered_task_starts_by_its_id_with_parameters_and_defaults() {
    let stage = Stage::new();
    let task = Task::new("greet", "Greet", async |ctx: RunContext| {
        let params = ctx.params();
        Ok(format!(
            "{} {}",
            params.text("word").unwrap(),
            params.text("name").unwrap()
        ))
    })
    .priority(Priority::Background)
    .run_title(|params| format!("Greet {}", params.text("name").unwrap_or("nobody")))
    .field(Field::text("word", "Word").default("Hello"))
    .field(Field::text("name", "Name").required());
    stage.supervisor.define(task).unwrap();

    let run = stage
        .supervisor
        .start("greet", Params::new().with("name", "Ada"))
        .unwrap();
    let snapshot = run.snapshot().unwrap();
    assert_eq!(
        (&*snapshot.title, snapshot.task.as_deref()),
        ("Greet Ada", Some("greet"))
    );
    assert_eq!(snapshot.priority, Priority::Background);
    assert!(stage.world.block_on(run.outcome()).completed().is_some());
}

#[test]
fn options_of_a_run_go_before_those_of_its_task() {
    let stage = Stage::new();
    let task =
        Task::new("t", "Title", async |_ctx: RunContext| Ok(())).priority(Priority::Background);
    stage.supervisor.define(task).unwrap();
    let options = RunOptions::new("Other title").priority(Priority::UserBlocking);
    let run = stage
        .supervisor
        .start_with("t", options)
        .unwrap()
        .snapshot()
        .unwrap();
    assert_eq!(
        (&*run.title, run.priority),
        ("Other title", Priority::UserBlocking)
    );
}

#[test]
fn an_unknown_task_and_wrong_parameters_are_refused_before_anything_starts() {
    let stage = Stage::new();
    let task = Task::new("t", "T", async |_ctx: RunContext| Ok(()))
        .field(Field::number("n", "Number", 1.0, 9.0).required());
    stage.supervisor.define(task).unwrap();
    let unknown = stage.supervisor.start("other", Params::new()).unwrap_err();
    assert_eq!(unknown, SpawnError::UnknownTask("other".into()));
    let wrong = stage
        .supervisor
        .start("t", Params::new().with("m", 1))
        .unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "Number is required; Unknown parameter \"m\""
    );
    assert_eq!(stage.supervisor.counts().all(), 0);
}

#[test]
fn a_task_of_an_id_that_is_taken_is_refused_and_the_first_stays() {
    let stage = Stage::new();
    let task = |title: &str| Task::new("id", title, async |_ctx: RunContext| Ok(()));
    stage.supervisor.define(task("first")).unwrap();
    assert!(stage.supervisor.define(task("second")).is_err());
    let titles: Vec<_> = stage
        .supervisor
        .tasks()
        .iter()
        .map(|task| task.title().to_owned())
        .collect();
    assert_eq!(titles, ["first"]);
}

#[test]
fn a_function_becomes_a_task_in_one_expression_and_starts_a_run_with_each_call() {
    let stage = Stage::new();
    let double = TaskFn::plain(&stage.supervisor, |n: u32| Ok(n * 2)).into_fn();
    let (four, six) = (double(2).unwrap(), double(3).unwrap());
    assert_ne!(four.id(), six.id());
    assert_eq!(stage.world.block_on(four.outcome()), Outcome::Completed(4));
    assert_eq!(stage.world.block_on(six.outcome()), Outcome::Completed(6));
}

#[test]
fn a_function_task_may_have_title_policy_and_callbacks() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let note = |what: &'static str| {
        let notes = notes.clone();
        move |detail: String| notes.note(format!("{what} {detail}"))
    };
    let (started, progressed, completed) = (note("start"), note("progress"), note("complete"));
    let (failed, cancelled) = (note("error"), note("cancel"));
    let halve = TaskFn::new(&stage.supervisor, async |ctx: RunContext, n: u32| {
        ctx.progress(1, 1);
        if n.is_multiple_of(2) {
            Ok(n / 2)
        } else {
            Err(failure())
        }
    })
    .title("Halve")
    .on_start(move |run| started(run.title.to_string()))
    .on_progress(move |progress, _| progressed(progress.done.to_string()))
    .on_complete(move |value, _| completed(value.to_string()))
    .on_error(move |error, _| failed(error.to_string()))
    .on_cancel(move |reason, _| cancelled(reason.to_string()));
    halve.call(8).unwrap();
    stage.settle();
    assert_eq!(notes.take(), ["start Halve", "progress 1", "complete 4"]);
    halve.call(7).unwrap();
    stage.settle();
    assert_eq!(
        notes.take(),
        ["start Halve", "progress 1", "error out of paper"]
    );
    halve.call(8).unwrap().cancel();
    stage.settle();
    assert_eq!(notes.take(), ["cancel Cancelled by the page"]);
}

#[test]
fn a_run_of_a_function_task_can_be_retried() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let noted = notes.clone();
    let fails = TaskFn::plain(&stage.supervisor, move |word: String| {
        noted.note(word);
        Err::<(), _>(failure())
    });
    let run = fails.call("once".to_owned()).unwrap();
    stage.settle();
    let again = stage.supervisor.run(run.id()).retry().unwrap();
    stage.settle();
    assert_eq!(notes.take(), ["once", "once"]);
    assert_eq!(
        stage.supervisor.run(again).status(),
        Some(RunStatus::Failed)
    );
}
