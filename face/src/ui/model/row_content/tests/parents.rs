//! What the row of a parent shows of its children.

use super::*;

#[test]
fn a_parent_shows_how_many_of_its_children_are_done() {
    let (world, supervisor) = deck();
    let body = async |ctx: RunContext| {
        for n in 0..4_u64 {
            ctx.spawn("Child", async move |ctx: RunContext| {
                ctx.sleep(Duration::from_secs(1 + n)).await?;
                match n {
                    1 => Err(TaskError::new("no")),
                    _ => Ok(()),
                }
            })?;
        }
        Ok(())
    };
    let options = RunOptions::new("Parent").supervised();
    supervisor.spawn_with(options, body).unwrap();
    world.advance(Duration::from_millis(3_100));
    let contents = contents(&supervisor);
    let parent = contents.last().unwrap();
    assert!(
        parent.detail.starts_with("2 of 4 done, 1 failed"),
        "{}",
        parent.detail
    );
    assert_eq!(parent.bar.unwrap().fraction, Some(0.75));
    world.advance(Duration::from_secs(9));
    assert_eq!(details(&supervisor).last().unwrap(), "3 done · 1 failed");
}

#[test]
fn a_parent_offers_to_retry_the_children_that_failed() {
    let (world, supervisor) = deck();
    let fails = async |_ctx: RunContext| Err::<(), _>(TaskError::new("no network"));
    let parent = |awaits: bool| {
        let body = async move |ctx: RunContext| {
            ctx.spawn("Send: one", async |_ctx: RunContext| Ok(()))?;
            let two = ctx.spawn_repeatable(RunOptions::new("Send: two"), fails)?;
            if awaits {
                two.wait().await;
            }
            Ok(())
        };
        let run = supervisor.spawn("Send: 2 letters", body).unwrap();
        world.run_until_stalled();
        run.id()
    };
    let content = |id| {
        let run = supervisor.run(id).snapshot().unwrap();
        RowContent::of(&run, &SimContext(&supervisor), &mut Meters::default())
    };
    let failed = content(parent(false));
    assert_eq!(failed.status, RunStatus::Failed.into());
    assert_eq!(failed.retry, Some(RetryOffer::Failed));
    let awaited = parent(true);
    let completed = content(awaited);
    assert_eq!(completed.status, RowStatus::Problems);
    assert_eq!(completed.retry, Some(RetryOffer::Some(1)));
    assert_eq!(completed.detail, "1 done · 1 failed");
    assert_eq!(failed.detail, "1 done · 1 failed · \"Send: two\" failed");
    let child = content(supervisor.run(awaited).children()[1]);
    assert_eq!((&*child.title, &*child.drawn_title), ("Send: two", "two"));
    supervisor.run(awaited).retry_failed().unwrap();
    assert_eq!(content(awaited).retry, None);
}
