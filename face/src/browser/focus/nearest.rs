//! Finds the nearest place for focus when the element that had it is gone.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::active::{first_stop, is_drawn, is_focusable, parent_of};

/// Landmarks of a page. Focus does not leave its landmark unless that is gone.
const REGION: &str = "dialog, main, nav, aside, header, footer, form[aria-label], section[aria-label], \
     section[aria-labelledby], [role=region], [role=main], [role=dialog], [role=alertdialog], \
     [role=navigation], [role=complementary], [role=banner], [role=search]";

/// The position of an element, kept as its ancestors.
#[derive(Clone, Debug)]
pub(super) struct Trail(Vec<Step>);

/// An ancestor, and the index of the next step down among its children.
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

    /// Returns the nearest element that can take focus now. On each level, from the element's
    /// parent up to the landmark, the candidates are what took the old place and then what was
    /// before it. The last candidate is the landmark itself.
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
    /// Returns the first element to focus in a following child, or else in a preceding one.
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

/// Lets a landmark take focus. Tab continues from there.
fn make_focusable(region: &HtmlElement) {
    if !region.has_attribute("tabindex") {
        // Without the attribute the landmark is not focused, which is harmless.
        let _ = region.set_attribute("tabindex", "-1");
    }
}
