//! Elements that are built from a template.

use leptos::{prelude::*, tachys::view::iterators::StaticVec};
use send_wrapper::SendWrapper;
use web_sys::{Element, Node};

use super::{
    filled::Filled,
    only_on_a_page,
    part::{Part, Parts},
    template::Template,
};

impl Parts {
    /// Returns the view of a template, whose places are filled with the parts in their order.
    #[inline(never)]
    pub(crate) fn element(self, template: &'static str) -> AnyView {
        let built = Built {
            template: Template::of(template),
            parts: self.0,
            owner: Owner::current().unwrap_or_default(),
        };
        Markup(SendWrapper::new(built)).into_any()
    }
}

/// Returns views beside each other as one.
pub(crate) fn fragment(views: Vec<AnyView>) -> AnyView {
    StaticVec::from(views).into_any()
}

/// An element before it is on the page.
struct Markup(SendWrapper<Built>);

struct Built {
    template: &'static Template,
    parts: Vec<Part>,
    owner: Owner,
}

/// An element on the page.
struct Shown {
    template: &'static Template,
    root: Element,
    places: Vec<Filled>,
}

impl Render for Markup {
    type State = Shown;

    fn build(self) -> Shown {
        let Built {
            template,
            parts,
            owner,
        } = self.0.take();
        let mut places = Vec::with_capacity(parts.len());
        let mut parts = parts.into_iter();
        let root = template.build(&mut |place, element, next| {
            if let Some(part) = parts.next() {
                places.push(Filled::new(place, element, next, part, &owner));
            }
        });
        Shown {
            template,
            root,
            places,
        }
    }

    /// Keeps the element if it is of the same template, so that it keeps focus and scroll position as well.
    fn rebuild(self, shown: &mut Shown) {
        let same = self.0.template == shown.template;
        let mut pairs = shown.places.iter().zip(&self.0.parts);
        if same && pairs.all(|(place, part)| place.fits(part)) {
            let Built { parts, owner, .. } = self.0.take();
            for (place, part) in shown.places.iter_mut().zip(parts) {
                place.replace(part, &owner);
            }
        } else {
            let mut new = self.build();
            shown.insert_before_this(&mut new);
            shown.unmount();
            *shown = new;
        }
    }
}

impl Mountable for Shown {
    fn unmount(&mut self) {
        self.root.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.root.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.root.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.root.clone()]
    }
}

only_on_a_page! { Markup Shown }
