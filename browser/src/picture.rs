//! Pictures: decoded, scaled, written in another format.

use std::fmt;

use js_sys::{Promise, Reflect};
use taskdeck_core::{Message, TaskError, message};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, HtmlImageElement, ImageBitmap, ImageEncodeOptions, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d,
};

use super::{
    promise::{called, settled},
    scope::scope,
};

/// Up to this edge and area every browser has canvases; larger ones are tried out first.
const SURE_EDGE: u32 = 4_096;

/// A picture that the browser has decoded. Dropping it frees its pixels.
#[derive(Debug)]
pub enum Picture {
    /// Pixels.
    Bitmap(ImageBitmap),
    /// A drawing, which the browser decodes only as an element.
    Drawing(Element),
}

/// How a picture is written.
#[derive(Clone, Copy, Debug)]
pub struct Encoding<'a> {
    /// Width and height.
    pub size: (u32, u32),
    /// The matrix that draws a unit square into a canvas of this size.
    pub matrix: [f64; 6],
    /// The media type of the file, such as `image/webp`.
    pub media_type: &'a str,
    /// From 0 to 1, for formats that lose something.
    pub quality: f64,
    /// What stands behind transparent parts, where the format has none.
    pub background: Option<&'a str>,
}

/// A picture that has been written.
#[derive(Debug)]
pub struct Encoded {
    /// The file.
    pub blob: Blob,
    /// Whether the background can be seen; `false` where there is none.
    pub shows_background: bool,
}

/// Why a picture was not decoded or written.
#[derive(Debug)]
pub enum PictureError {
    /// The browser decodes no picture from the file.
    Undecodable(TaskError),
    /// There is no canvas of this width and height.
    TooLarge(u32, u32),
    /// The browser has no encoder for this media type, and would write another.
    CannotWrite(String),
    /// Anything else, in the browser's words.
    Other(TaskError),
}

impl Picture {
    /// Decodes a file of pixels, on a page or in a worker.
    pub async fn decode(file: &Blob) -> Result<Self, PictureError> {
        let bitmap = called(scope().create_image_bitmap_with_blob(file));
        let bitmap = settled(bitmap.map_err(PictureError::Undecodable)?).await;
        bitmap.map(Self::Bitmap).map_err(PictureError::Undecodable)
    }

    /// Reads the text of a drawing, which only a page does.
    pub async fn draw(svg: &str) -> Result<Self, PictureError> {
        let element = Element::load(svg).await;
        element
            .map(Self::Drawing)
            .map_err(PictureError::Undecodable)
    }

    /// Width and height.
    pub fn size(&self) -> (u32, u32) {
        match self {
            Self::Bitmap(bitmap) => (bitmap.width(), bitmap.height()),
            Self::Drawing(element) => element.size(),
        }
    }

    /// Writes the picture.
    pub async fn encode(&self, wanted: Encoding<'_>) -> Result<Encoded, PictureError> {
        let (width, height) = wanted.size;
        let (canvas, context) = canvas(width, height)?;
        called(Reflect::set(
            &context,
            &"imageSmoothingQuality".into(),
            &"high".into(),
        ))
        .map_err(PictureError::Other)?;
        called(self.paint(&context, wanted.matrix)).map_err(PictureError::Other)?;
        let shows_background = match wanted.background {
            None => false,
            Some(colour) => {
                let shows =
                    has_transparent_pixel(&context, width, height).map_err(PictureError::Other)?;
                fill_behind(&context, colour, width, height).map_err(PictureError::Other)?;
                shows
            }
        };
        let blob = write(&canvas, wanted.media_type, wanted.quality).await?;
        Ok(Encoded {
            blob,
            shows_background,
        })
    }

    fn paint(
        &self,
        context: &OffscreenCanvasRenderingContext2d,
        [a, b, c, d, e, f]: [f64; 6],
    ) -> Result<(), JsValue> {
        // A unit of the matrix is the whole picture. Drawings are drawn at the size that they come out at.
        let (w, h) = ((a.hypot(b)), (c.hypot(d)));
        context.set_transform(a / w, b / w, c / h, d / h, e, f)?;
        match self {
            Self::Bitmap(bitmap) => {
                context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, w, h)?;
            }
            Self::Drawing(element) => {
                let image = &element.image;
                context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, w, h)?;
            }
        }
        context.reset_transform()
    }
}

/// Whether a pixel is not wholly opaque.
fn has_transparent_pixel(
    context: &OffscreenCanvasRenderingContext2d,
    width: u32,
    height: u32,
) -> Result<bool, TaskError> {
    // Strips of about a megabyte.
    let rows = (1 << 18) / width + 1;
    for top in (0..height).step_by(rows as usize) {
        let rows = f64::from(rows.min(height - top));
        let strip = called(context.get_image_data(0.0, top.into(), width.into(), rows))?;
        let is_transparent = |pixel: &[u8]| pixel.last().is_some_and(|alpha| *alpha < u8::MAX);
        if strip.data().chunks_exact(4).any(is_transparent) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn fill_behind(
    context: &OffscreenCanvasRenderingContext2d,
    colour: &str,
    width: u32,
    height: u32,
) -> Result<(), TaskError> {
    called(context.set_global_composite_operation("destination-over"))?;
    context.set_fill_style_str(colour);
    context.fill_rect(0.0, 0.0, width.into(), height.into());
    called(context.set_global_composite_operation("source-over"))
}

impl Drop for Picture {
    fn drop(&mut self) {
        if let Self::Bitmap(bitmap) = self {
            bitmap.close();
        }
    }
}

/// A canvas of this width and height that can really be drawn on: browsers give out larger ones than
/// they have, and those stay empty.
pub fn canvas(
    width: u32,
    height: u32,
) -> Result<(OffscreenCanvas, OffscreenCanvasRenderingContext2d), PictureError> {
    let too_large = || PictureError::TooLarge(width, height);
    let canvas = OffscreenCanvas::new(width, height).map_err(|_| too_large())?;
    let context: OffscreenCanvasRenderingContext2d = canvas
        .get_context("2d")
        .ok()
        .flatten()
        .ok_or_else(too_large)?
        .unchecked_into();
    let area = u64::from(width) * u64::from(height);
    let is_sure = width.max(height) <= SURE_EDGE && area <= u64::from(SURE_EDGE).pow(2);
    if !is_sure && !holds_its_last_pixel(&context, width, height) {
        return Err(too_large());
    }
    Ok((canvas, context))
}

fn holds_its_last_pixel(
    context: &OffscreenCanvasRenderingContext2d,
    width: u32,
    height: u32,
) -> bool {
    let (x, y) = (width - 1, height - 1);
    context.set_fill_style_str("#ffffff");
    context.fill_rect(x.into(), y.into(), 1.0, 1.0);
    let pixel = context.get_image_data(x.into(), y.into(), 1.0, 1.0);
    context.clear_rect(x.into(), y.into(), 1.0, 1.0);
    pixel.is_ok_and(|pixel| pixel.data().first() == Some(&255))
}

/// Writes what is on a canvas as this media type.
pub async fn write(
    canvas: &OffscreenCanvas,
    media_type: &str,
    quality: f64,
) -> Result<Blob, PictureError> {
    let options = ImageEncodeOptions::new();
    options.set_type(media_type);
    options.set_quality(quality);
    let promise =
        called(canvas.convert_to_blob_with_options(&options)).map_err(PictureError::Other)?;
    let blob: Blob = settled(promise).await.map_err(PictureError::Other)?;
    // A browser that cannot write a format writes PNG instead, without a word.
    if blob.type_() == media_type {
        Ok(blob)
    } else {
        Err(PictureError::CannotWrite(blob.type_()))
    }
}

/// A drawing as an element, which is never in the page.
#[derive(Debug)]
pub struct Element {
    image: HtmlImageElement,
}

impl Element {
    async fn load(svg: &str) -> Result<Self, TaskError> {
        let element = Self {
            image: called(HtmlImageElement::new())?,
        };
        let loaded = Promise::new(&mut |resolve, reject| {
            element.image.set_onload(Some(&resolve));
            element.image.set_onerror(Some(&reject));
        });
        // Drawn from the address of a blob, HTML in a drawing would lock the canvas in Chromium.
        let text = String::from(js_sys::encode_uri_component(svg));
        let address = format!("data:image/svg+xml;charset=utf-8,{text}");
        element.image.set_src(&address);
        settled::<JsValue>(loaded).await?;
        Ok(element)
    }

    fn size(&self) -> (u32, u32) {
        (self.image.natural_width(), self.image.natural_height())
    }
}

impl Drop for Element {
    fn drop(&mut self) {
        self.image.set_onload(None);
        self.image.set_onerror(None);
    }
}

impl PictureError {
    /// What went wrong, in words.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Undecodable(_) => message!("This browser cannot read the image"),
            Self::TooLarge(width, height) => message!(
                "{width} × {height} pixels are too large for a canvas",
                width = *width,
                height = *height
            ),
            Self::CannotWrite(instead) => message!(
                "This browser cannot write the format; it gave {format}",
                format = instead
            ),
            Self::Other(error) => error.message().clone(),
        }
    }
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}
