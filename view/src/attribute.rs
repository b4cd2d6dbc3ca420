//! What stands in the tag of an element.

use proc_macro2::{Ident, TokenStream as Tokens};
use quote::quote_spanned;
use rstml::node::KeyedAttribute;
use syn::{Expr, ExprLit, Lit, Result, spanned::Spanned};

use crate::{parts, unsupported};

/// The line of an attribute in the template, with the call that adds its part.
pub(crate) enum Attribute {
    Static(String),
    Dynamic(String, Tokens),
    Absent,
}

/// Reads an attribute of an element with this tag.
pub(crate) fn read(tag: &str, given: &KeyedAttribute) -> Result<Attribute> {
    let parts = parts();
    let key = given.key.to_string();
    let span = given.key.span();
    let (space, name) = key.split_once(':').unwrap_or(("", &key));
    let Some(value) = given.value() else {
        return match space {
            "" => Ok(Attribute::Static(format!("={key}="))),
            _ => Err(unsupported(given)),
        };
    };
    let (mark, name, value) = match (space, name, value) {
        ("on", event, handler) => return Ok(listener(tag, event, handler)),
        ("", "node_ref", container) => {
            let element = element_type(tag, span);
            let part = quote_spanned! { span => #parts.reference::<#element>(#container) };
            return Ok(Attribute::Dynamic("#".to_owned(), part));
        }
        ("", "class" | "style", Expr::Tuple(pair)) => {
            let (
                Some(Expr::Lit(ExprLit {
                    lit: Lit::Str(own), ..
                })),
                Some(value),
            ) = (pair.elems.first(), pair.elems.get(1))
            else {
                return Err(unsupported(given));
            };
            let mark = if key == "class" { '?' } else { '~' };
            (mark, own.value(), value)
        }
        ("", name, value) => match given.value_literal_string().as_deref() {
            Some("false") => return Ok(Attribute::Absent),
            Some("true") if !is_text(value) => return Ok(Attribute::Static(format!("={name}="))),
            Some(text) => return Ok(Attribute::Static(format!("={name}={text}"))),
            None => ('@', name.to_owned(), value),
        },
        ("prop", name, value) => ('.', name.to_owned(), value),
        ("class", name, value) => ('?', name.to_owned(), value),
        ("style", name, value) => ('~', name.to_owned(), value),
        _ => return Err(unsupported(given)),
    };
    let part = quote_spanned! { span => #parts.value(#value) };
    Ok(Attribute::Dynamic(format!("{mark}{name}"), part))
}

fn is_text(value: &Expr) -> bool {
    matches!(
        value,
        Expr::Lit(ExprLit {
            lit: Lit::Str(_),
            ..
        })
    )
}

/// Reads `on:EVENT`, with `:target` for a typed target and `:capture` for the capture phase.
fn listener(tag: &str, event: &str, handler: &Expr) -> Attribute {
    let parts = parts();
    let span = handler.span();
    let mut words = event.split(':');
    let event = words.next().unwrap_or_default();
    let options = words.collect::<Vec<_>>();
    let mark = if options.contains(&"capture") {
        '^'
    } else {
        '!'
    };
    let event_type = Ident::new(event, span);
    let descriptor = match event {
        // Leptos has no type for it.
        "cancel" => {
            quote_spanned! { span => ::leptos::ev::Custom::<::leptos::web_sys::Event>::new(#event) }
        }
        _ => quote_spanned! { span => ::leptos::ev::#event_type },
    };
    let part = if options.contains(&"target") {
        let element = element_type(tag, span);
        quote_spanned! { span => #parts.on_target::<_, #element>(#descriptor, #handler) }
    } else {
        quote_spanned! { span => #parts.on(#descriptor, #handler) }
    };
    Attribute::Dynamic(format!("{mark}{event}"), part)
}

/// Returns the type that Leptos has for an element.
fn element_type(tag: &str, span: proc_macro2::Span) -> Tokens {
    let mut name = tag.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let name = Ident::new(&name, span);
    quote_spanned! { span => ::leptos::html::#name }
}
