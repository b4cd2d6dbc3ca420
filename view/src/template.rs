//! A tree of elements: the string of what is static, and the dynamic parts in its order.

use proc_macro2::{Span, TokenStream as Tokens};
use quote::{ToTokens, quote};
use rstml::{
    Infallible,
    node::{Node, NodeAttribute, NodeElement},
};
use syn::{Error, LitStr, Result, spanned::Spanned};

use crate::{
    add_child,
    attribute::{self, Attribute},
    component, is_component, parts, unsupported,
};

/// Elements that are in the namespace of SVG wherever they stand.
const SVG: [&str; 10] = [
    "circle", "defs", "ellipse", "g", "line", "path", "polygon", "polyline", "rect", "svg",
];

/// The lines of the string are described in `taskdeck::ui::lean::markup::template`.
#[derive(Default)]
pub(crate) struct Template {
    lines: Vec<String>,
    /// The calls that add the parts.
    adds: Vec<Tokens>,
}

impl Template {
    /// Returns the expression of an element.
    pub(crate) fn of(element: &NodeElement<Infallible>) -> Result<Tokens> {
        let mut template = Self::default();
        template.element(element, false)?;
        let Self { lines, adds } = template;
        let parts = parts();
        let text = LitStr::new(&lines.join("\n"), Span::call_site());
        Ok(quote! {{
            #[allow(unused_mut)]
            let mut #parts = crate::ui::lean::markup::Parts::default();
            #(#adds;)*
            #parts.element(#text)
        }})
    }

    fn element(&mut self, element: &NodeElement<Infallible>, in_svg: bool) -> Result<()> {
        let tag = element.name().to_string();
        let is_svg = in_svg || SVG.contains(&tag.as_str());
        let mark = if is_svg { '%' } else { '<' };
        self.line(element, format!("{mark}{tag}"))?;
        for given in element.attributes() {
            let NodeAttribute::Attribute(given) = given else {
                return Err(unsupported(given));
            };
            match attribute::read(&tag, given)? {
                Attribute::Static(line) => self.line(given, line)?,
                Attribute::Dynamic(line, add) => self.part(given, line, add)?,
                Attribute::Absent => {}
            }
        }
        for child in element.children() {
            self.child(child, is_svg)?;
        }
        self.line(element, ">".to_owned())
    }

    fn child(&mut self, child: &Node, in_svg: bool) -> Result<()> {
        match child {
            Node::Comment(_) => Ok(()),
            Node::Text(text) => self.line(text, format!("\"{}", text.value.value())),
            Node::Element(element) if is_component(element) => {
                let (parts, view) = (parts(), component::call(element)?);
                let add = quote! { #parts.component(#view) };
                self.part(child, "*".to_owned(), add)
            }
            Node::Element(element) => self.element(element, in_svg),
            Node::Block(block) => self.part(block, "*".to_owned(), add_child(block)),
            other => Err(unsupported(other)),
        }
    }

    fn part(&mut self, of: &impl ToTokens, line: String, add: Tokens) -> Result<()> {
        self.adds.push(add);
        self.line(of, line)
    }

    fn line(&mut self, of: &impl ToTokens, line: String) -> Result<()> {
        if line.contains('\n') {
            return Err(Error::new(
                of.span(),
                "a static text or value must be one line",
            ));
        }
        self.lines.push(line);
        Ok(())
    }
}
