//! The task: its form, its sample, and whether one file is meant or several.

use serde_json::Value;
use taskdeck_core::{Field, Params, RunContext, Task, TaskError, Unit};

use super::{checksums, run, several::Several};
use crate::{
    browser::{PickedFile, PickedFiles},
    tasks::{digest::Algorithm, sample, several::title_for_files},
    workers::{Job, Pool, WORKERS},
};

/// The id of the task.
pub(super) const ID: &str = "hash-files";
const TITLE: &str = "Hash files";

/// How large the sample is, in bytes.
const SAMPLE_SIZE: u32 = 64 << 20;

/// Hashes one file.
pub(in crate::tasks) fn hash_job() -> Job {
    Job::new(ID, TITLE, run::hash)
}

pub(in crate::tasks) fn hash_files(pool: &Pool) -> Task {
    let job = hash_job();
    let grace = job.grace();
    let one = pool.in_worker(job);
    Task::new(ID, TITLE, move |ctx: RunContext| {
        let one = one.clone();
        async move {
            match Several::of(ctx.params()) {
                Some(several) => several.run(ctx).await,
                None => one(ctx).await,
            }
        }
    })
    .lane(WORKERS)
    .grace(grace)
    .supervised()
    .icon("hash")
    .description("Digests of files or of a folder's, checked against a list if you have one")
    .unit(Unit::Bytes)
    .field(Field::files("files", "Files", "").required())
    .field(Field::choice("algorithm", "Algorithm", &Algorithm::CHOICES))
    .field(
        Field::lines("checksums", "Check against")
            .help("Paste a SHA256SUMS: a digest and a file name a line")
            .checked(check_list),
    )
    .split(|params| {
        let written = match Several::of(&params) {
            Some(several) => several.written(params),
            None => params,
        };
        vec![written]
    })
    .run_title(|params| title_for_files(TITLE, params))
    .sample(async || {
        let file = sample::file("sample.bin", SAMPLE_SIZE)?;
        let files = PickedFiles(vec![PickedFile::alone(file)]);
        Ok::<_, TaskError>(files.into_params(Params::new(), "files"))
    })
}

fn check_list(value: &Value) -> Result<(), String> {
    checksums::parse(value.as_str().unwrap_or_default())
        .map(|_| ())
        .map_err(|malformed| malformed.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_line_is_refused_at_its_field() {
        let task = hash_files(&Pool::on_page());
        let field = task
            .fields()
            .iter()
            .find(|field| field.name == "checksums")
            .unwrap();
        let wrong = Params::new().with("checksums", "\nnonsense");
        let error = field.check(&wrong).unwrap_err();
        assert!(error.message.starts_with("Line 2: "), "{error}");
        assert_eq!(field.check(&Params::new()), Ok(()));
    }
}
