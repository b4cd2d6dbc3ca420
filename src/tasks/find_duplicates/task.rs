//! The task: its form, its sample, and the parameters of its runs.

use js_sys::Array;
use taskdeck::browser::{PickedFile, PickedFiles};
use taskdeck::workers::{Job, Pool};
use taskdeck_core::{Field, Params, Task, TaskError, Unit, format::count, message};
use web_sys::File;

use super::run;
use crate::tasks::{
    likely, sample,
    several::{title_for_files, written_as},
};

const TITLE: &str = "Find duplicates";

/// The size of the large files of the sample, in bytes.
const SAMPLE_SIZE: u32 = 4 << 20;

/// Creates the job that finds equal files.
pub(in crate::tasks) fn find_job() -> Job {
    Job::new("find-duplicates", TITLE, run::find)
}

pub(in crate::tasks) fn find_duplicates(pool: &Pool) -> Task {
    pool.task(find_job())
        .icon("duplicates")
        .description(message!("Equal files and their space"))
        .unit(Unit::Bytes)
        .field(
            Field::files("files", message!("Files"), "")
                .required()
                .help(message!("Choose a folder with everything in it. A file that is chosen twice counts as its own copy.")),
        )
        // One run for all files. Its parameters are one line, because the paths of a folder would be too long.
        .split(|params| vec![written(params)])
        .run_title(|params| title_for_files(TITLE, params))
        .suits(|files| match files {
            [_] => 0,
            files if likely::have_folder(files) => likely::FOLDER,
            _ => likely::POSSIBLE,
        })
        .sample(async || Ok(PickedFiles(sample_files()?).into_params(Params::new(), "files")))
}

/// Returns the parameters with one line in place of the files.
fn written(params: Params) -> Params {
    let files = PickedFiles::of(&params, "files");
    if files.is_empty() {
        return params;
    }
    let size = files.iter().map(|picked| picked.file.size() as u64).sum();
    let paths: Vec<&str> = files.iter().map(|picked| &*picked.path).collect();
    written_as(params, line(&paths), size)
}

/// Describes files in one line: their common folder, if there is one, and their number.
fn line(paths: &[&str]) -> String {
    let folder = |path: &str| Some(path.split_once('/')?.0.to_owned());
    let first = paths.first().copied().and_then(folder);
    let common = first.filter(|first| {
        let inside = |path: &&str| folder(path).as_ref() == Some(first);
        paths.iter().all(inside)
    });
    let files = match paths {
        [_] => "1 file".to_owned(),
        all => format!("{} files", count(all.len() as u64)),
    };
    match (common, paths) {
        (Some(folder), _) => format!("{folder} ({files})"),
        (None, [one]) => (*one).to_owned(),
        (None, _) => files,
    }
}

/// Creates a folder with a picture and its two copies, another file of the same size, notes that exist twice, and a
/// file that exists once.
fn sample_files() -> Result<Vec<PickedFile>, TaskError> {
    let sea = || sample::file("sea.raw", SAMPLE_SIZE);
    let hills = || {
        let rest = sample::file("rest", SAMPLE_SIZE - 5)?;
        sample::named("hills.raw", &Array::of2(&"hills".into(), &rest), "")
    };
    let text = |text: &str| sample::named("notes.txt", &Array::of1(&text.into()), "text/plain");
    let files: [(&str, File); 7] = [
        ("pictures/sea.raw", sea()?),
        ("pictures/sea (1).raw", sea()?),
        ("pictures/hills.raw", hills()?),
        ("backup/sea.raw", sea()?),
        ("notes.txt", text("What the sea said\n")?),
        ("backup/notes.txt", text("What the sea said\n")?),
        ("todo.txt", text("Tidy up\n")?),
    ];
    let picked = files.map(|(path, file)| PickedFile {
        file,
        path: format!("sample/{path}"),
    });
    Ok(picked.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_written_down_as_their_folder_or_as_how_many_they_are() {
        assert_eq!(line(&["dir/a", "dir/sub/b"]), "dir (2 files)");
        assert_eq!(line(&["dir/a"]), "dir (1 file)");
        assert_eq!(line(&["a/x", "b/x"]), "2 files");
        assert_eq!(line(&["dir/a", "dir"]), "2 files");
        assert_eq!(line(&["a"]), "a");
        assert_eq!(line(&vec!["a"; 10_000]), "10,000 files");
    }
}
