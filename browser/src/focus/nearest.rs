//! The nearest place that makes sense, when an element that had focus is gone.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::active::{first_stop, is_drawn, is_focusable, parent_of};

/// Parts of a page that a person knows by name. Focus does not wander out of them unless they are gone.
const REGION: &str = "dialog, main, nav, aside, header, footer, form[aria-label], section[aria-label], \
     section[aria-labelledby], [role=region], [role=main], [role=dialog], [role=alertdialog], \
     [role=navigation], [role=complementary], [role=banner], [role=search]";

/// Where an element was, by what was around it.
#[derive(Clone, Debug)]
pub(super) struct Trail(Vec<Step>);

/// An ancestor, and the place of the next one among its children.
#[derive(Clone, Debug)]
struct Step {
    ancestor: Element,
    place: u32,
}

impl Trail {
    pub(super) fn of(element: &Element) -> Self {
        let mut steps = Vec::new();
        let mut below: Node = element.clone().into();
        while let Some(parent) = parent_of(&below) {
            if let Some(ancestor) = parent.dyn_ref::<Element>() {
                steps.push(Step {
                    place: place_in(ancestor, &below),
                    ancestor: ancestor.clone(),
                });
            }
            below = parent;
        }
        Self(steps)
    }

    /// The nearest element that can have focus now: in what took the element's place or what was
    /// before it, else in the item that took the place of the one around it, and so on, up to the
    /// region; then the region itself.
    pub(super) fn nearest(&self) -> Option<HtmlElement> {
        for step in &self.0 {
            if !is_drawn(&step.ancestor) {
                continue;
            }
            if let Some(element) = step.beside() {
                return Some(element);
            }
            if is_focusable(&step.ancestor) || step.ancestor.matches(REGION).unwrap_or(false) {
                return step
                    .ancestor
                    .clone()
                    .dyn_into()
                    .ok()
                    .inspect(make_focusable);
            }
        }
        None
    }
}

impl Step {
    /// The next child with something to focus, else the one before.
    fn beside(&self) -> Option<HtmlElement> {
        let children = self.ancestor.children();
        let after = self.place..children.length();
        let before = (0..self.place.min(children.length())).rev();
        after
            .chain(before)
            .filter_map(|at| children.item(at))
            .find_map(|child| match child.dyn_ref::<HtmlElement>() {
                Some(html) if html.tab_index() >= 0 && is_focusable(&child) => Some(html.clone()),
                _ => first_stop(&child),
            })
    }
}

fn place_in(parent: &Element, child: &Node) -> u32 {
    let children = parent.children();
    (0..children.length())
        .find(|at| {
            children
                .item(*at)
                .is_some_and(|other| other.is_same_node(Some(child)))
        })
        .unwrap_or(0)
}

/// A region takes no focus by itself; Tab goes on from it.
fn make_focusable(region: &HtmlElement) {
    if !region.has_attribute("tabindex") {
        // Without it the region is only not focused.
        let _ = region.set_attribute("tabindex", "-1");
    }
}
