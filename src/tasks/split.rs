//! One form, several files, a run for each.

use taskdeck_core::{Params, Task};

use crate::browser::PickedFiles;

/// The same task with a run for each of its files, named for the file.
pub(super) fn one_run_a_file(task: Task) -> Task {
    let title = task.title().to_owned();
    task.split(|params| {
        let files = PickedFiles::of(&params, "files");
        if files.is_empty() {
            return vec![params];
        }
        files
            .into_iter()
            .map(|file| PickedFiles(vec![file]).into_params(params.clone(), "files"))
            .collect()
    })
    .run_title(move |params| title_for_file(&title, params))
}

/// A task's title with the path of the first file.
pub(super) fn title_for_file(title: &str, params: &Params) -> String {
    let path = params
        .value("files")
        .and_then(|files| files.get(0)?.get("path")?.as_str());
    match path {
        Some(path) => format!("{title}: {path}"),
        None => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_run_is_named_for_its_file() {
        let params = Params::new().with("files", json!([{ "path": "dir/a.bin", "size": 1 }]));
        assert_eq!(title_for_file("Pack", &params), "Pack: dir/a.bin");
        assert_eq!(title_for_file("Pack", &Params::new()), "Pack");
    }
}
