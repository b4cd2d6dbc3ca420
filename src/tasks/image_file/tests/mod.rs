//! What is found in files of each format.

mod files;

use self::files::{EXTENDED, VP8X, avif, boxed, exif, gif, jpeg, packed, png, webp};
use super::{ImageFile, ImageFormat, Orientation};

/// One file of each format, of 40 × 30 pixels.
fn each() -> Vec<(ImageFormat, Vec<u8>)> {
    let bitmap_header =
        b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x28\0\0\0\xe2\xff\xff\xff\x01\0\x18\0";
    let bitmap = [&bitmap_header[..], &[0; 24 + 40 * 30 * 3]].concat();
    let icon_entry = b"\x28\x1e\0\0\x01\0\x20\0\x04\0\0\0\x16\0\0\0";
    let icon = [b"\0\0\x01\0\x01\0", &icon_entry[..], b"data"].concat();
    let size = [[0, 0, 0, 0], [0, 0, 0, 40], [0, 0, 0, 30]].concat();
    let properties = boxed(b"iprp", &boxed(b"ipco", &boxed(b"ispe", &size)));
    let meta = [&[0; 4], &properties[..]].concat();
    vec![
        (ImageFormat::Png, png(8, 2, &[(b"IDAT", b"data")])),
        (ImageFormat::Jpeg, jpeg(0xc0, 8, 3, &[])),
        (ImageFormat::Gif, gif(1)),
        (
            ImageFormat::WebP,
            webp(&[(VP8X, &EXTENDED), (b"VP8L", b"\x2f\x27\x40\x07\0")]),
        ),
        (
            ImageFormat::Avif,
            avif(b"avif", &[(b"meta", &meta), (b"mdat", b"data")]),
        ),
        (ImageFormat::Bmp, bitmap),
        (ImageFormat::Icon, icon),
    ]
}

#[test]
fn a_whole_file_has_its_size_and_no_damage() {
    for (format, bytes) in each() {
        let file = ImageFile::of(&bytes);
        assert_eq!(file.format, Some(format));
        assert_eq!((file.damage, file.unsupported), (None, None), "{format:?}");
        assert_eq!(file.losses, [""; 0], "{format:?}");
        if format != ImageFormat::Icon {
            assert_eq!(file.size, Some((40, 30)), "{format:?}");
        }
        assert!(file.orientation.is_upright());
    }
}

#[test]
fn the_size_is_found_in_rarer_forms_too() {
    let lossy = webp(&[(b"VP8 ", b"\x10\0\0\x9d\x01\x2a\x28\x40\x1e\x80")]);
    let size = [[0, 0, 0, 0], [0, 0, 0, 40], [0, 0, 0, 30]].concat();
    let properties = boxed(b"iprp", &boxed(b"ipco", &boxed(b"ispe", &size)));
    let wide = [&[0, 0, 0, 1][..], b"meta", &[0; 7]].concat();
    let length = properties.len() as u8 + 20;
    let wide = [&wide[..], &[length], &[0; 4], &properties].concat();
    let avif = [&avif(b"avif", &[])[..], &wide, &boxed(b"mdat", b"data")].concat();
    for bytes in [lossy, avif] {
        let file = ImageFile::of(&bytes);
        assert_eq!((file.size, file.damage), (Some((40, 30)), None));
    }
}

#[test]
fn a_file_cut_anywhere_is_damaged() {
    for (format, bytes) in each() {
        // A GIF without its last byte has its frame, and a WebP the byte that makes it even.
        let last = match format {
            ImageFormat::Gif | ImageFormat::WebP => bytes.len() - 1,
            _ => bytes.len(),
        };
        // The shortest that is still known as one; boxes after which a file may end.
        for end in 13..last {
            let file = ImageFile::of(&bytes[..end]);
            if file.format != Some(format)
                || format == ImageFormat::Avif && ends_a_box(&bytes[..end])
            {
                continue;
            }
            let damage = file
                .damage
                .unwrap_or_else(|| panic!("{format:?} cut at {end}"));
            assert_eq!(
                damage,
                format!(
                    "it ends at byte {} before its picture does",
                    taskdeck_core::format::count(end as u64)
                )
                .as_str()
            );
        }
    }
}

fn ends_a_box(bytes: &[u8]) -> bool {
    super::boxes::each_box(bytes, &mut |_, _| {}).is_some()
}

#[test]
fn frames_are_counted() {
    let first = "First of 3 frames: the animation is left out.";
    let control = [0; 26];
    let animation = [0, 0, 0, 3, 0, 0, 0, 0];
    let with = png(
        8,
        2,
        &[
            (b"acTL", &animation),
            (b"fcTL", &control),
            (b"IDAT", b"data"),
        ],
    );
    let without = png(
        8,
        2,
        &[
            (b"acTL", &animation),
            (b"IDAT", b"data"),
            (b"fcTL", &control),
        ],
    );
    let moving = webp(&[
        (VP8X, &EXTENDED),
        (b"ANMF", b"1"),
        (b"ANMF", b"22"),
        (b"ANMF", b"3"),
    ]);
    let sizes = [[0; 4], [0; 4], [0, 0, 0, 3]].concat();
    let track = boxed(
        b"trak",
        &boxed(
            b"mdia",
            &boxed(b"minf", &boxed(b"stbl", &boxed(b"stsz", &sizes))),
        ),
    );
    let sequence = avif(b"avis", &[(b"moov", &track)]);
    for file in [gif(3), with, moving, sequence] {
        let file = ImageFile::of(&file);
        assert_eq!(file.losses, [first], "{:?}", file.format);
    }
    let still = "The still picture: an animation of 3 frames is left out.";
    assert_eq!(ImageFile::of(&without).losses, [still]);
}

#[test]
fn an_animation_that_is_cut_has_its_first_frame() {
    let bytes = gif(3);
    let file = ImageFile::of(&bytes[..bytes.len() - 3]);
    assert_eq!(file.damage, None);
    assert!(
        file.losses[0]
            .english()
            .starts_with("Damaged after its first frame: it ends at byte")
    );
    assert!(file.losses[1].english().starts_with("First of 2 frames"));
}

#[test]
fn the_orientation_is_found_in_each_format() {
    let [exif, jpeg_exif] = [exif(6), [b"Exif\0\0", &exif(6)[..]].concat()];
    let files = [
        png(8, 2, &[(b"eXIf", &exif), (b"IDAT", b"data")]),
        jpeg(0xc0, 8, 3, &[(0xe1, &jpeg_exif)]),
        webp(&[(VP8X, &EXTENDED), (b"EXIF", &exif)]),
        webp(&[(VP8X, &EXTENDED), (b"EXIF", &jpeg_exif)]),
    ];
    for file in files {
        let orientation = ImageFile::of(&file).orientation;
        assert_eq!(orientation, Orientation::of_exif(&exif));
        assert_eq!(orientation.upright((40, 30)), (30, 40));
        assert!(!orientation.is_upright());
    }
    let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0\0\0\0\0";
    assert_eq!(
        Orientation::of_exif(big),
        Orientation::of_exif(&self::exif(3))
    );
    for none in [
        &b""[..],
        b"II*\0",
        b"Exif\0\0MM\0*\xff\xff\xff\xff",
        &self::exif(0),
        &self::exif(9),
    ] {
        assert!(Orientation::of_exif(none).is_upright());
    }
}

/// Where a matrix puts the corner that is at the left top, and the one at the right top.
#[test]
fn each_orientation_puts_the_corners_where_they_belong() {
    let size = (40, 30);
    let (left_top, right_top) = ((0, 0), (40, 0));
    let (left_bottom, right_bottom) = ((0, 30), (40, 30));
    let cases = [
        (1, left_top, right_top),
        (2, right_top, left_top),
        (3, right_bottom, left_bottom),
        (4, left_bottom, right_bottom),
        (5, left_top, left_bottom),
        (6, right_top, right_bottom),
        (7, right_bottom, right_top),
        (8, left_bottom, left_top),
    ];
    for (orientation, first, second) in cases {
        let [a, b, _, _, e, f] = Orientation::of_exif(&exif(orientation)).matrix(size);
        assert_eq!((e as i32, f as i32), first, "{orientation}");
        assert_eq!(((a + e) as i32, (b + f) as i32), second, "{orientation}");
    }
}

#[test]
fn what_a_conversion_loses_is_told() {
    let losses = |bytes: &[u8]| ImageFile::of(bytes).losses;
    assert_eq!(
        losses(&png(16, 6, &[(b"IDAT", b"data")])),
        ["16 bits a channel became 8."]
    );
    let profile = (b"iCCP", &b"Display P3\0\0packed"[..]);
    assert_eq!(
        losses(&png(8, 2, &[profile, (b"IDAT", b"data")])),
        ["Colours converted from “Display P3” to sRGB."]
    );
    let plain = (b"iCCP", &b"sRGB IEC61966-2.1\0\0packed"[..]);
    assert!(losses(&png(8, 2, &[plain, (b"IDAT", b"data")])).is_empty());
    assert_eq!(
        losses(&jpeg(0xc0, 8, 4, &[])),
        ["Colours converted from CMYK to RGB."]
    );
    let film = [jpeg(0xc0, 8, 3, &[]), b"\0\0\0\x18ftypmp42film".to_vec()].concat();
    assert_eq!(
        losses(&film),
        ["Left out: 16 B after the picture (a video)."]
    );
    let icon = b"\0\0\x01\0\x02\0\x28\x1e\0\0\x01\0\x20\0\0\0\0\0\x16\0\0\0\x28\x1e\0\0\x01\0\x20\0\0\0\0\0\x16\0\0\0";
    assert_eq!(losses(icon), ["One of the icon's 2 pictures."]);
}

#[test]
fn a_loss_is_told_once() {
    let colour = [b"prof", &profile(b"desc\0\0\0\0\0\0\0\x09Adobe RGB\0")[..]].concat();
    let tiles = boxed(b"colr", &colour).repeat(3);
    let properties = boxed(b"iprp", &boxed(b"ipco", &tiles));
    let file = avif(b"avif", &[(b"meta", &[&[0; 4], &properties[..]].concat())]);
    assert_eq!(
        ImageFile::of(&file).losses,
        ["Colours converted from “Adobe RGB” to sRGB."]
    );
}

/// Returns a profile whose tag has this description.
fn profile(description: &[u8]) -> Vec<u8> {
    let mut profile = vec![0; 128];
    profile.extend([0, 0, 0, 1]);
    profile.extend(b"desc");
    profile.extend([0, 0, 0, 144]);
    profile.extend((description.len() as u32).to_be_bytes());
    profile.extend(description);
    profile
}

#[test]
fn a_profile_is_named_in_both_versions() {
    let old = b"desc\0\0\0\0\0\0\0\x09Adobe RGB\0";
    let new = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS\0\0\0\x06\0\0\0\x1c\0A\0 \0B";
    for (description, name) in [(&old[..], "Adobe RGB"), (new, "A B")] {
        let segment = [b"ICC_PROFILE\0\x01\x01", &profile(description)[..]].concat();
        let file = ImageFile::of(&jpeg(0xc0, 8, 3, &[(0xe2, &segment)]));
        assert_eq!(
            file.losses,
            [&*format!("Colours converted from “{name}” to sRGB.")]
        );
        let file = ImageFile::of(&webp(&[
            (VP8X, &EXTENDED),
            (b"ICCP", &profile(description)),
        ]));
        assert_eq!(
            file.losses,
            [&*format!("Colours converted from “{name}” to sRGB.")]
        );
        let packed = [b"ICC Profile\0\0", &packed(&profile(description))[..]].concat();
        let file = ImageFile::of(&png(8, 2, &[(b"iCCP", &packed), (b"IDAT", b"data")]));
        assert_eq!(
            file.losses,
            [&*format!("Colours converted from “{name}” to sRGB.")]
        );
    }
}

#[test]
fn transparency_is_found() {
    let has_alpha = |bytes: &[u8]| ImageFile::of(bytes).has_alpha;
    assert!(!has_alpha(&png(8, 2, &[(b"IDAT", b"data")])));
    assert!(has_alpha(&png(8, 6, &[(b"IDAT", b"data")])));
    assert!(has_alpha(&png(
        8,
        3,
        &[(b"tRNS", b"\0"), (b"IDAT", b"data")]
    )));
    assert!(!has_alpha(&gif(1)));
    let mut seen_through = gif(1);
    let control = seen_through
        .windows(3)
        .position(|part| part == b"\x21\xf9\x04")
        .unwrap();
    seen_through[control + 3] |= 1;
    assert!(has_alpha(&seen_through));
    let mut smaller = gif(1);
    let place = smaller.windows(5).position(|part| part == b"\x2c\0\0\0\0");
    smaller[place.unwrap() + 5] -= 1;
    assert!(has_alpha(&smaller), "its frame leaves a column free");
    let mut flags = EXTENDED;
    flags[0] = 0x10;
    assert!(has_alpha(&webp(&[(VP8X, &flags)])));
    assert!(has_alpha(&webp(&[(b"VP8L", b"\x2f\x27\x40\x07\x10")])));
    assert!(!has_alpha(&jpeg(0xc0, 8, 3, &[])));
}

#[test]
fn damage_inside_is_found_where_a_checksum_tells() {
    let mut bytes = png(8, 2, &[(b"tEXt", b"comment"), (b"IDAT", b"data")]);
    let at = |bytes: &[u8], part: &[u8]| {
        bytes
            .windows(part.len())
            .position(|window| window == part)
            .unwrap()
    };
    let comment = at(&bytes, b"comment");
    bytes[comment] ^= 1;
    assert_eq!(
        ImageFile::of(&bytes).damage,
        None,
        "a comment can be done without"
    );
    let data = at(&bytes, b"IDAT") + 4;
    bytes[data] ^= 1;
    let damage = format!(
        "its chunk IDAT at byte {} does not match its checksum",
        data - 8
    );
    assert_eq!(ImageFile::of(&bytes).damage, Some(damage.into()));
    let short = png(8, 2, &[(b"IDAT", b"data")]);
    let short = [
        &short[..16],
        &[0, 0, 1, 0, 0, 0, 1, 0],
        &short[24..29],
        &[0; 4],
        &short[33..],
    ]
    .concat();
    let mut sum = flate2::Crc::new();
    sum.update(&short[12..29]);
    let short = [&short[..29], &sum.sum().to_be_bytes(), &short[33..]].concat();
    assert_eq!(
        ImageFile::of(&short).damage.unwrap(),
        "its picture data cannot be unpacked to its last row"
    );
    let empty = png(8, 2, &[]);
    assert_eq!(
        ImageFile::of(&empty).damage.unwrap(),
        "it has no picture data"
    );
}

#[test]
fn kinds_of_jpeg_that_browsers_do_not_read_are_named() {
    for (frame, precision, named) in [
        (0xc3, 8, Some("a JPEG image without loss")),
        (0xc9, 8, Some("a JPEG image with arithmetic codes")),
        (0xc1, 12, Some("a JPEG image of 12 bits a channel")),
        (0xc2, 8, None),
    ] {
        let file = ImageFile::of(&jpeg(frame, precision, 3, &[]));
        assert_eq!(file.unsupported, named.map(Into::into));
    }
}

#[test]
fn a_restart_marker_that_is_missing_is_told() {
    let mut bytes = jpeg(0xc0, 8, 3, &[]);
    // Before the byte that fills up.
    let end = bytes.len() - 3;
    bytes.splice(end..end, *b"a\xff\xd1b\xff\xd2");
    assert!(ImageFile::of(&bytes).losses.is_empty());
    bytes[end + 2] = 0xd3;
    let told = format!(
        "Damaged before byte {}: a part of the picture is missing.",
        end + 1
    );
    assert_eq!(ImageFile::of(&bytes).losses, [&*told]);
}

#[test]
fn nothing_panics() {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize
    };
    for (_, bytes) in each() {
        for _ in 0..3_000 {
            let mut bytes = bytes.clone();
            for _ in 0..1 + next() % 4 {
                let at = next() % bytes.len();
                bytes[at] = next() as u8;
            }
            ImageFile::of(&bytes[..next() % (bytes.len() + 1)]);
        }
    }
}
