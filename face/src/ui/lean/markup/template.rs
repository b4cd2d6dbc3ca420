//! Templates: what is static in a view.
//!
//! A template is written as lines. The first character of a line says what it is, the rest is a name or a text:
//!
//! | line | meaning |
//! | --- | --- |
//! | `<div`, `%svg` | opens an element of HTML, of SVG |
//! | `>` | closes it |
//! | `=class=td-row` | sets an attribute |
//! | `"text` | adds a text |
//! | `@title`, `.value`, `?td-open`, `~width` | the place of an attribute, a property, a class, a style |
//! | `!click`, `^click` | the place of a listener, of one in the capture phase |
//! | `#` | the place of a reference to the element |
//! | `*` | the place of a child |

use std::{cell::RefCell, ptr};

use leptos::{prelude::document, wasm_bindgen::JsCast};
use web_sys::{Element, Node};

/// A parsed template. The elements of a view are clones of it.
pub(super) struct Template {
    text: &'static str,
    root: Element,
    steps: Vec<Step>,
}

/// The place of a dynamic part.
pub(super) struct Place {
    pub(super) mark: u8,
    pub(super) name: &'static str,
}

/// A step on the way through the clone. Elements without a place inside are skipped.
enum Step {
    Enter,
    Leave,
    Skip,
    Fill(Place),
}

thread_local! {
    /// The templates in use, sorted by their text. There is one per call site, so they are kept for good.
    static TEMPLATES: RefCell<Vec<&'static Template>> = const { RefCell::new(Vec::new()) };
}

impl PartialEq for Template {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self, other)
    }
}

impl Template {
    /// Returns the template with this text. It is parsed when it is first needed.
    pub(super) fn of(text: &'static str) -> &'static Self {
        TEMPLATES.with_borrow_mut(|templates: &mut Vec<&'static Self>| {
            match templates.binary_search_by(|template| template.text.cmp(text)) {
                Ok(at) => templates[at],
                Err(at) => {
                    let template: &'static Self = Box::leak(Box::new(parse(text)));
                    templates.insert(at, template);
                    template
                }
            }
        })
    }

    /// Clones the elements, and calls `fill` with each place, its element, and the static node after it.
    pub(super) fn build(
        &'static self,
        fill: &mut dyn FnMut(&'static Place, &Element, Option<&Node>),
    ) -> Element {
        let clone = self.root.clone_node_with_deep(true);
        let root: Element = clone.expect("an element can be cloned").unchecked_into();
        let mut levels: Vec<Level> = Vec::new();
        for step in &self.steps {
            let last = levels.last_mut();
            match (step, last) {
                (Step::Enter, None) => levels.push(Level::new(root.clone())),
                (Step::Enter, Some(level)) => {
                    if let Some(node) = level.pass() {
                        levels.push(Level::new(node.unchecked_into()));
                    }
                }
                (Step::Skip, Some(level)) => {
                    level.pass();
                }
                (Step::Leave, _) => {
                    levels.pop();
                }
                (Step::Fill(place), Some(level)) => {
                    let next = match place.mark {
                        b'*' => level.next(),
                        _ => None,
                    };
                    fill(place, &level.element, next.as_ref());
                }
                (Step::Skip | Step::Fill(_), None) => {}
            }
        }
        root
    }
}

/// An element of the clone that was entered.
struct Level {
    element: Element,
    next: Next,
}

/// The next static node inside an element. It is looked up only when needed: each look is a call into the browser.
enum Next {
    First,
    After(Node),
    Known(Option<Node>),
}

impl Level {
    fn new(element: Element) -> Self {
        let next = Next::First;
        Self { element, next }
    }

    fn next(&mut self) -> Option<Node> {
        let next = match &self.next {
            Next::First => self.element.first_child(),
            Next::After(node) => node.next_sibling(),
            Next::Known(next) => next.clone(),
        };
        self.next = Next::Known(next.clone());
        next
    }

    fn pass(&mut self) -> Option<Node> {
        let node = self.next()?;
        self.next = Next::After(node.clone());
        Some(node)
    }
}

fn parse(text: &'static str) -> Template {
    let document = document();
    let mut steps = Vec::new();
    let mut open: Vec<(Element, usize)> = Vec::new();
    let mut closed = None;
    for line in text.split('\n') {
        let (mark, rest) = line.split_at(1);
        let parent = open.last().map(|(element, _)| element);
        let append = |node: &Node| parent.map(|parent| parent.append_child(node));
        match mark.as_bytes()[0] {
            mark @ (b'<' | b'%') => {
                let space = match mark {
                    b'<' => "http://www.w3.org/1999/xhtml",
                    _ => "http://www.w3.org/2000/svg",
                };
                let element = document
                    .create_element_ns(Some(space), rest)
                    .expect("the tags of templates are names");
                append(&element);
                open.push((element, steps.len()));
                steps.push(Step::Enter);
            }
            b'>' => {
                let (element, entered) = open.pop().expect("an open element");
                if steps[entered..]
                    .iter()
                    .any(|step| matches!(step, Step::Fill(_)))
                {
                    steps.push(Step::Leave);
                } else {
                    steps.truncate(entered);
                    steps.push(Step::Skip);
                }
                closed = Some(element);
            }
            b'"' => {
                append(&document.create_text_node(rest));
                steps.push(Step::Skip);
            }
            b'=' => {
                let (name, value) = rest.split_once('=').unwrap_or((rest, ""));
                let _ = parent.map(|parent| parent.set_attribute(name, value));
            }
            mark => steps.push(Step::Fill(Place { mark, name: rest })),
        }
    }
    Template {
        text,
        root: closed.expect("a template has an element"),
        steps,
    }
}
