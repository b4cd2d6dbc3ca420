//! Programs by their seeds: how many are run, and what is broken.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, mem,
    ops::Range,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{LazyLock, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use proptest::{
    prelude::*,
    strategy::{BoxedStrategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use crate::{
    coverage::Coverage,
    machine,
    model::Promise,
    program::{Program, THEMES, programs},
};

/// How many programs an ordinary run has.
const PROGRAMS: u64 = 20_000;

/// What came of all programs.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) seeds: Range<u64>,
    pub(crate) took: Duration,
    pub(crate) coverage: Coverage,
    /// The first program that has broken each promise, made as small as possible.
    broken: BTreeMap<Promise, Broken>,
}

struct Broken {
    seed: u64,
    /// Seeds of other programs that break it too.
    others: BTreeSet<u64>,
    how: String,
    program: String,
}

/// All programs are run once, by the first property that needs them. `RULES_SEED` is the first seed, 0 by
/// default, and `RULES_PROGRAMS` the number of programs. With `RULES_SHOW` each is printed before it is run,
/// which finds one that does not end.
pub(crate) static REPORT: LazyLock<Report> = LazyLock::new(|| {
    let first = number("RULES_SEED").unwrap_or(0);
    let count = number("RULES_PROGRAMS").unwrap_or(PROGRAMS);
    run(first..first + count)
});

fn number(name: &str) -> Option<u64> {
    let value = env::var(name).ok()?;
    Some(
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is a number, not {value:?}")),
    )
}

impl Report {
    /// Fails if a program has broken this promise.
    pub(crate) fn keeps(&self, promise: Promise) {
        if let Some(broken) = self.broken.get(&promise) {
            let Broken {
                seed,
                others,
                how,
                program,
            } = broken;
            panic!(
                "{promise:?}: {how}\nRULES_SEED={seed} RULES_PROGRAMS=1 runs it again; \
                 the smallest program found is\n{program}\nbroken too by the seeds {others:?}"
            );
        }
    }
}

/// Runs the programs of these seeds, on as many threads as there are processors.
fn run(seeds: Range<u64>) -> Report {
    let began = Instant::now();
    let next = Mutex::new(seeds.clone());
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let parts: Vec<Report> = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(|| take(&next))).collect();
        let parts = threads.into_iter().map(|thread| thread.join());
        parts
            .map(|part| part.expect("programs are fenced"))
            .collect()
    });
    let mut report = Report {
        seeds,
        took: began.elapsed(),
        ..Report::default()
    };
    for part in parts {
        report.coverage.add(&part.coverage);
        for (promise, broken) in part.broken {
            let Some(mut known) = report.broken.remove(&promise) else {
                report.broken.insert(promise, broken);
                continue;
            };
            let mut broken = broken;
            if known.seed < broken.seed {
                mem::swap(&mut known, &mut broken);
            }
            broken.others.append(&mut known.others);
            broken.others.insert(known.seed);
            report.broken.insert(promise, broken);
        }
    }
    report
}

fn take(next: &Mutex<Range<u64>>) -> Report {
    let themes: Vec<BoxedStrategy<Program>> = THEMES
        .iter()
        .map(|theme| programs(*theme).boxed())
        .collect();
    let mut report = Report::default();
    loop {
        let seed = next.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some(seed) = seed else {
            return report;
        };
        let theme = &themes[(seed % THEMES.len() as u64) as usize];
        let mut runner = TestRunner::new_with_rng(Config::default(), rng(seed));
        let tree = theme
            .new_tree(&mut runner)
            .expect("every program can be made");
        let program = tree.current();
        if env::var_os("RULES_SHOW").is_some() {
            eprintln!("seed {seed}: {program:#?}");
        }
        let (broken, coverage) = judge(&program);
        report.coverage.add(&coverage);
        for (promise, how) in broken {
            if let Some(known) = report.broken.get_mut(&promise) {
                known.others.insert(seed);
                continue;
            }
            let (program, how) = shrink(theme, seed, promise, how);
            let program = format!("{program:#?}");
            let broken = Broken {
                seed,
                others: BTreeSet::new(),
                how,
                program,
            };
            report.broken.insert(promise, broken);
        }
    }
}

fn rng(seed: u64) -> TestRng {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)
}

/// Runs one program; a panic that is not a body's breaks a promise too.
fn judge(program: &Program) -> (Vec<(Promise, String)>, Coverage) {
    catch_unwind(AssertUnwindSafe(|| machine::run(program))).unwrap_or_else(|payload| {
        let how = payload.downcast_ref::<String>().cloned().or_else(|| {
            payload
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
        });
        let how = how.unwrap_or_else(|| "something panicked".to_owned());
        (vec![(Promise::Sound, how)], Coverage::default())
    })
}

/// Returns the smallest program found that still breaks the promise, and how it does.
fn shrink(
    theme: &BoxedStrategy<Program>,
    seed: u64,
    promise: Promise,
    mut how: String,
) -> (Program, String) {
    let mut runner = TestRunner::new_with_rng(Config::default(), rng(seed));
    let mut tree = theme.new_tree(&mut runner).expect("it was made before");
    let mut smallest = tree.current();
    let mut goes_on = tree.simplify();
    for _ in 0..1_000 {
        if !goes_on {
            break;
        }
        let program = tree.current();
        let (broken, _) = judge(&program);
        let broken = broken.into_iter().find(|(other, _)| *other == promise);
        goes_on = if let Some((_, now)) = broken {
            (smallest, how) = (program, now);
            tree.simplify()
        } else {
            tree.complicate()
        };
    }
    (smallest, how)
}
