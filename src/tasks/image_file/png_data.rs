//! The compressed pixels of a PNG.

use flate2::{Decompress, FlushDecompress, Status};

/// The bytes that are unpacked at once.
const ROOM: usize = 64 << 10;

/// The width and height of the steps of an interlaced picture, and where each of its seven passes begins.
const PASSES: [(u32, u32, u32, u32); 7] = [
    (8, 8, 0, 0),
    (8, 8, 4, 0),
    (4, 8, 0, 4),
    (4, 4, 2, 0),
    (2, 4, 0, 2),
    (2, 2, 1, 0),
    (1, 2, 0, 1),
];

/// Unpacks the pixels of a PNG and counts them: some browsers show nothing for missing pixels, and report no error.
pub(super) struct PngData {
    inflate: Decompress,
    room: Box<[u8]>,
    /// The bytes of the header of the compressed data that are missing.
    header: usize,
    /// The bytes of pixels that are missing.
    missing: u64,
    is_broken: bool,
}

impl PngData {
    /// Creates a count for a picture of this width and height, with `bits` per pixel.
    pub(super) fn new((width, height): (u32, u32), bits: u32, is_interlaced: bool) -> Self {
        let bytes = |width: u32, height: u32| {
            let row = (u64::from(width) * u64::from(bits)).div_ceil(8) + 1;
            if width == 0 {
                0
            } else {
                row.saturating_mul(height.into())
            }
        };
        let pass = |(step_x, step_y, x, y): &(u32, u32, u32, u32)| {
            let count =
                |length: u32, from: u32, step: u32| length.saturating_sub(from).div_ceil(step);
            bytes(count(width, *x, *step_x), count(height, *y, *step_y))
        };
        let missing = if is_interlaced {
            PASSES.iter().map(pass).fold(0, u64::saturating_add)
        } else {
            bytes(width, height)
        };
        Self {
            inflate: Decompress::new(false),
            room: vec![0; ROOM].into_boxed_slice(),
            header: 2,
            missing,
            is_broken: false,
        }
    }

    /// Takes the data of a chunk.
    pub(super) fn take(&mut self, data: &[u8]) {
        let mut rest = &data[self.header.min(data.len())..];
        self.header -= data.len() - rest.len();
        while self.missing > 0 && !self.is_broken {
            let (taken, unpacked) = (self.inflate.total_in(), self.inflate.total_out());
            let status = self
                .inflate
                .decompress(rest, &mut self.room, FlushDecompress::None);
            let length = self.inflate.total_out() - unpacked;
            rest = &rest[(self.inflate.total_in() - taken) as usize..];
            self.missing = self.missing.saturating_sub(length);
            match status {
                Ok(Status::StreamEnd) | Err(_) => self.is_broken = self.missing > 0,
                Ok(_) if length == 0 => return,
                Ok(_) => {}
            }
        }
    }

    /// Returns whether pixels are missing.
    pub(super) fn lacks_pixels(&self) -> bool {
        self.missing > 0
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(length: usize) -> Vec<u8> {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(3));
        packer.write_all(&vec![7; length]).unwrap();
        packer.finish().unwrap()
    }

    fn lacks_pixels(length: usize, mut data: PngData) -> bool {
        for byte in packed(length) {
            data.take(&[byte]);
        }
        data.lacks_pixels()
    }

    #[test]
    fn every_row_must_be_there() {
        let rows = |bits, is_interlaced| PngData::new((300, 200), bits, is_interlaced);
        for (bits, length) in [(32, 200 * 1_201), (1, 200 * 39), (24, 200 * 901)] {
            assert!(!lacks_pixels(length, rows(bits, false)));
            assert!(lacks_pixels(length - 1, rows(bits, false)));
        }
        // Seven passes of a picture of 9 × 3 pixels: 2 × 1, 1 × 1, none, 2 × 1, 5 × 1, 4 × 2, 9 × 1.
        let interlaced = || PngData::new((9, 3), 8, true);
        let length = 3 + 2 + 3 + 6 + 2 * 5 + 10;
        assert!(
            !lacks_pixels(length, interlaced()),
            "{}",
            interlaced().missing
        );
        assert!(lacks_pixels(length - 1, interlaced()));
    }

    #[test]
    fn what_cannot_be_unpacked_is_missing() {
        let mut data = PngData::new((3, 3), 8, false);
        data.take(b"\x78\x9c\xff\xff\xff");
        data.take(b"more");
        assert!(data.lacks_pixels());
    }
}
