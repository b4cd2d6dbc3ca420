//! The task: its form, its sample, and the run with a child for each address.

use std::{cell::RefCell, rc::Rc, time::Duration};

use serde_json::Value;
use taskdeck::browser::{BrowserWorld, page_address};
use taskdeck_core::{
    Field, Message, Outcome, Output, Overlap, Params, RunContext, RunHandle, RunOptions,
    SpawnError, Table, Task, TaskError, Unit, message,
};

use super::{
    finding::{Finding, Verdict, in_brief, table},
    probe::probe,
};
use crate::tasks::{NETWORK, address, several::all_ended};

/// The most requests at once.
pub(in crate::tasks) const MOST_AT_ONCE: usize = 16;

/// The requests at once by default.
const AT_ONCE: u32 = 4;

/// The time to wait for an answer by default, in seconds.
const PATIENCE: u32 = 30;

/// The time between two updates of the table while it fills.
const SHOWN: Duration = Duration::from_millis(200);

pub(in crate::tasks) fn check_addresses() -> Task {
    Task::new("check-addresses", "Check addresses", check)
        .icon("web")
        .description(message!("Status, time and size of each"))
        .unit(Unit::Named("addresses".into()))
        .supervised()
        .field(
            Field::lines("addresses", message!("Addresses"))
                .required()
                .help(message!("One per line"))
                .checked(has_one),
        )
        .field(
            Field::number(
                "at_once",
                message!("Requests at once"),
                1.0,
                MOST_AT_ONCE as f64,
            )
            .default(AT_ONCE),
        )
        .field(
            Field::number("patience", message!("Seconds to wait for each"), 1.0, 600.0)
                .default(PATIENCE),
        )
        .sample(async || {
            let page = page_address()
                .ok_or_else(|| TaskError::new(message!("This page has no address to check")))?;
            let list =
                format!("{page}\n{page}?once-more\n{page}missing-on-purpose\nnot an address\n");
            Ok::<_, TaskError>(Params::new().with("addresses", list))
        })
}

fn has_one(value: &Value) -> Result<(), Message> {
    let text = value.as_str().unwrap_or_default();
    match address::lines(text).next() {
        Some(_) => Ok(()),
        None => Err(message!(
            "Addresses has only blank lines; write one address per line"
        )),
    }
}

async fn check(ctx: RunContext) -> Result<Output, TaskError> {
    let params = ctx.params();
    let number = |name: &str, default: u32| params.number(name).unwrap_or(default.into()) as u32;
    let patience = Duration::from_secs(number("patience", PATIENCE).into());
    let at_once = number("at_once", AT_ONCE).max(1) as usize;
    let text = params.text("addresses").unwrap_or_default();
    let addresses: Vec<String> = address::lines(text).map(str::to_owned).collect();
    let findings = Findings::of(addresses.len());

    let world = BrowserWorld::shared();
    let mut shown = world.now();
    let mut done = 0;
    ctx.output(findings.table(&addresses));
    ctx.progress(done, addresses.len());
    let start = |index: usize| {
        let slot = (findings.clone(), index);
        look_at(&ctx, &addresses[index], slot, at_once, patience)
    };
    all_ended(&ctx, addresses.len(), start, |index, end| {
        findings.end(index, end);
        done += 1;
        ctx.progress(done, addresses.len());
        if world.now() - shown >= SHOWN {
            shown = world.now();
            ctx.output(findings.table(&addresses));
        }
    })
    .await?;
    Ok(findings.output(&addresses))
}

/// The findings of one list. It is a cheap handle: each child stores its finding here, because the error that it ends
/// with cannot hold a time.
#[derive(Clone, Debug)]
struct Findings(Rc<RefCell<Vec<Option<Finding>>>>);

impl Findings {
    fn of(addresses: usize) -> Self {
        Self(Rc::new(RefCell::new(vec![None; addresses])))
    }

    fn put(&self, index: usize, finding: Finding) {
        self.0.borrow_mut()[index] = Some(finding);
    }

    /// Stores the end of a child that may have stored no finding.
    fn end(&self, index: usize, end: Outcome<()>) {
        let slot = &mut self.0.borrow_mut()[index];
        match (end, &slot) {
            (Outcome::Cancelled(_), _) => {
                let why = message!("cancelled");
                *slot = Some(Finding::without_request(Verdict::Cancelled, why));
            }
            (Outcome::Failed(error), None) => *slot = Some(Finding::unreachable(error.message())),
            _ => {}
        }
    }

    fn table(&self, addresses: &[String]) -> Table {
        table(addresses, &self.0.borrow())
    }

    /// Returns the table, the line in brief, and the addresses that did not answer as problems.
    fn output(&self, addresses: &[String]) -> Output {
        let findings = self.0.borrow();
        let found = addresses.iter().zip(findings.iter().flatten());
        let failed = found.filter(|(_, finding)| {
            matches!(finding.verdict, Verdict::Unreachable | Verdict::Invalid)
        });
        let problems = failed.map(|(address, finding)| {
            message!("{address}: {why}", address = address, why = &finding.status)
        });
        Output {
            problems: problems.collect(),
            ..Output::from(table(addresses, &findings)).summary(in_brief(&findings))
        }
    }
}

/// Requests an address in a child of this run, of which `at_once` run at a time.
fn look_at(
    ctx: &RunContext,
    address: &str,
    slot: (Findings, usize),
    at_once: usize,
    patience: Duration,
) -> Result<RunHandle<()>, SpawnError> {
    let child = |lane: Option<&str>| {
        let options = RunOptions::new(address)
            .key(format!("addresses of run {}", ctx.id()))
            .overlap(Overlap::Queue)
            .at_a_time(at_once)
            .hide_progress();
        let options = match lane {
            Some(lane) => options.lane(lane),
            None => options,
        };
        let (address, (findings, index)) = (address.to_owned(), slot.clone());
        ctx.spawn_repeatable(options, move |ctx: RunContext| {
            let (address, findings) = (address.clone(), findings.clone());
            async move {
                let finding = look(&ctx, &address, patience).await;
                findings.put(index, finding.clone());
                match finding.is_failure() {
                    true => Err(TaskError::new(finding.status)),
                    false => Ok(()),
                }
            }
        })
    };
    match child(Some(NETWORK)) {
        Err(SpawnError::UnknownLane { .. }) => child(None),
        started => started,
    }
}

/// Requests an address, and shows the finding if it answered.
async fn look(ctx: &RunContext, address: &str, patience: Duration) -> Finding {
    let finding = probe(address, &BrowserWorld::shared(), patience).await;
    if !finding.is_failure() {
        ctx.output(table(&[address.to_owned()], &[Some(finding.clone())]));
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_blank_lines_is_refused_at_its_field() {
        let task = check_addresses();
        let field = &task.fields()[0];
        let with = |text: &str| field.check(&Params::new().with("addresses", text));
        assert!(with(" \n\n").is_err());
        assert!(with("\nwhatever\n").is_ok());
    }
}
