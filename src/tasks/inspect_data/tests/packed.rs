//! Files that are compressed.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

use super::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn unread() -> Inspection {
    let hints = Hints {
        name: "a.csv".to_owned(),
        ..Hints::default()
    };
    Inspection::new(hints, Target::Other)
}

fn packed(bytes: &[u8], length: usize) -> Seen {
    inspect(unread(), bytes.chunks(length))
}

fn table(rows: u32) -> String {
    let row = |number| format!("{number},{}\n", number * 7919 % 1000);
    "id,n\n".to_owned() + &(0..rows).map(row).collect::<String>()
}

#[test]
fn gzip_is_unpacked_whatever_its_name_and_wherever_it_is_cut() {
    let text = table(30_000);
    let plain = packed(text.as_bytes(), 64 << 10);
    let bytes = gzip(text.as_bytes());
    for length in [1, 100, 1_000, bytes.len()] {
        let seen = packed(&bytes, length);
        assert_eq!(
            seen.summary,
            "CSV (by comma), gzip, 0 B: 30,000 rows × 2 columns, no problems"
        );
        assert!(seen.written == plain.written, "{length}");
    }
}

#[test]
fn every_member_is_unpacked_and_what_follows_is_noted() {
    let mut bytes = gzip(b"a,b\n1,2\n3");
    bytes.extend(gzip(b""));
    bytes.extend(gzip(b",4\n"));
    bytes.extend([0; 100]);
    let mut inspection = unread();
    assert_eq!(read(&mut inspection, bytes.chunks(5)).1, None);
    let written = packed(&bytes, 5).written;
    assert_eq!(written, "{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n");
    assert_eq!(inspection.source_in_words(), ["gzip of 3 members"]);
    let note = "Ignored after the end of the compressed data: 100 zero bytes of padding.";
    assert_eq!(inspection.notes(), [note]);
}

#[test]
fn what_is_packed_may_have_any_encoding_or_be_no_text() {
    let utf_16: Vec<u8> = "ä,b\n1,2\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let seen = packed(&gzip(&utf_16), 10);
    assert!(
        seen.summary
            .starts_with("CSV (by comma), gzip, UTF-16 LE (detected), ")
    );
    let seen = packed(&gzip(&gzip(b"a\n")), 10);
    let what = "This is gzip data within gzip: unpack it first";
    assert_eq!(seen.failure.as_deref(), Some(what));
    let mut tar = vec![0; 1_024];
    tar[257..262].copy_from_slice(b"ustar");
    let what = "This is a tar archive: unpack it first";
    assert_eq!(packed(&gzip(&tar), 10).failure.as_deref(), Some(what));
    let empty = packed(&gzip(b""), 3);
    assert_eq!((empty.failure, &*empty.notes), (None, "The file is empty."));
}

#[test]
fn damage_is_a_failure_that_says_how_far_it_could_be_read() {
    let text = table(300_000);
    let whole = gzip(text.as_bytes());

    let cut = &whole[..whole.len() / 2];
    let seen = packed(cut, 64 << 10);
    let failure = seen.failure.unwrap();
    let at = taskdeck_core::format::count(cut.len() as u64);
    let begin = format!("The file is damaged: it ends at byte {at} before its data does, after ");
    assert!(failure.starts_with(&begin), "{failure}");
    let rows = failure.rsplit(' ').next().unwrap().replace(',', "");
    let rows: u32 = rows.parse().unwrap();
    assert!((100_000..200_000).contains(&rows), "{failure}");
    assert_eq!(seen.sample.len(), 20);

    let mut wrong = whole.clone();
    let at = wrong.len() - 8;
    wrong[at] ^= 1;
    let failure = packed(&wrong, 64 << 10).failure.unwrap();
    assert!(failure.contains("does not match its checksum"), "{failure}");
    assert!(
        failure.ends_with(". Rows up to there: 300,000"),
        "{failure}"
    );

    let failure = packed(&whole[..5], 64 << 10).failure.unwrap();
    assert!(
        failure.starts_with("The file is damaged: it ends at byte 5"),
        "{failure}"
    );
}
