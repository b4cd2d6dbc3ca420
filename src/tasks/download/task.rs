//! The task: its form, its sample, and the run that streams an address into a file to save.

use serde_json::Value;
use taskdeck_browser::{
    Answer, FileBuilder, Visitor, fetch, is_address, output_file, program_address,
};
use taskdeck_core::{Field, Output, Params, RunContext, Task, TaskError, Unit};

use super::{content_range::ContentRange, naming::Source};
use crate::tasks::{
    address,
    body::{self, Broken, WrongLength},
    pace::Pace,
    reach::{Unread, status_words},
    size::grouped,
};

pub(in crate::tasks) fn download() -> Task {
    Task::new("download", "Download", run)
        .icon("download")
        .description("Streams an address into a file; a cancel closes the connection")
        .unit(Unit::Bytes)
        .field(
            Field::text("address", "Address")
                .required()
                .help("https://… of a site that lets pages read it")
                .checked(check),
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
            let address = program_address()
                .ok_or_else(|| TaskError::new("This page has no address to download from"))?;
            Ok::<_, TaskError>(Params::new().with("address", address))
        })
}

fn check(value: &Value) -> Result<(), String> {
    let text = address::check(value.as_str().unwrap_or_default())?;
    if is_address(text) {
        Ok(())
    } else {
        Err("The browser cannot make sense of this address".to_owned())
    }
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
    Ok(Output::from(output_file(
        &source.name(),
        file.finish(&media_type).await?,
    )))
}

/// The length of the file that an answer promises, if it is known. An answer that holds no file, or part of one, is an error.
fn expected(answer: &Answer) -> Result<Option<u64>, TaskError> {
    let words = status_words(answer.status(), &answer.status_text());
    match answer.status() {
        204 | 205 => Err(TaskError::new(format!(
            "The server answered {words}: there is nothing to save"
        ))),
        206 => {
            let range = answer.header("content-range");
            let range = range.as_deref().and_then(ContentRange::read);
            // No range was requested: a part is the file only where it says that it is all of it.
            match range.and_then(ContentRange::whole) {
                Some(whole) => Ok(Some(whole)),
                None => Err(only_a_part(&words, range)),
            }
        }
        _ if answer.is_ok() => Ok(answer.length()),
        _ => Err(TaskError::new(format!("The server answered {words}"))),
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
    let part = match range.map(ContentRange::lengths) {
        Some((part, Some(whole))) => {
            format!(": {} of {} bytes", grouped(part), grouped(whole))
        }
        Some((part, None)) => format!(": {} bytes", grouped(part)),
        None => String::new(),
    };
    TaskError::new(format!(
        "The server sent only a part of the file ({words}){part}; nothing was saved"
    ))
}

fn broke_off(broken: &Broken, done: u64, length: Option<u64>) -> TaskError {
    let of = length.map_or(String::new(), |length| format!(" of {}", grouped(length)));
    let cut = format!("The connection was cut after {}{of} bytes", grouped(done));
    let message = match broken {
        Broken::Cut => cut,
        Broken::Encoding(encoding) => {
            format!("The answer could not be unpacked: its encoding, {encoding}, is broken")
        }
        Broken::CutOrEncoding(Some(encoding)) => {
            format!("{cut}, or the encoding of the answer, {encoding}, is broken")
        }
        Broken::CutOrEncoding(None) => format!("{cut}, or the encoding of the answer is broken"),
    };
    TaskError::new(format!("{message}; nothing was saved"))
}

fn wrong_length(came: u64, announced: u64) -> TaskError {
    TaskError::new(format!(
        "Wrong length: {} bytes came, and the server had announced {}; nothing was saved",
        grouped(came),
        grouped(announced)
    ))
}
