//! Several files, or listed ones that are not there: a run with a child for each file.

use std::rc::Rc;

use taskdeck_core::{Output, Params, RunContext, TaskError};

use super::{
    batch::{Batch, Found},
    checksums,
    report::report,
    task::ID,
};
use crate::{
    browser::{PickedFile, PickedFiles},
    tasks::{
        digest::Algorithm,
        several::{run_children, written_as},
    },
};

/// Marks a run that is one of several.
const PART: &str = "part";

/// What there is to hash and to report on when that is more than one file can say.
#[derive(Clone, Debug)]
pub(super) struct Several {
    files: Rc<[PickedFile]>,
    /// The lines of the list that are about each file.
    lines: Rc<[String]>,
    /// What the list names and nobody has picked.
    missing: Rc<[String]>,
}

impl Several {
    const NAME: &str = "several";

    /// What there is to hash by these parameters; `None` when one file says all.
    pub(super) fn of(params: &Params) -> Option<Self> {
        if let Some(known) = params.attachment::<Self>(Self::NAME) {
            return Some(known.clone());
        }
        let is_child = params.attachment::<()>(PART).is_some();
        let files = PickedFiles::of(params, "files");
        // The form says which line is wrong; if it was not asked, starting the run will.
        let listed = checksums::parse(params.text("checksums").unwrap_or_default()).ok()?;
        if is_child || files.is_empty() {
            return None;
        }
        let paths: Vec<&str> = files.iter().map(|file| &*file.path).collect();
        let assigned = checksums::assign(&listed, &paths);
        let mut lines = vec![String::new(); files.len()];
        let mut missing = Vec::new();
        for (listed, file) in listed.iter().zip(&assigned) {
            match file {
                Some(file) => lines[*file].push_str(&checksums::line(&listed.digest, &listed.path)),
                None => missing.push(listed.path.clone()),
            }
        }
        (files.len() > 1 || !missing.is_empty()).then(|| Self {
            files: files.into(),
            lines: lines.into(),
            missing: missing.into(),
        })
    }

    /// The same parameters with all of this, written down in one line.
    pub(super) fn written(self, params: Params) -> Params {
        let algorithm = params.text("algorithm").unwrap_or_default().to_owned();
        let list_name = Algorithm::of_value(&algorithm).list_name();
        let title = match self.files.len() {
            1 => format!("{list_name} of 1 file"),
            count => format!("{list_name} of {count} files"),
        };
        let size = self.sizes().iter().sum();
        let of_all = Params::new().with("algorithm", algorithm);
        written_as(of_all, title, size).attach(Self::NAME, self)
    }

    fn sizes(&self) -> Vec<u64> {
        let size = |file: &PickedFile| file.file.size() as u64;
        self.files.iter().map(size).collect()
    }

    /// Hashes each file in a child of its own, then says what was found.
    pub(super) async fn run(self, ctx: RunContext) -> Result<Output, TaskError> {
        let algorithm = ctx.params().text("algorithm").unwrap_or_default();
        let of_all = Params::new().with("algorithm", algorithm);
        let paths = self.files.iter().map(|file| file.path.clone());
        let mut batch = Batch::new(paths, self.missing.to_vec());
        let child = |index: usize| {
            PickedFiles(vec![self.files[index].clone()])
                .into_params(of_all.clone(), "files")
                .with("checksums", self.lines[index].as_str())
                .attach(PART, ())
        };
        run_children(&ctx, ID, &self.sizes(), child, |index, end| {
            batch.found(index, Found::of(&end.output));
        })
        .await?;
        report(&ctx, &batch, Algorithm::of_value(algorithm))
    }
}
