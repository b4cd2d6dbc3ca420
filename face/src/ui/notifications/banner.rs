//! The banners of storms.

use leptos::prelude;

use crate::{
    browser::FocusReturn,
    format,
    reporter::{Reporter, Storm, one_line, use_reporter},
    texts::{tr, use_texts},
    ui::{
        button::small_button,
        icon::{Icon, Shape},
        lean::*,
    },
};

/// One banner per storm: *200 failed: <message>*, with *Show*, *Retry all* and *Dismiss*. It takes no space
/// while there is no storm.
#[component]
pub fn StormBanner(
    /// Shows the runs of a storm. By default *Show* opens the error modal.
    #[prop(optional, into)]
    on_show: Option<prelude::Callback<Storm>>,
) -> impl IntoView {
    let reporter = use_reporter().ok()?;
    let texts = use_texts();
    let storms: Signal<Vec<Storm>> = reporter.storms().into();
    let numbers = Memo::new(move |_| {
        storms.with(|storms| storms.iter().map(|storm| storm.number).collect::<Vec<_>>())
    });
    let reporter = StoredValue::new(reporter);
    let is_calm = move || numbers.with(Vec::is_empty);
    Some(view! {
        <Show when=move || !is_calm()>
            <section class="td-storms" aria-label=tr!(texts, "Many failures")>
                <For each=move || numbers.get() key=|number| *number let:number>
                    <OneStorm
                        number=number
                        storms=storms
                        reporter=reporter.get_value()
                        on_show=on_show
                    />
                </For>
            </section>
        </Show>
    })
}

#[component]
fn OneStorm(
    number: u64,
    storms: Signal<Vec<Storm>>,
    reporter: Reporter,
    on_show: Option<prelude::Callback<Storm>>,
) -> impl IntoView {
    let texts = use_texts();
    let storm = Memo::new(move |before: Before<'_, Option<Storm>>| {
        let now = storms.with(|storms| storms.iter().find(|storm| storm.number == number).cloned());
        // A banner that is being removed keeps its content.
        now.or_else(|| before.get().cloned().flatten())
    });
    let reporter = StoredValue::new(reporter);
    let count = move || storm.get().map_or(0, |storm| storm.count);
    let message = move || {
        storm
            .get()
            .map(|storm| one_line(&texts.render(&storm.message)))
            .unwrap_or_default()
    };
    let can_retry = Memo::new(move |_| storm.get().is_some_and(|storm| storm.can_retry));

    let show = move || match (on_show, storm.get_untracked()) {
        (Some(on_show), Some(storm)) => on_show.run(storm),
        _ => reporter.with_value(|reporter| {
            reporter.open_with_others(reporter.storm_errors(number));
        }),
    };
    // The button is removed with the banner, so focus moves to the nearest element.
    let retry = move || {
        let nearest = FocusReturn::remember();
        reporter.with_value(|reporter| reporter.retry(reporter.storm_runs(number)));
        drop(nearest);
    };
    let dismiss = move || {
        let nearest = FocusReturn::remember();
        reporter.with_value(|reporter| reporter.dismiss_storm(number));
        drop(nearest);
    };
    view! {
        <div class="td-storm">
            <Icon shape=Shape::OCTAGON />
            <p class="td-storm-text">
                <strong>{move || tr!(texts, "{count} failed:", count = format::count(texts, count()))} " "</strong>
                <bdi>{message}</bdi>
            </p>
            <div class="td-storm-actions">
                {small_button(tr!(texts, "Show"), show)}
                <Show when=move || can_retry.get()>{small_button(tr!(texts, "Retry all"), retry)}</Show>
                {small_button(tr!(texts, "Dismiss"), dismiss)}
            </div>
        </div>
    }
}
