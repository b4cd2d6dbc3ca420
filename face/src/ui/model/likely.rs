//! Finds the tasks that dropped files are meant for.

use std::cmp::Reverse;

use taskdeck_core::FileHint;

use super::accepts;

/// The files that must fit for a task to be meant for them, in percent.
const NEARLY_ALL: usize = 75;

/// What a task says of dropped files: how well they suit it, and which ones its field accepts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taker<'a> {
    /// [`Task::suitability`](taskdeck_core::Task::suitability).
    pub(crate) suitability: Option<u8>,
    /// The accepted files, in the syntax of HTML's `accept`.
    pub(crate) accept: &'a str,
}

/// Returns the indices of those that take files like these, the likeliest first. Of equals the first one goes first.
pub(crate) fn by_likelihood(takers: &[Taker<'_>], files: &[FileHint<'_>]) -> Vec<usize> {
    let scores = takers.iter().map(|taker| score(*taker, files)).enumerate();
    let mut fitting: Vec<(usize, u8)> = scores.filter(|(_, score)| *score > 0).collect();
    fitting.sort_by_key(|(_, score)| Reverse(*score));
    fitting.into_iter().map(|(index, _)| index).collect()
}

fn score(
    Taker {
        suitability,
        accept,
    }: Taker<'_>,
    files: &[FileHint<'_>],
) -> u8 {
    let fitting = files
        .iter()
        .filter(|file| accepts(accept, file.path, file.media_type))
        .count();
    if fitting == 0 {
        return 0;
    }
    if let Some(suitability) = suitability {
        return suitability;
    }
    match accept.trim().is_empty() {
        // It takes everything, so it is not meant for these files in particular.
        true => 15,
        false if fitting * 100 >= files.len() * NEARLY_ALL => 60,
        false => 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files<'a>(paths: &[&'a str]) -> Vec<FileHint<'a>> {
        let hint = |path: &&'a str| FileHint {
            path,
            media_type: "",
        };
        paths.iter().map(hint).collect()
    }

    fn by_accept<'a>(accept: &[&'a str]) -> Vec<Taker<'a>> {
        let taker = |accept: &&'a str| Taker {
            suitability: None,
            accept,
        };
        accept.iter().map(taker).collect()
    }

    #[test]
    fn a_task_for_such_files_goes_before_one_for_all_files() {
        let takers = by_accept(&["", ".csv", ".png"]);
        assert_eq!(by_likelihood(&takers, &files(&["a.csv"])), [1, 0]);
        assert_eq!(by_likelihood(&takers, &files(&["a.txt"])), [0]);
    }

    #[test]
    fn a_task_for_some_of_the_files_goes_last() {
        let takers = by_accept(&[".csv", "", ".png"]);
        let mixed = files(&["a.csv", "b.png", "c.png", "d.txt"]);
        assert_eq!(by_likelihood(&takers, &mixed), [1, 0, 2]);
    }

    #[test]
    fn a_task_may_decide_for_itself() {
        let takers = [(Some(20), ""), (Some(90), ""), (Some(0), ""), (None, "")];
        let takers = takers.map(|(suitability, accept)| Taker {
            suitability,
            accept,
        });
        assert_eq!(by_likelihood(&takers, &files(&["a"])), [1, 0, 3]);
    }

    #[test]
    fn files_that_a_field_does_not_accept_are_not_for_its_task() {
        let taker = Taker {
            suitability: Some(90),
            accept: "image/*",
        };
        assert!(by_likelihood(&[taker], &files(&["a.txt"])).is_empty());
    }
}
