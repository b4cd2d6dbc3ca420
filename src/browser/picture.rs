//! Pictures: decoded, scaled, written in another format.

use std::fmt;

use js_sys::{Promise, Reflect};
use taskdeck_core::TaskError;
use wasm_bindgen::JsCast;
use web_sys::{
    Blob, HtmlImageElement, ImageBitmap, ImageEncodeOptions, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d, Url,
};

use super::{
    promise::{called, settled},
    scope::{has_page, scope},
};

/// Up to this edge and area every browser has canvases; larger ones are tried out first.
const SURE_EDGE: u32 = 4_096;

/// A picture that the browser has decoded. Dropping it frees its pixels.
#[derive(Debug)]
pub(crate) enum Picture {
    /// Pixels.
    Bitmap(ImageBitmap),
    /// A drawing, which the browser decodes only as an element.
    Drawing(Element),
}

/// Why a picture was not decoded or written.
#[derive(Debug)]
pub(crate) enum PictureError {
    /// The file is no picture that this browser knows.
    NotAnImage(TaskError),
    /// A worker cannot decode the file, or say what it is; it must be tried on the page.
    NeedsPage(TaskError),
    /// There is no canvas of this width and height.
    TooLarge(u32, u32),
    /// The browser has no encoder for this media type.
    CannotWrite(String),
    /// Anything else, in the browser's words.
    Other(TaskError),
}

impl Picture {
    /// Decodes a file, on a page or in a worker. What a worker cannot decode, the page may.
    pub(crate) async fn decode(file: &Blob) -> Result<Self, PictureError> {
        let bitmap = called(scope().create_image_bitmap_with_blob(file));
        let why = match bitmap {
            Ok(promise) => match settled::<ImageBitmap>(promise).await {
                Ok(bitmap) => return Ok(Self::Bitmap(bitmap)),
                Err(why) => why,
            },
            Err(why) => why,
        };
        if !has_page() {
            return Err(PictureError::NeedsPage(why));
        }
        // An element tells a picture that is too large from what is no picture.
        let Ok(element) = Element::load(file).await else {
            return Err(PictureError::NotAnImage(why));
        };
        let (width, height) = element.size();
        if file.type_() == "image/svg+xml" && width > 0 && height > 0 {
            Ok(Self::Drawing(element))
        } else {
            Err(PictureError::TooLarge(width, height))
        }
    }

    /// Width and height.
    pub(crate) fn size(&self) -> (u32, u32) {
        match self {
            Self::Bitmap(bitmap) => (bitmap.width(), bitmap.height()),
            Self::Drawing(element) => element.size(),
        }
    }

    /// Writes the picture with this width and height as this media type. Quality, 0 to 1, is for
    /// those that lose something.
    pub(crate) async fn encode(
        &self,
        (width, height): (u32, u32),
        media_type: &str,
        quality: f64,
    ) -> Result<Blob, PictureError> {
        let (canvas, context) = canvas(width, height)?;
        if media_type == "image/jpeg" {
            // What can be seen through would be black.
            context.set_fill_style_str("#ffffff");
            context.fill_rect(0.0, 0.0, width.into(), height.into());
        }
        called(Reflect::set(
            &context,
            &"imageSmoothingQuality".into(),
            &"high".into(),
        ))
        .map_err(PictureError::Other)?;
        let (w, h) = (width.into(), height.into());
        let drawn = match self {
            Self::Bitmap(bitmap) => {
                context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, w, h)
            }
            Self::Drawing(element) => context.draw_image_with_html_image_element_and_dw_and_dh(
                &element.image,
                0.0,
                0.0,
                w,
                h,
            ),
        };
        called(drawn).map_err(PictureError::Other)?;
        write(&canvas, media_type, quality).await
    }
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
pub(crate) fn canvas(
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
pub(crate) async fn write(
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

/// A picture as an element, which is never in the page.
#[derive(Debug)]
pub(crate) struct Element {
    image: HtmlImageElement,
    address: String,
}

impl Element {
    async fn load(file: &Blob) -> Result<Self, TaskError> {
        let element = Self {
            image: called(HtmlImageElement::new())?,
            address: called(Url::create_object_url_with_blob(file))?,
        };
        let loaded = Promise::new(&mut |resolve, reject| {
            element.image.set_onload(Some(&resolve));
            element.image.set_onerror(Some(&reject));
        });
        element.image.set_src(&element.address);
        settled::<wasm_bindgen::JsValue>(loaded).await?;
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
        // An address that was made can be taken back; there is nothing to do where it cannot.
        let _ = Url::revoke_object_url(&self.address);
    }
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnImage(_) => f.write_str("not an image that this browser can read"),
            Self::NeedsPage(_) => f.write_str("an image that only the page can read, if it is one"),
            Self::TooLarge(width, height) => {
                write!(f, "{width} × {height} pixels are too large for a canvas")
            }
            Self::CannotWrite(instead) => {
                write!(f, "this browser cannot write the format; it gave {instead}")
            }
            Self::Other(error) => error.fmt(f),
        }
    }
}
