//! Several files, or listed ones that are not there: a run with a child for each file.

use std::rc::Rc;

use taskdeck::browser::{Names, PickedFile, PickedFiles, SaveAs};
use taskdeck_core::{Output, Params, RunContext, TaskError};

use super::{
    batch::{Batch, Entry},
    list,
    plan::{Plan, Source},
    report::report,
    run,
    sources::{self, Sources},
    task::{ID, IGNORE_MISSING, TAKE_LISTS},
};
use crate::tasks::{
    digest::Algorithm,
    name::file_name,
    several::{run_children, written_as},
};

/// The attachment that marks a child.
const PART: &str = "part";

/// The input of a run with a child for each file.
#[derive(Clone, Debug)]
pub(super) struct Several {
    files: Rc<[PickedFile]>,
    /// The list that was pasted.
    pasted: Rc<str>,
    ignores_missing: bool,
    takes_lists: bool,
}

impl Several {
    const NAME: &str = "several";

    /// Returns the input in these parameters; `None` when one file needs no children.
    pub(super) fn of(params: &Params) -> Option<Self> {
        if let Some(known) = params.attachment::<Self>(Self::NAME) {
            return Some(known.clone());
        }
        let is_child = params.attachment::<()>(PART).is_some();
        let files = PickedFiles::of(params, "files");
        if is_child || files.is_empty() {
            return None;
        }
        let several = Self {
            pasted: params.text("checksums").unwrap_or_default().into(),
            ignores_missing: params.switch(IGNORE_MISSING).unwrap_or(false),
            takes_lists: params.switch(TAKE_LISTS).unwrap_or(true),
            files: files.into(),
        };
        let is_missing_some = || {
            let plan = run::plan(params, &several.files);
            plan.is_some_and(|plan| !several.ignores_missing && !plan.missing.is_empty())
        };
        (several.files.len() > 1 || is_missing_some()).then_some(several)
    }

    /// Attaches this to the parameters, which get one line in place of the files.
    pub(super) fn written(self, params: Params) -> Params {
        let algorithm = params.text("algorithm").unwrap_or_default().to_owned();
        let list_name = Algorithm::of_value(&algorithm).list_name();
        let title = match self.files.len() {
            1 => format!("{list_name} of 1 file"),
            count => format!("{list_name} of {count} files"),
        };
        let size = self.files.iter().map(size_of).sum();
        let of_all = Params::new()
            .with("algorithm", algorithm)
            .with(IGNORE_MISSING, self.ignores_missing)
            .with(TAKE_LISTS, self.takes_lists);
        written_as(of_all, title, size).attach(Self::NAME, self)
    }

    /// Hashes each file in a child, then reports on all.
    pub(super) async fn run(self, ctx: RunContext) -> Result<Output, TaskError> {
        let value = ctx
            .params()
            .text("algorithm")
            .unwrap_or_default()
            .to_owned();
        let algorithm = Algorithm::of_value(&value);
        let (plan, hashed) = self.plan(&ctx).await?;
        let sizes: Vec<u64> = hashed
            .iter()
            .map(|file| size_of(&self.files[*file]))
            .collect();
        let mut names = Names::default();
        let list_names: Vec<String> = hashed
            .iter()
            .map(|file| {
                let name = file_name(&self.files[*file].path);
                names.take(&format!("{name}.{}", algorithm.value()))
            })
            .collect();
        let save_as = |name: &str| SaveAs {
            own: algorithm.list_name().to_owned(),
            name: name.to_owned(),
        };
        let child = |index: usize| {
            let file = hashed[index];
            let expected = plan.expected[file].iter();
            let digests: Vec<&str> = expected.map(|expected| &*expected.digest).collect();
            PickedFiles(vec![self.files[file].clone()])
                .into_params(Params::new().with("algorithm", &*value), "files")
                .with("checksums", digests.join("\n"))
                .attach(PART, ())
                .attach(SaveAs::NAME, save_as(&list_names[index]))
        };
        let mut batch = self.batch(plan.clone(), &hashed);
        run_children(&ctx, ID, &sizes, child, |index, end| {
            batch.entries[index].end(end);
        })
        .await?;
        report(&ctx, &batch, algorithm)
    }

    /// Returns what the files are checked against, and which of them are hashed. Lists are not, unless another list
    /// names them or there is nothing else.
    async fn plan(&self, ctx: &RunContext) -> Result<(Plan, Vec<usize>), TaskError> {
        let Sources { mut lists, notes } = match self.takes_lists && self.files.len() > 1 {
            true => sources::find(Some(ctx), &self.files).await?,
            false => Sources::default(),
        };
        if lists.len() == self.files.len() {
            lists.clear();
        }
        let in_files: Vec<usize> = lists.iter().filter_map(|list| list.file).collect();
        if !self.pasted.trim().is_empty() {
            let list = list::parse(&self.pasted);
            lists.insert(0, Source { list, file: None });
        }
        let mut plan = Plan::new(&lists, &run::picked(&self.files, &in_files));
        plan.notes.extend(notes);
        let is_hashed = |file: &usize| !in_files.contains(file) || !plan.expected[*file].is_empty();
        let hashed = (0..self.files.len()).filter(is_hashed).collect();
        Ok((plan, hashed))
    }

    fn batch(&self, plan: Plan, hashed: &[usize]) -> Batch {
        let ignored = match self.ignores_missing {
            true => plan.missing_names(),
            false => 0,
        };
        let entries = hashed.iter().map(|file| Entry {
            path: self.files[*file].path.clone(),
            expected: plan.expected[*file].clone(),
            found: None,
            unread: None,
        });
        Batch {
            entries: entries.collect(),
            ignored,
            unread: plan.unread,
            is_check: plan.is_check,
            notes: plan.notes,
            missing: if self.ignores_missing {
                Vec::new()
            } else {
                plan.missing
            },
        }
    }
}

/// Returns whether a list among the files of these parameters names another of them.
pub(super) async fn checks_itself(params: Params) -> bool {
    let files = PickedFiles::of(&params, "files");
    if files.len() < 2 || !params.switch(TAKE_LISTS).unwrap_or(true) {
        return false;
    }
    let Ok(Sources { lists, .. }) = sources::find(None, &files).await else {
        return false;
    };
    let in_files: Vec<usize> = lists.iter().filter_map(|list| list.file).collect();
    let plan = Plan::new(&lists, &run::picked(&files, &in_files));
    let mut expected = plan.expected.iter().enumerate();
    expected.any(|(file, expected)| !expected.is_empty() && !in_files.contains(&file))
}

fn size_of(file: &PickedFile) -> u64 {
    file.file.size() as u64
}
