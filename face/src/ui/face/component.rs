//! A face in a box, as a component.

use leptos::html;
use taskdeck_core::use_supervisor;

use super::{FaceOptions, MountedFace, mount_face};
use crate::{
    reporter::{Reporter, provide_reporter, use_reporter},
    ui::lean::*,
};

/// The face of the supervisor that [`provide_supervisor`](crate::provide_supervisor) gave to a component above,
/// in a box of the page around it. It brings its own style, in a shadow root, and is as high as
/// `--taskdeck-height` says.
///
/// It stops nothing when it is unmounted: the runs are the supervisor's.
#[component]
pub fn Face(
    /// Which face it is, its theme and its words: those of the first time.
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
    let place = NodeRef::<html::Div>::new();
    let mounted = StoredValue::new_local(None::<MountedFace>);
    let wrong = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        match mount_face(
            &place,
            supervisor.clone(),
            reporter.clone(),
            options.clone(),
        ) {
            Ok(face) => mounted.set_value(Some(face)),
            Err(error) => wrong.set(Some(error.to_string())),
        }
    });
    on_cleanup(move || drop(mounted.try_update_value(Option::take)));
    view! {
        <div node_ref=place></div>
        {move || wrong.get().map(|why| view! { <p role="alert">{why}</p> })}
    }
    .into_any()
}
