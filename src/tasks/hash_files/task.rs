//! The task: its form, its sample, and its runs for one file or several.

use serde_json::Value;
use taskdeck::browser::{PickedFile, PickedFiles};
use taskdeck::workers::{Job, Pool, WORKERS};
use taskdeck_core::{Field, FileHint, Message, Params, RunContext, Task, TaskError, Unit, message};

use super::{
    list,
    report::IGNORE,
    run,
    several::{Several, checks_itself},
};
use crate::tasks::{
    digest::Algorithm,
    likely,
    name::file_name,
    sample,
    several::{saved_as, title_for_files},
};

/// The id of the task.
pub(super) const ID: &str = "hash-files";
const TITLE: &str = "Hash files";

/// The switch that ignores files that were not picked.
pub(super) const IGNORE_MISSING: &str = "ignore_missing";
/// The switch that uses a list among the files.
pub(super) const TAKE_LISTS: &str = "take_lists";

/// The size of the sample, in bytes.
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
                None => saved_as(ctx.params().clone(), one(ctx)).await,
            }
        }
    })
    .lane(WORKERS)
    .grace(grace)
    .supervised()
    .icon("hash")
    .description(message!("Digests, also against a list"))
    .unit(Unit::Bytes)
    .field(Field::files("files", message!("Files"), "").required())
    .field(Field::choice("algorithm", message!("Algorithm"), &Algorithm::CHOICES))
    .field(
        Field::lines("checksums", message!("Check against"))
            .help(message!("Paste a SHA256SUMS list, one digest and file name per line, or choose the list with the files"))
            .checked(check_list),
    )
    .field(Field::switch(IGNORE_MISSING, IGNORE))
    .field(
        Field::switch(TAKE_LISTS, message!("Use a list among the files"))
            .default(true)
            .help(message!("Uses SHA256SUMS, disk.iso.sha256 and similar files as lists. When off, they are hashed like other files.")),
    )
    .split(|params| {
        let written = match Several::of(&params) {
            Some(several) => several.written(params),
            None => params,
        };
        vec![written]
    })
    .run_title(|params| title_for_files(TITLE, params))
    .suits(|files| {
        let is_list = |file: &FileHint<'_>| list::is_list_name(file_name(file.path));
        match files.iter().any(is_list) {
            true => likely::LIST,
            false => likely::ANY,
        }
    })
    .starts_on_drop(checks_itself)
    .sample(async || {
        let file = sample::file("sample.bin", SAMPLE_SIZE)?;
        let files = PickedFiles(vec![PickedFile::alone(file)]);
        Ok::<_, TaskError>(files.into_params(Params::new(), "files"))
    })
}

/// Refuses a list only when it has no digest. A malformed line does not spoil the others.
fn check_list(value: &Value) -> Result<(), Message> {
    let text = value.as_str().unwrap_or_default();
    let list = list::parse(text);
    match list.malformed.first() {
        _ if !list.entries.is_empty() || text.trim().is_empty() => Ok(()),
        Some(malformed) => Err(malformed.message()),
        None => Err(message!("There is no digest in it")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_without_a_digest_is_refused_at_its_field() {
        let task = hash_files(&Pool::on_page());
        let field = task
            .fields()
            .iter()
            .find(|field| field.name == "checksums")
            .unwrap();
        let wrong = Params::new().with("checksums", "\nnonsense");
        let error = field.check(&wrong).unwrap_err();
        assert!(error.message.english().starts_with("Line 2: "), "{error}");
        let empty = Params::new().with("checksums", "# nothing\n");
        assert!(field.check(&empty).is_err());
        let partly = format!("nonsense\n{}  a", "0".repeat(64));
        assert_eq!(
            field.check(&Params::new().with("checksums", partly)),
            Ok(())
        );
        assert_eq!(field.check(&Params::new().with("checksums", "\n ")), Ok(()));
        assert_eq!(field.check(&Params::new()), Ok(()));
    }
}
