//! How often each two policies met: in one run, or in runs that groups and families bind together.

use std::collections::BTreeSet;

use taskdeck_core::Overlap;

use crate::model::Model;

macro_rules! marks {
    ($($mark:ident $name:literal,)*) => {
        /// Something that has happened to a run, and was not only set in its policy.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Mark { $($mark,)* }

        impl Mark {
            pub(crate) const ALL: &[Self] = &[$(Self::$mark,)*];

            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$mark => $name,)* }
            }
        }
    };
}

marks! {
    Retry "retry",
    Jitter "jitter",
    NoRetry "no_retry",
    RetryAfter "retry_after",
    Condition "when: no",
    RetryNow "retry now",
    StopRetrying "stop retrying",
    PersonRetry "retry by a person",
    Timeout "timeout",
    Deadline "deadline",
    Allow "allow",
    Queue "queue",
    Drop "drop",
    Restart "restart",
    KeepLatest "keep-latest",
    Join "join",
    LetGo "join: let go",
    Refuse "refuse",
    AtATime "S > 1",
    Key "key",
    Lane "named lane",
    Limit "changed limit",
    Rate "rate",
    SuspendedLane "suspended lane",
    Priority "priority",
    Ageing "ageing",
    Delay "delay",
    Schedule "schedule",
    Suspended "suspended",
    Children "children",
    Lent "lent slot",
    Supervised "supervised",
    Grace "grace",
    Pause "pause",
    Cancel "cancel",
    Shutdown "shutdown",
    Drain "drain",
}

impl Mark {
    pub(crate) fn of_overlap(overlap: Overlap) -> Self {
        match overlap {
            Overlap::Allow => Self::Allow,
            Overlap::Queue => Self::Queue,
            Overlap::Drop => Self::Drop,
            Overlap::Restart => Self::Restart,
            Overlap::KeepLatest => Self::KeepLatest,
            Overlap::Join => Self::Join,
            Overlap::Refuse => Self::Refuse,
        }
    }
}

/// Returns whether two runs are of one group, or one is the parent of the other.
fn are_near(model: &Model, run: usize, other: usize) -> bool {
    let of = |one: usize, other: usize| {
        let parent = model.runs[one].parent;
        parent.is_some_and(|(parent, _)| parent == other)
    };
    let same_group = model.runs[run].group == model.runs[other].group;
    same_group || of(run, other) || of(other, run)
}

/// How often each two policies met, counted in programs.
#[derive(Clone, Debug)]
pub(crate) struct Coverage(Vec<Vec<u64>>);

impl Default for Coverage {
    fn default() -> Self {
        let marks = Mark::ALL.len();
        Self(vec![vec![0; marks]; marks])
    }
}

impl Coverage {
    /// Counts what met in one program.
    pub(crate) fn count(&mut self, model: &Model) {
        let mut met = BTreeSet::new();
        let mut left: BTreeSet<usize> = (0..model.runs.len()).collect();
        while let Some(first) = left.pop_first() {
            // All runs that groups and families bind together.
            let mut bound = vec![first];
            let mut next = 0;
            while next < bound.len() {
                let run = bound[next];
                let near = |other: &usize| are_near(model, run, *other);
                let found: Vec<usize> = left.iter().copied().filter(near).collect();
                left.retain(|other| !found.contains(other));
                bound.extend(found);
                next += 1;
            }
            let marks = bound.iter().flat_map(|run| model.runs[*run].marks.iter());
            let marks: BTreeSet<Mark> = marks.copied().collect();
            for one in &marks {
                met.extend(marks.iter().map(|other| (*one, *other)));
            }
        }
        for (one, other) in met {
            self.0[one as usize][other as usize] += 1;
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (row, more) in self.0.iter_mut().zip(&other.0) {
            for (cell, more) in row.iter_mut().zip(more) {
                *cell += more;
            }
        }
    }

    /// Returns the pairs that never met.
    pub(crate) fn missing(&self) -> Vec<(&'static str, &'static str)> {
        let mut missing = Vec::new();
        for (row, one) in Mark::ALL.iter().enumerate() {
            for (column, other) in Mark::ALL.iter().enumerate().skip(row) {
                if self.0[row][column] == 0 {
                    missing.push((one.name(), other.name()));
                }
            }
        }
        missing
    }

    /// Returns a table of all pairs: in how many programs each met.
    pub(crate) fn table(&self) -> String {
        let mut table = format!("{:>19}", "");
        for mark in Mark::ALL {
            let short: String = mark.name().chars().take(6).collect();
            table += &format!(" {short:>6}");
        }
        for (row, mark) in Mark::ALL.iter().enumerate() {
            table += &format!("\n{:>19}", mark.name());
            for cell in &self.0[row][..=row] {
                table += &format!(" {cell:>6}");
            }
        }
        table
    }
}
