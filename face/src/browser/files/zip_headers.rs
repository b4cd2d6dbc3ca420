//! The headers of ZIP archives.

/// The version of the format that has numbers of 64 bits.
const WITH_64_BITS: u16 = 45;
/// The version that all others can be read with.
const PLAIN: u16 = 20;
/// The system whose permissions an entry has: Unix.
const UNIX: u16 = 3 << 8;
/// The name is in UTF-8.
const UTF_8: u16 = 1 << 11;
/// A file that its owner may write.
const MODE: u32 = 0o100_644;
/// What stands in a field of 32 bits whose value is among the extra fields, with 64.
const ELSEWHERE: u32 = u32::MAX;

/// When an archive was made.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stamp {
    /// Since 1970, in seconds.
    pub(super) unix: u32,
    /// On the clock of the place: the year, the month from 1, the day, the hour, the minute and the second.
    pub(super) clock: [u32; 6],
}

impl Stamp {
    /// Returns the time and the date as DOS has them, the time in the low half.
    fn dos(self) -> u32 {
        let [year, month, day, hour, minute, second] = self.clock;
        let date = year.clamp(1980, 2107) - 1980;
        let date = (date << 9) | (month << 5) | day;
        let time = (hour << 11) | (minute << 5) | (second / 2);
        (date << 16) | time
    }
}

/// The headers of an archive whose files are stored as they are.
#[derive(Debug, Default)]
pub(super) struct Headers {
    stamp: Stamp,
    /// The length of all that comes before the directory.
    len: u64,
    entries: u64,
    directory: Vec<u8>,
}

impl Headers {
    pub(super) fn new(stamp: Stamp) -> Self {
        Self {
            stamp,
            ..Self::default()
        }
    }

    /// Adds a file. Returns what stands in front of its contents.
    pub(super) fn add(&mut self, name: &str, checksum: u32, size: u64) -> Vec<u8> {
        let name = shortened(name);
        let is_large = size.max(self.len) >= u64::from(ELSEWHERE);
        let field = |value: u64| match is_large {
            true => ELSEWHERE,
            false => value as u32,
        };
        let sizes = [size, size];
        let mut common = Bytes::default();
        common.u16(if is_large { WITH_64_BITS } else { PLAIN });
        common.u16(UTF_8);
        // Stored as it is.
        common.u16(0);
        common.u32(self.stamp.dos());
        common.u32(checksum);
        for size in sizes {
            common.u32(field(size));
        }
        common.u16(name.len() as u16);

        let extra = self.extra(is_large, &sizes);
        let mut local = Bytes::default();
        local.u32(0x0403_4B50);
        local.all(&common.0);
        local.u16(extra.len() as u16);
        local.all(name.as_bytes());
        local.all(&extra);

        let extra = self.extra(is_large, &[size, size, self.len]);
        let mut entry = Bytes::default();
        entry.u32(0x0201_4B50);
        entry.u16(UNIX | WITH_64_BITS);
        entry.all(&common.0);
        entry.u16(extra.len() as u16);
        // No comment, on the first disk, and no text.
        entry.all(&[0; 6]);
        entry.u32(MODE << 16);
        entry.u32(field(self.len));
        entry.all(name.as_bytes());
        entry.all(&extra);

        self.directory.extend(entry.0);
        self.entries += 1;
        self.len += local.0.len() as u64 + size;
        local.0
    }

    /// Returns the extra fields of a file: when it was changed, and what does not fit into 32 bits.
    fn extra(&self, is_large: bool, values: &[u64]) -> Vec<u8> {
        let mut extra = Bytes::default();
        if is_large {
            extra.u16(1);
            extra.u16(8 * values.len() as u16);
            values.iter().for_each(|value| extra.u64(*value));
        }
        extra.u16(0x5455);
        extra.u16(5);
        extra.all(&[1]);
        extra.u32(self.stamp.unix);
        extra.0
    }

    /// Returns what stands behind the last file.
    pub(super) fn finish(self) -> Vec<u8> {
        let size = self.directory.len() as u64;
        let mut end = Bytes(self.directory);
        let most = u64::from(ELSEWHERE);
        let is_large = self.entries >= u64::from(u16::MAX) || self.len.max(size) >= most;
        if is_large {
            end.u32(0x0606_4B50);
            // The length of what follows in this record.
            end.u64(44);
            end.u16(UNIX | WITH_64_BITS);
            end.u16(WITH_64_BITS);
            end.u64(0);
            for value in [self.entries, self.entries, size, self.len] {
                end.u64(value);
            }
            end.u32(0x0706_4B50);
            end.u32(0);
            end.u64(self.len + size);
            end.u32(1);
        }
        end.u32(0x0605_4B50);
        end.u32(0);
        let entries = self.entries.min(u64::from(u16::MAX)) as u16;
        end.u16(entries);
        end.u16(entries);
        end.u32(size.min(most) as u32);
        end.u32(self.len.min(most) as u32);
        end.u16(0);
        end.0
    }
}

/// Returns as much of a name as its length has room for.
fn shortened(name: &str) -> &str {
    let mut end = name.len().min(usize::from(u16::MAX));
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}

#[derive(Debug, Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn all(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn u16(&mut self, value: u16) {
        self.all(&value.to_le_bytes());
    }

    fn u32(&mut self, value: u32) {
        self.all(&value.to_le_bytes());
    }

    fn u64(&mut self, value: u64) {
        self.all(&value.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader finds of a file.
    type Found = (String, u64, u32, u64);

    fn read(archive: &[u8]) -> Vec<Found> {
        let archive = rawzip::ZipArchive::from_slice(archive).unwrap();
        let mut found = Vec::new();
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry().unwrap() {
            let name = String::from_utf8(entry.file_path().as_ref().to_vec()).unwrap();
            let at = entry.local_header_offset();
            found.push((name, entry.uncompressed_size_hint(), entry.crc32(), at));
        }
        found
    }

    fn stamp() -> Stamp {
        Stamp {
            unix: 1_764_590_400,
            clock: [2025, 12, 1, 12, 30, 59],
        }
    }

    #[test]
    fn a_reader_finds_each_file_with_its_name_and_contents() {
        let mut headers = Headers::new(stamp());
        let mut bytes = headers.add("a.txt", 1, 3);
        bytes.extend(b"one");
        let second = bytes.len() as u64;
        bytes.extend(headers.add("Übersicht.txt", 2, 0));
        bytes.extend(headers.finish());
        let expected = [
            ("a.txt".to_owned(), 3, 1, 0),
            ("Übersicht.txt".to_owned(), 0, 2, second),
        ];
        assert_eq!(read(&bytes), expected);
        let archive = rawzip::ZipArchive::from_slice(&bytes[..]).unwrap();
        let mut entries = archive.entries();
        let entry = entries.next_entry().unwrap().unwrap();
        assert_eq!(entry.mode().value(), MODE);
        let contents = archive.get_entry(entry.wayfinder()).unwrap();
        assert_eq!(contents.data(), b"one");
    }

    #[test]
    fn sizes_and_places_may_have_more_than_32_bits() {
        let large = u64::from(u32::MAX) + 7;
        let mut headers = Headers::new(stamp());
        let first = headers.add("large", 1, large).len() as u64;
        headers.add("behind it", 2, 5);
        let entries = headers.entries;
        assert_eq!(entries, 2);
        let end = headers.finish();
        let sizes = [large, large].map(u64::to_le_bytes).concat();
        assert!(end.windows(16).any(|window| window == sizes));
        let place = (first + large).to_le_bytes();
        assert!(end.windows(8).any(|window| window == place));
    }

    #[test]
    fn there_may_be_more_files_than_16_bits_count() {
        let mut headers = Headers::new(stamp());
        let mut bytes = Vec::new();
        for number in 0..70_000 {
            bytes.extend(headers.add(&number.to_string(), number, 0));
        }
        bytes.extend(headers.finish());
        let found = read(&bytes);
        assert_eq!(found.len(), 70_000);
        assert_eq!(found[69_999].0, "69999");
    }

    #[test]
    fn a_name_is_cut_between_two_letters() {
        let long = "ä".repeat(40_000);
        assert_eq!(shortened(&long).len(), 65_534);
        assert_eq!(shortened("short"), "short");
    }
}
