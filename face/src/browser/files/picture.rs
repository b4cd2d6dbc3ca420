//! Decodes, scales and encodes pictures.

use std::fmt;

use js_sys::{Promise, Reflect};
use taskdeck_core::{Message, TaskError, message};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, HtmlImageElement, ImageBitmap, ImageEncodeOptions, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d,
};

use crate::browser::{
    page::promise::{called, settled},
    page::scope::scope,
};

/// Every browser has canvases up to this edge and its square; larger ones are tested before use.
const SURE_EDGE: u32 = 4_096;

/// A decoded picture. Dropping it frees its pixels.
#[derive(Debug)]
pub enum Picture {
    /// Pixels.
    Bitmap(ImageBitmap),
    /// A vector drawing, which browsers decode only as an element.
    Drawing(Element),
}

/// How a picture is encoded.
#[derive(Clone, Copy, Debug)]
pub struct Encoding<'a> {
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// The matrix that draws a unit square onto a canvas of this size.
    pub matrix: [f64; 6],
    /// The media type of the file, such as `image/webp`.
    pub media_type: &'a str,
    /// The quality from 0 to 1, for lossy formats.
    pub quality: f64,
    /// The colour behind transparent parts, for formats without transparency.
    pub background: Option<&'a str>,
}

/// An encoded picture.
#[derive(Debug)]
pub struct Encoded {
    /// The file.
    pub blob: Blob,
    /// Whether the background is visible; `false` if there is none.
    pub shows_background: bool,
}

/// Why a picture was not decoded or written.
#[derive(Debug)]
pub enum PictureError {
    /// The browser cannot decode a picture from the file.
    Undecodable(TaskError),
    /// The browser has no canvas of this width and height.
    TooLarge(u32, u32),
    /// The browser has no encoder for the media type, and would write the one given here.
    CannotWrite(String),
    /// Any other error of the browser.
    Other(TaskError),
}

impl Picture {
    /// Decodes a raster image, on a page or in a worker.
    ///
    /// # Errors
    ///
    /// [`PictureError::Undecodable`].
    pub async fn decode(file: &Blob) -> Result<Self, PictureError> {
        let bitmap = called(scope().create_image_bitmap_with_blob(file));
        let bitmap = settled(bitmap.map_err(PictureError::Undecodable)?).await;
        bitmap.map(Self::Bitmap).map_err(PictureError::Undecodable)
    }

    /// Loads a drawing from its SVG text. It needs a page: a worker has no elements.
    ///
    /// # Errors
    ///
    /// [`PictureError::Undecodable`].
    pub async fn draw(svg: &str) -> Result<Self, PictureError> {
        let element = Element::load(svg).await;
        element
            .map(Self::Drawing)
            .map_err(PictureError::Undecodable)
    }

    /// Returns width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        match self {
            Self::Bitmap(bitmap) => (bitmap.width(), bitmap.height()),
            Self::Drawing(element) => element.size(),
        }
    }

    /// Draws the picture onto a canvas and encodes that.
    ///
    /// # Errors
    ///
    /// Every [`PictureError`] but `Undecodable`.
    pub async fn encode(&self, encoding: Encoding<'_>) -> Result<Encoded, PictureError> {
        let (width, height) = encoding.size;
        let (canvas, context) = canvas(width, height)?;
        called(Reflect::set(
            &context,
            &"imageSmoothingQuality".into(),
            &"high".into(),
        ))
        .map_err(PictureError::Other)?;
        called(self.paint(&context, encoding.matrix)).map_err(PictureError::Other)?;
        let shows_background = match encoding.background {
            None => false,
            Some(colour) => {
                let shows =
                    has_transparent_pixel(&context, width, height).map_err(PictureError::Other)?;
                fill_behind(&context, colour, width, height).map_err(PictureError::Other)?;
                shows
            }
        };
        let blob = write(&canvas, encoding.media_type, encoding.quality).await?;
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
        // The matrix maps a unit square, so a drawing is rendered at its final size and not scaled
        // up.
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

/// Returns whether any pixel is less than opaque.
fn has_transparent_pixel(
    context: &OffscreenCanvasRenderingContext2d,
    width: u32,
    height: u32,
) -> Result<bool, TaskError> {
    // Strips of about a megabyte bound the memory.
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

/// Creates a canvas of this width and height, and tests that it can be drawn on: browsers hand out
/// canvases larger than they support, which stay empty.
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

/// Encodes the contents of a canvas in this media type.
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
    // Without an encoder for the format, a browser silently writes PNG.
    if blob.type_() == media_type {
        Ok(blob)
    } else {
        Err(PictureError::CannotWrite(blob.type_()))
    }
}

/// A drawing as an element outside the document.
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
        // Chromium taints the canvas if a drawing with HTML in it is loaded from a blob's address.
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
