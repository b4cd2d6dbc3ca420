//! Streams of the browser: reading one, and sending one through another.

use js_sys::{Array, ArrayBuffer, Function, Reflect, Uint8Array};
use taskdeck_core::{TaskError, message};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    ReadableStream, ReadableStreamByobReader, ReadableStreamDefaultReader, WritableStream,
    WritableStreamDefaultWriter,
};

use super::{
    promise::{called, let_go, settled},
    spent::Spent,
};

/// How many bytes are read at once, at most.
const PIECE: u32 = 1 << 20;

/// Reads a stream of bytes. A piece may be looked at until the next one is taken.
///
/// Dropping the reader cancels the stream, and with it what feeds it.
#[derive(Debug)]
pub struct StreamReader {
    way: Way,
    spent: Spent,
}

/// How the stream gives its bytes.
#[derive(Debug)]
enum Way {
    /// Into a buffer of ours, the same one all the time.
    Ours(ReadableStreamByobReader, ArrayBuffer),
    /// In buffers of its own, of which we have the newest.
    Its(ReadableStreamDefaultReader, Option<Uint8Array>),
}

impl StreamReader {
    /// Creates a reader of this stream, which it locks.
    ///
    /// # Errors
    ///
    /// When the stream is locked.
    pub fn new(stream: &ReadableStream) -> Result<Self, TaskError> {
        Self::of_size(stream, PIECE.into())
    }

    /// Reads a stream that has so many bytes: a short one needs no large buffer.
    pub(super) fn of_size(stream: &ReadableStream, size: u64) -> Result<Self, TaskError> {
        let piece = size.clamp(1, PIECE.into()) as u32;
        // Only a stream that was made for it, and not in every browser, fills a buffer of ours.
        let way = match ReadableStreamByobReader::new(stream) {
            Ok(reader) => Way::Ours(reader, ArrayBuffer::new(piece)),
            Err(_) => {
                let reader = called(ReadableStreamDefaultReader::new(stream))?;
                Way::Its(reader, None)
            }
        };
        Ok(Self {
            way,
            spent: Spent::default(),
        })
    }

    /// The next piece; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Uint8Array>, TaskError> {
        let read = match &mut self.way {
            Way::Ours(reader, buffer) => {
                reader.read_with_array_buffer_view(&Uint8Array::new(buffer))
            }
            Way::Its(reader, newest) => {
                if let Some(piece) = newest.take() {
                    self.spent.give_back(&piece);
                }
                reader.read()
            }
        };
        let result: JsValue = settled(read).await?;
        let done = called(Reflect::get(&result, &"done".into()))?;
        if done.is_truthy() {
            return Ok(None);
        }
        let value = called(Reflect::get(&result, &"value".into()))?;
        let bytes: Uint8Array = value.unchecked_into();
        self.spent.streamed(bytes.byte_length());
        match &mut self.way {
            // The memory is the same; the object that stands for it is a new one each time.
            Way::Ours(_, buffer) => *buffer = bytes.buffer(),
            Way::Its(_, newest) => *newest = Some(bytes.clone()),
        }
        Ok(Some(bytes))
    }
}

impl Drop for StreamReader {
    fn drop(&mut self) {
        let_go(match &self.way {
            Way::Ours(reader, _) => reader.cancel(),
            Way::Its(reader, ..) => reader.cancel(),
        });
    }
}

/// Writes to a stream of bytes. Dropping it before [`close`](Self::close) aborts the stream.
#[derive(Debug)]
pub struct StreamWriter {
    writer: WritableStreamDefaultWriter,
    closed: bool,
}

impl StreamWriter {
    /// Creates a writer to this stream, which it locks.
    ///
    /// # Errors
    ///
    /// When the stream is locked.
    pub fn new(stream: &WritableStream) -> Result<Self, TaskError> {
        let writer = called(WritableStreamDefaultWriter::new(stream))?;
        Ok(Self {
            writer,
            closed: false,
        })
    }

    /// Writes these bytes; resolves when the stream has taken them.
    pub async fn write(&self, bytes: &Uint8Array) -> Result<(), TaskError> {
        settled(self.writer.write_with_chunk(bytes))
            .await
            .map(|_: JsValue| ())
    }

    /// Says that nothing more comes; resolves when the stream has done its last work.
    pub async fn close(mut self) -> Result<(), TaskError> {
        self.closed = true;
        settled(self.writer.close()).await.map(|_: JsValue| ())
    }
}

impl Drop for StreamWriter {
    fn drop(&mut self) {
        if !self.closed {
            let_go(self.writer.abort());
        }
    }
}

/// Creates the browser's own gzip: what is written to the one end comes packed out of the other.
///
/// web-sys has this stream only behind its flag for unstable interfaces, hence by name.
pub fn gzip() -> Result<(StreamWriter, StreamReader), TaskError> {
    const NAME: &str = "CompressionStream";
    let class = Reflect::get(&js_sys::global(), &NAME.into()).unwrap_or_default();
    let class: Function = class
        .dyn_into()
        .map_err(|_| TaskError::new(message!("This browser has no {name}", name = NAME)))?;
    let stream = called(Reflect::construct(&class, &Array::of1(&"gzip".into())))?;
    let end = |name: &str| called(Reflect::get(&stream, &name.into()));
    Ok((
        StreamWriter::new(&end("writable")?.unchecked_into())?,
        StreamReader::new(&end("readable")?.unchecked_into())?,
    ))
}
