//! One run: all files of a folder, of which as few as possible are read.

use std::{cell::Cell, mem};

use futures_util::{StreamExt, stream};
use taskdeck::browser::{BlobReader, PickedFile, PickedFiles, alike, distinct};
use taskdeck_core::{Message, Output, RunContext, TaskError, message};

use super::{
    groups::{Found, Group, equal_by},
    report::report,
};
use crate::tasks::{
    digest::{Algorithm, Hasher},
    steps::in_steps,
};

/// The bytes of each file that are compared first.
const BEGINNING: u64 = 64 << 10;

/// The files that are opened at once. Opening a file takes longer than reading a short one.
const AT_ONCE: usize = 8;

/// Finds equal files: by size, then by their beginning, then by their contents. A file that no longer equals another
/// one is not read further.
pub(in crate::tasks) async fn find(ctx: RunContext) -> Result<Output, TaskError> {
    let picked = PickedFiles::of(ctx.params(), "files");
    let all = picked.len();
    let files = distinct(picked);
    if files.is_empty() {
        return Err(TaskError::new(message!("There are no files to compare")));
    }
    // A file that is gone has the size 0 too, so it is read once.
    let (empty, full): (Vec<_>, Vec<_>) = files
        .iter()
        .map(Candidate::new)
        .partition(|file| file.size == 0);
    let same_size = equal_by(full, |file| file.size).into_iter().flatten();
    let mut search = Search {
        ctx: &ctx,
        candidates: same_size.chain(empty).collect(),
        done: Cell::new(0),
        total: Cell::new(0),
        unreadable: Vec::new(),
    };
    search
        .read_up_to(BEGINNING, message!("Comparing how they begin"))
        .await?;
    search.candidates = search.equal().into_iter().flatten().collect();
    search
        .read_up_to(u64::MAX, message!("Comparing what begins alike"))
        .await?;
    let groups = search.equal().into_iter().filter_map(group).collect();
    let none_read = search.unreadable.len() == files.len();
    let found = Found {
        files: files.len(),
        twice: all - files.len(),
        alike: alike(&files),
        groups,
        unreadable: search.unreadable,
    };
    let output = report(&found.sorted())?;
    if none_read {
        ctx.output(output);
        return Err(TaskError::new(message!(
            "The file could not be read|None of {count} files could be read",
            count = all
        )));
    }
    Ok(output)
}

fn group(files: Vec<Candidate<'_>>) -> Option<Group> {
    let (size, digest) = files.first()?.fingerprint();
    let paths = files.iter().map(|file| file.picked.path.clone()).collect();
    Some(Group {
        digest,
        size,
        paths,
    })
}

/// A file that may be equal to another.
struct Candidate<'a> {
    picked: &'a PickedFile,
    size: u64,
    /// The bytes that the hasher has taken.
    read: u64,
    /// Whether it could be read so far.
    tried: bool,
    hasher: Hasher,
}

impl<'a> Candidate<'a> {
    fn new(picked: &'a PickedFile) -> Self {
        Self {
            picked,
            size: picked.file.size() as u64,
            read: 0,
            tried: false,
            hasher: Hasher::new(Algorithm::Sha256),
        }
    }

    /// Returns the number of bytes that have not been read.
    fn left(&self) -> u64 {
        self.size - self.read
    }

    /// Returns what is known of the file, which is the same for equal files.
    fn fingerprint(&self) -> (u64, String) {
        (self.size, self.hasher.clone().finish())
    }
}

struct Search<'a> {
    ctx: &'a RunContext,
    candidates: Vec<Candidate<'a>>,
    /// The bytes that have been read, and those that have to be read as far as is known.
    done: Cell<u64>,
    total: Cell<u64>,
    /// Paths and reasons.
    unreadable: Vec<(String, Message)>,
}

impl<'a> Search<'a> {
    /// Groups the candidates that may be equal by what has been read of them.
    fn equal(&mut self) -> Vec<Vec<Candidate<'a>>> {
        equal_by(mem::take(&mut self.candidates), Candidate::fingerprint)
    }

    /// Reads the candidates up to this byte, and removes those that cannot be read.
    async fn read_up_to(&mut self, to: u64, message: Message) -> Result<(), TaskError> {
        let candidates = mem::take(&mut self.candidates);
        let left: u64 = candidates.iter().map(Candidate::left).sum();
        self.total.set(self.done.get() + left);
        if left > 0 {
            self.ctx.message(message);
            self.report_progress();
        }
        let (mut readable, mut unreadable) = (Vec::new(), Vec::new());
        {
            let reading = candidates.into_iter().map(|file| self.read(file, to));
            let mut reading = stream::iter(reading).buffered(AT_ONCE);
            while let Some(end) = reading.next().await {
                match end? {
                    Ok(file) => readable.push(file),
                    Err(unread) => unreadable.push(unread),
                }
                self.ctx.checkpoint().await?;
            }
        }
        self.candidates = readable;
        self.unreadable.append(&mut unreadable);
        Ok(())
    }

    /// Reads a file up to this byte, or returns why it cannot be read. Fails only when the run is being cancelled.
    async fn read(
        &self,
        mut file: Candidate<'a>,
        to: u64,
    ) -> Result<Result<Candidate<'a>, (String, Message)>, TaskError> {
        if file.tried && file.left() == 0 {
            return Ok(Ok(file));
        }
        match self.try_read(&mut file, to).await {
            Ok(()) => Ok(Ok(file)),
            Err(stopped) if stopped.is_cancel() => Err(stopped),
            Err(why) => {
                self.total.set(self.total.get() - file.left());
                self.report_progress();
                Ok(Err((file.picked.path.clone(), in_words(&why))))
            }
        }
    }

    async fn try_read(&self, file: &mut Candidate<'a>, to: u64) -> Result<(), TaskError> {
        let mut reader = BlobReader::part(&file.picked.file, file.read, to)?;
        in_steps(self.ctx, &mut reader, |bytes| {
            file.hasher.update(bytes);
            file.read += bytes.len() as u64;
            self.done.set(self.done.get() + bytes.len() as u64);
            self.report_progress();
        })
        .await?;
        if file.read < to.min(file.size) {
            return Err(TaskError::new(message!(
                "The file changed while it was read"
            )));
        }
        file.tried = true;
        Ok(())
    }

    fn report_progress(&self) {
        self.ctx.progress(self.done.get(), self.total.get());
    }
}

/// Returns an error and its causes in one line.
fn in_words(error: &TaskError) -> Message {
    error
        .causes()
        .fold(error.message().clone(), |error, cause| {
            message!("{error}: {cause}", error = error, cause = cause)
        })
}
