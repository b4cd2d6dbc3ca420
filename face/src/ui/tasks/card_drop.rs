//! A card as a target for dropped files.

use taskdeck_core::FieldKind;

use super::card_state::CardState;
use crate::{
    browser::{PickedFile, PickedFiles},
    ui::{drop::DropTarget, icon::Shape, lean::*},
};

/// Registers the task as a target for dropped files while its card exists.
pub(super) fn register_drop_target(card: CardState) {
    let CardState {
        deck, task, form, ..
    } = card;
    let Some((field, state)) = form.files_field() else {
        return;
    };
    let FieldKind::Files {
        accept, multiple, ..
    } = field.kind
    else {
        return;
    };
    let id = task.with_value(|task| task.id().to_owned());
    let name = field.name;
    // The check of the parameters rejects more files than the field takes.
    let take = move |files: Vec<PickedFile>| {
        let several = multiple || files.len() > 1;
        state.take(files, several);
    };
    let target = DropTarget {
        id: id.clone(),
        title: task.with_value(|task| task.title().to_owned()),
        line: task.with_value(|task| deck.texts().render(task.description_text())),
        icon: task.with_value(|task| Shape::of_task(task.icon_name())),
        accept,
        start: Callback::new(move |files| {
            take(files);
            card.start();
        }),
        fill: Callback::new(move |files| {
            take(files);
            card.open();
        }),
        empty: Callback::new(move |()| state.files.try_update(std::mem::take).unwrap_or_default()),
        params: Callback::new(move |files| match files {
            Some(files) => PickedFiles(files).into_params(form.params(), &name),
            None => form.params(),
        }),
        run: card.run,
    };
    deck.drop_targets.update(|targets| targets.push(target));
    on_cleanup(move || {
        let _ = deck
            .drop_targets
            .try_update(|targets| targets.retain(|target| target.id != id));
    });
}
