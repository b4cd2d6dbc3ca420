//! The task: its form, its sample, and one run.

use js_sys::Array;
use taskdeck::browser::{PickedFile, PickedFiles, blob, output_file};
use taskdeck::workers::{Job, Pool};
use taskdeck_core::{
    Arg, Field, Output, OutputPart, Params, RunContext, Task, TaskError, Unit, message,
};

use super::{pack::pack, unpack::unpack};
use crate::tasks::{
    amount,
    name::{file_name, without_gz},
    notes::with_notes,
    sample,
    several::file_task,
};

/// The largest unpacked size by default, in MB.
const LIMIT: u32 = 2_000;

/// Compresses one file.
pub(in crate::tasks) fn compress_job() -> Job {
    Job::new("compress-files", "Compress files", compress)
}

pub(in crate::tasks) fn compress_files(pool: &Pool) -> Task {
    let job = compress_job();
    file_task(&job, pool.in_worker(job.clone()), result_name)
        .icon("archive")
        .description(message!("Compresses files with gzip, or unpacks them"))
        .unit(Unit::Bytes)
        .field(Field::files("files", message!("Files"), "").required())
        .field(Field::choice(
            "mode",
            message!("Mode"),
            &[
                ("gzip", message!("Compress (gzip)")),
                ("gunzip", message!("Un-gzip")),
            ],
        ))
        .field(
            Field::number("limit", message!("Largest output, in MB"), 1.0, 1_000_000.0)
                .default(LIMIT)
                .help(message!(
                    "Unpacking stops here. A small file can unpack to an endless one."
                )),
        )
        .sample(sample_params)
}

async fn sample_params() -> Result<Params, TaskError> {
    let mut lines = String::new();
    for number in 0..20_000_u32 {
        let millis = number.wrapping_mul(2_654_435_761) % 900;
        lines.push_str(&format!(
            "2026-11-20T12:{:02}:{:02} GET /page/{number} 200 {millis} ms\n",
            number / 60 % 60,
            number % 60,
        ));
    }
    let page = blob(&Array::of1(&lines.into()), "")?;
    let parts: Array = (0..16).map(|_| page.clone()).collect();
    let file = sample::named("sample.log", &parts, "text/plain")?;
    Ok(PickedFiles(vec![PickedFile::alone(file)]).into_params(Params::new(), "files"))
}

/// Returns the name of the result for the file at this path.
fn result_name(params: &Params, path: &str) -> Option<String> {
    let name = file_name(path);
    Some(match params.text("mode") {
        Some("gunzip") => without_gz(name),
        _ => format!("{name}.gz"),
    })
}

async fn compress(ctx: RunContext) -> Result<Output, TaskError> {
    let params = ctx.params();
    let picked = PickedFiles::of(params, "files");
    let picked = picked
        .first()
        .ok_or_else(|| TaskError::new(message!("There is no file to compress")))?;
    let name = file_name(&picked.path);
    let (name, media_type, made, note) = match params.text("mode") {
        Some("gunzip") => {
            let limit = params.number("limit").unwrap_or(LIMIT.into()) as u64 * 1_000_000;
            let (made, trailing) = unpack(&ctx, &picked.file, limit).await?;
            (
                without_gz(name),
                "application/octet-stream",
                made,
                trailing.note(),
            )
        }
        _ => {
            let made = pack(&ctx, &picked.file).await?;
            (format!("{name}.gz"), "application/gzip", made, None)
        }
    };
    let file = made.finish(media_type).await?;
    let (before, after) = (picked.file.size() as u64, file.size() as u64);
    let sizes = message!(
        "{before} → {after} ({share})",
        before = Arg::bytes(before),
        after = Arg::bytes(after),
        share = amount::share(before, after)
    );
    let sizes = Output::from(OutputPart::Text {
        label: message!("Size"),
        text: sizes,
    });
    Ok(with_notes(sizes, note).and(output_file(&name, file)))
}
