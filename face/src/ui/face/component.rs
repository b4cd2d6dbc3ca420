//! A face in a shadow root, as a component.

use leptos::html;
use taskdeck_core::use_supervisor;

use super::{FaceOptions, MountedFace, mount_face};
use crate::{
    reporter::{Reporter, provide_reporter, use_reporter},
    ui::lean::*,
};

/// The face of the supervisor that [`provide_supervisor`](crate::provide_supervisor) provided above, in a box
/// of the page. It has its own style, in a shadow root. Its height is `--taskdeck-height`.
///
/// Unmounting it stops no run, because the runs belong to the supervisor.
#[component]
pub fn Face(
    /// Variant, theme and texts. Changes after the first render are ignored.
    #[prop(optional)]
    options: FaceOptions,
) -> impl IntoView {
    let supervisor = match use_supervisor() {
        Ok(supervisor) => supervisor,
        Err(error) => return view! { <p role="alert">{error.to_string()}</p> }.into_any(),
    };
    let reporter = use_reporter().unwrap_or_else(|_| {
        let reporter = Reporter::new(&supervisor);
        provide_reporter(reporter.clone());
        reporter
    });
    let container = NodeRef::<html::Div>::new();
    let mounted = StoredValue::new(None::<MountedFace>);
    let error_text = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let Some(container) = container.get() else {
            return;
        };
        match mount_face(
            &container,
            supervisor.clone(),
            reporter.clone(),
            options.clone(),
        ) {
            Ok(face) => mounted.set_value(Some(face)),
            Err(error) => error_text.set(Some(error.to_string())),
        }
    });
    on_cleanup(move || drop(mounted.try_update_value(Option::take)));
    view! {
        <div node_ref=container></div>
        {move || error_text.get().map(|why| view! { <p role="alert">{why}</p> })}
    }
    .into_any()
}
