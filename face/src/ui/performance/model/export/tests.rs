//! Reads the exports of a timeline.

use serde_json::Value;

use super::{
    super::sample::{at, long_poll, run},
    *,
};

const HOSTILE: &str = "</script>\"\\\n\u{0}\u{1b}[31m ,]}{\u{2028} 😀";

fn written(write: impl Fn(ExportData<'_>) -> String, range: (f64, f64)) -> Value {
    let mut hostile = run(2, "a \"lane\"", 50, 60, None);
    hostile.title = HOSTILE.into();
    hostile.phases.push(Phase {
        kind: PhaseKind::Cancelling,
        from: at(120),
        to: None,
    });
    hostile.phases[1].to = Some(at(120));
    let runs = vec![run(1, "main", 0, 10, Some(100)), hostile];
    let chart = Chart::new(runs, &[long_poll(2, 100, 70)]);
    let text = write(ExportData {
        chart: &chart,
        range,
        now: at(500),
        saved_at: "2026-11-21T12:00:00Z",
        polls: &PollTimes::default(),
        blockers: &[],
        frames: &[LongFrame {
            began: 90.0,
            took: 120.5,
            blocked: 70.5,
        }],
    });
    serde_json::from_str(&text).unwrap()
}

fn events<'a>(trace: &'a Value, category: &str) -> Vec<&'a Value> {
    let all = trace["traceEvents"].as_array().unwrap().iter();
    all.filter(|event| event["cat"] == category).collect()
}

#[test]
fn a_trace_has_a_complete_event_per_run_that_contains_its_phases() {
    let trace = written(as_trace, (0.0, 500.0));
    let runs = events(&trace, "run");
    assert_eq!(runs.len(), 2);
    assert_eq!(
        (&runs[0]["ph"], &runs[0]["name"]),
        (&"X".into(), &"Run 1".into())
    );
    assert_eq!(
        (&runs[0]["ts"], &runs[0]["dur"]),
        (&0.into(), &100_000.into())
    );
    assert_eq!(runs[1]["name"], HOSTILE);
    assert_eq!(
        (&runs[1]["ts"], &runs[1]["dur"]),
        (&50_000.into(), &450_000.into())
    );
    assert_ne!(runs[0]["tid"], runs[1]["tid"]);
    assert_eq!(events(&trace, "phase").len(), 5);
    // The run was cancelled during its poll, so the poll ends with the phase.
    let poll = events(&trace, "long-poll")[0];
    assert_eq!(
        (&poll["ts"], &poll["dur"]),
        (&100_000.into(), &20_000.into())
    );
    assert_eq!(poll["args"]["took_us"], 70_000);
    assert_eq!(events(&trace, "long-frame")[0]["dur"], 120_500);
    let names = trace["traceEvents"].as_array().unwrap().iter();
    let names: Vec<_> = names
        .filter(|event| event["ph"] == "M")
        .map(|event| event["args"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Taskdeck", "Long frames", "main 1", "a \"lane\" 1"]);
}

#[test]
fn events_of_a_track_are_nested_or_apart() {
    let trace = written(as_trace, (0.0, 500.0));
    let all = trace["traceEvents"].as_array().unwrap().iter();
    let all: Vec<_> = all.filter(|event| event["ph"] == "X").collect();
    for one in &all {
        for other in all.iter().filter(|other| other["tid"] == one["tid"]) {
            let extent = |event: &Value| {
                let from = event["ts"].as_u64().unwrap();
                (from, from + event["dur"].as_u64().unwrap())
            };
            let ((a, b), (c, d)) = (extent(one), extent(other));
            let apart = b <= c || d <= a;
            let within = (a <= c && d <= b) || (c <= a && b <= d);
            assert!(apart || within, "{one} {other}");
        }
    }
}

#[test]
fn json_says_what_is_shown_and_nothing_else() {
    let json = written(as_json, (0.0, 500.0));
    let runs = json["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 2);
    assert_eq!(runs[1]["title"], HOSTILE);
    assert_eq!(runs[1]["status"], "running");
    assert_eq!(runs[1]["phases"][2]["phase"], "cancelling");
    assert_eq!(runs[1]["phases"][2].get("to"), None);
    assert_eq!(runs[1]["long_polls"][0]["took"], 70_000);
    assert_eq!(json["shown"]["to"], 500_000);
    let later = written(as_json, (200.0, 500.0));
    assert_eq!(later["runs"].as_array().unwrap().len(), 1);
    assert_eq!(later["long_frames"].as_array().unwrap().len(), 1);
}
