//! An image file opened: decoded, with what is known of it, or with the reason why it cannot be.

use taskdeck::browser::{BlobReader, Picture, PictureError, canvas, has_page};
use taskdeck_core::{Arg, Message, RunContext, TaskError, message};
use web_sys::File;

use super::{
    drawing::{Drawing, DrawingError, text_of},
    format::{draw_at, fit},
    turning::left_to_turn,
};
use crate::tasks::{
    file_kind::{ENOUGH, kind_of},
    gunzip::Gunzip,
    image_file::{ImageFile, ImageFormat, Orientation},
};

/// The number of pixels that every browser decodes.
const SMALL: u64 = 4_096 * 4_096;

/// An image that can be written in another format.
pub(super) struct Opened {
    pub(super) picture: Picture,
    /// Its format; `None` when it is none of those that every browser reads.
    pub(super) format: Option<ImageFormat>,
    /// Width and height of the upright picture.
    pub(super) before: (u32, u32),
    /// Width and height of the result.
    pub(super) after: (u32, u32),
    pub(super) turn: Orientation,
    pub(super) has_alpha: bool,
    /// What the conversion loses, one sentence each.
    pub(super) losses: Vec<Message>,
}

/// Why an image was not opened.
pub(super) enum OpenError {
    /// It is a drawing, which only a page can draw.
    NeedsPage,
    Failed(TaskError),
}

impl From<TaskError> for OpenError {
    fn from(error: TaskError) -> Self {
        Self::Failed(error)
    }
}

/// Opens an image file, to be written with this longest edge.
///
/// # Errors
///
/// The file cannot be opened. The error names the file and the reason.
pub(super) async fn open(
    ctx: &RunContext,
    file: &File,
    name: &str,
    edge: Option<u32>,
) -> Result<Opened, OpenError> {
    let bytes = read(ctx, file).await?;
    let bytes = drawing_in(&bytes).unwrap_or(bytes);
    let known = ImageFile::of(&bytes);
    if known.format == Some(ImageFormat::Svg) || is_called_drawing(file, name) && is_markup(&bytes)
    {
        return if has_page() {
            Ok(draw(&text_of(&bytes), name, edge).await?)
        } else {
            Err(OpenError::NeedsPage)
        };
    }
    if let Some(damage) = &known.damage {
        return Err(TaskError::new(message!(
            "{name} is damaged: {damage}",
            name = name,
            damage = damage
        ))
        .into());
    }
    ctx.checkpoint().await.map_err(TaskError::from)?;
    let picture = match Picture::decode(file).await {
        Ok(picture) => picture,
        Err(error) => return Err(undecodable(error, name, &known, &bytes).into()),
    };
    let turn = left_to_turn(&known).await?;
    let before = turn.upright(picture.size());
    Ok(Opened {
        picture,
        format: known.format,
        before,
        after: fit(before, edge),
        turn,
        has_alpha: known.has_alpha,
        losses: known.losses,
    })
}

async fn read(ctx: &RunContext, file: &File) -> Result<Vec<u8>, TaskError> {
    let mut reader = BlobReader::new(file)?;
    let mut bytes = Vec::new();
    let size = reader.size();
    let room = usize::try_from(size).ok();
    room.and_then(|room| bytes.try_reserve_exact(room).ok())
        .ok_or_else(|| {
            TaskError::new(message!(
                "There is no memory for a file of {size}",
                size = Arg::bytes(size)
            ))
        })?;
    while let Some(piece) = reader.next().await? {
        let from = bytes.len();
        bytes.resize(from + piece.length() as usize, 0);
        piece.copy_to(&mut bytes[from..]);
        ctx.checkpoint().await?;
    }
    Ok(bytes)
}

/// Unpacks the drawing in a gzip file (`.svgz`).
fn drawing_in(bytes: &[u8]) -> Option<Vec<u8>> {
    /// Browsers draw nothing of this size.
    const MOST: usize = 64 << 20;
    if kind_of(bytes).is_none_or(|kind| kind != "a gzip file") {
        return None;
    }
    let mut gunzip = Gunzip::new();
    let mut rest = bytes;
    let mut drawing = Vec::new();
    loop {
        let piece = gunzip.unpack(&mut rest).ok()?;
        if piece.is_empty() {
            break;
        }
        drawing.extend_from_slice(piece);
        if drawing.len() > MOST {
            return None;
        }
    }
    gunzip.end().ok()?;
    is_markup(&drawing).then_some(drawing)
}

/// Returns whether a file is a drawing by its name or type. Its text may begin with more than `kind_of` reads.
fn is_called_drawing(file: &File, name: &str) -> bool {
    file.type_() == "image/svg+xml" || name.to_ascii_lowercase().ends_with(".svg")
}

fn is_markup(bytes: &[u8]) -> bool {
    let start = text_of(&bytes[..bytes.len().min(ENOUGH)])
        .trim_start()
        .to_owned();
    start.starts_with('<') && kind_of(bytes).is_none_or(|kind| kind != "a web page (HTML)")
}

async fn draw(text: &str, name: &str, edge: Option<u32>) -> Result<Opened, TaskError> {
    let drawing =
        Drawing::parse(text).map_err(|error: DrawingError| TaskError::new(error.message(name)))?;
    let drawn = drawing.size();
    let after = draw_at(drawn, edge);
    let picture = Picture::draw(&drawing.at_size(after))
        .await
        .map_err(|error| match error {
            PictureError::Undecodable(why) | PictureError::Other(why) => why.context(message!(
                "{name} is a drawing that this browser cannot draw",
                name = name
            )),
            error => TaskError::new(message!(
                "{name}: {why}",
                name = name,
                why = error.message()
            )),
        })?;
    Ok(Opened {
        picture,
        format: Some(ImageFormat::Svg),
        before: draw_at(drawn, None),
        after,
        turn: Orientation::default(),
        has_alpha: true,
        losses: drawing.into_losses(),
    })
}

/// Returns the error of a file that the browser does not decode.
fn undecodable(error: PictureError, name: &str, known: &ImageFile, bytes: &[u8]) -> TaskError {
    let why = match error {
        PictureError::Undecodable(why) | PictureError::Other(why) => why,
        error => {
            return TaskError::new(message!(
                "{name}: {why}",
                name = name,
                why = error.message()
            ));
        }
    };
    if let Some(kind) = &known.unsupported {
        return why.context(message!(
            "{name} is {kind}, which this browser cannot read",
            name = name,
            kind = kind
        ));
    }
    let Some(format) = known.format else {
        return why.context(foreign(name, bytes));
    };
    let label = format.label();
    let Some((width, height)) = known.size else {
        return why.context(message!(
            "{name} is damaged: its {format} data cannot be decoded",
            name = name,
            format = label
        ));
    };
    if width == 0 || height == 0 {
        return why.context(message!(
            "{name} has no size: it is {width} × {height} pixels",
            name = name,
            width = width,
            height = height
        ));
    }
    if let Err(too_large @ PictureError::TooLarge(..)) = canvas(width, height) {
        return why.context(message!(
            "{name}: {why}",
            name = name,
            why = too_large.message()
        ));
    }
    let size = message!(
        "{width} × {height} pixels",
        width = width.to_string(),
        height = height.to_string()
    );
    // A PNG has been unpacked to its last row. Browsers differ in what they read of AVIF, and in how much
    // memory a large picture may take.
    let is_read_by_all = !matches!(format, ImageFormat::Png | ImageFormat::Avif);
    let is_small = u64::from(width) * u64::from(height) <= SMALL;
    why.context(if is_read_by_all && is_small {
        message!(
            "{name} is damaged: its {format} data of {size} cannot be decoded",
            name = name,
            format = label,
            size = size
        )
    } else {
        message!(
            "{name} cannot be decoded by this browser: {format}, {size}",
            name = name,
            format = label,
            size = size
        )
    })
}

/// Returns the error of a file that is not an image, or one that not every browser reads.
fn foreign(name: &str, bytes: &[u8]) -> Message {
    match kind_of(bytes) {
        Some(kind) if kind == "empty" => message!("{name} is empty", name = name),
        Some(kind) if kind.english().contains("image") => {
            message!(
                "{name} is {kind}, which this browser cannot read",
                name = name,
                kind = kind
            )
        }
        Some(kind) => message!(
            "{name} is not an image: it is {kind}",
            name = name,
            kind = kind
        ),
        None => message!(
            "{name} is not an image that this browser can read",
            name = name
        ),
    }
}
