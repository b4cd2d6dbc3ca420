//! Image files, built byte by byte.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

pub(super) fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(name);
    sum.update(data);
    let length = (data.len() as u32).to_be_bytes();
    [&length, &name[..], data, &sum.sum().to_be_bytes()].concat()
}

/// Returns the pixels of 40 × 30 of them, the largest that there are. `b"data"` stands for them.
pub(super) fn pixels() -> Vec<u8> {
    packed(&[0; 30 * (40 * 8 + 1)])
}

/// Returns what a PNG holds packed.
pub(super) fn packed(data: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(data).unwrap();
    packer.finish().unwrap()
}

pub(super) fn png(depth: u8, colour: u8, chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let pixels = pixels();
    let header = [0, 0, 0, 40, 0, 0, 0, 30, depth, colour, 0, 0, 0];
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.extend(chunk(b"IHDR", &header));
    for (name, data) in chunks {
        let data = if *name == b"IDAT" { &pixels[..] } else { data };
        file.extend(chunk(name, data));
    }
    file.extend(chunk(b"IEND", b""));
    file
}

pub(super) fn exif(orientation: u8) -> Vec<u8> {
    let field = [0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
    [&b"II*\0\x08\0\0\0\x01\0"[..], &field, &[0; 4]].concat()
}

/// A scan with everything in it that is no marker.
pub(super) const SCAN: &[u8] = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0ab\xff\0\xff\xd0c\xff";

pub(super) fn jpeg(frame: u8, precision: u8, components: u8, segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut file = b"\xff\xd8".to_vec();
    let header = [precision, 0, 30, 0, 40, components];
    for (marker, data) in segments.iter().copied().chain([(frame, &header[..])]) {
        file.extend([0xff, marker]);
        file.extend((data.len() as u16 + 2).to_be_bytes());
        file.extend(data);
    }
    file.extend(SCAN);
    file.extend(b"\xff\xd9");
    file
}

pub(super) fn gif(frames: usize) -> Vec<u8> {
    let mut file = b"GIF89a\x28\0\x1e\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    file.extend(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0");
    for _ in 0..frames {
        file.extend(b"\x21\xf9\x04\0\x14\0\0\0");
        file.extend(b"\x2c\0\0\0\0\x28\0\x1e\0\0\x02\x02\x4c\x01\0");
    }
    file.push(0x3b);
    file
}

pub(super) fn webp(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (name, data) in chunks {
        body.extend(*name);
        body.extend((data.len() as u32).to_le_bytes());
        body.extend(*data);
        body.extend(&[0][..data.len() % 2]);
    }
    [b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body].concat()
}

pub(super) fn avif(brand: &[u8; 4], boxes: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut file = Vec::new();
    let brands = [&brand[..], &[0; 4], b"mif1"].concat();
    let all = [(b"ftyp", &brands[..])];
    for (name, data) in all.iter().chain(boxes) {
        file.extend(boxed(name, data));
    }
    file
}

pub(super) fn boxed(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = (data.len() as u32 + 8).to_be_bytes();
    [&length, &name[..], data].concat()
}

pub(super) const VP8X: &[u8; 4] = b"VP8X";
pub(super) const EXTENDED: [u8; 10] = [0, 0, 0, 0, 39, 0, 0, 29, 0, 0];
