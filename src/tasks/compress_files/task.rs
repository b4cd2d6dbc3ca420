//! The task: its form, its sample, and one run.

use js_sys::Array;
use taskdeck::browser::{BlobReader, PickedFile, PickedFiles, blob, output_file};
use taskdeck::workers::{Job, Pool};
use taskdeck_core::{
    Arg, Field, FileHint, Message, Output, OutputPart, Params, RunContext, Task, TaskError, Unit,
    message,
};

use super::{pack::pack, unpack::unpack};
use crate::tasks::{
    amount,
    brief::{joined, sizes, unpacked},
    likely,
    name::{file_name, is_gz, without_gz},
    notes::with_notes,
    sample,
    several::{Ends, file_task},
};

/// The media type of a compressed file.
const GZIP: &str = "application/gzip";

/// The largest unpacked size by default, in MB.
const LIMIT: u32 = 2_000;

/// Compresses one file.
pub(in crate::tasks) fn compress_job() -> Job {
    Job::new("compress-files", "Compress files", compress)
}

pub(in crate::tasks) fn compress_files(pool: &Pool) -> Task {
    let job = compress_job();
    file_task(&job, pool.in_worker(job.clone()), result_name, in_brief)
        .icon("archive")
        .description(message!("Makes .gz files, or unpacks them"))
        .unit(Unit::Bytes)
        .field(Field::files("files", message!("Files"), "").required())
        .field(Field::choice(
            "mode",
            message!("Action"),
            &[
                ("auto", message!("Unpack .gz files, compress all others")),
                ("gzip", message!("Compress (gzip)")),
                ("gunzip", message!("Unpack")),
            ],
        ))
        .field(
            Field::number("limit", message!("Largest output, in MB"), 1.0, 1_000_000.0)
                .default(LIMIT)
                .help(message!(
                    "Unpacking stops here. A small file can unpack to an endless one."
                )),
        )
        .run_label(|params| unpacks_all(params).then_some(message!("Unpack")))
        .suits(|files| likely::of_kind(files, is_compressed).max(likely::POSSIBLE))
        .sample(sample_params)
}

fn is_compressed(file: &FileHint<'_>) -> bool {
    is_gz(file.path) || matches!(file.media_type, GZIP | "application/x-gzip")
}

/// Returns whether a form with these parameters only unpacks, as far as names tell.
fn unpacks_all(params: &Params) -> bool {
    let files = PickedFiles::of(params, "files");
    let all_packed = || !files.is_empty() && files.iter().all(|file| is_gz(&file.path));
    chosen(params).unwrap_or_else(all_packed)
}

/// Returns whether to unpack; `None` where the files decide.
fn chosen(params: &Params) -> Option<bool> {
    match params.text("mode") {
        Some("gzip") => Some(false),
        Some("gunzip") => Some(true),
        _ => None,
    }
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

/// Returns the name of the result for the file at this path, as far as its name tells.
fn result_name(params: &Params, path: &str) -> Option<String> {
    let name = file_name(path);
    Some(match chosen(params).unwrap_or_else(|| is_gz(name)) {
        true => without_gz(name),
        false => format!("{name}.gz"),
    })
}

/// *3 files · 12 → 4 MB, −67 %*, *3 files · 12 MB from 4 MB*, or *2 files · 1 failed*.
fn in_brief(ends: &Ends) -> Message {
    let (before, after) = ends.sizes();
    let all_unpacked = ends.made.iter().all(|file| *file.media_type != *GZIP);
    joined([
        message!("1 file|{count} files", count = ends.done),
        match ends.failed {
            0 if all_unpacked => unpacked(before, after),
            0 => sizes(before, after),
            failed => message!("{number} failed", number = failed),
        },
    ])
}

async fn compress(ctx: RunContext) -> Result<Output, TaskError> {
    let params = ctx.params();
    let picked = PickedFiles::of(params, "files");
    let picked = picked
        .first()
        .ok_or_else(|| TaskError::new(message!("There is no file to compress")))?;
    let name = file_name(&picked.path);
    let unpacks = match chosen(params) {
        Some(chosen) => chosen,
        None => is_gz(name) || begins_as_gzip(&picked.file).await,
    };
    let (name, media_type, made, note) = if unpacks {
        let limit = params.number("limit").unwrap_or(LIMIT.into()) as u64 * 1_000_000;
        let (made, trailing) = unpack(&ctx, &picked.file, limit).await?;
        let media_type = "application/octet-stream";
        (without_gz(name), media_type, made, trailing.note())
    } else {
        let made = pack(&ctx, &picked.file).await?;
        (format!("{name}.gz"), GZIP, made, None)
    };
    let file = made.finish(media_type).await?;
    let (before, after) = (picked.file.size() as u64, file.size() as u64);
    let details = OutputPart::Text {
        label: message!("Size"),
        text: message!(
            "{before} → {after} ({share})",
            before = Arg::bytes(before),
            after = Arg::bytes(after),
            share = amount::share(before, after)
        ),
    };
    let summary = match unpacks {
        true => unpacked(before, after),
        false => sizes(before, after),
    };
    let output = Output::from(output_file(&name, file).from_size(before));
    Ok(with_notes(output.and(details).summary(summary), note))
}

/// Returns whether a file begins like a gzip file. The error of one that cannot be read comes when it is compressed.
async fn begins_as_gzip(file: &web_sys::Blob) -> bool {
    let Ok(mut reader) = BlobReader::part(file, 0, 3) else {
        return false;
    };
    match reader.next().await {
        Ok(Some(beginning)) => beginning.to_vec() == [0x1f, 0x8b, 8],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_is_unpacked_unless_chosen_otherwise() {
        let name = |mode: Option<&str>, path| {
            let params = mode.map_or(Params::new(), |mode| Params::new().with("mode", mode));
            result_name(&params, path).unwrap()
        };
        assert_eq!(name(None, "in/a.csv.gz"), "a.csv");
        assert_eq!(name(Some("auto"), "a.csv"), "a.csv.gz");
        assert_eq!(name(Some("gzip"), "a.csv.gz"), "a.csv.gz.gz");
        assert_eq!(name(Some("gunzip"), "a.bin"), "a.bin.out");
    }

    #[test]
    fn the_button_names_what_is_chosen() {
        let task = compress_files(&Pool::on_page());
        let label = |mode| task.label_for(&Params::new().with("mode", mode));
        assert_eq!(label("auto"), None);
        assert_eq!(label("gzip"), None);
        assert_eq!(label("gunzip"), Some("Unpack".into()));
    }
}
