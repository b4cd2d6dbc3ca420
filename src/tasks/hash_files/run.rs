//! One run: one file.

use taskdeck_core::{Output, OutputPart, RunContext, TaskError};

use super::{
    batch::Check,
    checksums::{self, Listed},
};
use crate::{
    browser::{BlobReader, PickedFiles, text_file},
    tasks::{
        digest::{Algorithm, Hasher},
        steps::in_steps,
    },
};

/// What the result calls what the list says of the file.
pub(super) const CHECK: &str = "Check";

pub(super) async fn hash(ctx: RunContext) -> Result<Output, TaskError> {
    let params = ctx.params();
    let picked = PickedFiles::of(params, "files");
    let picked = picked
        .first()
        .ok_or_else(|| TaskError::new("There is no file to hash"))?;
    let algorithm = Algorithm::of_value(params.text("algorithm").unwrap_or_default());
    let listed = checksums::parse(params.text("checksums").unwrap_or_default())
        .map_err(|malformed| TaskError::new(malformed.to_string()))?;

    let digests = digests(&ctx, picked.file.as_ref(), &algorithms(algorithm, &listed)).await?;
    let digest = digests[0].clone();
    let wrong = listed
        .iter()
        .find(|listed| !digests.contains(&listed.digest));
    let check = match (listed.is_empty(), wrong) {
        (true, _) => Check::NotListed,
        (false, None) => Check::Match,
        (false, Some(_)) => Check::Mismatch,
    };

    let list = checksums::line(&digest, &picked.path);
    let mut output = Output::text(algorithm.label(), digest.as_str());
    if check != Check::NotListed {
        output = output.and(OutputPart::Text {
            label: CHECK.into(),
            text: check.word().into(),
        });
    }
    let output = output.and(text_file(algorithm.list_name(), "text/plain", &list)?);
    let Some(wrong) = wrong else {
        return Ok(output);
    };
    ctx.output(output);
    Err(TaskError::new(format!(
        "MISMATCH: the list has another {} digest for {}",
        wrong.algorithm.label(),
        picked.path
    ))
    .caused_by(format!("the list says {}", wrong.digest))
    .caused_by(format!("the file has {}", digests.join(" and "))))
}

/// The one that was chosen, then those that the list needs.
fn algorithms(chosen: Algorithm, listed: &[Listed]) -> Vec<Algorithm> {
    let mut algorithms = vec![chosen];
    for listed in listed {
        if !algorithms.contains(&listed.algorithm) {
            algorithms.push(listed.algorithm);
        }
    }
    algorithms
}

/// The digests of a file, read once.
async fn digests(
    ctx: &RunContext,
    file: &web_sys::Blob,
    algorithms: &[Algorithm],
) -> Result<Vec<String>, TaskError> {
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
    Ok(hashers.into_iter().map(Hasher::finish).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_other_digests_is_checked_too() {
        let md5 = checksums::parse("900150983cd24fb0d6963f7d28e17f72  a").unwrap();
        assert_eq!(
            algorithms(Algorithm::Sha256, &md5),
            [Algorithm::Sha256, Algorithm::Md5]
        );
        assert_eq!(algorithms(Algorithm::Md5, &md5), [Algorithm::Md5]);
    }
}
