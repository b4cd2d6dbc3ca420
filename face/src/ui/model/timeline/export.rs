//! What is shown, as files: JSON of our own, and a trace as Chrome writes it, which
//! [Perfetto](https://ui.perfetto.dev) opens. Of a run they say its title, lane, status and times, and nothing that
//! was given to it or came out of it.

use taskdeck_core::{Blocker, Instant, Phase, PhaseKind, PollTimes};

use super::{Chart, RunBar};
use crate::{browser::LongFrame, format::write_text, ui::model::status_name};

/// All tracks of a trace belong to one process.
const PROCESS: u64 = 1;
/// The track of the browser's long frames.
const FRAMES: u64 = 1;
/// Those of the rows come after it.
const FIRST_ROW: u64 = 2;

/// What is shown, and until when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown<'a> {
    pub(crate) chart: &'a Chart,
    /// The part of the time that is looked at, in milliseconds of the supervisor's clock.
    pub(crate) range: (f64, f64),
    /// What is live goes on until now.
    pub(crate) now: Instant,
    /// When that is on the clock on the wall, as machines read it.
    pub(crate) saved_at: &'a str,
    pub(crate) polls: &'a PollTimes,
    pub(crate) blockers: &'a [Blocker],
    pub(crate) frames: &'a [LongFrame],
}

impl Shown<'_> {
    fn bars(&self) -> impl Iterator<Item = &RunBar> {
        let (from, to) = self.range;
        let bars = self.chart.bars().iter();
        bars.filter(move |bar| bar.from <= to && bar.end() >= from)
    }

    fn frames(&self) -> impl Iterator<Item = &LongFrame> {
        let (from, to) = self.range;
        let frames = self.frames.iter();
        frames.filter(move |frame| frame.began <= to && frame.began + frame.took >= from)
    }
}

/// What is shown, as JSON. Times are in microseconds since the start of the supervisor's clock.
pub(crate) fn as_json(shown: Shown<'_>) -> String {
    let mut out = String::new();
    let mut all = Object::new(&mut out);
    all.text("unit", "µs since the start of the clock");
    all.text("saved_at", shown.saved_at);
    all.number("now", micros(shown.now));
    all.object("shown", |range| {
        range.number("from", whole(shown.range.0));
        range.number("to", whole(shown.range.1));
    });
    all.object("poll_times", |polls| {
        let times = shown.polls;
        let time = |part| u64::try_from(times.quantile(part).as_micros()).unwrap_or(u64::MAX);
        polls.number("polls", times.polls());
        polls.number("p50", time(0.5));
        polls.number("p95", time(0.95));
        polls.number("p99", time(0.99));
        polls.number("longest", time(1.0));
        polls.array("buckets", times.buckets(), |bucket, (longest, count)| {
            bucket.number("longest", longest.as_micros() as u64);
            bucket.number("polls", count.into());
        });
    });
    all.array("blockers", shown.blockers.iter(), |blocker, found| {
        blocker.text("run", &found.run.to_string());
        blocker.text("title", &found.title);
        blocker.number("total", found.total.as_micros() as u64);
        blocker.number("longest", found.longest.as_micros() as u64);
        blocker.number("polls", found.polls as u64);
    });
    all.array("long_frames", shown.frames(), |frame, found| {
        frame.number("from", whole(found.began));
        frame.number("took", whole(found.took));
        frame.number("blocked", whole(found.blocked));
    });
    all.array("runs", shown.bars(), |run, bar| {
        let times = &bar.times;
        run.text("run", &times.run.to_string());
        run.text("title", &times.title);
        run.text("lane", &times.lane);
        run.text("status", status_name(times.status));
        run.array("phases", times.phases.iter(), |phase, found| {
            phase.text("phase", kind(found.kind));
            phase.number("from", micros(found.from));
            if let Some(to) = found.to {
                phase.number("to", micros(to));
            }
        });
        run.array(
            "long_polls",
            bar.long_polls.iter(),
            |poll, (began, took)| {
                poll.number("from", whole(*began));
                poll.number("took", whole(*took));
            },
        );
    });
    all.end();
    out
}

/// What is shown, as a trace: each row of a lane is a track, on it a complete event for each run, and within that
/// one for each part of its life and for each poll that blocked the page.
pub(crate) fn as_trace(shown: Shown<'_>) -> String {
    let mut out = String::new();
    let mut all = Object::new(&mut out);
    all.text("displayTimeUnit", "ms");
    all.object("otherData", |other| other.text("saved_at", shown.saved_at));
    let names = names(shown).into_iter().map(Event::Name);
    let runs = shown.bars().map(Event::Run);
    let phases = shown.bars().flat_map(|bar| {
        let phases = bar.times.phases.iter();
        phases.map(move |phase| Event::Phase(bar, *phase))
    });
    let polls = shown.bars().flat_map(|bar| {
        let polls = bar.long_polls.iter();
        polls.map(move |poll| Event::Poll(bar, *poll))
    });
    let frames = shown.frames().map(Event::Frame);
    let events = names.chain(runs).chain(phases).chain(polls).chain(frames);
    all.array("traceEvents", events, |object, event| {
        event.write(object, micros(shown.now));
    });
    all.end();
    out
}

/// An event of a trace.
enum Event<'a> {
    Name(Name),
    Run(&'a RunBar),
    Phase(&'a RunBar, Phase),
    Poll(&'a RunBar, (f64, f64)),
    Frame(&'a LongFrame),
}

/// What the process, or one of its tracks, is called.
struct Name {
    what: &'static str,
    track: u64,
    name: String,
}

fn names(shown: Shown<'_>) -> Vec<Name> {
    let mut names = vec![Name {
        what: "process_name",
        track: 0,
        name: "Taskdeck".to_owned(),
    }];
    if shown.frames().next().is_some() {
        names.push(Name {
            what: "thread_name",
            track: FRAMES,
            name: "Long frames".to_owned(),
        });
    }
    for lane in shown.chart.lanes() {
        for (number, row) in lane.rows.clone().enumerate() {
            names.push(Name {
                what: "thread_name",
                track: FIRST_ROW + row as u64,
                name: format!("{} {}", lane.name, number + 1),
            });
        }
    }
    names
}

impl Event<'_> {
    fn write(&self, out: &mut Object<'_>, now: u64) {
        out.number("pid", PROCESS);
        match self {
            Self::Name(Name { what, track, name }) => {
                out.text("ph", "M");
                out.number("tid", *track);
                out.text("name", what);
                out.object("args", |args| args.text("name", name));
            }
            Self::Run(bar) => {
                let (from, to) = run_extent(bar, now);
                out.number("tid", FIRST_ROW + bar.row as u64);
                complete(out, "run", &bar.times.title, from, to);
                out.object("args", |args| {
                    args.text("run", &bar.times.run.to_string());
                    args.text("lane", &bar.times.lane);
                    args.text("status", status_name(bar.times.status));
                });
            }
            Self::Phase(bar, phase) => {
                let (from, to) = (micros(phase.from), phase.to.map_or(now, micros));
                out.number("tid", FIRST_ROW + bar.row as u64);
                complete(out, "phase", kind(phase.kind), from, to);
            }
            Self::Poll(bar, (began, took)) => {
                // Its run may have been asked to stop, or have ended, within the poll: what lies within another
                // event of a track must end with it.
                let from = whole(*began);
                let inside = bar.times.phases.iter().rev();
                let mut inside = inside.filter(|phase| micros(phase.from) <= from);
                let end = inside.next().and_then(|phase| phase.to);
                let (_, last) = run_extent(bar, now);
                let to = (from + whole(*took)).min(end.map_or(last, micros));
                out.number("tid", FIRST_ROW + bar.row as u64);
                complete(out, "long-poll", "blocks the page", from, to);
                out.object("args", |args| args.number("took_us", whole(*took)));
            }
            Self::Frame(frame) => {
                let (from, took) = (whole(frame.began), whole(frame.took));
                out.number("tid", FRAMES);
                complete(out, "long-frame", "long frame", from, from + took);
                out.object("args", |args| {
                    args.number("blocked_us", whole(frame.blocked));
                });
            }
        }
    }
}

fn run_extent(bar: &RunBar, now: u64) -> (u64, u64) {
    let end = bar.times.finished_at.map_or(now, micros);
    (micros(bar.times.created_at), end)
}

fn complete(out: &mut Object<'_>, category: &str, name: &str, from: u64, to: u64) {
    out.text("ph", "X");
    out.text("cat", category);
    out.text("name", name);
    out.number("ts", from);
    out.number("dur", to.saturating_sub(from));
}

fn kind(kind: PhaseKind) -> &'static str {
    match kind {
        PhaseKind::Queued => "queued",
        PhaseKind::Running => "running",
        PhaseKind::RetryWait => "retry wait",
        PhaseKind::Cancelling => "cancelling",
    }
}

fn micros(at: Instant) -> u64 {
    u64::try_from(at.since_start().as_micros()).unwrap_or(u64::MAX)
}

/// Milliseconds as whole microseconds.
fn whole(millis: f64) -> u64 {
    (millis * 1_000.0).round().max(0.0) as u64
}

/// A JSON object that is being written.
struct Object<'a> {
    out: &'a mut String,
    is_empty: bool,
}

impl<'a> Object<'a> {
    fn new(out: &'a mut String) -> Self {
        out.push('{');
        Self {
            out,
            is_empty: true,
        }
    }

    fn name(&mut self, name: &str) {
        if !self.is_empty {
            self.out.push(',');
        }
        self.is_empty = false;
        write_text(name, self.out);
        self.out.push(':');
    }

    fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        write_text(text, self.out);
    }

    fn number(&mut self, name: &str, number: u64) {
        self.name(name);
        self.out.push_str(&number.to_string());
    }

    fn object(&mut self, name: &str, fill: impl FnOnce(&mut Object<'_>)) {
        self.name(name);
        let mut object = Object::new(self.out);
        fill(&mut object);
        object.end();
    }

    /// An array of objects, each on a line of its own.
    fn array<T>(
        &mut self,
        name: &str,
        items: impl Iterator<Item = T>,
        mut fill: impl FnMut(&mut Object<'_>, T),
    ) {
        self.name(name);
        self.out.push('[');
        for (at, item) in items.enumerate() {
            self.out.push_str(if at == 0 { "\n" } else { ",\n" });
            let mut object = Object::new(self.out);
            fill(&mut object, item);
            object.end();
        }
        self.out.push(']');
    }

    fn end(self) {
        self.out.push('}');
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{
        super::sample::{at, long_poll, run},
        *,
    };

    const HOSTILE: &str = "</script>\"\\\n\u{0}\u{1b}[31m ,]}{\u{2028} 😀";

    fn written(write: impl Fn(Shown<'_>) -> String, range: (f64, f64)) -> Value {
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
        let text = write(Shown {
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
    fn a_trace_has_a_complete_event_for_each_run_and_what_it_consists_of_lies_within() {
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
        // It was asked to stop within its poll, which ends with that part.
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
    fn within_a_track_events_lie_within_each_other_or_apart() {
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
}
