//! Names of files, taken out of paths.

/// Returns the last name of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns the name with this ending in place of its own.
pub(super) fn with_ending(name: &str, ending: &str) -> String {
    let stem = match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    };
    format!("{stem}.{ending}")
}

/// The endings of names of compressed files, and what is left of each once it is decompressed.
const GZ: [(&str, &str); 4] = [
    (".tgz", ".tar"),
    (".gzip", ""),
    (".gz", ""),
    (".svgz", ".svg"),
];

/// Returns whether a file of this name is compressed.
pub(super) fn is_gz(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    GZ.iter().any(|(ending, _)| lower.ends_with(ending))
}

/// Returns the name of a compressed file once it is decompressed.
pub(super) fn without_gz(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    for (ending, instead) in GZ {
        if lower.ends_with(ending) && lower.len() > ending.len() {
            return format!("{}{instead}", &name[..name.len() - ending.len()]);
        }
    }
    format!("{name}.out")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_is_replaced_or_added() {
        assert_eq!(with_ending("photo.big.jpeg", "webp"), "photo.big.webp");
        assert_eq!(with_ending("photo", "webp"), "photo.webp");
        assert_eq!(with_ending(".photo", "webp"), ".photo.webp");
    }

    #[test]
    fn an_unpacked_file_has_the_name_it_had() {
        assert_eq!(without_gz("log.txt.gz"), "log.txt");
        assert_eq!(without_gz("Backup.TGZ"), "Backup.tar");
        assert_eq!(without_gz("what"), "what.out");
        assert_eq!(without_gz(".gz"), ".gz.out");
        assert!(is_gz("a.csv.GZ") && !is_gz("gz"));
    }
}
