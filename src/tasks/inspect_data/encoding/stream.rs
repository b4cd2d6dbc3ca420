//! Encodings in which a character has one byte or several.

use taskdeck_core::Message;

use super::{
    decoder::Sink,
    name::{Encoding, Legacy},
    text_decoder::TextDecoder,
    wrong::REPLACED,
};

/// The most faults that are reported with their bytes; others have only their place.
const NAMED: usize = 100;

/// The longest line whose wrong bytes are searched for one by one.
const LONGEST_LINE: usize = 64 << 10;

/// A text that the browser decodes. It replaces wrong bytes silently, so lines with a replacement are decoded again,
/// byte by byte.
#[derive(Debug)]
pub(super) struct Stream {
    legacy: &'static Legacy,
    decoder: TextDecoder,
    /// What was decoded since the last end of a line.
    line: Vec<u8>,
    named: usize,
}

impl Stream {
    pub(super) fn new(legacy: &'static Legacy) -> Result<Self, Message> {
        Ok(Self {
            legacy,
            decoder: TextDecoder::new(legacy)?,
            line: Vec::new(),
            named: 0,
        })
    }

    pub(super) fn decode(&mut self, piece: &[u8], end: bool, sink: &mut Sink<'_>) {
        let decoded = self.decoder.decode(piece, end);
        let mut parts = decoded.split(REPLACED);
        sink.text.push_str(parts.next().unwrap_or_default());
        let mut parts = parts.peekable();
        if parts.peek().is_some() {
            let mut wrong = self.wrong_bytes(piece, end).into_iter();
            for part in parts {
                let bytes = wrong.next().unwrap_or_default();
                sink.replace(Encoding::Legacy(self.legacy), &bytes);
                sink.text.push_str(part);
            }
        }
        self.keep_line(piece);
    }

    /// Keeps the last line so far. No byte of a longer character is LF.
    fn keep_line(&mut self, piece: &[u8]) {
        let from = memchr::memrchr(b'\n', piece).map(|at| at + 1);
        if from.is_some() {
            self.line.clear();
        }
        // One byte more than allowed shows that the line is too long.
        let room = (LONGEST_LINE + 1).saturating_sub(self.line.len());
        let added = &piece[from.unwrap_or(0)..];
        self.line.extend_from_slice(&added[..added.len().min(room)]);
    }

    /// Returns the bytes of each fault of a piece, as far as they are searched for.
    fn wrong_bytes(&mut self, piece: &[u8], end: bool) -> Vec<Vec<u8>> {
        let mut found = Vec::new();
        let (first, others) = match memchr::memchr(b'\n', piece) {
            Some(at) => piece.split_at(at + 1),
            None => (piece, &[][..]),
        };
        let begun = self.line.len();
        let line = [&self.line, first].concat();
        let lines = std::iter::once((&*line, begun));
        let lines = lines.chain(
            others
                .split_inclusive(|byte| *byte == b'\n')
                .map(|line| (line, 0)),
        );
        let mut lines = lines.peekable();
        while let Some((line, begun)) = lines.next() {
            let room = NAMED.saturating_sub(self.named + found.len());
            if room == 0 || line.len() > LONGEST_LINE {
                break;
            }
            let ends = lines.peek().is_some() || end;
            let faults = faults(self.legacy, line, ends).into_iter();
            let new = faults
                .filter(|(at, _)| *at >= begun)
                .map(|(_, bytes)| bytes);
            found.extend(new.take(room));
        }
        self.named += found.len();
        found
    }
}

/// Returns the bytes of each fault of a line, and the byte at which it was found.
fn faults(legacy: &'static Legacy, line: &[u8], ends: bool) -> Vec<(usize, Vec<u8>)> {
    let mut found = Vec::new();
    let Ok(mut decoder) = TextDecoder::new(legacy) else {
        return found;
    };
    if !decoder.decode(line, ends).contains(REPLACED) {
        return found;
    }
    let Ok(mut decoder) = TextDecoder::new(legacy) else {
        return found;
    };
    let mut since = Vec::new();
    for (at, byte) in line.iter().enumerate() {
        let decoded = decoder.decode(&[*byte], false);
        since.push(*byte);
        if decoded.is_empty() {
            continue;
        }
        take_faults(&decoded, at, &mut since, &mut found);
        since.clear();
    }
    if ends {
        let decoded = decoder.decode(&[], true);
        take_faults(&decoded, line.len(), &mut since, &mut found);
    }
    found
}

/// Takes the faults from the text of these bytes. The first fault has the bytes without a character.
fn take_faults(decoded: &str, at: usize, bytes: &mut Vec<u8>, found: &mut Vec<(usize, Vec<u8>)>) {
    let Some((_, after)) = decoded.split_once(REPLACED) else {
        return;
    };
    match after.chars().count() {
        0 => {}
        // The last byte was read again, as a character of its own.
        1 => bytes.truncate(bytes.len().saturating_sub(1).max(1)),
        _ => bytes.truncate(1),
    }
    found.push((at, std::mem::take(bytes)));
    found.extend(after.matches(REPLACED).map(|_| (at, Vec::new())));
}
