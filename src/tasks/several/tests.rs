use super::*;

#[test]
fn two_passes_through_a_file_count_as_one_file() {
    let progress = |done: f64, total| Progress {
        done,
        total,
        ..Progress::default()
    };
    assert_eq!(part_done(&progress(100.0, Some(200.0)), 100), 50);
    assert_eq!(part_done(&progress(200.0, Some(200.0)), 100), 100);
    assert_eq!(part_done(&progress(7.0, None), 100), 7);
}

#[test]
fn a_run_is_named_for_its_file_or_for_how_many_there_are() {
    let params = |files| Params::new().with("files", files);
    let one = params(json!([{ "path": "dir/a.bin", "size": 1 }]));
    assert_eq!(title_for_files("Pack", &one), "Pack: dir/a.bin");
    let two = params(json!([{ "path": "a", "size": 1 }, { "path": "b", "size": 1 }]));
    assert_eq!(title_for_files("Pack", &two), "Pack: 2 files");
    assert_eq!(title_for_files("Pack", &Params::new()), "Pack");
}
