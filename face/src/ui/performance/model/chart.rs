//! The layout of the timeline: which bars there are, in which lane and row.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    ops::Range,
    sync::Arc,
};

use taskdeck_core::{LongPoll, RunId, RunTimes};

use super::{Bounds, millis};

/// The lane that comes first.
const MAIN: &str = "main";

/// A run as a bar.
#[derive(Clone, Debug)]
pub(crate) struct RunBar {
    pub(crate) times: RunTimes,
    /// When it was accepted.
    pub(crate) from: f64,
    /// When it ended; `None` while it is live.
    pub(crate) to: Option<f64>,
    /// Its row, counted across all lanes.
    pub(crate) row: usize,
    /// Its polls that blocked the page, each with its start and length.
    pub(crate) long_polls: Vec<(f64, f64)>,
}

impl RunBar {
    /// Returns its end, or infinity while it is live.
    pub(super) fn end(&self) -> f64 {
        self.to.unwrap_or(f64::INFINITY)
    }
}

/// A lane and its rows, counted across all lanes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LaneRows {
    pub(crate) name: Arc<str>,
    pub(crate) rows: Range<usize>,
}

/// The bars of all runs in the timeline. No two bars in a row overlap.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chart {
    /// Ordered by acceptance, oldest first.
    bars: Vec<RunBar>,
    lanes: Vec<LaneRows>,
    /// The bars of each row, ordered by time.
    rows: Vec<Vec<usize>>,
    by_run: HashMap<RunId, usize>,
    live: usize,
}

impl Chart {
    /// Lays out the bars of these runs, which may be in any order.
    pub(crate) fn new(mut runs: Vec<RunTimes>, long_polls: &[LongPoll]) -> Self {
        runs.sort_by_key(|run| (run.created_at, run.run));
        let mut polls: HashMap<RunId, Vec<(f64, f64)>> = HashMap::new();
        for poll in long_polls {
            let took = poll.took.as_secs_f64() * 1_000.0;
            let of_run = polls.entry(poll.run).or_default();
            of_run.push((millis(poll.began), took));
        }
        let mut lanes: Vec<(Arc<str>, Packing)> = Vec::new();
        let mut of_lane = Vec::with_capacity(runs.len());
        let mut bars = Vec::with_capacity(runs.len());
        for times in runs {
            let known = lanes.iter().position(|(name, _)| *name == times.lane);
            let lane = known.unwrap_or_else(|| {
                lanes.push((times.lane.clone(), Packing::default()));
                lanes.len() - 1
            });
            let bar = RunBar {
                from: millis(times.created_at),
                to: times.finished_at.map(millis),
                row: 0,
                long_polls: polls.remove(&times.run).unwrap_or_default(),
                times,
            };
            of_lane.push((lane, lanes[lane].1.row_for(&bar)));
            bars.push(bar);
        }
        let mut order: Vec<usize> = (0..lanes.len()).collect();
        order.sort_by_key(|lane| (&*lanes[*lane].0 != MAIN, lanes[*lane].0.clone()));
        let mut first = vec![0; lanes.len()];
        let mut placed = Vec::with_capacity(lanes.len());
        let mut height = 0;
        for lane in order {
            let (name, packing) = &lanes[lane];
            first[lane] = height;
            height += packing.rows;
            placed.push(LaneRows {
                name: name.clone(),
                rows: first[lane]..height,
            });
        }
        let mut chart = Self {
            lanes: placed,
            rows: vec![Vec::new(); height],
            live: bars.iter().filter(|bar| bar.to.is_none()).count(),
            ..Self::default()
        };
        for (index, (bar, (lane, row))) in bars.iter_mut().zip(of_lane).enumerate() {
            bar.row = first[lane] + row;
            chart.rows[bar.row].push(index);
            chart.by_run.insert(bar.times.run, index);
        }
        chart.bars = bars;
        chart
    }

    /// Returns all bars in the order of acceptance, oldest first.
    pub(crate) fn bars(&self) -> &[RunBar] {
        &self.bars
    }

    /// Returns the lanes: the main one first, then by name.
    pub(crate) fn lanes(&self) -> &[LaneRows] {
        &self.lanes
    }

    /// Returns the number of rows.
    pub(crate) fn height(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether any run is live.
    pub(crate) fn is_live(&self) -> bool {
        self.live > 0
    }

    /// Returns the bar of a run.
    pub(crate) fn bar(&self, run: RunId) -> Option<&RunBar> {
        self.bars.get(*self.by_run.get(&run)?)
    }

    /// Returns the bar after or before that of `run`, in the order of acceptance. Without a run, returns the
    /// newest one accepted before `end`.
    pub(crate) fn neighbour(&self, run: Option<RunId>, after: bool, end: f64) -> Option<&RunBar> {
        let at = run.and_then(|run| self.by_run.get(&run));
        let next = match (at, after) {
            (Some(at), true) => at + 1,
            (Some(at), false) => at.checked_sub(1)?,
            (None, _) => {
                let before = self.bars.partition_point(|bar| bar.from <= end);
                before.checked_sub(1)?
            }
        };
        self.bars.get(next)
    }

    /// Returns the bars of a row, ordered by time.
    pub(super) fn row(&self, row: usize) -> impl ExactSizeIterator<Item = &RunBar> {
        let bars = self.rows.get(row).map_or(&[][..], Vec::as_slice);
        bars.iter().map(|bar| &self.bars[*bar])
    }

    /// Returns the bar of a row that is closest to this time, but no further away than `near`.
    pub(crate) fn at(&self, row: usize, time: f64, near: f64) -> Option<&RunBar> {
        let bars = self.rows.get(row)?;
        let first = bars.partition_point(|bar| self.bars[*bar].end() + near < time);
        let far = |bar: &RunBar| {
            let after = (bar.from - time).max(0.0);
            after.max(time - bar.end())
        };
        let candidates = bars[first..].iter().map(|bar| &self.bars[*bar]).take(8);
        candidates
            .filter(|bar| far(bar) <= near)
            .min_by(|one, other| far(one).total_cmp(&far(other)))
    }

    /// Returns the range from the oldest run to now, or to the latest event if no run is live.
    pub(crate) fn bounds(&self, now: f64) -> Bounds {
        let oldest = self.bars.first().map_or(now, |bar| bar.from);
        let last = || {
            self.bars
                .iter()
                .map(|bar| bar.to.unwrap_or(now))
                .fold(oldest, f64::max)
        };
        let now = match self.is_live() || self.bars.is_empty() {
            true => now,
            false => last(),
        };
        Bounds { oldest, now }
    }

    /// Returns the index of the first bar in a row that ends at `time` or later.
    pub(super) fn first_from(&self, row: usize, time: f64) -> usize {
        self.rows.get(row).map_or(0, |bars| {
            bars.partition_point(|bar| self.bars[*bar].end() < time)
        })
    }
}

/// Places each bar of a lane in the lowest free row. Bars must come in the order of time.
#[derive(Debug, Default)]
struct Packing {
    /// The taken rows, ordered by when they become free, in microseconds.
    taken: BinaryHeap<Reverse<(u128, usize)>>,
    free: BinaryHeap<Reverse<usize>>,
    rows: usize,
}

impl Packing {
    fn row_for(&mut self, bar: &RunBar) -> usize {
        let from = bar.times.created_at.since_start().as_micros();
        while let Some(Reverse((until, row))) = self.taken.peek().copied()
            && until <= from
        {
            self.taken.pop();
            self.free.push(Reverse(row));
        }
        let row = self.free.pop().map_or_else(
            || {
                self.rows += 1;
                self.rows - 1
            },
            |Reverse(row)| row,
        );
        let until = bar.times.finished_at;
        let until = until.map_or(u128::MAX, |until| until.since_start().as_micros());
        self.taken.push(Reverse((until, row)));
        row
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::sample::{long_poll, run},
        *,
    };

    fn rows(chart: &Chart) -> Vec<usize> {
        chart.bars().iter().map(|bar| bar.row).collect()
    }

    #[test]
    fn runs_that_overlap_stand_in_rows_of_their_own_and_the_lowest_that_is_free_is_taken() {
        let chart = Chart::new(
            vec![
                run(1, "main", 0, 0, Some(100)),
                run(2, "main", 10, 10, Some(50)),
                run(3, "main", 20, 20, None),
                run(4, "main", 50, 60, Some(70)),
                run(5, "main", 100, 100, None),
            ],
            &[],
        );
        assert_eq!(rows(&chart), [0, 1, 2, 1, 0]);
        assert!(chart.is_live());
    }

    #[test]
    fn runs_of_no_length_share_a_row() {
        let runs = (0..10_000).map(|n| run(n, "main", n / 10, n / 10, Some(n / 10)));
        let chart = Chart::new(runs.collect(), &[]);
        assert_eq!(chart.height(), 1);
        assert!(!chart.is_live());
    }

    #[test]
    fn no_two_bars_of_a_row_overlap_and_each_is_in_its_lane() {
        let lanes = ["workers", "main", "net"];
        let runs = (0..3_000_u64).map(|n| {
            let created = n * 7_919 % 10_007;
            let lane = lanes[(n % 3) as usize];
            run(
                n,
                lane,
                created,
                created + 3,
                Some(created + 5 + n * 31 % 97),
            )
        });
        let chart = Chart::new(runs.collect(), &[]);
        let names: Vec<_> = chart.lanes().iter().map(|lane| &*lane.name).collect();
        assert_eq!(names, ["main", "net", "workers"]);
        for lane in chart.lanes() {
            for row in lane.rows.clone() {
                let bars: Vec<_> = chart.row(row).collect();
                assert!(bars.iter().all(|bar| bar.times.lane == lane.name));
                assert!(bars.windows(2).all(|two| two[0].end() <= two[1].from));
            }
        }
        assert_eq!(chart.lanes().last().unwrap().rows.end, chart.height());
    }

    #[test]
    fn long_polls_belong_to_their_runs() {
        let runs = vec![run(1, "main", 0, 0, Some(90)), run(2, "main", 0, 0, None)];
        let chart = Chart::new(runs, &[long_poll(2, 10, 60), long_poll(2, 200, 55)]);
        assert_eq!(chart.bars()[0].long_polls, []);
        assert_eq!(chart.bars()[1].long_polls, [(10.0, 60.0), (200.0, 55.0)]);
    }

    #[test]
    fn a_bar_is_found_at_its_position_or_near() {
        let runs = vec![
            run(1, "main", 100, 100, Some(110)),
            run(2, "main", 130, 130, Some(140)),
        ];
        let chart = Chart::new(runs, &[]);
        let found = |time| Some(&*chart.at(0, time, 5.0)?.times.title);
        assert_eq!(found(105.0), Some("Run 1"));
        assert_eq!(found(114.0), Some("Run 1"));
        assert_eq!(found(120.0), None);
        assert_eq!(found(126.0), Some("Run 2"));
        assert_eq!(chart.at(1, 105.0, 5.0).map(|bar| bar.row), None);
    }

    #[test]
    fn the_neighbour_of_a_bar_is_in_the_order_of_acceptance() {
        let runs = (0..3).map(|n| run(n, "main", n * 10, n * 10, Some(n * 10 + 5)));
        let chart = Chart::new(runs.collect(), &[]);
        let id = |at: usize| chart.bars()[at].times.run;
        let to = |run, after| chart.neighbour(run, after, 15.0).map(|bar| bar.times.run);
        // Without a run, the newest one in view.
        assert_eq!(to(None, true), Some(id(1)));
        assert_eq!(to(Some(id(1)), true), Some(id(2)));
        assert_eq!(to(Some(id(2)), true), None);
        assert_eq!(to(Some(id(0)), false), None);
    }

    #[test]
    fn while_nothing_goes_on_time_stands_still() {
        let ended = vec![
            run(1, "main", 100, 100, Some(400)),
            run(2, "main", 100, 100, Some(300)),
        ];
        let bounds = Chart::new(ended, &[]).bounds(9_000.0);
        assert_eq!((bounds.oldest, bounds.now), (100.0, 400.0));
        let live = vec![run(1, "main", 100, 100, None)];
        let bounds = Chart::new(live, &[]).bounds(9_000.0);
        assert_eq!((bounds.oldest, bounds.now), (100.0, 9_000.0));
        let bounds = Chart::default().bounds(9_000.0);
        assert_eq!((bounds.oldest, bounds.now), (9_000.0, 9_000.0));
    }
}
