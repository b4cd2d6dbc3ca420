//! Readers and writers of the browser's streams.

use js_sys::{Array, ArrayBuffer, Function, Reflect, Uint8Array};
use taskdeck_core::{TaskError, message};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    ReadableStream, ReadableStreamByobReader, ReadableStreamDefaultReader, WritableStream,
    WritableStreamDefaultWriter,
};

use crate::browser::{
    page::promise::{called, detach, settled},
    page::reclaim::Reclaimer,
};

/// The largest number of bytes per read.
const PIECE: u32 = 1 << 20;

/// Reads a stream of bytes. A piece is valid until the next call of [`next`](Self::next).
///
/// Dropping the reader cancels the stream and its source.
#[derive(Debug)]
pub struct StreamReader {
    reader: Reader,
    reclaimer: Reclaimer,
}

/// The browser's reader, and the memory that it fills.
#[derive(Debug)]
enum Reader {
    /// Fills our buffer, which is reused for every read.
    Byob(ReadableStreamByobReader, ArrayBuffer),
    /// Returns a new buffer for every read; the newest one is kept here.
    Default(ReadableStreamDefaultReader, Option<Uint8Array>),
}

impl StreamReader {
    /// Creates a reader of `stream` and locks it.
    ///
    /// # Errors
    ///
    /// The stream is already locked.
    pub fn new(stream: &ReadableStream) -> Result<Self, TaskError> {
        Self::of_size(stream, PIECE.into())
    }

    /// Creates a reader with a buffer no larger than `size`, the length of the stream in bytes.
    pub(crate) fn of_size(stream: &ReadableStream, size: u64) -> Result<Self, TaskError> {
        let piece = size.clamp(1, PIECE.into()) as u32;
        // Only byte streams, and not in every browser, can fill a given buffer.
        let reader = match ReadableStreamByobReader::new(stream) {
            Ok(reader) => Reader::Byob(reader, ArrayBuffer::new(piece)),
            Err(_) => {
                let reader = called(ReadableStreamDefaultReader::new(stream))?;
                Reader::Default(reader, None)
            }
        };
        Ok(Self {
            reader,
            reclaimer: Reclaimer::default(),
        })
    }

    /// Returns the next piece, or `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Uint8Array>, TaskError> {
        let read = match &mut self.reader {
            Reader::Byob(reader, buffer) => {
                reader.read_with_array_buffer_view(&Uint8Array::new(buffer))
            }
            Reader::Default(reader, newest) => {
                if let Some(piece) = newest.take() {
                    self.reclaimer.free(&piece);
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
        self.reclaimer.count(bytes.byte_length());
        match &mut self.reader {
            // Each read moves the memory into a new `ArrayBuffer` object.
            Reader::Byob(_, buffer) => *buffer = bytes.buffer(),
            Reader::Default(_, newest) => *newest = Some(bytes.clone()),
        }
        Ok(Some(bytes))
    }
}

impl Drop for StreamReader {
    fn drop(&mut self) {
        detach(match &self.reader {
            Reader::Byob(reader, _) => reader.cancel(),
            Reader::Default(reader, ..) => reader.cancel(),
        });
    }
}

/// Writes to a stream of bytes. Dropping the writer before [`close`](Self::close) aborts the
/// stream.
#[derive(Debug)]
pub struct StreamWriter {
    writer: WritableStreamDefaultWriter,
    closed: bool,
}

impl StreamWriter {
    /// Creates a writer of `stream` and locks it.
    ///
    /// # Errors
    ///
    /// The stream is already locked.
    pub fn new(stream: &WritableStream) -> Result<Self, TaskError> {
        let writer = called(WritableStreamDefaultWriter::new(stream))?;
        Ok(Self {
            writer,
            closed: false,
        })
    }

    /// Writes `bytes` and resolves when the stream has accepted them.
    pub async fn write(&self, bytes: &Uint8Array) -> Result<(), TaskError> {
        settled(self.writer.write_with_chunk(bytes))
            .await
            .map(|_: JsValue| ())
    }

    /// Closes the stream and resolves when it has flushed everything.
    pub async fn close(mut self) -> Result<(), TaskError> {
        self.closed = true;
        settled(self.writer.close()).await.map(|_: JsValue| ())
    }
}

impl Drop for StreamWriter {
    fn drop(&mut self) {
        if !self.closed {
            detach(self.writer.abort());
        }
    }
}

/// Creates the browser's gzip compressor: bytes written to the writer come out of the reader
/// compressed.
///
/// The class is looked up by name, because web-sys has it only among its unstable interfaces.
///
/// # Errors
///
/// The browser has no `CompressionStream`.
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
