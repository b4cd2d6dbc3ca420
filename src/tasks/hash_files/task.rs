//! The task: its form, its sample, and how one form becomes several runs.

use std::rc::Rc;

use serde_json::{Value, json};
use taskdeck_core::{Field, Params, Task, TaskError, Unit};

use super::{
    batch::{Batch, Share},
    checksums,
    digest::Algorithm,
    report, run,
};
use crate::{
    browser::{PickedFile, PickedFiles},
    tasks::{sample, split::title_for_file},
};

/// How large the sample is, in bytes.
const SAMPLE_SIZE: u32 = 64 << 20;

pub(in crate::tasks) fn hash_files() -> Task {
    Task::new(
        "hash-files",
        "Hash files",
        |ctx: taskdeck_core::RunContext| {
            let report = ctx.params().attachment::<report::Report>(report::REPORT);
            let report = report.cloned();
            async move {
                match report {
                    Some(report) => report.run(ctx).await,
                    None => run::hash(ctx).await,
                }
            }
        },
    )
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
    .split(split)
    .run_title(|params| title_for_file("Hash files", params))
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

/// A run a file, each with the lines of the list that are about it, and one that reports on all when
/// there is more to say than one run can: several files, or listed ones that are not there.
fn split(params: Params) -> Vec<Params> {
    let files = PickedFiles::of(&params, "files");
    let Ok(listed) = checksums::parse(params.text("checksums").unwrap_or_default()) else {
        // The form says which line is wrong; if it was not asked, starting the run will.
        return vec![params];
    };
    let paths: Vec<&str> = files.iter().map(|file| &*file.path).collect();
    let assigned = checksums::assign(&listed, &paths);
    let missing: Vec<String> = listed
        .iter()
        .zip(&assigned)
        .filter(|(_, file)| file.is_none())
        .map(|(listed, _)| listed.path.clone())
        .collect();
    if files.is_empty() || (files.len() == 1 && missing.is_empty()) {
        return vec![params];
    }

    let algorithm = params.text("algorithm").unwrap_or_default().to_owned();
    let of_all = Params::new().with("algorithm", algorithm.as_str());
    let batch = Rc::new(Batch::new(
        files
            .iter()
            .map(|file| (file.path.clone(), file.file.size() as u64)),
        missing,
    ));
    let mut runs: Vec<Params> = files
        .into_iter()
        .enumerate()
        .map(|(index, file)| {
            let lines: String = listed
                .iter()
                .zip(&assigned)
                .filter(|(_, file)| **file == Some(index))
                .map(|(listed, _)| checksums::line(&listed.digest, &listed.path))
                .collect();
            PickedFiles(vec![file])
                .into_params(of_all.clone(), "files")
                .with("checksums", lines)
                .attach(Share::NAME, Share::new(&batch, index))
        })
        .collect();
    let list_name = Algorithm::of_value(&algorithm).list_name();
    let report = json!([{ "path": batch.title(list_name), "size": batch.size() }]);
    runs.push(
        of_all
            .with("files", report)
            .attach(report::REPORT, report::Report(batch)),
    );
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_line_is_refused_at_its_field() {
        let task = hash_files();
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
