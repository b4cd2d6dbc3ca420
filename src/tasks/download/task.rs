//! The task: its form, its sample, and the run that streams an address into a file to save.

use serde_json::Value;
use taskdeck_core::{Field, Output, Params, RunContext, Task, TaskError, Unit};

use super::naming::Source;
use crate::{
    browser::{Answer, FileBuilder, fetch, is_address, output_file, program_address},
    tasks::{
        address,
        pace::Pace,
        reach::{Unread, status_words},
        size::grouped,
    },
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
    let answer = match fetch(address).await {
        Ok(answer) => answer,
        Err(error) => return Err(Unread::find_out(address).await.error(address, &error)),
    };
    if !answer.is_ok() {
        let words = status_words(answer.status(), &answer.status_text());
        return Err(TaskError::new(format!("The server answered {words}")).caused_by(address));
    }
    let file = read(&ctx, &answer).await?;
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

async fn read(ctx: &RunContext, answer: &Answer) -> Result<FileBuilder, TaskError> {
    let length = answer.length();
    let mut file = FileBuilder::new();
    let pace = Pace::new();
    report(ctx, 0, length);
    let Some(mut body) = answer.body()? else {
        return Ok(file);
    };
    loop {
        let piece = body
            .next()
            .await
            .map_err(|error| cut(file.size(), length).caused_by(error.message()))?;
        let Some(piece) = piece else { break };
        file.write(&piece).await?;
        report(ctx, file.size(), length);
        pace.step(ctx).await?;
    }
    match length {
        // Where headers are hidden, the one may be that says that the length is of something else.
        Some(length) if length != file.size() && answer.shows_all_headers() => {
            Err(wrong_length(file.size(), length))
        }
        _ => Ok(file),
    }
}

fn report(ctx: &RunContext, done: u64, length: Option<u64>) {
    match length {
        Some(length) if done <= length => ctx.progress(done, length),
        _ => ctx.progress_so_far(done),
    }
}

fn cut(done: u64, length: Option<u64>) -> TaskError {
    let of = length.map_or(String::new(), |length| format!(" of {}", grouped(length)));
    TaskError::new(format!(
        "The connection was cut after {}{of} bytes; nothing was saved",
        grouped(done)
    ))
}

fn wrong_length(done: u64, length: u64) -> TaskError {
    TaskError::new(format!(
        "Wrong length: {} bytes came, and the server had announced {}; nothing was saved",
        grouped(done),
        grouped(length)
    ))
}
