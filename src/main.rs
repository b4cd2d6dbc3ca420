//! The dashboard as a single-page application.

use leptos::{mount::mount_to, prelude::*, wasm_bindgen::JsCast};
use taskdeck::{Config, Supervisor, browser, reporter::Reporter, ui::spa::Page, workers::Pool};
use taskdeck_app::tasks;

fn main() {
    console_error_panic_hook::set_once();
    browser::latch_crashes();
    let page = document();
    let Some(root) = page.get_element_by_id("app") else {
        return;
    };
    let supervisor = Supervisor::new(Config::default());
    let reporter = Reporter::new(&supervisor);
    if let Err(error) = supervisor.lane(tasks::NETWORK).set(tasks::network_lane()) {
        leptos::logging::error!("{error}");
    }
    let pool = Pool::new(browser::beside_program("worker-start.js"));
    pool.serve(&supervisor);
    define_tasks(&supervisor, &reporter, &pool);
    mount_to(
        root.clone().unchecked_into(),
        move || view! { <Page supervisor=supervisor reporter=reporter /> },
    )
    .forget();
    if let Some(skeleton) = page.get_element_by_id("skeleton") {
        skeleton.remove();
    }
    // Up to here, shell/boot.js reports errors.
    browser::draw_crashes_over(&root);
    // Removes large files that an earlier page left behind. Mounting has set the executor; before
    // that, this call panics.
    leptos::task::spawn_local(browser::remove_leftovers());
}

/// Defines the built-in tasks and, with `?lab` in the address, those that misbehave on purpose.
fn define_tasks(supervisor: &Supervisor, reporter: &Reporter, pool: &Pool) {
    let lab = if has_lab() {
        tasks::lab(reporter, pool)
    } else {
        Vec::new()
    };
    for task in tasks::builtin(pool).into_iter().chain(lab) {
        if let Err(error) = supervisor.define(task) {
            leptos::logging::error!("{error}");
        }
    }
}

fn has_lab() -> bool {
    let search = window().location().search().unwrap_or_default();
    web_sys::UrlSearchParams::new_with_str(&search).is_ok_and(|search| search.has("lab"))
}
