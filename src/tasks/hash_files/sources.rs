//! The lists among the picked files.

use taskdeck::browser::{BlobReader, PickedFile};
use taskdeck_core::{Message, RunContext, TaskError, message};

use super::{
    list::{self, List},
    plan::{Plan, Source},
    run::picked,
};
use crate::tasks::{name::file_name, steps::in_steps};

/// The largest file that is a list by its name, in bytes.
const LARGEST: u64 = 16 << 20;
/// The largest file that is a list by its contents, in bytes.
const LARGEST_UNNAMED: u64 = 1 << 20;
/// The bytes of a file that show whether it begins as a list.
const BEGINNING: u64 = 4 << 10;
/// The most files that are read to find a list, if their name is not that of one.
const LOOKED_INTO: usize = 200;

/// The lists that were found, and notes on files that only look like one.
#[derive(Debug, Default)]
pub(super) struct Sources {
    pub(super) lists: Vec<Source>,
    pub(super) notes: Vec<Message>,
}

/// Finds the lists among these files: by name, or by contents that name another of the files. Outside of a run there is
/// no context.
///
/// # Errors
///
/// The run is being cancelled. A file that cannot be read is not a list.
pub(super) async fn find(
    ctx: Option<&RunContext>,
    files: &[PickedFile],
) -> Result<Sources, TaskError> {
    let mut sources = Sources::default();
    let mut unnamed = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let name = file_name(&file.path);
        let size = file.file.size() as u64;
        if list::is_list_name(name) && size <= LARGEST {
            sources.take_named(ctx, index, file).await?;
        } else if list::may_be_list(name) && (1..=LARGEST_UNNAMED).contains(&size) {
            unnamed.push(index);
        }
    }
    // A list is above the files that it names more often than below them.
    unnamed.sort_by_key(|index| files[*index].path.matches('/').count());
    for index in unnamed.into_iter().take(LOOKED_INTO) {
        sources.take_unnamed(ctx, index, files).await?;
    }
    sources.lists.sort_by_key(|source| source.file);
    Ok(sources)
}

impl Sources {
    async fn take_named(
        &mut self,
        ctx: Option<&RunContext>,
        index: usize,
        file: &PickedFile,
    ) -> Result<(), TaskError> {
        let Some(list) = read(ctx, file, LARGEST).await? else {
            return Ok(());
        };
        if !list.entries.is_empty() {
            self.lists.push(Source {
                list,
                file: Some(index),
            });
        } else if let Some(malformed) = list.malformed.first() {
            self.notes.push(message!(
                "{path} was not taken as a list of digests. {why}.",
                path = &file.path,
                why = malformed.message()
            ));
        }
        Ok(())
    }

    async fn take_unnamed(
        &mut self,
        ctx: Option<&RunContext>,
        index: usize,
        files: &[PickedFile],
    ) -> Result<(), TaskError> {
        let file = &files[index];
        // A list may have some bad lines, and the last line of a beginning is cut. Prose is mostly bad lines.
        let is_list =
            |list: &List| !list.entries.is_empty() && list.malformed.len() <= list.entries.len();
        if !read(ctx, file, BEGINNING)
            .await?
            .is_some_and(|list| is_list(&list))
        {
            return Ok(());
        }
        let Some(list) = read(ctx, file, LARGEST_UNNAMED).await? else {
            return Ok(());
        };
        // A bare digest beside one other file is the digest of that file. Among several files it could be any text.
        let is_named = files.len() == 2 || list.entries.iter().all(|entry| entry.name.is_some());
        let is_clear = is_list(&list) && is_named;
        let source = Source {
            list,
            file: Some(index),
        };
        if is_clear {
            let plan = Plan::new(std::slice::from_ref(&source), &picked(files, &[index]));
            let names_another = plan.expected.iter().any(|expected| !expected.is_empty());
            self.lists.extend(names_another.then_some(source));
        }
        Ok(())
    }
}

/// Reads the list in the beginning of a file, up to this byte; `None` when the file cannot be read.
async fn read(
    ctx: Option<&RunContext>,
    file: &PickedFile,
    to: u64,
) -> Result<Option<List>, TaskError> {
    let Ok(mut reader) = BlobReader::part(&file.file, 0, to) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    let end = match ctx {
        Some(ctx) => in_steps(ctx, &mut reader, |piece| bytes.extend_from_slice(piece)).await,
        None => read_all(&mut reader, &mut bytes).await,
    };
    match end {
        Ok(()) => Ok(Some(list::parse(&list::decode(&bytes)))),
        Err(stopped) if stopped.is_cancel() => Err(stopped),
        // The error is reported when the file is hashed.
        Err(_) => Ok(None),
    }
}

async fn read_all(reader: &mut BlobReader, bytes: &mut Vec<u8>) -> Result<(), TaskError> {
    while let Some(piece) = reader.next().await? {
        bytes.extend_from_slice(&piece.to_vec());
    }
    Ok(())
}
