//! Which picked file a path of a list means.
//!
//! A list names files from the folder that it was made in. The paths of a picked folder begin with the folder's name; a file
//! that was picked alone has no folder. So one path may be the end of the other, by the same folder for all files that were
//! picked in one way. A path that only ends alike is no match where it could mean several files.

use std::collections::{BTreeSet, HashMap};

/// The picked files that a path of a list means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Matches {
    /// The picked files, by index.
    pub(super) files: Vec<usize>,
    /// The picked files that only end alike, if none matches.
    pub(super) alike: Vec<usize>,
}

/// How the paths of a list map to those of picked files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Shift<'a> {
    /// They are the same.
    Exact,
    /// The list lies in this folder of the picked ones.
    Into(&'a str),
    /// The files were picked in this folder of the list.
    OutOf(&'a str),
}

/// A picked file that a path may mean.
#[derive(Clone, Copy, Debug)]
struct Claim<'a> {
    listed: usize,
    file: usize,
    /// The folder by which the file was picked; empty for one that was picked alone.
    root: &'a str,
    shift: Shift<'a>,
}

/// Returns for each path of a list which picked files it means. Both are [`clean`]. `home` is the folder of the list itself,
/// where it was picked too.
pub(super) fn resolve(listed: &[String], picked: &[String], home: Option<&str>) -> Vec<Matches> {
    let claims = claims(listed, picked);
    let mut matched = match home.and_then(|home| beside(listed, picked, home)) {
        Some(matched) => matched,
        None => by_shift(listed, &claims),
    };
    let taken: BTreeSet<usize> = matched
        .iter()
        .flat_map(|m| m.files.iter().copied())
        .collect();
    for claim in &claims {
        let matched = &mut matched[claim.listed];
        if matched.files.is_empty() && !taken.contains(&claim.file) {
            matched.alike.push(claim.file);
        }
    }
    matched
}

/// Returns a path without what changes nothing in it, with `/` between its names.
pub(super) fn clean(path: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." if names.last().is_some_and(|last| *last != "..") => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

/// Resolves the paths from the folder of the list; `None` when no file is there.
fn beside(listed: &[String], picked: &[String], home: &str) -> Option<Vec<Matches>> {
    let by_path = indexed(picked);
    let matched: Vec<Matches> = listed
        .iter()
        .map(|path| {
            let path = clean(&format!("{home}/{path}"));
            let files = by_path.get(&*path).cloned().unwrap_or_default();
            Matches {
                files,
                ..Matches::default()
            }
        })
        .collect();
    matched
        .iter()
        .any(|matched| !matched.files.is_empty())
        .then_some(matched)
}

fn indexed(picked: &[String]) -> HashMap<&str, Vec<usize>> {
    let mut by_path: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, path) in picked.iter().enumerate() {
        by_path.entry(path).or_default().push(index);
    }
    by_path
}

/// Returns all pairs of which one path is the end of the other, by whole names. No pair occurs twice, because the
/// lengths of its paths decide the shift.
fn claims<'a>(listed: &'a [String], picked: &'a [String]) -> Vec<Claim<'a>> {
    let by_path = indexed(picked);
    let mut by_end: HashMap<&str, Vec<(usize, &str)>> = HashMap::new();
    for (index, path) in picked.iter().enumerate() {
        for (folder, end) in ends(path) {
            by_end.entry(end).or_default().push((index, folder));
        }
    }
    let mut claims = Vec::new();
    for (index, path) in listed.iter().enumerate() {
        let mut claim = |file: usize, shift| {
            claims.push(Claim {
                listed: index,
                file,
                root: root(&picked[file]),
                shift,
            });
        };
        for &file in by_path.get(&**path).into_iter().flatten() {
            claim(file, Shift::Exact);
        }
        for &(file, folder) in by_end.get(&**path).into_iter().flatten() {
            claim(file, Shift::Into(folder));
        }
        for (folder, end) in ends(path) {
            for &file in by_path.get(end).into_iter().flatten() {
                claim(file, Shift::OutOf(folder));
            }
        }
    }
    claims
}

/// Returns every way to split a path into a folder and a path in it.
fn ends(path: &str) -> impl Iterator<Item = (&str, &str)> {
    path.match_indices('/')
        .map(|(at, _)| (&path[..at], &path[at + 1..]))
}

fn root(path: &str) -> &str {
    path.split_once('/').map_or("", |(root, _)| root)
}

/// Resolves the paths with one shift for all files of one root.
fn by_shift<'a>(listed: &'a [String], claims: &[Claim<'a>]) -> Vec<Matches> {
    let mut votes: HashMap<(&str, Shift<'_>), BTreeSet<usize>> = HashMap::new();
    for claim in claims {
        votes
            .entry((claim.root, claim.shift))
            .or_default()
            .insert(claim.listed);
    }
    let common = common_folder(listed);
    let roots: BTreeSet<&str> = claims.iter().map(|claim| claim.root).collect();
    let shifts: HashMap<&str, Shift<'_>> = roots
        .into_iter()
        .filter_map(|root| {
            let of_root = votes.iter().filter(|((of, _), _)| *of == root);
            let counted: Vec<_> = of_root
                .map(|((_, shift), voters)| (*shift, voters.len()))
                .collect();
            Some((root, best(root, &common, &counted)?))
        })
        .collect();
    let mut matched = vec![Matches::default(); listed.len()];
    // The claim of the root that explains most of the list counts; of two that explain as much, neither.
    let mut ranks = vec![(false, 0); listed.len()];
    let mut rivals: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); listed.len()];
    for claim in claims
        .iter()
        .filter(|claim| shifts.get(claim.root) == Some(&claim.shift))
    {
        let rank = (
            claim.shift == Shift::Exact,
            votes[&(claim.root, claim.shift)].len(),
        );
        let (matched, rivals) = (&mut matched[claim.listed], &mut rivals[claim.listed]);
        if rank > ranks[claim.listed] {
            ranks[claim.listed] = rank;
            matched.files.clear();
            rivals.clear();
        }
        if rank == ranks[claim.listed] {
            matched.files.push(claim.file);
            rivals.insert(claim.root);
        }
    }
    for (matched, rivals) in matched.iter_mut().zip(rivals) {
        if rivals.len() > 1 {
            matched.files.clear();
        }
    }
    if shifts.get("") != Some(&Shift::Exact) {
        one_by_one(&mut matched, claims);
    }
    matched
}

/// Returns the shift of all files of one root: the one that explains most of the list, if it is unique.
fn best<'a>(root: &str, common: &str, counted: &[(Shift<'a>, usize)]) -> Option<Shift<'a>> {
    let has = |shift| counted.iter().any(|(of, _)| *of == shift);
    if root.is_empty() && has(Shift::Exact) {
        return Some(Shift::Exact);
    }
    let most = counted.iter().map(|(_, count)| *count).max()?;
    let first = counted.iter().filter(|(_, count)| *count == most);
    let first: Vec<Shift<'a>> = first.map(|(shift, _)| *shift).collect();
    if let [only] = first[..] {
        return Some(only);
    }
    let preferred = [Shift::Exact, Shift::OutOf(common), Shift::Into(root)];
    let found = preferred.iter().find(|shift| first.contains(shift))?;
    first.into_iter().find(|shift| shift == found)
}

/// Matches files that were picked alone, each with a folder of its own. A pair counts if neither path is in another
/// pair.
fn one_by_one(matched: &mut [Matches], claims: &[Claim<'_>]) {
    let taken: BTreeSet<usize> = matched
        .iter()
        .flat_map(|m| m.files.iter().copied())
        .collect();
    let is_open = |claim: &&Claim<'_>| {
        claim.root.is_empty()
            && matched[claim.listed].files.is_empty()
            && !taken.contains(&claim.file)
    };
    let open: Vec<&Claim<'_>> = claims.iter().filter(is_open).collect();
    let mut of_listed: HashMap<usize, usize> = HashMap::new();
    let mut of_file: HashMap<usize, usize> = HashMap::new();
    for claim in &open {
        *of_listed.entry(claim.listed).or_default() += 1;
        *of_file.entry(claim.file).or_default() += 1;
    }
    for claim in open {
        if of_listed[&claim.listed] == 1 && of_file[&claim.file] == 1 {
            matched[claim.listed].files.push(claim.file);
        }
    }
}

/// Returns the common folder of all files of a list; empty when there is none.
fn common_folder(listed: &[String]) -> String {
    let folder = |path: &'_ str| {
        path.rsplit_once('/')
            .map_or("", |(folder, _)| folder)
            .to_owned()
    };
    let mut folders = listed.iter().map(|path| folder(path));
    let Some(mut common) = folders.next() else {
        return String::new();
    };
    for other in folders {
        let holds = |common: &str| {
            other
                .strip_prefix(common)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        while !common.is_empty() && !holds(&common) {
            common = folder(&common);
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean_all(paths: &[&str]) -> Vec<String> {
        paths.iter().map(|path| clean(path)).collect()
    }

    fn files(listed: &[&str], picked: &[&str]) -> Vec<Vec<usize>> {
        let matched = resolve(&clean_all(listed), &clean_all(picked), None);
        matched.into_iter().map(|matched| matched.files).collect()
    }

    const NONE: &[usize] = &[];

    #[test]
    fn a_path_that_only_ends_alike_is_another_file() {
        assert_eq!(files(&["a.txt", "sub/a.txt"], &["a.txt"]), [&[0][..], NONE]);
        assert_eq!(files(&["sub/a.txt", "a.txt"], &["a.txt"]), [NONE, &[0]]);
        assert_eq!(
            files(&["a.txt", "sub/b.txt"], &["a.txt", "b.txt"]),
            [&[0][..], NONE]
        );
        assert_eq!(files(&["a.txt"], &["xa.txt"]), [NONE]);
        assert_eq!(files(&["x/a.txt", "y/a.txt"], &["a.txt"]), [NONE, NONE]);
        let matched = resolve(
            &clean_all(&["x/a.txt", "y/a.txt"]),
            &clean_all(&["a.txt"]),
            None,
        );
        assert_eq!(matched[1].alike, [0]);
    }

    #[test]
    fn no_pair_is_claimed_twice() {
        let paths = clean_all(&["a", "a/a", "a/a/a", "b/a/a", "a/b/a", "a"]);
        let claims = claims(&paths, &paths);
        let pairs: BTreeSet<_> = claims.iter().map(|c| (c.listed, c.file)).collect();
        assert_eq!(pairs.len(), claims.len());
    }

    #[test]
    fn the_very_path_goes_before_one_that_ends_alike() {
        assert_eq!(files(&["a.txt"], &["sub/a.txt", "a.txt"]), [[1]]);
        assert_eq!(
            files(&["./a.txt", "x//b/../b"], &["a.txt", "x/b"]),
            [[0], [1]]
        );
    }

    #[test]
    fn the_paths_of_a_folder_begin_with_its_name() {
        let picked = ["folder/a.txt", "folder/sub/a.txt", "folder/b.txt"];
        assert_eq!(
            files(&["a.txt", "sub/a.txt", "c.txt"], &picked),
            [&[0][..], &[1], NONE]
        );
        // The folder has the name of one inside of it.
        let picked = ["sub/a.txt", "sub/sub/a.txt"];
        assert_eq!(files(&["a.txt", "sub/a.txt"], &picked), [[0], [1]]);
        assert_eq!(files(&["sub/a.txt", "sub/sub/a.txt"], &picked), [[0], [1]]);
        assert_eq!(files(&["top/sub/a.txt"], &["sub/a.txt"]), [[0]]);
    }

    #[test]
    fn a_list_inside_of_a_picked_folder_names_what_is_beside_it() {
        let listed = clean_all(&["a.txt", "../b.txt", "c.txt"]);
        let picked = clean_all(&["top/a.txt", "top/in/a.txt", "top/b.txt", "c.txt"]);
        let matched = resolve(&listed, &picked, Some("top/in"));
        let files: Vec<_> = matched.into_iter().map(|matched| matched.files).collect();
        assert_eq!(files, [&[1][..], &[2], NONE]);
        // A list that was picked apart from its folder has nothing beside it.
        let matched = resolve(&clean_all(&["a.txt"]), &clean_all(&["top/a.txt"]), Some(""));
        assert_eq!(matched[0].files, [0]);
    }

    #[test]
    fn of_two_folders_the_one_that_explains_more_of_the_list_is_meant() {
        let listed = ["a", "b", "c"];
        assert_eq!(
            files(&listed, &["x/a", "x/b", "y/a"]),
            [&[0][..], &[1], NONE]
        );
        assert_eq!(files(&["a"], &["x/a", "y/a"]), [NONE]);
        // All files of one path are matched.
        assert_eq!(files(&["x.txt"], &["x.txt", "x.txt"]), [[0, 1]]);
    }

    #[test]
    fn files_of_absolute_paths_are_found_where_they_were_picked() {
        let listed = [
            "C:/Users/me/a.txt",
            "C:/Users/me/sub/a.txt",
            "C:/Users/me/sub/b.txt",
        ];
        assert_eq!(files(&listed, &["a.txt"]), [&[0][..], NONE, NONE]);
        assert_eq!(
            files(&listed, &["me/a.txt", "me/sub/a.txt"]),
            [&[0][..], &[1], NONE]
        );
        assert_eq!(files(&["/home/me/a.txt"], &["a.txt"]), [[0]]);
        assert_eq!(files(&["/home/me/a.txt"], &["other/a.txt"]), [NONE]);
    }

    #[test]
    fn files_picked_one_by_one_from_several_folders_are_found() {
        assert_eq!(
            files(&["x/a", "y/b", "z/c"], &["b", "a"]),
            [&[1][..], &[0], NONE]
        );
        let listed = ["b.txt", "sub/a.txt", "gone.txt", "far/c.txt", "xb.txt"];
        let picked = ["folder/sub/a.txt", "folder/b.txt", "c.txt"];
        assert_eq!(files(&listed, &picked), [&[1][..], &[0], NONE, &[2], NONE]);
    }
}
