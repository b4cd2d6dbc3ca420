//! How well dropped files suit the tasks: the form of the best one opens.
//!
//! A task for one kind of files is meant where nearly all files are of that kind. Of mixed files in a folder, most
//! likely their copies are wanted, because a folder is dropped whole to learn about it. Mixed files without a folder
//! are most likely to be hashed: that works with every file and writes nothing.

use taskdeck_core::FileHint;

/// The files of a kind that suffice for the task of that kind, in percent. A folder of pictures often has a hidden
/// file beside them.
const NEARLY_ALL: usize = 75;

/// For the task of one kind, where nearly all files are of that kind.
pub(super) const KIND: u8 = 90;
/// For a list of checksums that names none of the other files.
pub(super) const LIST: u8 = 80;
/// For *Find duplicates* in a folder.
pub(super) const FOLDER: u8 = 50;
/// For *Hash files*.
pub(super) const ANY: u8 = 20;
/// For what can be done with any file.
pub(super) const POSSIBLE: u8 = 10;

/// Returns [`KIND`] where nearly all files are of a kind, [`POSSIBLE`] where some are.
pub(super) fn of_kind(files: &[FileHint<'_>], is_of_kind: impl Fn(&FileHint<'_>) -> bool) -> u8 {
    match files.iter().filter(|file| is_of_kind(file)).count() {
        0 => 0,
        some if some * 100 >= files.len() * NEARLY_ALL => KIND,
        _ => POSSIBLE,
    }
}

/// Returns whether some files are in a folder.
pub(super) fn have_folder(files: &[FileHint<'_>]) -> bool {
    files.iter().any(|file| file.path.contains('/'))
}

/// Returns whether the name has one of these endings, which are in lower case and without a dot.
pub(super) fn ends_with(file: &FileHint<'_>, endings: &[&str]) -> bool {
    let ending = file.path.rsplit_once('.').map_or("", |(_, ending)| ending);
    endings
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use taskdeck::workers::Pool;

    use crate::tasks::builtin;

    use super::*;

    /// Returns the tasks that take these files, the best one first. A path may have a media type after a blank.
    fn best(files: &[&str]) -> Vec<String> {
        let hints: Vec<FileHint<'_>> = files
            .iter()
            .map(|file| {
                let (path, media_type) = file.split_once(' ').unwrap_or((file, ""));
                FileHint { path, media_type }
            })
            .collect();
        let mut scored: Vec<(u8, String)> = builtin(&Pool::on_page())
            .iter()
            .filter_map(|task| Some((task.suitability(&hints)?, task.id().to_owned())))
            .filter(|(score, _)| *score > 0)
            .collect();
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        scored.into_iter().map(|(_, id)| id).collect()
    }

    #[test]
    fn files_of_one_kind_suit_the_task_of_that_kind() {
        assert_eq!(
            best(&["a.JPG", "b.png", "c image/heic"])[0],
            "convert-images"
        );
        assert_eq!(best(&["a.csv"])[0], "inspect-data");
        assert_eq!(
            best(&["a.ndjson", "b.json application/json"])[0],
            "inspect-data"
        );
        assert_eq!(best(&["a.csv.gz"])[0], "compress-files");
        assert_eq!(best(&["a application/gzip", "b.tgz"])[0], "compress-files");
        // A hidden file beside seven pictures changes nothing.
        let folder = ["p/1.jpg", "p/2.jpg", "p/3.jpg", "p/4.jpg", "p/.DS_Store"];
        assert_eq!(best(&folder)[0], "convert-images");
    }

    #[test]
    fn mixed_files_are_hashed_and_a_folder_of_them_is_searched_for_duplicates() {
        assert_eq!(best(&["a.pdf"])[0], "hash-files");
        assert_eq!(best(&["a.pdf", "b.jpg", "c.csv"])[0], "hash-files");
        assert_eq!(best(&["d/a.pdf", "d/b.jpg"])[0], "find-duplicates");
        assert_eq!(
            best(&["d/a.pdf", "d/b.jpg", "d/SHA256SUMS"])[0],
            "hash-files"
        );
        assert_eq!(best(&["SHA256SUMS"])[0], "hash-files");
    }

    #[test]
    fn the_others_that_fit_are_known_and_no_more() {
        assert_eq!(best(&["a.pdf"]), ["hash-files", "compress-files"]);
        assert_eq!(
            best(&["a.jpg", "b.jpg"]),
            [
                "convert-images",
                "hash-files",
                "compress-files",
                "find-duplicates"
            ]
        );
    }
}
