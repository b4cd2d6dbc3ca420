//! The task: its form, its sample, and one run.

use taskdeck::browser::{
    Encoded, Encoding, PickedFile, PickedFiles, PictureError, canvas, output_file, write_canvas,
};
use taskdeck::workers::{Job, Pool};
use taskdeck_core::{
    Arg, Field, FileHint, Message, Output, OutputPart, Params, RunContext, Task, TaskError, message,
};
use web_sys::Blob;

use super::{
    format::Format,
    open::{OpenError, Opened, open},
};
use crate::tasks::{
    amount,
    brief::{joined, sizes},
    likely,
    name::file_name,
    notes::with_notes,
    sample,
    several::{Ends, file_task},
};

/// The quality by default, in percent.
const QUALITY: u32 = 85;

/// The endings of images, for files without a media type.
const ENDINGS: [&str; 13] = [
    "png", "jpg", "jpeg", "jfif", "webp", "gif", "avif", "bmp", "ico", "svg", "svgz", "heic",
    "heif",
];

/// The error with which a worker passes a drawing on to the page. It is never shown.
const NEEDS_PAGE: &str = "This image needs the page";

/// Converts one image.
pub(in crate::tasks) fn convert_job() -> Job {
    Job::new("convert-images", "Convert images", convert)
}

pub(in crate::tasks) fn convert_images(pool: &Pool) -> Task {
    let job = convert_job();
    let in_worker = pool.in_worker(job.clone());
    let one = move |ctx: RunContext| {
        let in_worker = in_worker.clone();
        async move {
            match in_worker(ctx.clone()).await {
                Err(error) if error.message() == NEEDS_PAGE => convert(ctx).await,
                end => end,
            }
        }
    };
    file_task(&job, one, result_name, in_brief)
        .icon("image")
        .description(message!("Format and size, no metadata"))
        .field(Field::files("files", message!("Images"), "image/*").required())
        .field(
            Field::choice("format", message!("Format"), &Format::CHOICES).help(message!(
                "JPEG, PNG and WebP stay what they are; all others become WebP"
            )),
        )
        .field(
            Field::number("edge", message!("Longest edge, in pixels"), 1.0, 65_535.0).help(
                message!("Leave empty to keep the size. Only drawings (SVG) are made larger."),
            ),
        )
        .field(
            Field::number("quality", message!("Quality"), 1.0, 100.0)
                .default(QUALITY)
                .help(message!("For JPEG and WebP")),
        )
        .suits(|files| likely::of_kind(files, is_image))
        .sample(async || {
            let picture = draw_sample()
                .await
                .map_err(|error| TaskError::new(error.to_string()))?;
            let file = sample::named("sample.png", &js_sys::Array::of1(&picture), "image/png")?;
            let params = Params::new().with("format", "jpeg").with("edge", 800);
            Ok::<_, TaskError>(
                PickedFiles(vec![PickedFile::alone(file)]).into_params(params, "files"),
            )
        })
}

fn is_image(file: &FileHint<'_>) -> bool {
    file.media_type.starts_with("image/") || likely::ends_with(file, &ENDINGS)
}

/// Returns the name of the result for the image at this path, as far as its name tells.
fn result_name(params: &Params, path: &str) -> Option<String> {
    let name = file_name(path);
    let format = Format::chosen(params.text("format").unwrap_or_default());
    Some(
        format
            .unwrap_or_else(|| Format::kept_by_name(name))
            .name(name),
    )
}

/// *8 converted · 20.6 → 2.4 MB, −88 %*, or *8 converted · 1 unreadable*.
fn in_brief(ends: &Ends) -> Message {
    let (before, after) = ends.sizes();
    joined([
        message!("{number} converted", number = ends.done),
        match ends.failed {
            0 => sizes(before, after),
            failed => message!("{number} unreadable", number = failed),
        },
    ])
}

async fn convert(ctx: RunContext) -> Result<Output, TaskError> {
    let params = ctx.params();
    let picked = PickedFiles::of(params, "files");
    let picked = picked
        .first()
        .ok_or_else(|| TaskError::new(message!("There is no image to convert")))?;
    let chosen = Format::chosen(params.text("format").unwrap_or_default());
    let quality = params.number("quality").unwrap_or(QUALITY.into()) / 100.0;
    let edge = params.number("edge").map(|edge| edge as u32);
    let name = file_name(&picked.path);

    ctx.message(message!("Reading the image"));
    let image = match open(&ctx, &picked.file, name, edge).await {
        Ok(image) => image,
        Err(OpenError::NeedsPage) => return Err(TaskError::new(NEEDS_PAGE)),
        Err(OpenError::Failed(error)) => return Err(error),
    };
    ctx.checkpoint().await?;
    let format = chosen.unwrap_or_else(|| Format::kept(image.format));
    let (format, encoded) = match encode(&ctx, &image, format, quality).await {
        // WebP was not chosen, so another format will do.
        Err(PictureError::CannotWrite(_)) if chosen.is_none() => {
            let png = encode(&ctx, &image, Format::Png, quality).await;
            (Format::Png, png)
        }
        encoded => (format, encoded),
    };
    let encoded = encoded.map_err(|error| not_written(error, name, format))?;

    let mut notes = image.losses;
    if encoded.shows_background {
        notes.push(message!(
            "Transparent parts are white: JPEG has no transparency."
        ));
    }
    let (before, after) = (picked.file.size() as u64, encoded.blob.size() as u64);
    let details = details(image.before, before, image.after, after);
    let file = output_file(&format.name(name), encoded.blob).from_size(before);
    let output = Output::from(file)
        .and(details)
        .summary(sizes(before, after));
    Ok(with_notes(output, notes))
}

async fn encode(
    ctx: &RunContext,
    image: &Opened,
    format: Format,
    quality: f64,
) -> Result<Encoded, PictureError> {
    ctx.message(message!("Writing {format}", format = format.label()));
    let is_jpeg = format == Format::Jpeg;
    let encoding = Encoding {
        size: image.after,
        matrix: image.turn.matrix(image.after),
        media_type: format.media_type(),
        quality,
        // Transparent parts would be black.
        background: (is_jpeg && image.has_alpha).then_some("#ffffff"),
    };
    image.picture.encode(encoding).await
}

/// Returns pixels and bytes before and after.
fn details(
    pixels_before: (u32, u32),
    before: u64,
    pixels_after: (u32, u32),
    after: u64,
) -> OutputPart {
    let sizes = message!(
        "{before}, {from} → {after}, {to} ({share})",
        before = format!("{} × {}", pixels_before.0, pixels_before.1),
        from = Arg::bytes(before),
        after = format!("{} × {}", pixels_after.0, pixels_after.1),
        to = Arg::bytes(after),
        share = amount::share(before, after)
    );
    OutputPart::Text {
        label: message!("Size"),
        text: match after > before && before > 0 {
            true => message!("{sizes}: larger", sizes = sizes),
            false => sizes,
        },
    }
}

fn not_written(error: PictureError, name: &str, format: Format) -> TaskError {
    let label = format.label();
    match error {
        PictureError::TooLarge(..) => TaskError::new(message!(
            "{name}: {why}",
            name = name,
            why = error.message()
        ))
        .caused_by(message!("Choose a shorter longest edge")),
        PictureError::CannotWrite(instead) => TaskError::new(message!(
            "This browser cannot write {format}; it would have been {instead}",
            format = label,
            instead = instead
        )),
        PictureError::Undecodable(why) | PictureError::Other(why) => why.context(message!(
            "{name} could not be written as {format}",
            name = name,
            format = label
        )),
    }
}

/// Draws hills before an evening sky.
async fn draw_sample() -> Result<Blob, PictureError> {
    const WIDTH: u32 = 1_600;
    const HEIGHT: u32 = 1_200;
    let (canvas, context) = canvas(WIDTH, HEIGHT)?;
    for band in 0..HEIGHT / 8 {
        let hue = 215 + band;
        context.set_fill_style_str(&format!("hsl({hue} 70% {}%)", 30 + band / 4));
        context.fill_rect(0.0, f64::from(band * 8), WIDTH.into(), 8.0);
    }
    for hill in 0..5_u32 {
        context.set_fill_style_str(&format!("hsl(225 45% {}%)", 34 - hill * 6));
        for x in (0..WIDTH).step_by(4) {
            let wave =
                (f64::from(x) / (260.0 - f64::from(hill) * 24.0) + f64::from(hill) * 1.7).sin();
            let top = 640.0 + f64::from(hill) * 110.0 + wave * 70.0;
            context.fill_rect(x.into(), top, 4.0, f64::from(HEIGHT) - top);
        }
    }
    write_canvas(&canvas, "image/png", 1.0).await
}
