//! The call of a component.

use proc_macro2::{Ident, TokenStream as Tokens};
use quote::quote;
use rstml::{
    Infallible,
    node::{KeyedAttributeValue, NodeAttribute, NodeElement},
};
use syn::{Result, spanned::Spanned};

use crate::{unsupported, view_of};

/// Returns the call of a component, as Leptos' own macro has it.
pub(crate) fn call(element: &NodeElement<Infallible>) -> Result<Tokens> {
    let name = element.name();
    let mut props = Vec::new();
    let mut inputs = Vec::new();
    for attribute in element.attributes() {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return Err(unsupported(attribute));
        };
        let key = &attribute.key;
        let written = key.to_string();
        match &attribute.possible_value {
            KeyedAttributeValue::Binding(binding) => {
                inputs.extend(binding.inputs.iter().map(|input| quote! { #input }))
            }
            _ => match written.strip_prefix("let:") {
                Some(input) => {
                    let input = Ident::new(input, key.span());
                    inputs.push(quote! { #input });
                }
                None if written.contains([':', '-']) => return Err(unsupported(attribute)),
                None => {
                    let value = attribute
                        .value()
                        .map_or_else(|| quote! { #key }, |value| quote! { #value });
                    props.push(quote! { .#key(#[allow(unused_braces)] { #value }) });
                }
            },
        }
    }
    let children = match (element.children(), inputs.is_empty()) {
        ([], _) => Tokens::new(),
        (children, true) => {
            let children = view_of(children)?;
            quote! { .children(::leptos::children::ToChildren::to_children(move || #children)) }
        }
        (children, false) => {
            let children = view_of(children)?;
            quote! { .children(move |#(#inputs),*| #children) }
        }
    };
    Ok(quote! {
        ::leptos::component::component_view(
            &#name,
            ::leptos::component::component_props_builder(&#name) #(#props)* #children .build(),
        )
    })
}
