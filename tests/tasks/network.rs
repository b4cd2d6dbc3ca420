//! *Download*, *Check addresses* and *Watch an address*, as far as the server of these tests can play along; the rest is
//! tested end to end.

use gloo_timers::future::TimeoutFuture;
use taskdeck::{OutputPart, Params, RunOptions, RunState, RunStatus, ScheduleHandle, Series};
use taskdeck_app::tasks::{NETWORK, network_lane};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, end, text_of};

fn origin() -> String {
    web_sys::window().unwrap().location().origin().unwrap()
}

/// Browsers send nothing to this port.
const BLOCKED: &str = "http://127.0.0.1:1/";

fn download(address: &str) -> Params {
    Params::new().with("address", address)
}

#[wasm_bindgen_test]
async fn a_download_ends_in_a_file() {
    let end = Stage::new()
        .run_one("download", download(&format!(" {}/ ", origin())))
        .await
        .completed();
    let (_, page) = end.file();
    assert!(text_of(&page).await.contains("<html"));
}

#[wasm_bindgen_test]
async fn a_status_that_is_not_well_fails_with_its_words() {
    let address = format!("{}/not-there", origin());
    let end = Stage::new().run_one("download", download(&address)).await;
    assert_eq!(end.error().message(), "The server answered 404 Not Found");
    assert!(end.output.is_empty());
}

#[wasm_bindgen_test]
async fn a_port_that_browsers_block_is_named() {
    for port in [1, 22, 6000, 6667, 10080] {
        let address = format!("http://127.0.0.1:{port}/");
        let end = Stage::new().run_one("download", download(&address)).await;
        let blocked = format!("127.0.0.1:{port} is blocked: browsers send nothing to port {port}");
        assert_eq!(end.error().message(), blocked.as_str());
        assert_eq!(end.error().causes().len(), 1);
    }
}

#[wasm_bindgen_test]
async fn of_an_address_where_nothing_answers_no_more_is_said_than_is_known() {
    // No server of these tests listens there, and it is below the ports that are given out.
    let end = Stage::new()
        .run_one("download", download("http://127.0.0.1:2/"))
        .await;
    assert_eq!(
        end.error().message(),
        "127.0.0.1:2 could not be reached, or the browser refused it (or an address that it redirects to)"
    );
    assert!(end.output.is_empty());
}

#[wasm_bindgen_test]
fn a_bad_address_starts_nothing() {
    let stage = Stage::new();
    for address in ["", "example.com", "https://", "https://exa%mple.com"] {
        assert!(
            stage.0.start("download", download(address)).is_err(),
            "{address}"
        );
    }
}

#[wasm_bindgen_test]
async fn each_address_of_a_list_has_its_own_line() {
    let origin = origin();
    let list =
        format!("\n{origin}/\n\nnonsense\n{origin}/not-there\n{BLOCKED}\nhttps://exa%mple.com\n");
    let form = Params::new().with("addresses", list).with("at_once", 2);
    let end = Stage::new()
        .run_one("check-addresses", form)
        .await
        .completed();
    let rows = end.rows();
    let statuses: Vec<&str> = rows.iter().map(|row| row[1]).collect();
    assert_eq!(statuses[0], "200 OK");
    assert!(statuses[1].starts_with("not an address: An address begins with"));
    assert_eq!(statuses[2], "404 Not Found");
    assert_eq!(
        statuses[3..],
        ["blocked: browsers send nothing to port 1", "not an address"]
    );
    assert!(
        rows[0][2].ends_with(" ms") && rows[0][3].ends_with('B'),
        "{rows:?}"
    );
    assert_eq!(rows[1][2..], ["", ""]);
    assert_eq!(
        rows[3][2..],
        ["", ""],
        "nothing was sent, so nothing took time"
    );
}

#[wasm_bindgen_test]
async fn what_one_request_leaves_open_is_left_open_and_has_its_time() {
    let form = Params::new().with("addresses", "http://127.0.0.1:2/");
    let end = Stage::new()
        .run_one("check-addresses", form)
        .await
        .completed();
    let rows = end.rows();
    assert_eq!(
        rows[0][1],
        "hidden from pages, or could not be reached, or the browser refused it"
    );
    assert!(rows[0][2].ends_with(" ms"), "{rows:?}");
}

#[wasm_bindgen_test]
async fn each_address_is_a_child_in_the_lane_for_it_and_fails_by_itself() {
    let stage = Stage::new();
    stage.0.lane(NETWORK).set(network_lane()).unwrap();
    let list = format!("{}/\n{BLOCKED}\nnonsense\n", origin());
    let form = Params::new().with("addresses", list).with("at_once", 1);
    let run = stage.start("check-addresses", form).remove(0);
    let id = run.id();
    while stage.0.run(id).children().len() < 3 {
        TimeoutFuture::new(1).await;
    }
    let lane = stage.0.lane(NETWORK).usage().unwrap();
    assert!(lane.taken <= 1, "{lane:?}");
    end(run).await.completed();
    let children = stage.0.run(id).children();
    let runs: Vec<_> = children
        .iter()
        .map(|run| stage.0.run(*run).snapshot().unwrap())
        .collect();
    assert!(runs.iter().all(|run| &*run.lane == NETWORK));
    assert_eq!(&*runs[1].title, BLOCKED);
    assert_eq!(runs[0].status(), RunStatus::Completed);
    assert_eq!(
        runs[1].error().unwrap().message(),
        "blocked: browsers send nothing to port 1"
    );
    assert_eq!(runs[2].status(), RunStatus::Failed);
    // One after the other, as was asked for.
    assert!(runs[0].finished_at <= runs[1].started_at);
    assert!(runs[1].finished_at <= runs[2].started_at);
    assert_eq!(stage.children(id)[0].rows()[0][1], "200 OK");
}

/// The schedule that the form of *Watch an address* makes.
fn watch(stage: &Stage, address: &str, failures: u32) -> ScheduleHandle {
    let params = Params::new()
        .with("address", address)
        .with("every", 1)
        .with("failures", failures);
    let task = stage.0.task("watch-address").unwrap();
    let schedule = task.schedule_for(&params).unwrap();
    let options = RunOptions::of_task().params(params);
    stage
        .0
        .add_schedule(schedule, "watch-address", options)
        .unwrap()
}

/// What the newest run of a schedule shows, once it has ended.
async fn newest(stage: &Stage, schedule: &ScheduleHandle) -> (RunState, Series) {
    let run = schedule.snapshot().unwrap().last_run.unwrap();
    let end = stage.0.run(run).wait().await.unwrap();
    let parts = stage.0.run(run).output().unwrap().parts;
    let series = parts.into_iter().find_map(|part| match part {
        OutputPart::Series(series) => Some(series),
        _ => None,
    });
    (end, series.unwrap())
}

#[wasm_bindgen_test]
async fn an_address_that_is_watched_shows_what_was_found_each_time() {
    let stage = Stage::new();
    let watched = watch(&stage, &origin(), 3);
    while watched.snapshot().unwrap().starts < 3 {
        TimeoutFuture::new(50).await;
    }
    let (end, series) = newest(&stage, &watched).await;
    assert!(watched.stop());
    assert_eq!(end, RunState::Completed);
    assert_eq!(
        (series.label.to_string(), &*series.unit),
        ("Time to answer".to_owned(), "ms")
    );
    assert_eq!(series.measurements.len(), 3);
    for measured in &series.measurements {
        assert!(!measured.failed && measured.value.is_some());
        assert_eq!(measured.words, "200 OK");
    }
    let at: Vec<f64> = series
        .measurements
        .iter()
        .map(|measured| measured.at.as_secs_f64())
        .collect();
    assert!((1.5..2.9).contains(&(at[2] - at[0])), "{at:?}");
}

#[wasm_bindgen_test]
async fn an_address_that_keeps_failing_is_suspended_with_the_cause() {
    let stage = Stage::new();
    let watched = watch(&stage, BLOCKED, 1);
    while watched.snapshot().unwrap().suspended().is_none() {
        TimeoutFuture::new(50).await;
    }
    let (end, series) = newest(&stage, &watched).await;
    let RunState::Failed(error) = end else {
        panic!("{end:?} is no failure");
    };
    let blocked = "blocked: browsers send nothing to port 1";
    assert_eq!(error.message(), &*format!("127.0.0.1:1 is {blocked}"));
    assert_eq!(watched.snapshot().unwrap().starts, 2);
    assert_eq!(series.measurements.len(), 2);
    let last = &series.measurements[1];
    assert!(last.failed && last.value.is_none());
    assert_eq!(last.words, blocked);
    assert!(watched.resume());
}

#[wasm_bindgen_test]
async fn a_status_that_is_not_well_is_a_failure_with_its_time() {
    let stage = Stage::new();
    let watched = watch(&stage, &format!("{}/not-there", origin()), 1);
    TimeoutFuture::new(100).await;
    let (end, series) = newest(&stage, &watched).await;
    watched.stop();
    assert_eq!(end.status(), RunStatus::Failed);
    let measured = &series.measurements[0];
    assert!(measured.failed && measured.value.is_some());
    assert_eq!(measured.words, "404 Not Found");
}

#[wasm_bindgen_test]
async fn the_samples_work() {
    let stage = Stage::new();
    let known = taskdeck_app::tasks::builtin(&taskdeck::workers::Pool::on_page());
    let sample = async |id: &str| {
        let task = known.iter().find(|task| task.id() == id).unwrap();
        task.make_sample().unwrap().await
    };
    let list = sample("check-addresses").await.unwrap();
    let end = stage.run_one("check-addresses", list).await.completed();
    assert_eq!(end.rows().len(), 4);
    let page = sample("watch-address").await.unwrap();
    let end = stage.run_one("watch-address", page).await.completed();
    assert_eq!(end.output.parts.len(), 3);
    // The page of these tests has no program of its own to download.
    assert!(sample("download").await.is_err());
}
