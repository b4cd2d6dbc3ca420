//! The task: its form, its sample, and one run.

use js_sys::{Array, Uint8Array};
use taskdeck::browser::{BlobReader, FileBuilder, PickedFile, PickedFiles, output_file};
use taskdeck::workers::{Job, Pool};
use taskdeck_core::{
    Field, FileHint, Message, Output, Params, RunContext, Task, TaskError, Unit, message,
};

use super::{
    csv::{self, COMMENTS, DELIMITERS, HeaderAt, QUOTES, Sign},
    detect::Hints,
    encoding::Encoding,
    form::{Form, Target},
    inspection::Inspection,
    report,
    source::name_within,
};
use crate::tasks::{
    brief::joined,
    likely,
    name::{file_name, with_ending},
    sample,
    several::{Ends, file_task},
};

/// The bytes that are read between two checkpoints: a few milliseconds of work.
const STEP: u32 = 256 << 10;

/// The files that a form accepts, by ending too: many systems know no media type for them.
const ACCEPTED: &str = ".csv,.tsv,.tab,.psv,.json,.ndjson,.jsonl,.txt,.log,.gz,text/*,application/json,application/gzip";

/// Inspects one file.
pub(in crate::tasks) fn inspect_job() -> Job {
    Job::new("inspect-data", "Inspect data", inspect)
}

pub(in crate::tasks) fn inspect_data(pool: &Pool) -> Task {
    let forms = || Form::CHOICES.map(|(value, label)| (value, Message::from(label)));
    let formats = detected(forms());
    let other = [
        ("other", message!("CSV to NDJSON, JSON to CSV")),
        ("none", message!("Nothing")),
    ];
    let targets: Vec<_> = other.into_iter().chain(forms()).collect();
    let delimiters = detected(DELIMITERS.iter().map(Sign::choice));
    let quotes = detected(QUOTES.iter().map(Sign::choice));
    let comments = detected(COMMENTS.map(|(value, sign)| {
        let label = sign.map_or(message!("None"), Into::into);
        (value, label)
    }));
    let encodings = detected(Encoding::choices());
    let job = inspect_job();
    file_task(&job, pool.in_worker(job.clone()), result_name, in_brief)
        .icon("table")
        .description(message!("CSV and JSON: types, problems"))
        .unit(Unit::Bytes)
        .field(Field::files("files", message!("Files"), ACCEPTED).required())
        .field(Field::choice("format", message!("Format"), &formats))
        .field(Field::choice("target", message!("Convert to"), &targets))
        .field(Field::choice(
            "delimiter",
            message!("Delimiter of a CSV"),
            &delimiters,
        ))
        .field(Field::choice("encoding", message!("Encoding"), &encodings))
        .field(Field::choice("quote", message!("Quotes of a CSV"), &quotes))
        .field(
            Field::text("header", message!("Header row of a CSV"))
                .help(message!(
                    "Leave empty to detect it, or write a line (3), lines (3-4) or none"
                ))
                .checked(|value| HeaderAt::parse(value.as_str().unwrap_or_default()).map(drop)),
        )
        .field(Field::choice(
            "comment",
            message!("Comments of a CSV begin with"),
            &comments,
        ))
        .suits(|files| likely::of_kind(files, is_data))
        .sample(async || {
            let parts = Array::of1(&sample_text().into());
            let file = sample::named("sample.csv", &parts, "text/csv")?;
            let files = PickedFiles(vec![PickedFile::alone(file)]);
            Ok::<_, TaskError>(files.into_params(Params::new(), "files"))
        })
}

fn is_data(file: &FileHint<'_>) -> bool {
    const ENDINGS: [&str; 7] = ["csv", "tsv", "tab", "psv", "json", "ndjson", "jsonl"];
    likely::ends_with(file, &ENDINGS) || matches!(file.media_type, "text/csv" | "application/json")
}

/// *3 inspected · 1 with problems · 1 failed*.
fn in_brief(ends: &Ends) -> Message {
    joined([
        message!("{number} inspected", number = ends.done),
        match ends.with_problems {
            0 => Message::EMPTY,
            number => message!("{number} with problems", number = number),
        },
        match ends.failed {
            0 => Message::EMPTY,
            number => message!("{number} failed", number = number),
        },
    ])
}

/// Returns the choices of a field, with *Detect* before them.
fn detected(
    choices: impl IntoIterator<Item = (&'static str, Message)>,
) -> Vec<(&'static str, Message)> {
    [("detect", message!("Detect"))]
        .into_iter()
        .chain(choices)
        .collect()
}

/// Returns the chosen sign; `None` if it has to be detected.
fn chosen<T: Copy>(signs: &[Sign<T>], value: &str) -> Option<T> {
    let chosen = signs.iter().find(|sign| sign.value == value);
    chosen.map(|chosen| chosen.sign)
}

/// Returns the ending of a name in lower case.
fn ending(name: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.to_ascii_lowercase()
}

/// Returns the name of the result for the file at this path, if the file has the form of its name.
fn result_name(params: &Params, path: &str) -> Option<String> {
    let name = file_name(path);
    let by_name = match name.rsplit('.').next() {
        Some("json") => Form::Json,
        Some("ndjson" | "jsonl") => Form::Ndjson,
        _ => Form::Csv,
    };
    let form = Form::of_value(params.text("format").unwrap_or_default()).unwrap_or(by_name);
    let target = Target::of_value(params.text("target").unwrap_or_default()).of_form(form)?;
    Some(with_ending(name, target.ending()))
}

/// Returns a month of a small weather station, with gaps, and a line that was cut short.
fn sample_text() -> String {
    let mut text = String::from("time,station,temperature,humidity,note\n");
    for hour in 0..720_u32 {
        let (day, of_day) = (1 + hour / 24, hour % 24);
        let noise = hour.wrapping_mul(2_654_435_761) >> 22;
        let temperature = 40 + (of_day * (24 - of_day)) / 2 + noise % 30;
        let humidity = if hour % 50 == 17 {
            String::new()
        } else {
            (55 + noise % 40).to_string()
        };
        let note = if hour % 240 == 100 {
            "\"cleaned, \"\"as new\"\"\""
        } else {
            ""
        };
        text.push_str(&format!("2026-11-{day:02}T{of_day:02}:00Z,north"));
        if hour != 400 {
            text.push_str(&format!(
                ",{}.{},{humidity},{note}",
                temperature / 10,
                temperature % 10
            ));
        }
        text.push('\n');
    }
    text
}

/// Inspects the file of a run.
///
/// # Errors
///
/// The file cannot be read, is not text, or nothing in it could be understood. The error says where.
async fn inspect(ctx: RunContext) -> Result<Output, TaskError> {
    let params = ctx.params();
    let picked = PickedFiles::of(params, "files");
    let picked = picked
        .first()
        .ok_or_else(|| TaskError::new(message!("There is no file to inspect")))?;
    let value = |name: &str| params.text(name).unwrap_or_default();
    let name = name_within(file_name(&picked.path));
    let hints = Hints {
        form: Form::of_value(value("format")),
        csv: csv::Hints {
            ending: ending(&name),
            delimiter: chosen(&DELIMITERS, value("delimiter")),
            quote: chosen(&QUOTES, value("quote")),
            comment: COMMENTS
                .iter()
                .find(|(name, _)| *name == value("comment"))
                .map(|(_, sign)| *sign),
            header: HeaderAt::parse(value("header")).map_err(TaskError::new)?,
        },
        encoding: Encoding::of_value(value("encoding")),
        name: name.clone(),
    };
    let target = Target::of_value(value("target"));

    let mut inspection = Inspection::new(hints, target);
    let mut made = read(&ctx, &picked.file, &mut inspection).await?;
    if inspection.needs_second_pass() {
        inspection = inspection.second_pass();
        let is_planned = inspection.plans_two_passes() == Some(true);
        ctx.message(if is_planned {
            message!("Converting")
        } else {
            message!("Reading the file again, now that its columns are known")
        });
        made = read(&ctx, &picked.file, &mut inspection).await?;
    }

    let size = picked.file.size() as u64;
    let file = match inspection.target() {
        Some(form) => {
            let name = with_ending(&name, form.ending());
            Some(output_file(&name, made.finish(form.media_type()).await?))
        }
        None => None,
    };
    Ok(report::output(&inspection, size, file))
}

/// Reads a file as far as it can be read, and returns the converted file.
async fn read(
    ctx: &RunContext,
    file: &web_sys::Blob,
    inspection: &mut Inspection,
) -> Result<FileBuilder, TaskError> {
    let mut made = FileBuilder::new();
    let mut reader = BlobReader::new(file)?;
    let size = reader.size();
    let mut buffer = vec![0; STEP as usize];
    let mut done = 0;
    report_progress(ctx, inspection, done, size);
    'file: while let Some(piece) = reader.next().await? {
        for from in (0..piece.length()).step_by(STEP as usize) {
            let step = piece.subarray(from, piece.length().min(from + STEP));
            let bytes = &mut buffer[..step.length() as usize];
            step.copy_to(bytes);
            let mut rest = &*bytes;
            while !rest.is_empty() {
                let part = rest.split_off(..rest.len().min(inspection.step()));
                inspection
                    .read(part.unwrap_or_default())
                    .map_err(TaskError::new)?;
                write(inspection, &mut made).await?;
            }
            done += bytes.len() as u64;
            report_progress(ctx, inspection, done, size);
            ctx.checkpoint().await?;
            if inspection.is_over() {
                break 'file;
            }
        }
    }
    let end = inspection.end();
    if let Err(why) = end {
        if inspection.is_known() {
            ctx.output(report::output(inspection, size, None));
        }
        return Err(TaskError::new(why));
    }
    write(inspection, &mut made).await?;
    report_progress(ctx, inspection, size, size);
    Ok(made)
}

/// Reports the progress of all passes together. It is 0 while the number of passes is unknown, so that it never
/// decreases. A second pass that was not planned is counted alone.
fn report_progress(ctx: &RunContext, inspection: &Inspection, done: u64, size: u64) {
    match inspection.plans_two_passes() {
        None => ctx.progress(0, size),
        Some(false) => ctx.progress(done, size),
        // The total stays the size of the file, so each pass counts half.
        Some(true) if inspection.is_second_pass() => ctx.progress((size + done) / 2, size),
        Some(true) => ctx.progress(done / 2, size),
    }
}

async fn write(inspection: &mut Inspection, made: &mut FileBuilder) -> Result<(), TaskError> {
    let written = inspection.take_written();
    if written.is_empty() {
        return Ok(());
    }
    made.write(&Uint8Array::from(&*written)).await
}
