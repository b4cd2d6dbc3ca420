//! Exports the timeline as JSON, and as a trace in Chrome's format, which [Perfetto](https://ui.perfetto.dev)
//! opens. Of a run they contain title, lane, status and times, but neither parameters nor results.

use serde::Serialize;
use taskdeck_core::{Blocker, Instant, Phase, PhaseKind, PollTimes};

use super::{Chart, RunBar};
use crate::{browser::LongFrame, ui::model::status_name};

/// The process of all tracks in a trace.
const PROCESS: u64 = 1;
/// The track of the browser's long frames.
const FRAMES: u64 = 1;
/// The first track of a row.
const FIRST_ROW: u64 = 2;

/// The data of an export.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExportData<'a> {
    pub(crate) chart: &'a Chart,
    /// The visible part of the time, in milliseconds of the supervisor's clock.
    pub(crate) range: (f64, f64),
    /// The end of what is still live.
    pub(crate) now: Instant,
    /// The same on a wall clock, in ISO 8601.
    pub(crate) saved_at: &'a str,
    pub(crate) polls: &'a PollTimes,
    pub(crate) blockers: &'a [Blocker],
    pub(crate) frames: &'a [LongFrame],
}

impl ExportData<'_> {
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

/// Returns the data as JSON. Times are in microseconds of the supervisor's clock.
pub(crate) fn as_json(data: ExportData<'_>) -> String {
    let (from, to) = data.range;
    written(&Saved {
        unit: "µs since the start of the clock",
        saved_at: data.saved_at,
        now: micros(data.now),
        shown: Range {
            from: to_micros(from),
            to: to_micros(to),
        },
        poll_times: saved_polls(data.polls),
        blockers: data.blockers.iter().map(saved_blocker).collect(),
        long_frames: data.frames().map(saved_frame).collect(),
        runs: data.bars().map(saved_run).collect(),
    })
}

/// Numbers and texts always serialize.
fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[derive(Serialize)]
struct Saved<'a> {
    unit: &'static str,
    saved_at: &'a str,
    now: u64,
    shown: Range,
    poll_times: SavedPolls,
    blockers: Vec<SavedBlocker<'a>>,
    long_frames: Vec<SavedFrame>,
    runs: Vec<SavedRun<'a>>,
}

#[derive(Serialize)]
struct Range {
    from: u64,
    to: u64,
}

#[derive(Serialize)]
struct SavedPolls {
    polls: u64,
    p50: u64,
    p95: u64,
    p99: u64,
    longest: u64,
    buckets: Vec<SavedBucket>,
}

#[derive(Serialize)]
struct SavedBucket {
    longest: u64,
    polls: u64,
}

#[derive(Serialize)]
struct SavedBlocker<'a> {
    run: String,
    title: &'a str,
    total: u64,
    longest: u64,
    polls: u64,
}

#[derive(Serialize)]
struct SavedFrame {
    from: u64,
    took: u64,
    blocked: u64,
}

#[derive(Serialize)]
struct SavedRun<'a> {
    run: String,
    title: &'a str,
    lane: &'a str,
    status: &'static str,
    phases: Vec<SavedPhase>,
    long_polls: Vec<SavedPoll>,
}

#[derive(Serialize)]
struct SavedPhase {
    phase: &'static str,
    from: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<u64>,
}

#[derive(Serialize)]
struct SavedPoll {
    from: u64,
    took: u64,
}

fn saved_polls(times: &PollTimes) -> SavedPolls {
    let time = |part| u64::try_from(times.quantile(part).as_micros()).unwrap_or(u64::MAX);
    let buckets = times.buckets().map(|(longest, count)| SavedBucket {
        longest: longest.as_micros() as u64,
        polls: count.into(),
    });
    SavedPolls {
        polls: times.polls(),
        p50: time(0.5),
        p95: time(0.95),
        p99: time(0.99),
        longest: time(1.0),
        buckets: buckets.collect(),
    }
}

fn saved_blocker(blocker: &Blocker) -> SavedBlocker<'_> {
    SavedBlocker {
        run: blocker.run.to_string(),
        title: &blocker.title,
        total: blocker.total.as_micros() as u64,
        longest: blocker.longest.as_micros() as u64,
        polls: blocker.polls as u64,
    }
}

fn saved_frame(frame: &LongFrame) -> SavedFrame {
    SavedFrame {
        from: to_micros(frame.began),
        took: to_micros(frame.took),
        blocked: to_micros(frame.blocked),
    }
}

fn saved_run(bar: &RunBar) -> SavedRun<'_> {
    let phases = bar.times.phases.iter().map(|phase| SavedPhase {
        phase: kind(phase.kind),
        from: micros(phase.from),
        to: phase.to.map(micros),
    });
    let polls = bar.long_polls.iter().map(|(began, took)| SavedPoll {
        from: to_micros(*began),
        took: to_micros(*took),
    });
    SavedRun {
        run: bar.times.run.to_string(),
        title: &bar.times.title,
        lane: &bar.times.lane,
        status: status_name(bar.times.status),
        phases: phases.collect(),
        long_polls: polls.collect(),
    }
}

/// Returns the data as a trace. Each row of a lane is a track with a complete event per run, which contains
/// events for its phases and for its polls that blocked the page.
pub(crate) fn as_trace(data: ExportData<'_>) -> String {
    let now = micros(data.now);
    let runs = data.bars().map(|bar| run_event(bar, now));
    let phases = data.bars().flat_map(|bar| {
        let phases = bar.times.phases.iter();
        phases.map(move |phase| phase_event(bar, *phase, now))
    });
    let polls = data.bars().flat_map(|bar| {
        let polls = bar.long_polls.iter();
        polls.map(move |poll| poll_event(bar, *poll, now))
    });
    let frames = data.frames().map(frame_event);
    let events = runs.chain(phases).chain(polls).chain(frames);
    written(&Trace {
        display_time_unit: "ms",
        other_data: OtherData {
            saved_at: data.saved_at,
        },
        trace_events: names(data).into_iter().chain(events).collect(),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Trace<'a> {
    display_time_unit: &'static str,
    other_data: OtherData<'a>,
    trace_events: Vec<Event<'a>>,
}

#[derive(Serialize)]
struct OtherData<'a> {
    saved_at: &'a str,
}

/// An event of a trace: a metadata event, or a complete event.
#[derive(Serialize)]
struct Event<'a> {
    pid: u64,
    tid: u64,
    ph: &'static str,
    name: &'a str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    took: Option<Took>,
    #[serde(skip_serializing_if = "Option::is_none")]
    args: Option<Args<'a>>,
}

#[derive(Serialize)]
struct Took {
    cat: &'static str,
    ts: u64,
    dur: u64,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Args<'a> {
    Name {
        name: String,
    },
    Run {
        run: String,
        lane: &'a str,
        status: &'static str,
    },
    Poll {
        took_us: u64,
    },
    Frame {
        blocked_us: u64,
    },
}

fn names(data: ExportData<'_>) -> Vec<Event<'static>> {
    let named = |what, track, name: String| Event {
        pid: PROCESS,
        tid: track,
        ph: "M",
        name: what,
        took: None,
        args: Some(Args::Name { name }),
    };
    let mut names = vec![named("process_name", 0, "Taskdeck".to_owned())];
    if data.frames().next().is_some() {
        names.push(named("thread_name", FRAMES, "Long frames".to_owned()));
    }
    for lane in data.chart.lanes() {
        for (number, row) in lane.rows.clone().enumerate() {
            let name = format!("{} {}", lane.name, number + 1);
            names.push(named("thread_name", FIRST_ROW + row as u64, name));
        }
    }
    names
}

/// Creates a complete event.
fn complete<'a>(
    track: u64,
    category: &'static str,
    name: &'a str,
    (from, to): (u64, u64),
    args: Option<Args<'a>>,
) -> Event<'a> {
    Event {
        pid: PROCESS,
        tid: track,
        ph: "X",
        name,
        took: Some(Took {
            cat: category,
            ts: from,
            dur: to.saturating_sub(from),
        }),
        args,
    }
}

fn run_event(bar: &RunBar, now: u64) -> Event<'_> {
    let args = Args::Run {
        run: bar.times.run.to_string(),
        lane: &bar.times.lane,
        status: status_name(bar.times.status),
    };
    let extent = run_extent(bar, now);
    complete(track(bar), "run", &bar.times.title, extent, Some(args))
}

fn phase_event(bar: &RunBar, phase: Phase, now: u64) -> Event<'_> {
    let extent = (micros(phase.from), phase.to.map_or(now, micros));
    complete(track(bar), "phase", kind(phase.kind), extent, None)
}

fn poll_event(bar: &RunBar, (began, took): (f64, f64), now: u64) -> Event<'_> {
    // The run may have ended or been cancelled during the poll. An event must end before the event that
    // contains it.
    let (from, took_us) = (to_micros(began), to_micros(took));
    let mut phases = bar.times.phases.iter().rev();
    let inside = phases.find(|phase| micros(phase.from) <= from);
    let end = inside.and_then(|phase| phase.to);
    let (_, last) = run_extent(bar, now);
    let extent = (from, (from + took_us).min(end.map_or(last, micros)));
    let args = Some(Args::Poll { took_us });
    complete(track(bar), "long-poll", "blocks the page", extent, args)
}

fn frame_event(frame: &LongFrame) -> Event<'_> {
    let from = to_micros(frame.began);
    let args = Args::Frame {
        blocked_us: to_micros(frame.blocked),
    };
    let extent = (from, from + to_micros(frame.took));
    complete(FRAMES, "long-frame", "long frame", extent, Some(args))
}

fn track(bar: &RunBar) -> u64 {
    FIRST_ROW + bar.row as u64
}

fn run_extent(bar: &RunBar, now: u64) -> (u64, u64) {
    let end = bar.times.finished_at.map_or(now, micros);
    (micros(bar.times.created_at), end)
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

/// Converts milliseconds to whole microseconds.
fn to_micros(millis: f64) -> u64 {
    (millis * 1_000.0).round().max(0.0) as u64
}

#[cfg(test)]
mod tests;
