//! The decoder against what `gzip` does.

use std::io::Write;

use flate2::{Compression, Crc, GzBuilder, write::GzEncoder};
use proptest::prelude::*;
use taskdeck_core::Message;

use super::{
    GunzipError,
    error::{Damage, Unsupported},
    stream::Gunzip,
};

fn member(bytes: &[u8], level: u32) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::new(level));
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// Returns what comes out of this input in pieces of these lengths, and the note on what follows it.
fn unpack_in(input: &[u8], lengths: &[usize]) -> Result<(Vec<u8>, Option<Message>), GunzipError> {
    let mut gunzip = Gunzip::new();
    let mut out = Vec::new();
    let mut left = input;
    let mut lengths = lengths.iter().copied();
    while !left.is_empty() {
        let length = lengths.next().unwrap_or(left.len()).clamp(1, left.len());
        let (mut piece, rest) = left.split_at(length);
        left = rest;
        loop {
            let bytes = gunzip.unpack(&mut piece)?;
            if bytes.is_empty() {
                break;
            }
            out.extend_from_slice(bytes);
        }
        assert!(piece.is_empty());
    }
    Ok((out, gunzip.end()?.note()))
}

fn unpack(input: &[u8]) -> Result<(Vec<u8>, Option<Message>), GunzipError> {
    let whole = unpack_in(input, &[]);
    let bytewise = unpack_in(input, &vec![1; input.len()]);
    match (&whole, &bytewise) {
        // Where damage of the data shows depends on how much was looked at.
        (
            Err(GunzipError::Damaged {
                what: Damage::Data, ..
            }),
            Err(GunzipError::Damaged {
                what: Damage::Data, ..
            }),
        ) => {}
        _ => assert_eq!(whole, bytewise, "in one piece and byte by byte"),
    }
    whole
}

fn noise(length: usize) -> Vec<u8> {
    let step = |state: &mut u32| {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some((*state >> 24) as u8)
    };
    std::iter::repeat_n((), length)
        .scan(7, |state, ()| step(state))
        .collect()
}

/// Text that compresses, with words at random.
fn words(length: usize) -> Vec<u8> {
    let words: Vec<u8> = noise(length)
        .iter()
        .flat_map(|byte| format!("word{} ", byte % 50).into_bytes())
        .collect();
    words[..length].to_vec()
}

#[test]
fn every_member_is_unpacked() {
    let two = [member(b"first\n", 9), member(b"second\n", 1)].concat();
    assert_eq!(unpack(&two), Ok((b"first\nsecond\n".to_vec(), None)));
    let with_empty = [
        member(b"", 6),
        member(b"a", 0),
        member(b"", 6),
        member(&[0; 200_000], 6),
    ];
    let out = unpack(&with_empty.concat()).unwrap().0;
    assert_eq!((out.len(), out[0]), (200_001, b'a'));
}

/// As bgzip writes them: each block is a member with its size in an extra field, and the last is empty.
#[test]
fn blocks_of_bgzip_are_unpacked() {
    let block = |bytes: &[u8]| {
        let extra = [b'B', b'C', 2, 0, 0x34, 0x12];
        let builder = GzBuilder::new().extra(&extra[..]);
        let mut packer = builder.write(Vec::new(), Compression::default());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    };
    let text = words(150_000);
    let blocks: Vec<u8> = text
        .chunks(65_280)
        .chain([&b""[..]])
        .flat_map(block)
        .collect();
    assert_eq!(unpack(&blocks), Ok((text, None)));
}

/// Returns a header with everything that it may have, and its own checksum.
fn full_header(flags: u8) -> Vec<u8> {
    let mut header = vec![0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 255];
    header.extend(b"\x05\0extra");
    header.extend(b"name.txt\0");
    header.extend(b"a comment\0");
    let mut sum = Crc::new();
    sum.update(&header);
    header.extend((sum.sum() as u16).to_le_bytes());
    header
}

#[test]
fn a_header_may_have_every_field() {
    let mut file = full_header(0x1f);
    file.extend(&member(b"abc", 6)[10..]);
    assert_eq!(unpack(&file), Ok((b"abc".to_vec(), None)));

    file[14] ^= 1;
    let damaged = GunzipError::Damaged {
        from: 0,
        to: 38,
        what: Damage::Header,
    };
    assert_eq!(unpack(&file), Err(damaged));
}

#[test]
fn padding_after_the_end_is_ignored_and_told() {
    let mut file = member(b"abc", 6);
    file.extend([0; 1_512]);
    let (out, note) = unpack(&file).unwrap();
    assert_eq!(out, b"abc");
    let told = "Ignored after the end of the compressed data: 1,512 zero bytes of padding.";
    assert_eq!(note.unwrap(), told);
}

#[test]
fn other_bytes_after_the_end_are_ignored_and_told() {
    let cases: [(&[u8], &str); 5] = [
        (b"garbage", "7 other bytes (text)"),
        (b"\x1f", "1 other byte"),
        (b"\x1f\x1f\x8b", "3 other bytes"),
        (
            b"\0\0\0\x1f\x8b\x08",
            "3 zero bytes and 3 other bytes (a gzip file)",
        ),
        (b"\0", "1 zero byte of padding"),
    ];
    for (rest, told) in cases {
        let file = [&member(b"abc", 6), rest].concat();
        let (out, note) = unpack(&file).unwrap();
        assert_eq!(out, b"abc");
        let told = format!("Ignored after the end of the compressed data: {told}.");
        assert_eq!(note.unwrap(), &*told);
    }
}

#[test]
fn what_is_no_gzip_data_is_named() {
    let cases: [(&[u8], &str); 5] = [
        (
            b"PK\x03\x04 and more",
            "This is not a gzip file: it is a Zip archive, as .xlsx and .docx files are",
        ),
        (b"BZh91AY&SY", "This is not a gzip file: it is a bzip2 file"),
        (b"a line\n", "This is not a gzip file: it is text"),
        (
            b"\x1f",
            "This is not a gzip file: it does not begin as one, at byte 0",
        ),
        (
            b"\x1f\x9d\x90",
            "This is not a gzip file: it is a file of compress (.Z)",
        ),
    ];
    for (file, message) in cases {
        assert_eq!(unpack(file).unwrap_err().to_string(), message);
    }
    let long = [&b"text "[..]; 200].concat();
    // As soon as it is known, not at the end.
    let found = Gunzip::new().unpack(&mut &long[..]).map(<[u8]>::len);
    assert_eq!(found, Err(GunzipError::NotGzip(Some("text".into()))));
    assert_eq!(
        unpack(b"").unwrap_err().to_string(),
        "The file is empty: it ends at byte 0"
    );
}

#[test]
fn what_gzip_does_not_support_is_named() {
    let mut file = [member(b"abc", 6), member(b"abc", 6)].concat();
    let second = file.len() as u64 / 2;
    file[second as usize + 2] = 7;
    let what = Unsupported::Method(7);
    assert_eq!(
        unpack(&file),
        Err(GunzipError::Unsupported {
            member: second,
            what
        })
    );
    let mut file = member(b"abc", 6);
    file[3] = 0x20;
    let what = Unsupported::Flags(0x20);
    assert_eq!(
        unpack(&file),
        Err(GunzipError::Unsupported { member: 0, what })
    );
}

#[test]
fn checksum_and_length_are_verified() {
    let file = [member(b"first", 6), member(b"abc", 6)].concat();
    let (from, to) = (member(b"first", 6).len() as u64, file.len() as u64);
    for (back, what) in [(8, Damage::Checksum), (4, Damage::Length)] {
        let mut damaged = file.clone();
        let at = damaged.len() - back;
        damaged[at] ^= 0xff;
        assert_eq!(
            unpack(&damaged),
            Err(GunzipError::Damaged { from, to, what })
        );
    }
}

#[test]
fn damage_of_the_data_is_found_at_its_place() {
    let mut file = [member(&words(400_000), 6), member(&noise(400_000), 0)].concat();
    // No block has this type.
    let at = file.len() - member(&noise(400_000), 0).len() + 10;
    file[at] = 0x07;
    let error = unpack(&file).unwrap_err();
    let GunzipError::Damaged { from, to, what } = error else {
        panic!("{error}")
    };
    assert_eq!(what, Damage::Data);
    assert!(
        from <= at as u64 && (to as usize) > at && (to as usize) < at + 9,
        "{error}, at {at}"
    );
}

#[test]
fn a_file_cut_anywhere_ends_early() {
    let first = member(&words(3_000), 6);
    let file = [&first[..], &member(b"second", 6)].concat();
    for at in 2..file.len() {
        let end = unpack_in(&file[..at], &[]);
        if at == first.len() || at == first.len() + 1 {
            assert_eq!(end.unwrap().0.len(), 3_000);
        } else {
            let error = end.unwrap_err();
            let wanted = at as u64;
            assert!(
                matches!(error, GunzipError::EndsEarly { at, .. } if at == wanted),
                "{error}"
            );
        }
    }
}

#[test]
fn what_comes_out_at_once_is_bounded() {
    let bomb = member(&vec![0; 30_000_000], 9);
    let mut gunzip = Gunzip::new();
    let mut piece = &bomb[..];
    let mut all = 0;
    loop {
        let length = gunzip.unpack(&mut piece).unwrap().len();
        assert!(length <= 64 << 10);
        all += length;
        if length == 0 {
            break;
        }
    }
    assert_eq!(all, 30_000_000);
}

proptest! {
    #[test]
    fn any_members_in_any_pieces_unpack_to_the_same(
        members in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..2_000), 0_usize..40, 0_u32..10), 1..6),
        lengths in prop::collection::vec(1_usize..300, 0..200),
        padding in 0_usize..100,
    ) {
        let mut file = Vec::new();
        let mut expected = Vec::new();
        for (bytes, times, level) in members {
            let bytes = bytes.repeat(times);
            file.extend(member(&bytes, level));
            expected.extend(bytes);
        }
        file.extend(std::iter::repeat_n(0, padding));
        let (out, note) = unpack_in(&file, &lengths).unwrap();
        prop_assert!(out == expected);
        prop_assert_eq!(note.is_some(), padding > 0);
    }

    #[test]
    fn no_input_is_unpacked_wrongly_or_panics(
        bytes in prop::collection::vec(any::<u8>(), 1..1_000),
        at in any::<prop::sample::Index>(),
        flip in 1_u8..=255,
    ) {
        let mut file = member(&bytes, 6);
        let at = at.index(file.len());
        file[at] ^= flip;
        // Times and systems are not looked at, and a name or comment may begin anywhere.
        if let Ok((out, _)) = unpack_in(&file, &[]) {
            prop_assert!(out == bytes, "byte {}", at);
        }
    }
}
