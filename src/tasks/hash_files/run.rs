//! One run: one file.

use taskdeck::browser::{BlobReader, PickedFile, PickedFiles, text_file};
use taskdeck_core::{Message, Output, Params, RunContext, TaskError, message};

use super::{
    batch::{Check, Found},
    brief::brief_digest,
    list,
    plan::{Expected, Picked, Plan, Source},
    report::text,
};
use crate::tasks::{
    brief::joined,
    digest::{Algorithm, Hasher},
    steps::in_steps,
};

pub(super) async fn hash(ctx: RunContext) -> Result<Output, TaskError> {
    let params = ctx.params();
    let picked = PickedFiles::of(params, "files");
    let picked = picked
        .first()
        .ok_or_else(|| TaskError::new(message!("There is no file to hash")))?;
    let algorithm = Algorithm::of_value(params.text("algorithm").unwrap_or_default());
    let plan = plan(params, std::slice::from_ref(picked));
    let listed = plan.iter().flat_map(|plan| &plan.expected[0]);
    let listed: Vec<Expected> = listed.cloned().collect();

    let found = digests(&ctx, picked.file.as_ref(), &algorithms(algorithm, &listed)).await?;
    let digest = found.digest(algorithm).unwrap_or_default();
    let check = found.check_all(&listed);
    let mut output = Output::none();
    for (algorithm, digest) in &found.0 {
        output = output.and(text(algorithm.label(), digest));
    }
    if check != Check::NotListed {
        output = output.and(text(message!("Check"), check.word()));
    }
    let wrong = listed
        .iter()
        .find(|listed| found.check(listed) != Check::Match);
    if let Some(wrong) = wrong {
        let label = message!("Expected {algorithm}", algorithm = wrong.algorithm.label());
        output = output.and(text(label, &wrong.digest));
    }
    if let Some(notes) = plan.as_ref().and_then(notes) {
        output = output.and(text(message!("List"), notes));
    }
    let list = list::line(digest, &picked.path);
    let word = match check {
        Check::NotListed => Message::EMPTY,
        check => check.word_in_brief(),
    };
    let output = output
        .and(text_file(algorithm.list_name(), "text/plain", &list)?)
        .summary(joined([word, brief_digest(algorithm, digest)]));
    let error = match wrong {
        Some(wrong) => mismatch(wrong, &found, picked),
        None if plan.is_some() && listed.is_empty() => {
            let path = &picked.path;
            TaskError::new(message!(
                "No file was checked: the list does not name {path}",
                path = path
            ))
        }
        None => return Ok(output),
    };
    ctx.output(output);
    Err(error)
}

/// Returns the plan of the pasted list; `None` when there is no list.
pub(super) fn plan(params: &Params, files: &[PickedFile]) -> Option<Plan> {
    let pasted = params
        .text("checksums")
        .filter(|text| !text.trim().is_empty())?;
    let source = Source {
        list: list::parse(pasted),
        file: None,
    };
    Some(Plan::new(&[source], &picked(files, &[])))
}

/// Converts picked files for a plan. `lists` are the indices of those that are lists.
pub(super) fn picked(files: &[PickedFile], lists: &[usize]) -> Vec<Picked> {
    let picked = files.iter().enumerate().map(|(index, file)| Picked {
        label: file.path.clone(),
        path: file.picked_path(),
        is_list: lists.contains(&index),
    });
    picked.collect()
}

/// Returns the notes on the list.
fn notes(plan: &Plan) -> Option<Message> {
    let mut notes = plan.notes.clone();
    if let more @ 1.. = plan.missing_names() {
        notes.push(message!(
            "1 other file of the list was not picked.|{count} other files of the list were not picked.",
            count = more
        ));
    }
    (!notes.is_empty()).then(|| Message::lines(notes))
}

fn mismatch(wrong: &Expected, found: &Found, picked: &PickedFile) -> TaskError {
    let digest = found.digest(wrong.algorithm).unwrap_or_default();
    TaskError::new(message!(
        "MISMATCH: the list has another {algorithm} digest for {path}",
        algorithm = wrong.algorithm.label(),
        path = &picked.path
    ))
    .caused_by(message!("The list has {digest}", digest = &wrong.digest))
    .caused_by(message!("The file has {digest}", digest = digest))
}

/// Returns the chosen algorithm, then those that the list needs.
fn algorithms(chosen: Algorithm, listed: &[Expected]) -> Vec<Algorithm> {
    let mut algorithms = vec![chosen];
    for listed in listed {
        if !algorithms.contains(&listed.algorithm) {
            algorithms.push(listed.algorithm);
        }
    }
    algorithms
}

/// Computes the digests of a file, which is read once.
async fn digests(
    ctx: &RunContext,
    file: &web_sys::Blob,
    algorithms: &[Algorithm],
) -> Result<Found, TaskError> {
    let mut hashers: Vec<Hasher> = algorithms.iter().copied().map(Hasher::new).collect();
    let mut reader = BlobReader::new(file)?;
    let size = reader.size();
    let mut done = 0;
    ctx.progress(done, size);
    in_steps(ctx, &mut reader, |bytes| {
        for hasher in &mut hashers {
            hasher.update(bytes);
        }
        done += bytes.len() as u64;
        ctx.progress(done, size);
    })
    .await?;
    let digests = hashers.into_iter().map(Hasher::finish);
    Ok(Found(algorithms.iter().copied().zip(digests).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_other_digests_is_checked_too() {
        let listed = |algorithm| Expected {
            algorithm,
            digest: String::new(),
        };
        let md5 = [listed(Algorithm::Md5), listed(Algorithm::Md5)];
        assert_eq!(
            algorithms(Algorithm::Sha256, &md5),
            [Algorithm::Sha256, Algorithm::Md5]
        );
        assert_eq!(algorithms(Algorithm::Md5, &md5), [Algorithm::Md5]);
    }
}
