//! The list of cards.

use leptos::prelude::*;
use taskdeck_core::Task;

use super::card::Card;
use crate::ui::deck::Deck;

/// The tasks of the supervisor, under the headings that they name. They are read once: tasks are
/// defined before the face is shown.
#[component]
pub(crate) fn Tasks() -> impl IntoView {
    let deck = Deck::of_context();
    let groups = by_group(deck.supervisor().tasks());
    let title = deck.element_id("tasks");
    let groups = groups
        .into_iter()
        .map(|(name, tasks)| {
            let cards = tasks
                .into_iter()
                .map(|task| view! { <Card task=StoredValue::new_local(task) /> })
                .collect_view();
            let heading = (!name.is_empty()).then(|| view! { <h3 class="td-group">{name}</h3> });
            view! {
                {heading}
                <ul class="td-cards" role="list">
                    {cards}
                </ul>
            }
        })
        .collect_view();
    view! {
        <section class="td-tasks" aria-labelledby=title.clone()>
            <div class="td-scroll">
                <h2 id=title.clone() class="td-visually-hidden">
                    "Tasks"
                </h2>
                {groups}
            </div>
        </section>
    }
}

/// Tasks under their headings, both in the order in which they come.
fn by_group(tasks: Vec<Task>) -> Vec<(String, Vec<Task>)> {
    let mut groups: Vec<(String, Vec<Task>)> = Vec::new();
    for task in tasks {
        match groups
            .iter_mut()
            .find(|(name, _)| name == task.group_name())
        {
            Some((_, group)) => group.push(task),
            None => groups.push((task.group_name().to_owned(), vec![task])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use taskdeck_core::RunContext;

    use super::*;

    #[test]
    fn headings_stand_in_the_order_in_which_they_come() {
        let task =
            |id: &str, group: &str| Task::new(id, id, async |_ctx: RunContext| Ok(())).group(group);
        let groups = by_group(vec![
            task("a", "Files"),
            task("b", "Network"),
            task("c", "Files"),
        ]);
        let names: Vec<_> = groups
            .iter()
            .map(|(name, tasks)| (name.as_str(), tasks.len()))
            .collect();
        assert_eq!(names, [("Files", 2), ("Network", 1)]);
    }
}
