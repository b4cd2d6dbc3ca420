//! The order of the listed runs.

use super::*;

fn run(number: u64) -> RunId {
    RunId::from_u64((1 << 32) | number)
}

fn listed(run: RunId, parent: Option<RunId>) -> ListedRun {
    ListedRun {
        run,
        parent,
        status: RunStatus::Completed,
    }
}

fn runs(numbers: impl IntoIterator<Item = u64>) -> Vec<ListedRun> {
    numbers.into_iter().map(|n| listed(run(n), None)).collect()
}

/// Runs of which 10 to 19 are children of 1, 20 to 29 of 2, and 100 to 109 of 10.
fn family(numbers: impl IntoIterator<Item = u64>) -> Vec<ListedRun> {
    let with_parent = |n| listed(run(n), (n >= 10).then(|| run(n / 10)));
    numbers.into_iter().map(with_parent).collect()
}

/// Runs of these statuses, newest first.
fn of_statuses(runs: &[(u64, RunStatus)]) -> Vec<ListedRun> {
    let of = |&(n, status)| ListedRun {
        status,
        ..listed(run(n), None)
    };
    runs.iter().map(of).collect()
}

/// The shown runs, each with its level.
fn shown(list: &RunList) -> Vec<(u64, usize)> {
    let row = |row: &ListRow| (row.run.as_u64() & 0xffff_ffff, row.tree.level);
    list.rows().iter().map(row).collect()
}

fn numbers(list: &RunList) -> Vec<u64> {
    shown(list).into_iter().map(|(number, _)| number).collect()
}

#[test]
fn new_runs_are_held_back_while_the_order_is_frozen() {
    let mut list = RunList::default();
    list.replace(&runs([3, 2, 1]));
    list.refresh_frozen(&runs([5, 4, 3, 2, 1]), |_| true);
    assert_eq!(numbers(&list), [3, 2, 1]);
    assert_eq!((list.held_back(), list.matching()), (2, 5));
    list.replace(&runs([5, 4, 3, 2, 1]));
    assert_eq!(list.held_back(), 0);
}

#[test]
fn a_removed_run_leaves_also_while_the_order_is_frozen() {
    let mut list = RunList::default();
    list.replace(&runs([3, 2, 1]));
    list.refresh_frozen(&runs([3, 1]), |_| false);
    assert_eq!(numbers(&list), [3, 1]);
}

#[test]
fn a_run_that_stops_matching_stays_while_the_order_is_frozen() {
    let mut list = RunList::default();
    list.replace(&runs([3, 2, 1]));
    list.refresh_frozen(&runs([3, 1]), |_| true);
    assert_eq!(numbers(&list), [3, 2, 1]);
}

#[test]
fn a_retry_is_above_the_run_that_it_retries() {
    let mut list = RunList::default();
    list.replace(&runs([3, 2, 1]));
    list.insert_above(run(4), run(2));
    list.refresh_frozen(&runs([4, 3, 2, 1]), |_| true);
    assert_eq!(numbers(&list), [3, 4, 2, 1]);
    assert_eq!(list.held_back(), 0);
}

#[test]
fn children_are_collapsed_until_they_are_expanded() {
    let mut list = RunList::default();
    list.replace(&family([11, 2, 10, 1]));
    assert_eq!(shown(&list), [(2, 1), (1, 1)]);
    assert_eq!(list.rows()[1].tree.expanded, Some(false));
    assert_eq!(list.rows()[0].tree.expanded, None);
    assert!(list.set_expanded(run(1), true));
    assert!(!list.set_expanded(run(1), true));
    assert_eq!(shown(&list), [(2, 1), (1, 1), (10, 2), (11, 2)]);
    let last = list.rows()[3].tree;
    assert_eq!((last.position, last.siblings), (2, 2));
    assert!(list.set_expanded(run(1), false));
    assert_eq!(numbers(&list), [2, 1]);
    assert!(!list.set_expanded(run(2), true), "it has none");
}

#[test]
fn children_may_have_children() {
    let mut list = RunList::default();
    list.replace(&family([100, 11, 10, 1]));
    list.set_expanded(run(1), true);
    list.set_expanded(run(10), true);
    assert_eq!(shown(&list), [(1, 1), (10, 2), (100, 3), (11, 2)]);
    assert_eq!(list.parent_at(2), Some(run(10)));
    assert_eq!(list.parent_at(3), Some(run(1)));
    assert_eq!(list.parent_at(0), None);
    // A run stays expanded while its parent is collapsed.
    list.set_expanded(run(1), false);
    list.set_expanded(run(1), true);
    assert_eq!(numbers(&list), [1, 10, 100, 11]);
}

#[test]
fn a_child_without_a_listed_parent_is_a_root() {
    let mut list = RunList::default();
    list.replace(&family([11, 10, 3]));
    assert_eq!(shown(&list), [(11, 1), (10, 1), (3, 1)]);
}

#[test]
fn new_children_are_held_back_only_under_an_expanded_parent() {
    let mut list = RunList::default();
    list.replace(&family([20, 10, 2, 1]));
    list.set_expanded(run(1), true);
    list.refresh_frozen(&family([21, 20, 11, 10, 2, 1]), |_| true);
    assert_eq!(numbers(&list), [2, 1, 10]);
    assert_eq!((list.held_back(), list.matching()), (1, 6));
    list.set_expanded(run(2), true);
    assert_eq!(numbers(&list), [2, 20, 21, 1, 10]);
    list.replace(&family([21, 20, 11, 10, 2, 1]));
    assert_eq!(numbers(&list), [2, 20, 21, 1, 10, 11]);
    assert_eq!(list.held_back(), 0);
}

#[test]
fn a_first_child_makes_its_parent_expandable_also_while_frozen() {
    let mut list = RunList::default();
    list.replace(&family([1]));
    list.refresh_frozen(&family([10, 1]), |_| true);
    assert_eq!(list.rows()[0].tree.expanded, Some(false));
    assert_eq!(list.held_back(), 0);
}

#[test]
fn a_child_that_stops_matching_stays_while_the_order_is_frozen() {
    let mut list = RunList::default();
    list.replace(&family([11, 10, 1]));
    list.set_expanded(run(1), true);
    list.refresh_frozen(&family([11, 1]), |_| true);
    assert_eq!(numbers(&list), [1, 10, 11]);
    list.refresh_frozen(&family([11]), |_| true);
    assert_eq!(numbers(&list), [1, 10, 11], "and so does its parent");
    list.refresh_frozen(&family([11, 1]), |other| other != run(10));
    assert_eq!(numbers(&list), [1, 11]);
}

#[test]
fn a_retry_of_a_child_is_above_its_parent() {
    let mut list = RunList::default();
    list.replace(&family([3, 10, 1]));
    list.set_expanded(run(1), true);
    list.insert_above(run(4), run(10));
    assert_eq!(shown(&list), [(3, 1), (4, 1), (1, 1), (10, 2)]);
}

#[test]
fn running_runs_are_first_then_waiting_then_done_each_newest_first() {
    use RunStatus::{Cancelled, Cancelling, Completed, Failed, Queued, Running};
    let mut list = RunList::default();
    list.replace(&of_statuses(&[
        (7, Queued),
        (6, Completed),
        (5, Running),
        (4, Queued),
        (3, Cancelling),
        (2, Failed),
        (1, Cancelled),
    ]));
    assert_eq!(numbers(&list), [5, 3, 7, 4, 6, 2, 1]);
    let headings: Vec<_> = list
        .headings()
        .iter()
        .map(|group| (group.phase, group.runs, group.row))
        .collect();
    assert_eq!(
        headings,
        [
            (Phase::Running, 2, 0),
            (Phase::Waiting, 2, 2),
            (Phase::Done, 3, 4)
        ]
    );
    let above: Vec<usize> = list.rows().iter().map(|row| row.headings).collect();
    assert_eq!(above, [1, 1, 2, 2, 3, 3, 3]);
    let place = list.rows()[5].tree;
    assert_eq!((place.position, place.siblings), (2, 3), "within its group");
}

#[test]
fn a_single_group_has_no_heading() {
    let mut list = RunList::default();
    list.replace(&runs([2, 1]));
    assert!(list.headings().is_empty());
    assert_eq!(list.rows()[0].headings, 0);
}

#[test]
fn borders_of_groups_move_and_rows_do_not_while_the_order_is_frozen() {
    use RunStatus::{Completed, Running};
    let mut list = RunList::default();
    list.replace(&of_statuses(&[
        (4, Running),
        (3, Running),
        (2, Running),
        (1, Completed),
    ]));
    let groups = |list: &RunList| {
        let headings = list.headings().iter();
        headings
            .map(|group| (group.phase, group.runs))
            .collect::<Vec<_>>()
    };
    let now = of_statuses(&[(4, Running), (3, Completed), (2, Running), (1, Completed)]);
    list.refresh_frozen(&now, |_| true);
    assert_eq!(groups(&list), [(Phase::Running, 3), (Phase::Done, 1)]);
    // The border moves once no row has to.
    let now = of_statuses(&[(4, Running), (3, Completed), (2, Completed), (1, Completed)]);
    list.refresh_frozen(&now, |_| true);
    assert_eq!(groups(&list), [(Phase::Running, 1), (Phase::Done, 3)]);
    assert_eq!(numbers(&list), [4, 3, 2, 1]);
}

#[test]
fn what_the_user_has_started_is_let_in_at_the_top_of_its_group() {
    use RunStatus::{Completed, Queued, Running};
    let mut list = RunList::default();
    let now = of_statuses(&[(4, Queued), (3, Running), (2, Queued), (1, Completed)]);
    list.replace(&now[1..]);
    list.refresh_frozen(&now, |_| true);
    assert_eq!((numbers(&list), list.held_back()), (vec![3, 2, 1], 1));
    list.let_in(run(4), Phase::Waiting);
    list.let_in(run(4), Phase::Waiting);
    assert_eq!((numbers(&list), list.held_back()), (vec![3, 4, 2, 1], 0));
}
