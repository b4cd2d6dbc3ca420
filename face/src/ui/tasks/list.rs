//! The list of tasks.

use taskdeck_core::{Message, Task};

use super::card::Card;
use crate::{
    texts::tr,
    ui::{deck::Deck, lean::*, ordinal::name_suffix},
};

/// Groups, each with the ids of its tasks.
type Groups = Vec<(Message, Vec<String>)>;

/// The tasks of the supervisor, in their groups.
#[component]
pub(crate) fn Tasks(
    /// Whether the deck is the whole page, which then says what it is.
    page: bool,
) -> impl IntoView {
    let deck = Deck::of_context();
    let title = deck.element_id("tasks");
    // Tasks are only added, so their number identifies the list.
    let how_many = Memo::new(move |_| deck.overview.with(|overview| overview.tasks));
    let groups = Memo::new(move |_| {
        how_many.get();
        by_group(&deck.supervisor().tasks())
    });
    let names = move || {
        groups.with(|groups| {
            groups
                .iter()
                .map(|(name, _)| name.english().into_owned())
                .collect::<Vec<_>>()
        })
    };
    let heading_of = move |name: &str| {
        groups.with_untracked(|groups| {
            let group = groups.iter().find(|(own, _)| own == name);
            group.map(|(own, _)| deck.texts().render(own))
        })
    };
    let group = move |name: String| {
        let heading = (!name.is_empty())
            .then(|| view! { <h3 class="td-group"><bdi>{heading_of(&name)}</bdi></h3> });
        let ids = move || -> Vec<String> {
            groups.with(|groups| {
                let group = groups.iter().find(|(own, _)| *own == *name);
                group.map(|(_, ids)| ids.clone()).unwrap_or_default()
            })
        };
        view! {
            {heading}
            <ul class="td-cards" role="list">
                <For each=ids key=String::clone children=card />
            </ul>
        }
    };
    view! {
        <section class="td-tasks" part="tasks" aria-labelledby=title.clone()>
            <div class="td-scroll">
                <h2 id=title.clone() class="td-visually-hidden">
                    {tr!(deck, "Tasks")}
                    {name_suffix(deck)}
                </h2>
                {page.then(|| view! {
                    <p class="td-about">
                        {tr!(deck, "Tools that run in your browser: nothing in your files leaves this machine.")}
                    </p>
                })}
                <For each=names key=String::clone children=group />
            </div>
        </section>
    }
}

fn card(id: String) -> impl IntoView {
    let task = Deck::of_context().supervisor().task(&id)?;
    Some(view! { <Card task=StoredValue::new(task) /> })
}

/// Groups tasks. Groups and tasks keep the order in which they were defined.
fn by_group(tasks: &[Task]) -> Groups {
    let mut groups = Groups::new();
    for task in tasks {
        match groups
            .iter_mut()
            .find(|(name, _)| name == task.group_name())
        {
            Some((_, group)) => group.push(task.id().to_owned()),
            None => groups.push((task.group_name().clone(), vec![task.id().to_owned()])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use taskdeck_core::RunContext;

    use super::*;

    #[test]
    fn groups_keep_their_order() {
        let task =
            |id: &str, group: &str| Task::new(id, id, async |_ctx: RunContext| Ok(())).group(group);
        let groups = by_group(&[task("a", "Files"), task("b", "Network"), task("c", "Files")]);
        let names: Vec<_> = groups
            .iter()
            .map(|(name, tasks)| (name.to_string(), tasks.len()))
            .collect();
        assert_eq!(names, [("Files".to_owned(), 2), ("Network".to_owned(), 1)]);
    }
}
