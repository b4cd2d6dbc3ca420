//! The macro with which the views of the crate `taskdeck` are compiled. It is not meant for other crates.
//!
//! It has the syntax of Leptos' `view!`. What is static in a tree of elements becomes one string, which
//! `taskdeck::ui::lean` interprets; what is dynamic becomes a list of boxed parts in the order of the string.

mod attribute;
mod component;
mod template;

use proc_macro::TokenStream;
use proc_macro2::{Ident, Span, TokenStream as Tokens};
use quote::{quote, quote_spanned};
use rstml::node::{Node, NodeElement};
use syn::{Error, Result, spanned::Spanned};

use self::template::Template;

/// Builds a view from elements, components and blocks. It is of the type `AnyView`.
#[proc_macro]
pub fn view(input: TokenStream) -> TokenStream {
    let view = rstml::parse2(input.into()).and_then(|nodes| view_of(&nodes));
    view.unwrap_or_else(Error::into_compile_error).into()
}

/// Returns the expression of several nodes beside each other.
fn view_of(nodes: &[Node]) -> Result<Tokens> {
    let mut views = nodes
        .iter()
        .filter(|node| !matches!(node, Node::Comment(_)))
        .map(view_of_node)
        .collect::<Result<Vec<_>>>()?;
    Ok(match views.len() {
        1 => views.remove(0),
        _ => quote! { crate::ui::lean::markup::fragment(::std::vec![#(#views),*]) },
    })
}

fn view_of_node(node: &Node) -> Result<Tokens> {
    Ok(match node {
        Node::Element(element) if is_component(element) => {
            let component = component::call(element)?;
            quote! { crate::ui::lean::markup::any(#component) }
        }
        Node::Element(element) => Template::of(element)?,
        Node::Text(text) => {
            let text = &text.value;
            quote! { crate::ui::lean::markup::any(#text) }
        }
        Node::Block(block) => {
            let (parts, add) = (parts(), add_child(block));
            quote! {{
                let mut #parts = crate::ui::lean::markup::Parts::default();
                #add;
                #parts.into_view()
            }}
        }
        other => return Err(unsupported(other)),
    })
}

/// Adds a dynamic child. Its kind depends on the type of the expression: see `lean::markup::kind`.
fn add_child(child: &impl quote::ToTokens) -> Tokens {
    let parts = parts();
    quote_spanned! { child.span() => {
        #[allow(unused_imports)]
        use crate::ui::lean::markup::kind::{Child, Dynamic as _, Text as _, View as _};
        #[allow(unused_braces)]
        let child = #child;
        (&&&Child::of(&child)).kind_of_part().add(child, &mut #parts)
    }}
}

/// The variable that holds the parts. Code in a view does not see it.
fn parts() -> Ident {
    Ident::new("parts", Span::mixed_site())
}

/// Components have names in camel case, elements in lower case.
fn is_component(element: &NodeElement<rstml::Infallible>) -> bool {
    let name = element.name().to_string();
    let last = name.rsplit("::").next().unwrap_or_default();
    last.starts_with(char::is_uppercase)
}

fn unsupported(node: &impl quote::ToTokens) -> Error {
    Error::new_spanned(node, "not supported by the `view!` of taskdeck")
}
