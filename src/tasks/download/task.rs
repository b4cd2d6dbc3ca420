//! The task: its form, its sample, and the run that streams an address into a file to save.

use taskdeck::browser::{Answer, FileBuilder, Visitor, fetch, output_file, program_address};
use taskdeck_core::{Arg, Field, Output, Params, RunContext, Task, TaskError, Unit, message};

use super::{content_range::ContentRange, naming::Source};
use crate::tasks::{
    address,
    body::{self, Broken, WrongLength},
    pace::Pace,
    reach::{Unread, status_words},
};

pub(in crate::tasks) fn download() -> Task {
    Task::new("download", "Download", run)
        .icon("download")
        .description(message!("Saves the file at an address"))
        .unit(Unit::Bytes)
        .field(
            Field::text("address", message!("Address"))
                .required()
                .help(message!(
                    "An https:// address of a site that lets pages read it"
                ))
                .checked(address::check_value),
        )
        .run_title(|params| {
            let address = params.text("address").unwrap_or_default();
            let source = Source {
                address,
                ..Source::default()
            };
            format!("Download: {}", source.name())
        })
        .sample(async || {
            let address = program_address().ok_or_else(|| {
                TaskError::new(message!("This page has no address to download from"))
            })?;
            Ok::<_, TaskError>(Params::new().with("address", address))
        })
}

async fn run(ctx: RunContext) -> Result<Output, TaskError> {
    let address = ctx.params().text("address").unwrap_or_default().trim();
    let answer = match fetch(address, Visitor::Known).await {
        Ok(answer) => answer,
        Err(failed) => {
            let unread = Unread::find_out(address, &failed).await;
            return Err(unread.error(address, &failed.error));
        }
    };
    let whole = expected(&answer).map_err(|error| error.caused_by(address))?;
    let file = read(&ctx, &answer, whole).await?;
    let disposition = answer.header("content-disposition");
    let media_type = answer.header("content-type").unwrap_or_default();
    let source = Source {
        address: &answer.address(),
        disposition: disposition.as_deref(),
        media_type: Some(&media_type),
    };
    let file = output_file(&source.name(), file.finish(&media_type).await?);
    let summary = message!(
        "{name} · {size}",
        name = &file.name,
        size = Arg::bytes(file.size)
    );
    Ok(Output::from(file).summary(summary))
}

/// Returns the announced length of the file, if it is known. An answer without a file, or with a part of one, is an
/// error.
fn expected(answer: &Answer) -> Result<Option<u64>, TaskError> {
    let words = status_words(answer.status(), &answer.status_text());
    match answer.status() {
        204 | 205 => Err(TaskError::new(message!(
            "The server answered {status}: there is nothing to save",
            status = words
        ))),
        206 => {
            let range = answer.header("content-range");
            let range = range.as_deref().and_then(ContentRange::read);
            // No range was requested, so a part is accepted only if its header covers the whole file.
            match range.and_then(ContentRange::whole) {
                Some(whole) => Ok(Some(whole)),
                None => Err(only_a_part(&words, range)),
            }
        }
        _ if answer.is_ok() => Ok(answer.length()),
        _ => Err(TaskError::new(message!(
            "The server answered {status}",
            status = words
        ))),
    }
}

async fn read(
    ctx: &RunContext,
    answer: &Answer,
    length: Option<u64>,
) -> Result<FileBuilder, TaskError> {
    let mut file = FileBuilder::new();
    let pace = Pace::new();
    report(ctx, 0, length);
    if let Some(mut body) = answer.body()? {
        loop {
            let piece = match body.next().await {
                Ok(Some(piece)) => piece,
                Ok(None) => break,
                Err(error) => {
                    let broken = Broken::find_out(answer, &error).await;
                    return Err(broke_off(&broken, file.size(), length).caused_by(error.message()));
                }
            };
            file.write(&piece).await?;
            report(ctx, file.size(), length);
            pace.step(ctx).await?;
        }
    }
    match body::wrong_length(answer, file.size()).await {
        Some(WrongLength { came, announced }) => Err(wrong_length(came, announced)),
        None => Ok(file),
    }
}

fn report(ctx: &RunContext, done: u64, length: Option<u64>) {
    match length {
        Some(length) if done <= length => ctx.progress(done, length),
        _ => ctx.progress_so_far(done),
    }
}

fn only_a_part(words: &str, range: Option<ContentRange>) -> TaskError {
    TaskError::new(match range.map(ContentRange::lengths) {
        Some((part, Some(whole))) => message!(
            "The server sent only a part of the file ({status}): {part} of {whole} bytes. Nothing was saved.",
            status = words,
            part = part,
            whole = whole
        ),
        Some((part, None)) => message!(
            "The server sent only a part of the file ({status}): {part} bytes. Nothing was saved.",
            status = words,
            part = part
        ),
        None => message!(
            "The server sent only a part of the file ({status}). Nothing was saved.",
            status = words
        ),
    })
}

fn broke_off(broken: &Broken, done: u64, length: Option<u64>) -> TaskError {
    let cut = match length {
        Some(length) => message!(
            "The connection was cut after {done} of {all} bytes",
            done = done,
            all = length
        ),
        None => message!("The connection was cut after {done} bytes", done = done),
    };
    TaskError::new(match broken {
        Broken::Cut => message!("{cut}. Nothing was saved.", cut = cut),
        Broken::Encoding(encoding) => message!(
            "The answer could not be unpacked: its encoding, {encoding}, is broken. Nothing was saved.",
            encoding = encoding
        ),
        Broken::CutOrEncoding(Some(encoding)) => message!(
            "{cut}, or the encoding of the answer, {encoding}, is broken. Nothing was saved.",
            cut = cut,
            encoding = encoding
        ),
        Broken::CutOrEncoding(None) => message!(
            "{cut}, or the encoding of the answer is broken. Nothing was saved.",
            cut = cut
        ),
    })
}

fn wrong_length(came: u64, announced: u64) -> TaskError {
    TaskError::new(message!(
        "Wrong length: {came} bytes came, but the server announced {announced}. Nothing was saved.",
        came = came,
        announced = announced
    ))
}
