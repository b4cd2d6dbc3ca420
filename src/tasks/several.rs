//! One form, several files: a run with a child for each.

mod report;

use std::{
    cell::{Cell, RefCell},
    future::Future,
    rc::Rc,
};

use futures_util::{StreamExt, stream::FuturesUnordered};
use serde_json::json;
use taskdeck::browser::{Names, PickedFile, PickedFiles, SaveAs};
use taskdeck::workers::{Job, WORKERS};
use taskdeck_core::{
    Message, Outcome, Output, OutputPart, Params, Progress, RunContext, RunHandle, RunOptions,
    SpawnError, Task, TaskError,
};

use self::report::report;
pub(super) use self::report::{Ends, named};

/// The wait before another try to start a child when other runs fill the queue.
const ROOM: std::time::Duration = std::time::Duration::from_millis(100);

/// Creates a task for files from a job for one file. Several files are children of one run, which continues when one
/// of them fails and shows at its end what became of each.
///
/// `result_name` returns the name of the result for a path and parameters, as far as it is known beforehand. It keeps
/// results of one name apart in their own runs, too. `in_brief` returns the line for the row of several files.
pub(super) fn file_task<F, Fut>(
    job: &Job,
    one: F,
    result_name: fn(&Params, &str) -> Option<String>,
    in_brief: fn(&Ends) -> Message,
) -> Task
where
    F: Fn(RunContext) -> Fut + Clone + 'static,
    Fut: Future<Output = Result<Output, TaskError>> + 'static,
{
    let (id, title, grace) = (job.name().to_owned(), job.title().to_owned(), job.grace());
    let (of_all, run_title) = (id.clone(), title.clone());
    Task::new(id, title, move |ctx: RunContext| {
        let (one, id) = (one.clone(), of_all.clone());
        async move {
            match Several::of(ctx.params()) {
                Some(several) => several.run(ctx, &id, result_name, in_brief).await,
                None => saved_as(ctx.params().clone(), one(ctx)).await,
            }
        }
    })
    .lane(WORKERS)
    .grace(grace)
    .supervised()
    .split(|params| {
        let written = match Several::of(&params) {
            Some(several) => several.written(params),
            None => params,
        };
        vec![written]
    })
    .run_title(move |params| title_for_files(&run_title, params))
}

/// Returns the title of a task with the path of its file, or with the number of files.
pub(super) fn title_for_files(title: &str, params: &Params) -> String {
    let files = params.value("files").and_then(|files| files.as_array());
    match files.map(Vec::as_slice) {
        Some([file]) => match file.get("path").and_then(|path| path.as_str()) {
            Some(path) => format!("{title}: {path}"),
            None => title.to_owned(),
        },
        Some(files) if files.len() > 1 => format!("{title}: {} files", files.len()),
        _ => title.to_owned(),
    }
}

/// Returns the parameters with this one line in place of the files: the paths of a folder would be too long.
pub(super) fn written_as(params: Params, path: String, size: u64) -> Params {
    params.with("files", json!([{ "path": path, "size": size }]))
}

/// The files of one form.
#[derive(Clone, Debug)]
struct Several(Rc<[PickedFile]>);

impl Several {
    const NAME: &str = "several";

    fn of(params: &Params) -> Option<Self> {
        if let Some(known) = params.attachment::<Self>(Self::NAME) {
            return Some(known.clone());
        }
        let files = PickedFiles::of(params, "files");
        (files.len() > 1).then(|| Self(files.into()))
    }

    fn written(self, params: Params) -> Params {
        let title = format!("{} files", self.0.len());
        let size = self.0.iter().map(size_of).sum();
        // A child must not find all of them.
        let params = PickedFiles::default().into_params(params, "files");
        written_as(params, title, size).attach(Self::NAME, self)
    }

    async fn run(
        self,
        ctx: RunContext,
        task: &str,
        result_name: fn(&Params, &str) -> Option<String>,
        in_brief: fn(&Ends) -> Message,
    ) -> Result<Output, TaskError> {
        let files = &self.0;
        let of_all = ctx.params().clone().attach(Self::NAME, ());
        let mut names = Names::default();
        let save_as: Vec<Option<SaveAs>> = files
            .iter()
            .map(|file| {
                let own = result_name(&of_all, &file.path)?;
                let name = names.take(&own);
                (name != own).then_some(SaveAs { own, name })
            })
            .collect();
        let child = |index: usize| {
            let file = PickedFiles(vec![files[index].clone()]);
            let params = file.into_params(of_all.clone(), "files");
            match &save_as[index] {
                Some(save_as) => params.attach(SaveAs::NAME, save_as.clone()),
                None => params,
            }
        };
        let sizes: Vec<u64> = files.iter().map(size_of).collect();
        let mut ends = vec![None; files.len()];
        run_children(&ctx, task, &sizes, child, |index, end| {
            ends[index] = Some(end.outcome);
        })
        .await?;
        report(&ctx, files, ends, in_brief)
    }
}

fn size_of(file: &PickedFile) -> u64 {
    file.file.size() as u64
}

/// Awaits a run, and names its file as its parameters say.
pub(super) async fn saved_as(
    params: Params,
    run: impl Future<Output = Result<Output, TaskError>>,
) -> Result<Output, TaskError> {
    let mut output = run.await?;
    if let Some(SaveAs { own, name }) = params.attachment(SaveAs::NAME) {
        for part in &mut output.parts {
            if let OutputPart::File(file) = part
                && *file.name == **own
            {
                file.name = name.as_str().into();
            }
        }
    }
    Ok(output)
}

/// The end of a child, with its output, which a failed one may have too.
pub(super) struct Ended {
    pub(super) outcome: Outcome<Output>,
    pub(super) output: Output,
}

/// Starts a child of this task for each size, with its own parameters, and calls `ended` for each; returns when all
/// have ended. Their progress counts in that of their parent, byte by byte.
pub(super) async fn run_children(
    ctx: &RunContext,
    task: &str,
    sizes: &[u64],
    params: impl Fn(usize) -> Params,
    mut ended: impl FnMut(usize, Ended),
) -> Result<(), TaskError> {
    let tally = Rc::new(Tally {
        parent: ctx.clone(),
        done: Cell::default(),
        all: sizes.iter().sum(),
    });
    let shares: Vec<Share> = sizes.iter().map(|size| Share::new(&tally, *size)).collect();
    let runs = RefCell::new(vec![None; sizes.len()]);
    let start = |index: usize| {
        let share: Share = shares[index].clone();
        let options = RunOptions::of_task()
            .params(params(index))
            .on_progress(move |progress, _| share.has_done(part_done(progress, share.size)));
        let run = ctx.start_with(task, options)?;
        runs.borrow_mut()[index] = Some(run.id());
        Ok(run)
    };
    all_ended(ctx, sizes.len(), start, |index, outcome| {
        shares[index].is_over();
        let output = runs.borrow()[index].and_then(|run| ctx.supervisor()?.run(run).output());
        ended(
            index,
            Ended {
                outcome,
                output: output.unwrap_or_default(),
            },
        );
    })
    .await
}

/// Starts `how_many` children and calls `ended` for each; returns when all have ended. Waits while the queue is full.
pub(super) async fn all_ended<T: 'static>(
    ctx: &RunContext,
    how_many: usize,
    start: impl Fn(usize) -> Result<RunHandle<T>, SpawnError>,
    mut ended: impl FnMut(usize, Outcome<T>),
) -> Result<(), TaskError> {
    let mut ends = FuturesUnordered::new();
    for index in 0..how_many {
        let run = loop {
            match start(index) {
                Ok(run) => break run,
                Err(SpawnError::QueueFull { .. }) => match ends.next().await {
                    Some((index, end)) => ended(index, end),
                    None => ctx.sleep(ROOM).await?,
                },
                Err(refused) => return Err(TaskError::from(refused)),
            }
        };
        ends.push(async move { (index, run.outcome().await) });
        ctx.checkpoint().await?;
    }
    while let Some((index, end)) = ends.next().await {
        ended(index, end);
        ctx.checkpoint().await?;
    }
    Ok(())
}

/// The bytes of all children that are done.
#[derive(Debug)]
struct Tally {
    parent: RunContext,
    done: Cell<u64>,
    all: u64,
}

/// Returns how many of a file's bytes count as done. A child may pass through its file several times: only the part counts.
fn part_done(progress: &Progress, size: u64) -> u64 {
    match progress.fraction() {
        Some(part) => (size as f64 * part) as u64,
        None => progress.done as u64,
    }
}

/// One child's part of a tally.
#[derive(Clone, Debug)]
struct Share {
    tally: Rc<Tally>,
    size: u64,
    done: Rc<Cell<u64>>,
    over: Rc<Cell<bool>>,
}

impl Share {
    fn new(tally: &Rc<Tally>, size: u64) -> Self {
        Self {
            tally: tally.clone(),
            size,
            done: Rc::default(),
            over: Rc::default(),
        }
    }

    /// Counts what the child has done. A report may arrive after its end, and is ignored then.
    fn has_done(&self, done: u64) {
        if self.over.get() {
            return;
        }
        let before = self.done.get();
        // A retry of the child does not reduce the count.
        let done = done.clamp(before, self.size);
        self.done.set(done);
        let tally = &self.tally;
        tally.done.set(tally.done.get() + done - before);
        tally.parent.progress(tally.done.get(), tally.all);
    }

    /// Counts the whole child, however it ended.
    fn is_over(&self) {
        self.has_done(self.size);
        self.over.set(true);
    }
}

#[cfg(test)]
mod tests;
