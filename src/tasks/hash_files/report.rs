//! What is said of a whole batch: a table, the list to save, and what did not agree.

use taskdeck_core::{Output, RunContext, Table, TaskError};

use super::{
    batch::{Batch, Check},
    checksums,
};
use crate::{browser::text_file, tasks::digest::Algorithm};

/// How many files one sentence names.
const NAMED: usize = 3;

/// What is said of a batch whose files have been hashed. It fails when a file is not what the list says,
/// or is not there.
pub(super) fn report(
    ctx: &RunContext,
    batch: &Batch,
    algorithm: Algorithm,
) -> Result<Output, TaskError> {
    let (table, list) = table(batch, algorithm);
    let mut output = Output::from(table);
    if !list.is_empty() {
        output = output.and(text_file(algorithm.list_name(), "text/plain", &list)?);
    }
    match disagreement(batch) {
        None => Ok(output),
        Some(sentence) => {
            ctx.output(output);
            Err(TaskError::new(sentence))
        }
    }
}

fn table(batch: &Batch, algorithm: Algorithm) -> (Table, String) {
    let mut list = String::new();
    let mut rows = Vec::new();
    let row =
        |path: &str, check: &str, digest: &str| [path, check, digest].map(str::to_owned).to_vec();
    for (entry, found) in batch.entries() {
        match found {
            Some(found) => {
                list.push_str(&checksums::line(&found.digest, &entry.path));
                rows.push(row(&entry.path, found.check.word(), &found.digest));
            }
            None => rows.push(row(&entry.path, "not hashed", "")),
        }
    }
    rows.extend(batch.missing.iter().map(|path| row(path, "MISSING", "")));
    let columns = ["File", "Check", algorithm.label()]
        .map(str::to_owned)
        .to_vec();
    (Table { columns, rows }, list)
}

/// What did not agree with the list, in one sentence.
fn disagreement(batch: &Batch) -> Option<String> {
    let mismatches: Vec<&str> = batch
        .entries()
        .filter(|(_, found)| found.is_some_and(|found| found.check == Check::Mismatch))
        .map(|(entry, _)| &*entry.path)
        .collect();
    let missing: Vec<&str> = batch.missing.iter().map(|path| &**path).collect();
    let said: Vec<String> = [("MISMATCH", mismatches), ("MISSING", missing)]
        .into_iter()
        .filter(|(_, paths)| !paths.is_empty())
        .map(|(word, paths)| format!("{word}: {}", named(&paths)))
        .collect();
    (!said.is_empty()).then(|| said.join("; "))
}

fn named(paths: &[&str]) -> String {
    let names = paths.iter().take(NAMED).copied().collect::<Vec<_>>();
    match paths.len().saturating_sub(NAMED) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks::hash_files::batch::Found;

    fn batch(checks: &[Option<Check>], missing: &[&str]) -> Batch {
        let files = (0..checks.len()).map(|index| format!("file-{index}"));
        let missing = missing.iter().map(|path| (*path).to_owned()).collect();
        let mut batch = Batch::new(files, missing);
        for (index, check) in checks.iter().enumerate() {
            if let Some(check) = *check {
                let digest = format!("digest-{index}");
                batch.found(index, Some(Found { digest, check }));
            }
        }
        batch
    }

    #[test]
    fn the_table_has_every_file_and_the_list_every_digest() {
        let batch = batch(
            &[Some(Check::Match), None, Some(Check::Mismatch)],
            &["gone"],
        );
        let (table, list) = table(&batch, Algorithm::Sha256);
        assert_eq!(table.columns, ["File", "Check", "SHA-256"]);
        let words: Vec<&str> = table.rows.iter().map(|row| &*row[1]).collect();
        assert_eq!(words, ["OK", "not hashed", "MISMATCH", "MISSING"]);
        assert_eq!(list, "digest-0  file-0\ndigest-2  file-2\n");
    }

    #[test]
    fn says_what_does_not_agree() {
        let wrong = Some(Check::Mismatch);
        let all_well = batch(&[Some(Check::Match), Some(Check::NotListed), None], &[]);
        assert_eq!(disagreement(&all_well), None);
        assert_eq!(
            disagreement(&batch(&[wrong, Some(Check::Match)], &["gone"])).as_deref(),
            Some("MISMATCH: file-0; MISSING: gone")
        );
        assert_eq!(
            disagreement(&batch(&[wrong; 5], &[])).as_deref(),
            Some("MISMATCH: file-0, file-1, file-2 and 2 more")
        );
    }
}
